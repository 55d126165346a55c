#!/usr/bin/env python3
"""Has what makesafe exports read by parsers that others wrote, and compares every text.

referee_test.py gift|moodle-xml MAKESAFE CACHE      CACHE: where npm may keep gift-pegjs from one run to the next
Exit status 77 (skipped) where the referee is not to be had.
"""

import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

GIFT = "gift-pegjs@1.0.2"
PIECES = ["~", "=", "#", "{", "}", ":", "\\", "%", "[", "]", "/", "->", "\n", "a", "B", "é", "####", "::", "//",
          "%50%", "[html]", "TRUE", "$CATEGORY:", "]]>", "T", "|", " x ", "-", ">"]
HEAD = {"makesafe": 1, "id": "chance", "version": "1", "language": "en", "title": "Chance", "summary": "Chance.",
        "sector": "everyone"}
PARSE = """
const gift = require('gift-pegjs');
process.stdout.write(JSON.stringify(gift.parse(require('fs').readFileSync(0, 'utf8'))));
"""


def text(chance):
    """Any text without blanks at its ends, which every program takes off; Markdown of it is no concern here."""
    made = ""
    while not made.strip():
        made = "".join(chance.choice(PIECES) for _ in range(chance.randint(1, 12)))
    return re.sub(r"  +", " ", made.strip(" "))


def question(chance, number):
    kind = ["single", "multiple", "true-false", "match"][number % 4]
    made = {"id": f"q{number}", "type": kind, "ask": text(chance)}
    if kind == "true-false":
        made["answer"] = chance.random() < 0.5
        made["feedback"] = {"true": text(chance), "false": text(chance)}
    elif kind == "match":
        made["pairs"] = [{"left": text(chance), "right": text(chance)} for _ in range(3)]
        made["extra"] = [text(chance)]
    else:
        made["options"] = [{"text": text(chance), "feedback": text(chance)} for _ in range(4)]
        made["options"][chance.randrange(4)]["correct"] = True
    if chance.random() < 0.5:
        made["explain"] = text(chance)
    return made


def make_module(folder, seed, makesafe):
    """A module of random texts (JSON is YAML too) without the questions that `check` refuses."""
    chance = random.Random(seed)
    path = os.path.join(folder, "chance.yaml")
    questions = [question(chance, number) for number in range(200)]
    while True:
        module = dict(HEAD, quiz={"sections": [{"id": "s", "title": "S", "questions": questions}]})
        with open(path, "w", encoding="utf-8") as file:
            file.write("{\n" + ",\n".join(f'"{key}": {json.dumps(value, ensure_ascii=False)}'
                                          for key, value in list(module.items())[:-1]))
            file.write(',\n"quiz": {"sections": [{"id": "s", "title": "S", "questions": [\n')
            first = len(HEAD) + 3
            file.write(",\n".join(json.dumps(one, ensure_ascii=False) for one in questions) + "\n]}]}}\n")
        found = json.loads(subprocess.run([makesafe, "check", "--format", "json", path], capture_output=True,
                                          text=True, check=False).stdout)
        bad = {one["line"] - first for one in found if one["severity"] == "error"}
        if not bad:
            return questions
        questions = [one for index, one in enumerate(questions) if index not in bad]


def export(makesafe, folder, form):
    return subprocess.run([makesafe, "export", "chance", "--to", form, "--modules", folder], capture_output=True,
                          text=True, check=True).stdout


def same(where, want, have):
    if want != have:
        raise SystemExit(f"{where}: {want!r} came out as {have!r}")


def of_html(part):
    """What the referee has as HTML is HTML: the arrow in a left side or a first option."""
    plain = part["text"]
    return re.sub(r"&#(\d+);", lambda found: chr(int(found[1])), plain) if part["format"] == "html" else plain


def of_right(side):
    """The referee leaves the escapes of right sides in its own code."""
    return re.sub(r"&&(\d+);?", lambda found: chr(int(found[1])), side)


