#!/usr/bin/env python3
"""Moves every event of a record so many days into the past, as if it had been written then: age_record.py FILE DAYS.

The chain no longer holds then; what the program makes of the events is the same."""

import sqlite3
import sys

record = sqlite3.connect(sys.argv[1])
record.execute("DROP TRIGGER events_keep")
record.execute("UPDATE events SET at = at - ? * 86400000000", (int(sys.argv[2]),))
record.commit()
