#!/usr/bin/env python3
"""Item analysis of a small hotel: two versions of a module, twins, a question on trial, and how sure people were.

items_test.py MAKESAFE [FOLDER]     FOLDER: leave the record and the modules there, to be looked at
"""

import json
import os
import subprocess
import sys
import tempfile
import unicodedata

MODULE = """makesafe: 1
id: desk
version: "{version}"
language: en
title: The night desk
summary: A few nights at the desk.
sector: hotels
pass: {{score: 50, reason: It is a test.}}
signs:
  - {{id: cash, text: "Pays in cash, one night at a time"}}
  - {{id: silent, text: "A child who may not speak"}}
quiz:
  shuffle: none
  confidence: true
  sections:
    - id: all
      title: All
      questions:
        - {{id: what-to-do-first, type: single, signs: [silent], ask: What do you do first?, options: [
            {{text: Wait until she asks for help, feedback: She may not.}}, {{text: Tell your supervisor, correct: true}},
            {{text: Ask him what is going on, feedback: It warns him.}}, {{text: Laugh, feedback: No.}}]}}
        - {{id: passage, type: spot, ask: Which of these would worry you?, 
            passage: "A man [pays in cash]{{cash}} and [asks about breakfast]{{}}. The girl with him [may not answer]{{silent}}.",
            feedback: {{cash: Yes., 2: Many do., silent: Yes.}}}}
        - {{id: whom-to-tell, type: true-false, ask: You may ring 101 yourself., answer: true, feedback: {{true: Yes., false: You may.}}}}
        - {{id: a-question-that-has-a-rather-long-name, type: true-false, status: trial, ask: Is it late?, answer: false,
            feedback: {{true: No., false: Yes.}}}}
    - id: pair
      title: One of two
      draw: 1
      questions:
        - {{id: key-cards, type: single, twin: key-cards-calm, signs: [cash], ask: Three key cards for one guest. Does it worry you?,
            options: [{{text: It does, correct: true}}, {{text: It does not, feedback: It should.}}]}}
        - {{id: key-cards-calm, type: single, twin: key-cards, ask: Three key cards for a family. Does it worry you?,
            options: [{{text: It does, feedback: It need not.}}, {{text: It does not, correct: true}}]}}
"""


def width(line):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def answers(person, version, question):
    """What a person says to a question, and how sure they are."""
    able = person % 3 == 0  # the best third; half of them fall for the wrong option of the first question
    if question == "what-to-do-first":
        return ["c" if able and person % 2 else "b" if able or version == "2" else "a", "3" if able else "2"]
    if question == "passage":
        return ["1 3" if able else "3" if version == "2" else "2", "3"]
    if question == "whom-to-tell":
        return ["t" if able or person % 4 == 0 else "f", "2"]
    if question == "key-cards":  # or its twin, whichever is drawn
        return ["a", "1"]
    return ["f" if able else "t", "1"]


class World:
    def __init__(self, makesafe, folder):
        self.makesafe, self.folder = makesafe, folder
        self.modules = os.path.join(folder, "modules")
        os.makedirs(self.modules, exist_ok=True)
        self.environment = dict(os.environ, MAKESAFE_RECORD="sqlite:" + os.path.join(folder, "record.sqlite"),
                                MAKESAFE_MODULES=self.modules)

    def run(self, *words, typed=None, status=0):
        done = subprocess.run([self.makesafe, *words], input=typed, capture_output=True, text=True, env=self.environment,
                              check=False)
        assert done.returncode == status, (words, done.returncode, done.stderr, done.stdout[-2000:])
        return done.stdout if status == 0 else done.stderr

    def write(self, version):
        with open(os.path.join(self.modules, "desk.yaml"), "w", encoding="utf-8") as file:
            file.write(MODULE.format(version=version))

    def learn(self, person, version):
        plan = ["what-to-do-first", "passage", "whom-to-tell", "a-question-that-has-a-rather-long-name", "key-cards"]
        typed = "".join("\n".join(answers(person, version, question)) + "\n\n" for question in plan)
        self.run("learn", "desk", "--quiz", "--plain", "--seed", str(person), "--as", f"night-{version}-{person}",
                 typed="\n" + typed)


    def learn_all(self, people):
        for version in ("1", "2"):
            self.write(version)
            for person in range(people):
                self.learn(person, version)


def check(world):
    table = world.run("items", "desk")
    for language in ("en", "cy"):
        for line in world.run("items", "desk", "--lang", language).splitlines():
            assert width(line) <= 80, (language, width(line), line)
    said = " ".join(table.split())
    assert "! all of your best learners (7 of 7) chose 'a', which counts as wrong: read it again" in said, table
    assert "nobody chose 'd'" in table, table
    assert "Questions on trial" in table and "a-question-that-has-a-rather-long-name (trial)\n" in table, table
    assert "Versions taken together, with their people: 1 (24), 2 (24)." in said, table
    assert "most people worry about both scenes" in said, table
    assert "A child who may not speak: 4 of 48 (8%); 4 of 4 very sure; version 1: 36 of 48 (75%), now 67 points less" in said, table
    assert "passage, 2: asks about breakfast" not in table.split("Version 1:")[0], "version 2 did not over-read it"
    assert "Brier score" in table, table

    data = json.loads(world.run("items", "desk", "--format", "json"))
    assert list(data)[:8] == ["module", "n", "mean", "sd", "alpha", "sem", "items", "signs"], list(data)
    items = {item["id"]: item for item in data["items"]}
    assert items["a-question-that-has-a-rather-long-name"]["trial"] is True
    assert items["a-question-that-has-a-rather-long-name"]["effective_weight"] is None
    first = items["what-to-do-first"]
    assert list(first)[:10] == ["id", "n", "facility", "sd", "discrimination_index", "discrimination_efficiency",
                                "effective_weight", "point_biserial", "point_biserial_corrected", "alpha_without"]
    assert [option["id"] for option in first["options"]] == ["a", "b", "c", "d"]
    assert sum(option["chosen"] for option in first["options"]) == data["n"] == 48
    assert [advice["code"] for advice in first["advice"]] == ["unused-option"], first["advice"]
    assert items["key-cards-calm"]["advice"][0]["code"] == "best-chose-wrong", items["key-cards-calm"]
    assert len(data["twins"]) == 1 and data["twins"][0]["worrying"] == "key-cards"
    assert [version["version"] for version in data["versions"]] == ["2", "1"]
    newest = data["versions"][0]
    signs = {sign["id"]: sign for sign in newest["signs"]}
    assert signs["silent"]["before"]["misses"] > signs["silent"]["misses"], newest
    assert 0 < newest["calibration"]["brier"] < 1 and newest["calibration"]["brier_before"] is not None
    assert newest["calibration"]["mean_confidence_right"] is not None

    alone = json.loads(world.run("items", "desk", "--version", "1", "--format", "json"))
    assert alone["n"] == 24 and alone["version"] == "1" and len(alone["versions"]) == 1
    assert "1, 2" in world.run("items", "desk", "--version=9", status=3)
    assert "--responses" in world.run("items", "--responses", "x.csv", "--version", "1", status=2)
    page = world.run("items", "desk", "--format", "html")
    assert page.count("<svg") >= 6 and "Version 2: signs overlooked" in page and "<script" not in page


def main():
    makesafe = sys.argv[1]
    with tempfile.TemporaryDirectory() as scratch:
        world = World(makesafe, sys.argv[2] if len(sys.argv) > 2 else scratch)
        world.learn_all(24)
        check(world)
    return 0


if __name__ == "__main__":
    sys.exit(main())
