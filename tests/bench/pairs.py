#!/usr/bin/env python3
"""Times pairs of whole processes, one after the other in turn, and prints ratios. Nothing is asserted: machines are noisy.

pairs.py check MAKESAFE YAML_BARE MAKE_MODULE   `check` against a bare libyaml event loop, 11 to 100 MB
"""

import os
import statistics
import subprocess
import sys
import tempfile


def cost(words):
    """CPU seconds and peak memory (bytes) of one process."""
    with open(os.devnull, "w", encoding="utf-8") as nothing:
        process = subprocess.Popen(words, stdout=nothing)
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode > 1:
        raise SystemExit(f"{words[0]} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def compare(name, ours, theirs, size, runs):
    cost(ours), cost(theirs)  # warm
    ratios, memories = [], []
    for _ in range(runs):
        (a, memory), (b, _) = cost(ours), cost(theirs)
        ratios.append(a / b)
        memories.append(memory / size)
    print(f"{name}: CPU {statistics.median(ratios):.2f}x bare libyaml events "
          f"(min {min(ratios):.2f}, max {max(ratios):.2f}, {runs} pairs); peak memory {statistics.median(memories):.2f}x the file")


def check(makesafe, bare, make_module):
    with tempfile.TemporaryDirectory() as scratch:
        # The shortest questions; as long as those of our modules; a hundred megabytes.
        for questions, more, runs in ((15000, 0, 9), (15000, 1000, 7), (20000, 4300, 3)):
            file = os.path.join(scratch, "large.yaml")
            with open(file, "wb") as out:
                subprocess.run([sys.executable, make_module, str(questions), "large", str(more)], stdout=out, check=True)
            size = os.path.getsize(file)
            compare(f"check, {questions} questions, {size / 1e6:.0f} MB", [makesafe, "check", "--max-size", "999999999", file], [bare, file], size, runs)


if __name__ == "__main__":
    {"check": check}[sys.argv[1]](*sys.argv[2:])
