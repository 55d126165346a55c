#!/usr/bin/env python3
"""Holds the JSON Schema of modules and 'makesafe check' to each other, and to what an editor makes of them.

schema_test.py MAKESAFE SOURCE CACHE      CACHE: where npm may keep its packages from one run to the next
Exit status 77 (skipped) where npm is not to be had.
"""

import collections
import glob
import json
import os
import shutil
import subprocess
import sys
import tempfile

from language_server import LanguageServer

PACKAGES = ["ajv@8.17.1", "ajv-formats@3.0.1", "yaml@2.7.1", "yaml-language-server@1.19.2"]
TYPES = ["single", "multiple", "true-false", "order", "match", "spot", "branch", "call"]
MODELINE = "# yaml-language-server: $schema=module.schema.json\n"
AT_ONCE = 500  # files in one command line


def fetch(cache):
    if not shutil.which("npm") or not shutil.which("node"):
        print("skipped: node and npm are needed")
        sys.exit(77)
    os.makedirs(cache, exist_ok=True)
    stamp = os.path.join(cache, "fetched")
    wanted = " ".join(PACKAGES)
    if os.path.exists(stamp):
        with open(stamp, encoding="utf-8") as file:
            if file.read() == wanted:
                return
    done = subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", cache,
                           "--cache", os.path.join(cache, "cache"), *PACKAGES], capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"skipped: the packages cannot be had: {done.stderr[-300:]}")
        sys.exit(77)
    with open(stamp, "w", encoding="utf-8") as file:
        file.write(wanted)


