#!/usr/bin/env python3
"""Makes a record with many answers and measures what the item analysis costs: items_bench.py ITEMS_BENCH MODULE [ANSWERS]"""

import os
import subprocess
import sys
import tempfile


def main():
    bench, module = sys.argv[1:3]
    answers = sys.argv[3] if len(sys.argv) > 3 else "100000"
    with tempfile.TemporaryDirectory() as folder:
        record = os.path.join(folder, "record.sqlite")
        subprocess.run([bench, module, record, answers], check=True)  # makes it, and warms the cache
        subprocess.run([bench, module, record], check=True)


if __name__ == "__main__":
    main()
