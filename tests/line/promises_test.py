#!/usr/bin/env python3
"""What the command line promises at its edges: the first use of a record, the config file, files that are odd."""

import os
import subprocess
import sys
import tempfile
import unittest

PROGRAM = os.environ["MAKESAFE"]
MODULES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "modules")
HEADER = "staff_id,name,site,module,version,status,score,attempts,completed,expires,due\r\n"


class Promises(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def write(self, name, text):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), "wb") as file:
            file.write(text if isinstance(text, bytes) else text.encode())
        return self.path(name)

    def run_program(self, *words, typed="", **changes):
        environment = dict(os.environ, HOME=self.folder, XDG_DATA_HOME=self.path("data"),
                           XDG_CONFIG_HOME=self.path("config"), MAKESAFE_MODULES=MODULES, **changes)
        return subprocess.run([PROGRAM, *words], input=typed.encode(), capture_output=True, cwd=self.folder,
                              env=environment, timeout=60, check=False)

    def said(self, *words, status=0, **more):
        done = self.run_program(*words, **more)
        self.assertEqual(done.returncode, status, done.stderr)
        return done.stdout.decode()

    def refused(self, *words, status=3, **more):
        done = self.run_program(*words, **more)
        self.assertEqual(done.returncode, status, done.stderr)
        return done.stderr.decode()

    def test_a_report_makes_the_record_on_first_use_for_its_owner_alone(self):
        self.assertEqual(self.said("report", "--format", "csv"), HEADER)
        self.assertEqual(os.stat(self.path("data/makesafe/record.sqlite")).st_mode & 0o777, 0o600)

    def test_a_history_in_a_new_named_record_is_an_empty_list_and_says_that_it_is_new(self):
        done = self.run_program("history", "--format", "json", "--record", "sqlite:" + self.path("own.sqlite"))
        self.assertEqual((done.returncode, done.stdout), (0, b"[]\n"))
        self.assertIn("own.sqlite", done.stderr.decode())

    def test_a_record_in_a_folder_that_is_not_there_is_not_made_to_be_read(self):
        self.assertIn("there is no record",
                      self.refused("report", "--record", "sqlite:" + self.path("no/folder.sqlite")))
        self.assertFalse(os.path.exists(self.path("no")))

    def test_a_config_file_of_comments_alone_sets_nothing(self):
        for text in ("", "\n", "# lang: cy\n", "---\n"):
            with self.subTest(text):
                self.write("config/makesafe/config.yaml", text)
                self.assertIn("999", self.said("contacts"))

    def test_a_score_out_of_range_in_the_first_column_is_no_name(self):
        sheet = self.write("sheet.csv", "q1,q2\n2,1\n")
        self.assertIn("line 2, column 1: '2' is not a score", self.refused("items", "--responses", sheet))
        sheet = self.write("sheet.csv", "name,q1,q2\nAnn,0,1\n")
        self.assertIn("\nq1,1,0.000000", self.said("items", "--responses", sheet, "--format", "csv"))

    def test_a_report_on_a_module_that_is_not_there_names_the_nearest(self):
        done = self.run_program("report", "--module", "evry", "--format", "csv")
        self.assertEqual((done.returncode, done.stdout.decode()), (0, HEADER))
        self.assertIn("there is no module 'evry'\nDid you mean 'every'?", done.stderr.decode())
        self.assertEqual(self.run_program("report", "--module", "every", "--format", "csv").stderr, b"")

    def test_nobody_joins_by_an_id_that_cannot_be_typed(self):
        self.assertIn("control characters",
                      self.refused("learn", "every", "--as", "a\nb", status=2, typed="\n\n\n"))
        table = self.write("old.csv", 'staff_id,module,version,score,passed,completed\n"e\n7",old,1,85,true,2020-05-01\n')
        self.assertIn("control characters", self.refused("record", "import", table, status=1))
        self.assertIn("0 people", self.said("staff", "list"))
        self.said("learn", "every", "--as", "ŵ 😀 o'x", typed="\n\n\n")
        self.assertIn("ŵ 😀 o'x", self.said("staff", "list"))

    def test_a_list_of_mistakes_that_was_cut_says_so_to_programs_too(self):
        module = self.write("long.yaml", "".join(f"key-{i}: 1\n" for i in range(1200)))
        for shape in ("gcc", "json"):
            done = self.run_program("check", module, "--format", shape)
            self.assertEqual(done.returncode, 1)
            self.assertIn("only the first 1000 are shown", done.stderr.decode())


if __name__ == "__main__":
    sys.argv = sys.argv[:1]
    unittest.main()