def check_gift(questions, parsed):
    parsed = [one for one in parsed if one["type"] != "Category"]
    same("questions", len(questions), len(parsed))
    for want, have in zip(questions, parsed):
        where = want["id"]
        same(where, where, have["title"])
        same(where, want["ask"], have["stem"]["text"])
        explained = have.get("globalFeedback")
        same(where, want.get("explain"), explained["text"] if explained else None)
        if want["type"] == "true-false":
            same(where, want["answer"], have["isTrue"])
            wrong, right = have["trueFeedback"]["text"], have["falseFeedback"]["text"]
            same(where, want["feedback"]["false" if want["answer"] else "true"], wrong)
            same(where, want["feedback"]["true" if want["answer"] else "false"], right)
        elif want["type"] == "match":
            sides = [(one["left"], one["right"]) for one in want["pairs"]] + [("", want["extra"][0])]
            same(where, sides, [(of_html(one["subquestion"]), of_right(one["subanswer"])) for one in have["matchPairs"]])
        else:
            same(where, [(one["text"], one["feedback"], one.get("correct", False)) for one in want["options"]],
                 [(of_html(one["text"]), one["feedback"]["text"], one["isCorrect"] or (one["weight"] or 0) > 0)
                  for one in have["choices"]])


def check_xml(questions, document):
    tree = ElementTree.fromstring(document)
    found = [one for one in tree if one.get("type") != "category"]
    same("questions", len(questions), len(found))
    for want, have in zip(questions, found):
        where = want["id"]
        same(where, where, have.findtext("name/text"))
        same(where, want["ask"], have.findtext("questiontext/text"))
        same(where, want.get("explain"), have.findtext("generalfeedback/text"))
        if want["type"] == "match":
            sides = [(one["left"], one["right"]) for one in want["pairs"]] + [("", want["extra"][0])]
            same(where, sides, [(one.findtext("text"), one.findtext("answer/text")) for one in have.iter("subquestion")])
            continue
        answers = [(one.findtext("text"), one.findtext("feedback/text"), float(one.get("fraction")) > 0)
                   for one in have.iter("answer")]
        if want["type"] == "true-false":
            same(where, [(word, want["feedback"][word], want["answer"] == (word == "true")) for word in ("true", "false")],
                 answers)
        else:
            same(where, [(one["text"], one["feedback"], one.get("correct", False)) for one in want["options"]], answers)


def parse_gift(cache, gift):
    done = subprocess.run(["node", "-e", PARSE], input=gift, capture_output=True, text=True, cwd=cache, check=False)
    if done.returncode:
        raise SystemExit(f"gift-pegjs refuses it: {done.stderr[-2000:]}")
    return json.loads(done.stdout)


def have_gift(cache):
    if not shutil.which("npm") or not shutil.which("node"):
        return False
    os.makedirs(cache, exist_ok=True)
    if os.path.exists(os.path.join(cache, "node_modules", "gift-pegjs", "package.json")):
        return True
    return subprocess.run(["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", cache, GIFT],
                          capture_output=True, check=False).returncode == 0


def main():
    form, makesafe, cache = sys.argv[1:4]
    if not (have_gift(cache) if form == "gift" else shutil.which("xmllint")):
        print("skipped: the referee is not to be had")
        return 77
    total = 0
    for seed in range(5):
        with tempfile.TemporaryDirectory() as folder:
            os.environ["MAKESAFE_RECORD"] = "sqlite:" + folder + "/record"
            questions = make_module(folder, seed, makesafe)
            written = export(makesafe, folder, form)
            total += len(questions)
            if form == "gift":
                check_gift(questions, parse_gift(cache, written))
                continue
            subprocess.run(["xmllint", "--noout", "-"], input=written, text=True, check=True)
            check_xml(questions, written)
    print(f"{total} questions read as they were written")
    return 0 if total > 500 else 1


if __name__ == "__main__":
    sys.exit(main())