class Test:
    def __init__(self, makesafe, source, cache):
        self.makesafe, self.source, self.cache = makesafe, source, cache
        self.here = os.path.join(source, "tests", "schema")
        self.schema = os.path.join(source, "modules", "module.schema.json")
        self.failures = 0

    def fail(self, text):
        self.failures += 1
        if self.failures <= 40:
            print(text)

    def node(self, script, *words, typed=""):
        done = subprocess.run(["node", os.path.join(self.here, script), os.path.join(self.cache, "node_modules"),
                               self.schema, *words], input=typed, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"{script}: {done.stderr[-2000:]}")
        return json.loads(done.stdout)

    def check(self, files):
        """What 'makesafe check' says: file → its errors."""
        found = collections.defaultdict(list)
        for start in range(0, len(files), AT_ONCE):
            done = subprocess.run([self.makesafe, "check", "--format", "json", "--", *files[start:start + AT_ONCE]],
                                  capture_output=True, text=True, check=False)
            for one in json.loads(done.stdout):
                if one["severity"] == "error":
                    found[one["file"]].append(one)
        return found

    def beyond(self):
        with open(os.path.join(self.here, "beyond.txt"), encoding="utf-8") as file:
            return {line.split()[0] for line in file if line.strip() and not line.startswith("#")}

    def compare(self, refused, errors):
        """Whatever the schema refuses, check refuses; what it accepts, only for reasons in the list. Returns the codes met."""
        beyond, met = self.beyond(), set()
        for file, said in refused.items():
            codes = {one["code"] for one in errors[file]}
            if said and not codes:
                self.fail(f"{file}: the schema refuses it, check does not: {said}")
            if not said:
                met |= codes
                for code in sorted(codes - beyond):
                    self.fail(f"{file}: the schema accepts it, and {code} is not in beyond.txt")
        return met

    def printed_schema(self):
        said = subprocess.run([self.makesafe, "schema"], capture_output=True, check=True).stdout
        with open(self.schema, "rb") as file:
            if file.read() != said:
                self.fail("'makesafe schema' prints another schema than modules/module.schema.json")

    def every_key_is_explained(self):
        def walk(value, trail):
            if isinstance(value, list):
                for one in value:
                    walk(one, trail)
            if not isinstance(value, dict):
                return
            for word in ("properties", "patternProperties"):
                keys = value.get(word, {})
                is_open = value.get("additionalProperties") is not False
                if keys and is_open and trail[-1] not in ("if", "then", "else", "question"):
                    self.fail(f"schema: {'/'.join(trail)} accepts any key")
                for key, one in keys.items():
                    if isinstance(one, dict) and "$ref" in one:
                        one = whole["definitions"][one["$ref"].split("/")[-1]]
                    if trail[-1] != "if" and not (one.get("title") and one.get("description")):
                        self.fail(f"schema: {'/'.join(trail)}: '{key}' is not explained")
            for key, one in value.items():
                walk(one, [*trail, key])

        with open(self.schema, encoding="utf-8") as file:
            whole = json.load(file)
        walk(whole, ["module"])
        for one in whole["definitions"]["questionType"]["oneOf"]:
            if not one.get("description"):
                self.fail(f"schema: the type '{one['const']}' is not explained")

    def good_files(self):
        files = [file for folder in ("modules", "tests/format/good", "tests/line/modules", "tests/screen/modules")
                 for file in sorted(glob.glob(os.path.join(self.source, folder, "*.yaml")))
                 if os.path.basename(file) not in ("contacts.yaml", "broken.yaml")]
        if len(files) < 20:
            self.fail("hardly any good files")
        for file, said in self.node("refused.js", typed="\n".join(files)).items():
            if said:
                self.fail(f"{file}: the schema refuses a good module: {said}")
        for file in glob.glob(os.path.join(self.source, "modules", "*.yaml")):
            # The example is what `makesafe new` writes, and beside a new module no schema lies yet.
            if os.path.basename(file) in ("contacts.yaml", "example.yaml", "example.cy.yaml"):
                continue
            with open(file, encoding="utf-8") as module:
                if module.readline() != MODELINE:
                    self.fail(f"{file}: its first line does not name the schema")

    def bad_files(self):
        files = [file for file in sorted(glob.glob(os.path.join(self.source, "tests", "format", "bad", "*.yaml")))
                 if not os.path.basename(file).startswith("contacts")]
        return self.compare(self.node("refused.js", typed="\n".join(files)), self.check(files))

    def mutants(self):
        module = os.path.join(self.source, "tests", "format", "good", "every-type.yaml")
        with tempfile.TemporaryDirectory() as scratch:
            refused = self.node("mutants.js", module, scratch)
            files = list(refused)
            if refused[files[0]] or len(files) < 5000:
                self.fail("the mutants are not what they should be")
            print(f"{len(files)} spoilt modules, {sum(map(bool, refused.values()))} refused by the schema")
            return self.compare(refused, self.check(files))

    def editor(self):
        with open(os.path.join(self.source, "tests", "format", "good", "every-type.yaml"), encoding="utf-8") as file:
            good = MODELINE + file.read()
        with tempfile.TemporaryDirectory() as folder, LanguageServer(self.cache) as server:
            shutil.copy(self.schema, folder)
            for name, (old, new) in enumerate(MISTAKES):
                if good.count(old) < 1:
                    self.fail(f"editor: '{old}' is not in the module")
                self.editor_line(server, os.path.join(folder, str(name), "every-type.yaml"), good.replace(old, new, 1))
            shown = server.diagnostics(os.path.join(folder, "every-type.yaml"), good)
            if shown:
                self.fail(f"editor: a good module is said to be broken: {shown}")
            self.editor_completion(server, folder)

    def editor_line(self, server, file, text):
        os.mkdir(os.path.dirname(file))
        shutil.copy(self.schema, os.path.dirname(file))
        with open(file, "w", encoding="utf-8") as module:
            module.write(text)
        said = {one["line"] for one in self.check([file])[file]}
        shown = server.diagnostics(file, text)
        if not said or said != {line for line, _ in shown}:
            self.fail(f"editor: check says lines {sorted(said)}, the editor {shown}")

    def editor_completion(self, server, folder):
        text = MODELINE + QUESTION
        line = text.count("\n") - 1
        uri = server.open(os.path.join(folder, "types.yaml"), text)
        offered = server.completions(uri, line, len("          type: ") + 1)
        if sorted(offered) != sorted(TYPES) or not all(offered.values()):
            self.fail(f"editor: after 'type:' it offers {offered}")
        text = text.replace("type: ", "type: spot")
        uri = server.open(os.path.join(folder, "keys.yaml"), text)
        offered = server.completions(uri, line + 1, 11)
        if not {"ask", "passage", "feedback", "scene"} <= set(offered) or "options" in offered:
            self.fail(f"editor: for 'spot' it offers {sorted(offered)}")
        said = server.hover(uri, line, 12)
        if "Spot the signs" not in said:
            self.fail(f"editor: of 'type: spot' it says {said}")


# What a trainer may mistype in every-type.yaml; the schema sees each.
MISTAKES = [
    ("minutes: 12", "minuts: 12"),
    ("minutes: 12", "minutes: 0"),
    ("language: en\n", ""),
    ("points: 2", 'points: "2"'),
    ("type: multiple", "type: multi"),
    ("worth: 50", "wort: 50"),
    ("worth: 50", "worth: 150"),
    ("answer: true", "answer: yes"),
    ("answer: true", "answer: true\n          options: []"),
    ("          ask: Which of these would you write down?\n", ""),
    ("called: {text: An officer comes., end: good}", "called: {text: An officer comes.}"),
    ("2026-01-31", "31/01/2026"),
    ("valid-for: 12 months", "valid-for: a year"),
    ("steps: [Look, Ring, Write down]", "steps: [Look, Ring]"),
]

QUESTION = """makesafe: 1
quiz:
  sections:
    - id: all
      title: All
      questions:
        - id: first
          type: 
          
"""


def main():
    makesafe, source, cache = (os.path.abspath(word) for word in sys.argv[1:4])
    test = Test(makesafe, source, cache)
    test.printed_schema()
    test.every_key_is_explained()
    fetch(cache)
    test.good_files()
    for code in sorted(test.beyond() - test.bad_files() - test.mutants()):
        test.fail(f"beyond.txt: no file that the schema accepts shows {code}")
    test.editor()
    print(f"{test.failures} failures")
    return 1 if test.failures else 0


if __name__ == "__main__":
    sys.exit(main())
