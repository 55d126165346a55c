#!/usr/bin/env python3
"""Runs the commands of a transcript in a world of its own and compares every line that is said.

A transcript is text: a line `$ makesafe …` is a command; what follows is its output, where a line `> words` stands for
a prompt and what was typed at it, `> ⏎` an empty line, and `>` alone the end of input. `= N` after a command's
output is its exit status where that is not 0; lines from standard error begin with `! `. What changes from run to run (times,
dates, hashes, ids, keys, signatures, folders) is written as <time>, <date>, <hash>, <id>, <key>, <signature>, <scratch>, <modules>; MODULES in a command is the
folder of the tests' modules. With `--rewrite` the
transcript is written anew from what the program says: read the difference before it is kept.
"""

import os
import re
import shlex
import subprocess
import sys
import tempfile

CHANGING = [
    (re.compile(r"\b[0-9a-f]{64}\b"), "<hash>"),
    (re.compile(r"\b[0-9a-f]{32}\b"), "<id>"),
    (re.compile(r"\b[0-9a-f]{16}\b"), "<key>"),
    (re.compile(r"\bSize: \d+ KiB"), "Size: <n> KiB"),
    (re.compile(r"^Signature: \S{44}$"), "Signature: <signature>"),
    (re.compile(r"^\S{42}==$"), "<signature>"),
    (re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z"), "<moment>"),
    (re.compile(r"\b20\d{2}-\d{2}-\d{2} \d{2}:\d{2}\b"), "<date> <time>"),
    (re.compile(r"\b\d{2}:\d{2}:\d{2}\b"), "<time>"),
    (re.compile(r"\b(?!2001-02-03)(?!2099-)20\d{2}-\d{2}-\d{2}\b"), "<date>"),
    (re.compile(r'"seconds": \d+'), '"seconds": <n>'),
]


EMPTY = "⏎"


def prompt_and(answer):
    return ">" if answer is None else "> " + (answer or EMPTY)


def commands_of(text):
    """Pairs of a command line and what was typed into it."""
    found = []
    for line in text.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif line.startswith("> ") and found:
            found[-1][1].append("" if line[2:] == EMPTY else line[2:])
    return found


def run(command, typed, scratch, environment):
    words = [word.replace("MODULES", environment["MAKESAFE_MODULES"]) for word in shlex.split(command)]
    words[0] = environment["MAKESAFE"] if words[0] == "makesafe" else words[0]
    if "--kiosk" in command:  # shut in, it may not start the process with which a sanitizer looks for leaks
        options = environment.get("ASAN_OPTIONS", "")
        environment = {**environment, "ASAN_OPTIONS": options + ":detect_leaks=0"}
    stdin = "".join(line + "\n" for line in typed)
    done = subprocess.run(words, input=stdin, capture_output=True, text=True, cwd=scratch, env=environment,
                          timeout=60, check=False)
    said = done.stdout.replace("\r\n", "\n")
    answers = iter(typed)
    # Every prompt at the beginning of a line was answered by the next line typed.
    said = re.sub(r"^> ", lambda _: prompt_and(next(answers, None)) + "\n", said, flags=re.M)
    lines = said.splitlines() + ["! " + line for line in done.stderr.splitlines()]
    if done.returncode:
        lines.append(f"= {done.returncode}")
    return lines


def transcribe(text, environment):
    with tempfile.TemporaryDirectory() as scratch:
        environment["MAKESAFE_RECORD"] = "sqlite:" + scratch + "/record.sqlite"
        environment["HOME"] = scratch
        environment["XDG_DATA_HOME"] = scratch + "/data"
        environment["XDG_CONFIG_HOME"] = scratch + "/config"
        lines = []
        for command, typed in commands_of(text):
            lines.append("$ " + command)
            for line in run(command, typed, scratch, environment):
                line = line.replace(scratch, "<scratch>").replace(environment["MAKESAFE_MODULES"], "<modules>")
                for pattern, word in CHANGING:
                    line = pattern.sub(word, line)
                lines.append(line.rstrip())
        return lines


def main():
    rewrite = sys.argv[1] == "--rewrite"
    path = sys.argv[-1]
    environment = dict(os.environ)
    here = os.path.dirname(os.path.abspath(__file__))
    environment.setdefault("MAKESAFE_MODULES", os.path.join(here, "modules"))
    environment.setdefault("LC_ALL", "C.UTF-8")
    environment.setdefault("LANGUAGE", "en")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    comments = [line for line in text.splitlines() if line.startswith("# ")]
    said = transcribe(text, environment)
    if rewrite:
        with open(path, "w", encoding="utf-8") as file:
            file.write("\n".join(comments + said) + "\n")
        return 0
    expected = [line.rstrip() for line in text.splitlines() if not line.startswith("# ")]
    for number, (want, have) in enumerate(zip(expected + ["<end>"] * len(said), said + ["<end>"])):
        if want != have:
            print(f"{path}: after line {number}:\n  expected: {want}\n  said:     {have}")
            return 1
    if len(expected) != len(said):
        print(f"{path}: {len(expected)} lines expected, {len(said)} said")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
