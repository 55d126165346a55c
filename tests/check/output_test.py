#!/usr/bin/env python3
"""How 'makesafe check' says what it found: to people, to editors, to programs.

output_test.py MAKESAFE SOURCE
"""

import json
import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

MAKESAFE, SOURCE = (os.path.abspath(word) for word in sys.argv[1:3])
BAD = os.path.join(SOURCE, "tests", "format", "bad")
GOOD = os.path.join(SOURCE, "modules", "taxis.yaml")

# What editors look for: Vim's errorformat of makesafe-module(5), `%f:%l:%c: %trror: %m,%f:%l:%c: %tarning: %m`; and the form
# of the GNU coding standards, of which Emacs's compilation mode makes links.
VIM = re.compile(r"^(?P<file>.+?):(?P<line>\d+):(?P<column>\d+): (?P<severity>error|warning): (?P<text>.+)$")
EMACS = re.compile(r"^(?P<file>[^ \n:]+):(?P<line>[1-9][0-9]*):(?P<column>[1-9][0-9]*): (?P<severity>error|warning)?")
OUR_END = re.compile(r" \[(?P<code>[EW]\d{3})\]$")


def check(*words, **environment):
    return subprocess.run([MAKESAFE, "check", *words], capture_output=True, text=True, check=False,
                          env=dict(os.environ, **environment))


def on_terminal(*words, **environment):
    """What comes out where standard output is a terminal."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen([MAKESAFE, "check", *words], stdin=theirs, stdout=theirs, stderr=subprocess.DEVNULL,
                               env=dict(os.environ, **environment))
    os.close(theirs)
    said = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # the other side is closed
            break
        if not piece:
            break
        said += piece
    os.close(ours)
    process.wait()
    return said.decode().replace("\r\n", "\n")


class Output(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)

    def write(self, name, text):
        file = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(file), exist_ok=True)
        with open(file, "w", encoding="utf-8") as module:
            module.write(text)
        return file

    def broken(self, name, key="titel"):
        with open(os.path.join(SOURCE, "tests", "format", "good", "smallest.yaml"), encoding="utf-8") as good:
            text = re.sub(r"^id: .*", "id: " + os.path.basename(name).split(".")[0], good.read(), flags=re.M)
        return self.write(name, text.replace("title:", key + ":", 1))

    def test_editors_find_every_place_in_the_gcc_form(self):
        lines = check(BAD, "--format", "gcc").stdout.splitlines()
        objects = json.loads(check(BAD, "--format", "json").stdout)
        self.assertGreater(len(lines), 100)
        self.assertEqual(len(lines), len(objects))
        for line, one in zip(lines, objects):
            for form in (VIM, EMACS):
                found = form.match(line)
                self.assertTrue(found, line)
                place = (found["file"], int(found["line"]), int(found["column"]), found["severity"])
                self.assertEqual(place, (one["file"], one["line"], one["column"], one["severity"]))
            text = VIM.match(line)["text"]
            self.assertEqual(OUR_END.search(text)["code"], one["code"])
            self.assertTrue(text.startswith(one["message"]))

    def test_editors_need_no_english(self):
        line = check(os.path.join(BAD, "unknown-key.yaml"), "--format", "gcc", "--lang", "cy").stdout.splitlines()[0]
        self.assertEqual(VIM.match(line)["severity"], "error")

    def test_json_has_its_keys_in_their_order(self):
        objects = json.loads(check(BAD, "--format", "json").stdout)
        for one in objects:
            self.assertEqual(list(one), ["file", "line", "column", "severity", "code", "message", "hint"])
            self.assertTrue(one["line"] >= 1 and one["column"] >= 1 and one["message"] and one["hint"])
        self.assertEqual(check(GOOD, "--format", "json").stdout, "[]\n")

    def test_all_files_are_read_in_the_order_given(self):
        two, one = self.broken("two.yaml"), self.broken("one.yaml")
        done = check(two, GOOD, one, "--format", "gcc")
        self.assertEqual([VIM.match(line)["file"] for line in done.stdout.splitlines()], [two, one])
        self.assertEqual((done.returncode, done.stderr), (1, ""))

    def test_a_summary_counts_what_was_said(self):
        said = check(self.broken("two.yaml"), self.broken("one.yaml")).stdout
        self.assertEqual(said.splitlines()[-1], "2 errors, 0 warnings")
        self.assertEqual(len(re.findall(r": error: ", said)), 2)
        self.assertEqual(check(self.broken("one.yaml")).stdout.splitlines()[-1], "1 error, 0 warnings")

    def test_a_folder_stands_for_all_modules_below_it(self):
        files = [self.broken(name) for name in ("a.yaml", "b/c.yaml", "b/d/e.yaml")]
        for name in (".hidden.yaml", "notes.txt", "f.yaml~", "module.schema.json"):
            self.write(name, "not: [a module")
        done = check(self.folder, "--format", "gcc")
        self.assertEqual([VIM.match(line)["file"] for line in done.stdout.splitlines()], files)
        self.assertEqual(done.returncode, 1)

    def test_an_empty_folder_is_no_success(self):
        done = check(self.folder)
        self.assertEqual((done.returncode, done.stdout), (3, ""))
        self.assertIn("makesafe: " + self.folder, done.stderr)

    def test_a_file_that_cannot_be_read_hides_nothing(self):
        done = check(os.path.join(self.folder, "none.yaml"), self.broken("one.yaml"))
        self.assertEqual(done.returncode, 3)
        self.assertIn("makesafe: " + self.folder + "/none.yaml: ", done.stderr)
        self.assertIn("did you mean 'title'?", done.stdout)

    def test_warnings_count_where_it_is_strict(self):
        file = os.path.join(BAD, "no-feedback.yaml")
        self.assertEqual(check(file).returncode, 0)
        self.assertEqual(check(file, "--strict").returncode, 1)
        self.assertEqual(check(GOOD, "--strict").returncode, 0)

    def test_colours_are_for_terminals_alone(self):
        file = self.broken("one.yaml")
        plain = check(file).stdout
        self.assertNotIn("\033", plain)
        coloured = on_terminal(file, TERM="xterm-256color")
        self.assertIn("\033[31m", coloured)
        self.assertEqual(re.sub(r"\033\[[0-9;]*m", "", coloured), plain)
        self.assertEqual(on_terminal(file, TERM="xterm-256color", NO_COLOR="1"), plain)
        self.assertEqual(on_terminal(file, TERM="dumb"), plain)
        for form in ("gcc", "json"):
            self.assertNotIn("\033", on_terminal(file, "--format", form, TERM="xterm-256color"))

    def test_only_people_are_told_that_all_is_well(self):
        self.assertEqual(check(GOOD).stdout, "")
        self.assertEqual(on_terminal(GOOD, TERM="xterm"), "1 file read, nothing is wrong\n")
        self.assertEqual(on_terminal(GOOD, "--format", "gcc", TERM="xterm"), "")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
