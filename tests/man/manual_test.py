#!/usr/bin/env python3
"""Runs what the manual shows.

Every literal block of makesafe-module(5) is a whole module, which `check` must pass, or a piece of modules/example.yaml, word
for word. Every line `$ …` of both pages is a command: those of the trainer's guide must succeed in the order in which they
stand, none of either page may be wrong usage. modules/example.yaml is what `makesafe new example` writes.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap
import unittest

SOURCE = os.environ["MAKESAFE_SOURCE"]
PROGRAM = os.environ["MAKESAFE"]
MODULES = os.path.join(SOURCE, "modules")
TYPES = {"single", "multiple", "true-false", "order", "match", "spot", "branch", "call"}


def read(*path):
    with open(os.path.join(SOURCE, *path), encoding="utf-8") as file:
        return file.read()


def unescaped(line):
    return line.replace("\\&", "").replace("\\e", "\\").replace("\\-", "-")


def blocks_of(page):
    """The literal blocks of a manual page."""
    found, block = [], None
    for line in page.splitlines():
        if line.startswith(".Bd -literal"):
            block = []
        elif line == ".Ed" and block is not None:
            found.append("\n".join(block) + "\n")
            block = None
        elif block is not None:
            block.append(unescaped(line))
    return found


def commands_of(page):
    return [unescaped(command) for command in re.findall(r"^\.Dl \$ (.*)$", page, re.M)]


class World:
    """A folder with the modules of this site in it, and a record with one attempt begun."""

    def __init__(self):
        self.folder = tempfile.mkdtemp()
        for name in os.listdir(MODULES):
            if name.endswith(".yaml"):
                shutil.copy(os.path.join(MODULES, name), self.folder)
        os.mkdir(os.path.join(self.folder, "old"))
        shutil.copy(os.path.join(MODULES, "hotels.yaml"), os.path.join(self.folder, "old"))
        self.environment = dict(os.environ, HOME=self.folder, MAKESAFE_MODULES=MODULES,
                                MAKESAFE_RECORD=f"sqlite:{self.folder}/record.sqlite",
                                PATH=os.path.dirname(PROGRAM) + ":" + os.environ["PATH"])
        self.run("makesafe learn hotels")

    def run(self, command):
        return subprocess.run(["sh", "-c", command], cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=120, check=False)

    def close(self):
        shutil.rmtree(self.folder)


class Manual(unittest.TestCase):
    def setUp(self):
        self.world = World()
        self.addCleanup(self.world.close)
        self.guide = read("man", "makesafe-module.5")
        self.example = read("modules", "example.yaml")

    def test_whole_modules_pass_check(self):
        modules = [block for block in blocks_of(self.guide) if block.startswith("makesafe: ")]
        self.assertTrue(modules)
        for module in modules:
            name = re.search(r"^id: (\S+)$", module, re.M).group(1) + ".yaml"
            with open(os.path.join(self.world.folder, name), "w", encoding="utf-8") as file:
                file.write(module)
            done = self.world.run(f"makesafe check {name}")
            self.assertEqual(done.returncode, 0, done.stdout)

    def test_pieces_are_of_the_example_word_for_word(self):
        shown = set()
        for block in blocks_of(self.guide):
            if block.startswith("makesafe: "):
                continue
            shown |= set(re.findall(r"^ *type: (\S+)$", block, re.M))
            places = [textwrap.indent(block, " " * indent) in self.example for indent in range(12)]
            self.assertTrue(any(places), block)
        self.assertEqual(shown, TYPES)

    def test_commands_of_the_guide_succeed_in_their_order(self):
        commands = commands_of(self.guide)
        self.assertGreater(len(commands), 6)
        for command in commands:
            done = self.world.run(command)
            self.assertEqual(done.returncode, 0, command + "\n" + done.stdout + done.stderr)

    def test_no_command_of_the_pages_is_wrong_usage(self):
        for command in commands_of(read("man", "makesafe.1")):
            done = self.world.run(command)
            self.assertIn(done.returncode, (0, 1, 3), command + "\n" + done.stderr)

    def test_a_new_module_is_the_example(self):
        done = self.world.run("makesafe new example --language en -o -")
        self.assertEqual(done.stdout, self.example)
        self.assertIn("share/doc/makesafe/examples", self.guide)
        welsh = self.world.run("makesafe new example --language cy -o -")
        own = [line for line in read("modules", "example.cy.yaml").splitlines() if not line.startswith("transl")]
        self.assertEqual(welsh.stdout.splitlines(), own)

    def test_examples_check_strictly_and_stay_off_the_home_screen(self):
        done = self.world.run(f"makesafe check --strict {SOURCE}/modules/example.yaml {SOURCE}/modules/example.cy.yaml")
        self.assertEqual((done.returncode, done.stdout), (0, ""))
        home = self.world.run("makesafe --plain").stdout
        self.assertIn("Hotels", home)
        self.assertNotIn(re.search(r"^title: (.*)$", self.example, re.M).group(1), home)


if __name__ == "__main__":
    sys.exit(unittest.main())
