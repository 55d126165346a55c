#!/usr/bin/env python3
"""Every command has a help with an example that works as it stands there, and is found behind a slip of the finger.

help_test.py MAKESAFE SOURCE
"""

import shlex
import subprocess
import sys

MAKESAFE = sys.argv[1]
failures = []


def run(*words):
    return subprocess.run([MAKESAFE, *words], capture_output=True, text=True, timeout=60, check=False)


def check(truth, *words):
    if not truth:
        failures.append(" ".join(str(word) for word in words))


def offered(*words):
    return [line.split("\t")[0] for line in run("complete", *words).stdout.splitlines()]


def check_help(name):
    done = run(name, "--help") if name else run("--help")
    lines = done.stdout.splitlines()
    check(done.returncode == 0 and not done.stderr, name, "--help ended with", done.returncode, done.stderr)
    check(lines[0].startswith(f"Usage: makesafe {name}".rstrip()), name, "does not say how it is used:", lines[0])
    check(lines[-2] == "Example:" and lines[-1].startswith(f"  makesafe {name}".rstrip()), name, "has no example")
    # The example parses: with --help behind it, the help is shown and not a complaint.
    example = shlex.split(lines[-1])[1:]
    again = run(*example, "--help")
    check(again.returncode == 0 and not again.stderr, "the example of", name, "is refused:", again.stderr)
    if name:
        options = [word for word in offered(name, "--")]
        for option in options:
            check(f"{option} " in done.stdout or f"{option}\n" in done.stdout, name, "--help lacks", option)
        check("--help" in options, name, "completes no --help")


def check_slip(name, all_names):
    swapped = name[:-2] + name[-1] + name[-2]
    doubled = name + name[-1]
    lacking = name[:1] + name[2:]
    for slip in {swapped, doubled, lacking} - set(all_names) - {"complete"}:
        done = run(slip)
        check(done.returncode == 2, slip, "ended with", done.returncode)
        if len(slip) > 3:
            check(f"'{name}'" in done.stderr or any(f"'{other}'" in done.stderr for other in all_names), slip,
                  "is not answered with", name, done.stderr)


def main():
    names = offered("")
    check(len(names) >= 14, "only", names)
    for name in [""] + names:
        check_help(name)
    for name in names:
        check_slip(name, names)
        usage = run(name, "--help").stdout.split("\n")[0].split(" ", 3)[3:]
        if usage and usage[0][0].islower():
            check(offered(name, ""), name, "has words of its own, and completes none")
        done = run(name, "--hlep")
        check(done.returncode == 2 and "--help" in done.stderr, name, "--hlep:", done.stderr)
    for failure in failures:
        print(failure)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
