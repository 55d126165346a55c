#!/usr/bin/env python3
"""What is given out of the record is noted in it, with the head that it was made from.

notes_test.py MAKESAFE SOURCE
"""

import json
import os
import sqlite3
import subprocess
import sys
import tempfile

ANSWERS = "\nb\n\na b\n\nf\n\nc a b d\n\na3 b1\n\n1 3\n\na\na\n\nb\na b\n\n"


def main():
    makesafe, source = sys.argv[1:3]
    modules = os.path.join(source, "tests", "line", "modules")
    with tempfile.TemporaryDirectory() as scratch:
        record = os.path.join(scratch, "r.sqlite")
        environment = dict(os.environ, MAKESAFE_RECORD="sqlite:" + record, MAKESAFE_MODULES=modules)

        def run(*words, typed=None, status=0):
            done = subprocess.run([makesafe, *words], input=typed, capture_output=True, text=True, env=environment, check=False)
            assert done.returncode == status, (words, done)
            return done

        def query(sql):
            with sqlite3.connect(record) as base:
                return base.execute(sql).fetchall()

        def head():
            return query("SELECT lower(hex(hash)) FROM events ORDER BY seq DESC LIMIT 1")[0][0]

        run("learn", "every", "--quiz", "--seed", "7", "--plain", "--as", "porter-17", typed=ANSWERS)
        # words of the command; what the note says of it; whether the head is to be read in what is printed
        cases = [
            (["report"], ("report", "table", 1, {}), True),
            (["report", "--format", "csv", "--module", "every"], ("report", "csv", 1, {"module": "every"}), False),
            (["report", "--format", "ics"], ("report", "ics", 1, {}), False),
            (["report", "--format", "html", "--status", "passed", "--by", "module"],
             ("report", "html", 1, {"by": "module", "status": "passed"}), True),
            (["report", "--by", "site"], ("report", "table", 1, {"by": "site"}), True),
            (["report", "--format", "xapi"], ("report", "xapi", None, {}), False),
            (["history", "--format", "json", "--as", "porter-17"], ("history", "json", 1, {}), False),
            (["items", "every"], ("items", "table", 8, {"module": "every"}), True),
            (["items", "every", "--format", "csv"], ("items", "csv", 8, {"module": "every"}), False),
            (["items", "every", "--format", "json"], ("items", "json", 8, {"module": "every"}), True),
            (["items", "every", "--format", "html"], ("items", "html", 8, {"module": "every"}), True),
        ]
        for words, (command, form, rows, filters), carries in cases:
            before = head()
            said = run(*words)
            assert said.stderr == "", (words, said.stderr)
            notes = query("SELECT body FROM events WHERE kind = 'report-made' ORDER BY seq DESC LIMIT 1")
            assert notes, words
            note = json.loads(notes[0][0])
            assert note["head"] == before, (words, note, before)
            assert (note["command"], note["format"], note["filters"]) == (command, form, filters), (words, note)
            assert note["rows"] == rows if rows is not None else note["rows"] > 8, (words, note)
            assert (before in said.stdout) == carries, (words, said.stdout)
        made = query("SELECT count(*) FROM events WHERE kind = 'report-made'")[0][0]
        assert made == len(cases), made

        # Somebody else writes all the while: the report is made, and one line says that it was not noted.
        other = sqlite3.connect(record, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        for words in (["report"], ["items", "every"], ["history", "--format", "json", "--as", "porter-17"]):
            said = run(*words)
            assert said.stdout and said.stderr.count("\n") == 1 and "does not say" in said.stderr, (words, said)
        other.execute("ROLLBACK")
        other.close()
        run("history", "--as", "porter-17")  # only looked at
        assert query("SELECT count(*) FROM events WHERE kind = 'report-made'")[0][0] == made
        assert "porter-17" not in "".join(body for (body,) in query("SELECT body FROM events WHERE kind = 'report-made'"))
        run("verify")
    return 0


if __name__ == "__main__":
    sys.exit(main())
