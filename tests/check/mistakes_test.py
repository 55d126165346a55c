#!/usr/bin/env python3
"""Makes one mistake after another in modules of ours and reads what 'makesafe check' says.

mistakes_test.py MAKESAFE SOURCE [--print]      --print: shows what a trainer would see of each
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

from mistakes import MISTAKES

MARK = "‸"
# Words of programmers: a message that needs them is not for trainers.
JARGON = re.compile(r"\b(mapping|scalar|sequence|node|token|parser?|null|integer|boolean|string|array|schema|syntax|invalid|"
                    r"unexpected|argument|type error|regex|byte order|flow|context)\b", re.I)


def place_of(text, at):
    before = text[:at]
    return before.count("\n") + 1, at - (before.rfind("\n") + 1) + 1


def spoil(text, where, instead):
    spoilt, count = re.subn(where, instead, text, count=1, flags=re.M)
    if count != 1:
        raise SystemExit(f"no such place in the module: {where}")
    return spoilt


class Trial:
    def __init__(self, makesafe, folder):
        self.makesafe, self.folder = makesafe, folder

    def check(self, file, *options):
        done = subprocess.run([self.makesafe, "check", file, *options], capture_output=True, text=True, check=False)
        return done.returncode, done.stdout

    def run(self, mistake, print_it):
        """What is wrong with what is said, as a list of texts."""
        what, module, where, instead, code = mistake[:5]
        file = os.path.join(self.folder, module + ".yaml")
        with open(file, encoding="utf-8") as good:
            whole = good.read()
        text = spoil(whole, where, instead)
        at = text.find(MARK)
        text = text.replace(MARK, "")
        if len(mistake) > 5:
            found = re.search(mistake[5], text, re.M)
            if not found:
                raise SystemExit(f"{what}: no such place: {mistake[5]}")
            at = found.start(found.lastindex or 0)
        try:
            with open(file, "w", encoding="utf-8") as spoilt:
                spoilt.write(text)
            status, said = self.check(file, "--format", "json")
            human = self.check(file)[1]
        finally:
            with open(file, "w", encoding="utf-8") as again:
                again.write(whole)
        if print_it:
            print(f"### {what}\n{human.replace(self.folder + '/', '')}")
        return [f"{what}: {wrong}\n{human}" for wrong in judge(json.loads(said), status, code, place_of(text, at))]


def judge(said, status, code, place):
    may_follow, codes = code.endswith("+"), code.rstrip("+").split("|")
    is_error = code.startswith("E")
    first = said[0] if said else {}
    if status != (1 if is_error else 0):
        yield f"exit status {status}"
    of_kind = [one for one in said if one["severity"] == ("error" if is_error else "warning")]
    if not of_kind or (len(of_kind) > 1 and not may_follow and is_error):
        yield f"{len(of_kind)} messages, one was made"
    matching = [one for one in of_kind if one["code"] in codes]
    if not matching:
        yield f"{code} was to be said, not {first.get('code')}"
    elif (matching[0]["line"], matching[0]["column"]) != place:
        yield f"the place was to be {place}, not {(matching[0]['line'], matching[0]['column'])}"
    for one in said:
        if not one["hint"]:
            yield "nothing is said about what to do"
        jargon = JARGON.search(one["message"] + " " + (one["hint"] or ""))
        if jargon:
            yield f"'{jargon.group()}' is no word for trainers"


def main():
    makesafe, source = (os.path.abspath(word) for word in sys.argv[1:3])
    wrong = []
    with tempfile.TemporaryDirectory() as scratch:
        folder = os.path.join(scratch, "modules")
        shutil.copytree(os.path.join(source, "modules"), folder)
        trial = Trial(makesafe, folder)
        for mistake in MISTAKES:
            wrong += trial.run(mistake, "--print" in sys.argv)
    for text in wrong:
        print(text)
    if len({mistake[0] for mistake in MISTAKES}) < 60:
        wrong.append("too few")
    print(f"{len(MISTAKES)} mistakes, {len(wrong)} badly told")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
