#!/usr/bin/env python3
"""Makes a record of many people and measures what the board costs with it: board_bench.py RECORD_MAKER BOARD_BENCH [PEOPLE]"""

import os
import subprocess
import sys
import tempfile


def main():
    maker, bench = sys.argv[1:3]
    people = sys.argv[3] if len(sys.argv) > 3 else "100000"
    with tempfile.TemporaryDirectory() as folder:
        record = os.path.join(folder, "record.sqlite")
        subprocess.run([maker, record, "people", people], check=True)
        print(f"{people} people, {os.path.getsize(record) >> 20} MiB")
        sys.stdout.flush()
        subprocess.run([bench, record], check=True)
        print(f"memory of the bench at most {peak(bench, record)} KiB")


def peak(bench, record):
    """The most memory that one more run takes."""
    done = subprocess.Popen([bench, record], stdout=subprocess.DEVNULL)
    _, _, usage = os.wait4(done.pid, 0)
    return usage.ru_maxrss


if __name__ == "__main__":
    main()
