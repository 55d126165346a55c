#!/usr/bin/env python3
"""A preview in line mode says at the next prompt that its file was saved, and shows the new text after `reload`."""

import os
import shutil
import subprocess
import tempfile


class Preview:
    """The program, asked one line at a time."""

    def __init__(self, file):
        environment = dict(os.environ, HOME=os.path.dirname(file))
        self.program = subprocess.Popen([os.environ["MAKESAFE"], "--plain", "preview", file], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, env=environment)

    def until_prompt(self):
        said = b""
        while not said.endswith(b"\n> "):
            byte = self.program.stdout.read(1)
            assert byte, said.decode()
            said += byte
        return said.decode()

    def ask(self, line):
        self.program.stdin.write(line.encode() + b"\n")
        self.program.stdin.flush()
        return self.until_prompt()


def main():
    example = os.path.join(os.environ["MAKESAFE_SOURCE"], "modules", "example.yaml")
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "example.yaml")
        shutil.copy(example, file)
        with open(file, encoding="utf-8") as stream:
            text = stream.read()
        preview = Preview(file)
        preview.until_prompt()
        assert "was saved" not in preview.ask("go boys-too")

        # As many editors save: a new file takes the old one's place.
        with open(file + "~new", "w", encoding="utf-8") as stream:
            stream.write(text.replace("Boys are exploited too.", "Boys are harmed as well."))
        os.rename(file + "~new", file)
        assert "was saved. To see what is in it now, write: reload" in preview.ask("go 1")
        assert "was saved" not in preview.ask("go 2"), "said once is enough"
        assert "Boys are exploited too." in preview.ask("go boys-too"), "nothing changes unasked"
        said = preview.ask("reload")
        assert "Read again: nothing is wrong." in said and "Boys are harmed as well." in said, said
        assert "boys-too" in said, "the place is kept"

        # In place, and broken.
        with open(file, "w", encoding="utf-8") as stream:
            stream.write(text.replace("answer: true", "answer: perhaps"))
        assert "was saved" in preview.ask("list")
        said = preview.ask("reload")
        assert "answer: perhaps" in said and "^~~" in said, said
        said = preview.ask("")
        assert "last good version" in said and "Boys are harmed as well." in said, said

        preview.program.stdin.close()
        assert preview.program.wait() == 0


main()
