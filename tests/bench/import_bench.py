#!/usr/bin/env python3
"""What `record import` costs against SQLite alone: import_bench.py MAKESAFE [ROWS]. Prints, asserts nothing.

The bare side inserts the very rows that the import made, ready in memory, into the same tables with the same indexes
and triggers, also in one transaction: no CSV, no JSON, no hashes, nothing looked up.
"""

import os
import random
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

MODULES = ["hotels", "taxis", "licensed-premises", "food", "everyone"]
TABLES = ["people", "events", "completions", "passes"]


def write_rows(path, count):
    """Five completions a person, in no order."""
    chance = random.Random(7)
    with open(path, "w", encoding="utf-8") as file:
        file.write("staff_id,module,version,score,passed,completed,expires\n")
        for _ in range(count):
            score = chance.randrange(40, 101)
            day = f"{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
            year = chance.randrange(2015, 2025)
            passed, expires = ("true", f"{year + 2}-{day}") if score >= 80 else ("false", "")
            file.write(f"e{chance.randrange(count // 5):06},{chance.choice(MODULES)},1.{score % 4},{score},{passed},{year}-{day},"
                       f"{expires}\n")


def cpu(who):
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


def ours(makesafe, rows, record):
    """CPU and wall seconds."""
    before, began = cpu(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run([makesafe, "record", "import", rows, "--record", "sqlite:" + record], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return cpu(resource.RUSAGE_CHILDREN) - before, time.monotonic() - began


def bare(made, record):
    with sqlite3.connect(made) as source:
        rows = {name: source.execute(f"SELECT * FROM {name}").fetchall() for name in TABLES}
    database = sqlite3.connect(record, isolation_level=None)
    database.executescript("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;"
                           "PRAGMA cell_size_check = ON; PRAGMA cache_size = -65536")
    before, began = cpu(resource.RUSAGE_SELF), time.monotonic()
    database.execute("BEGIN IMMEDIATE")
    for name in TABLES:
        if rows[name]:
            database.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(rows[name][0]))})", rows[name])
    database.execute("COMMIT")
    database.close()
    return cpu(resource.RUSAGE_SELF) - before, time.monotonic() - began


def main():
    makesafe, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 100000
    pairs = []
    with tempfile.TemporaryDirectory() as scratch:
        rows = os.path.join(scratch, "rows.csv")
        write_rows(rows, count)
        for turn in range(5):
            made, copy = (os.path.join(scratch, f"{kind}{turn}.sqlite") for kind in ("made", "copy"))
            mine = ours(makesafe, rows, made)
            subprocess.run([makesafe, "record", "init", "--record", "sqlite:" + copy], check=True, stdout=subprocess.DEVNULL)
            pairs.append((*mine, *bare(made, copy)))
    cost, wall, bare_cost, bare_wall = (statistics.median(pair[i] for pair in pairs) for i in range(4))
    print(f"{count} rows of {count // 5} people, of whom the roster has none")
    print(f"  record import {cost:6.2f} s CPU, {wall:6.2f} s: {count / wall:7.0f} rows a second")
    print(f"  bare SQLite   {bare_cost:6.2f} s CPU, {bare_wall:6.2f} s: {count / bare_wall:7.0f} rows a second")
    print(f"  {statistics.median(pair[0] / pair[2] for pair in pairs):.2f}x bare SQLite (CPU, median of {len(pairs)} pairs)")


if __name__ == "__main__":
    main()
