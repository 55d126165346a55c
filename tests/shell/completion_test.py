#!/usr/bin/env python3
"""Completes command lines in bash, zsh and fish.

completion_test.py MAKESAFE SOURCE      a shell that is not installed is left out, and said so
"""

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time

MAKESAFE, SOURCE = sys.argv[1:3]

# What is typed; what has to be offered; what must not be.
CASES = [
    ("makesafe rep", ["report"], ["record"]),
    ("makesafe report --for", ["--format"], ["--from"]),
    ("makesafe report --format j", ["json", "jsonl"], ["csv"]),
    ("makesafe report --status over", ["overdue"], []),
    ("makesafe staff ", ["import", "add", "list", "leave", "forget", "waive"], ["kim"]),
    ("makesafe staff leave k", ["kim"], ["ann"]),
    ("makesafe --as ", ["ann", "kim"], []),
    ("makesafe staff waive kim ho", ["hotels"], ["taxis"]),
    ("makesafe staff waive kim hotels --rea", ["--reason"], ["--left"]),
    ("makesafe staff waive kim hotels --reason t", ["tested-out"], ["equivalent"]),
    ("makesafe --lang cy learn ta", ["taxis"], ["hotels"]),
    ("makesafe verify site", ["site.pub"], ["kim"]),
    ("makesafe certificate hotels --output site", ["site.pub"], []),
]

failures = []


def check(truth, *words):
    if not truth:
        failures.append(" ".join(str(word) for word in words))


class World:
    def __init__(self, scratch):
        self.scratch = scratch
        self.environment = dict(os.environ, MAKESAFE_RECORD="sqlite:" + scratch + "/r.sqlite", HOME=scratch,
                                XDG_DATA_HOME=scratch + "/data", XDG_CONFIG_HOME=scratch + "/config", TERM="xterm",
                                PATH=os.path.dirname(MAKESAFE) + ":" + os.environ["PATH"])
        self.run([MAKESAFE, "record", "init"])
        for person in ("ann", "kim"):
            self.run([MAKESAFE, "staff", "add", person, "--name", person.title()])
        with open(scratch + "/site.pub", "w", encoding="utf-8") as file:
            file.write("a key\n")

    def run(self, words):
        return subprocess.run(words, cwd=self.scratch, env=self.environment, capture_output=True, text=True, timeout=60,
                              check=True).stdout


def in_bash(world, line):
    words = line.split(" ")
    script = f"""source '{SOURCE}/completions/makesafe.bash'
COMP_WORDS=({" ".join("'" + word + "'" for word in words)}); COMP_CWORD={len(words) - 1}
_makesafe; printf '%s\\n' "${{COMPREPLY[@]}}" """
    return world.run(["bash", "-c", script]).split()


def in_fish(world, line):
    script = f"source '{SOURCE}/completions/makesafe.fish'; complete -C '{line}'"
    return [row.split("\t")[0] for row in world.run(["fish", "--no-config", "-c", script]).splitlines()]


class Zsh:
    """An interactive zsh on a terminal; Tab is pressed in it, and what is offered is listed."""

    def __init__(self, world):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(world.scratch)
            os.execvpe("zsh", ["zsh", "-f", "-i"], world.environment)
        self.say(f"PS1='READY> '; LISTMAX=500; fpath=('{SOURCE}/completions' $fpath); autoload -Uz compinit; "
                 "compinit -u -D; stty columns 200; setopt list_rows_first no_list_beep; "
                 "zstyle ':completion:*' menu no; bindkey '^T' list-choices; unsetopt auto_menu; echo SET''UP\n",
                 "SETUP")

    def say(self, text, *until, patience=20):
        os.write(self.fd, text.encode())
        said, end = "", time.monotonic() + patience
        while time.monotonic() < end and not all(word in said for word in until):
            if select.select([self.fd], [], [], 0.1)[0]:
                said += os.read(self.fd, 65536).decode("utf-8", "replace")
        return said

    def offered(self, line, wanted):
        # zsh lists nothing while keys wait to be read: the line first, then the list, then a word behind it, by which
        # the end of the list is known; then the line is given up.
        self.say("\x15" + line, line.split()[-1])
        said = self.say("\x14", *wanted, patience=20 if wanted else 1) + self.say("zqz", "zqz")
        os.write(self.fd, b"\x15")
        return re.split(r"\s+", re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]", " ", said))

    def close(self):
        os.write(self.fd, b"\x15exit\n")
        os.close(self.fd)
        os.waitpid(self.pid, 0)


def in_zsh(world):
    shell = Zsh(world)
    try:
        for line, wanted, unwanted in CASES:
            said = shell.offered(line, wanted)
            check(set(wanted) <= set(said) and not set(unwanted) & set(said) - set(line.split()), "zsh:", line,
                  "offers", said)
    finally:
        shell.close()


def check_quiet(world):
    """Whatever is wrong, nothing is said, and nothing is made."""
    nowhere = os.path.join(world.scratch, "nowhere")
    for words in ([], [""], ["--record"], ["--record", "sqlite:" + nowhere, "--as", ""], ["staff", "leave", ""],
                  ["frobnicate", ""], ["learn", "--", "-"], ["--modules", nowhere, "learn", ""], ["\x1b[2J\xff"], ["=", "--="],
                  ["--record", "postgresql://localhost:1/none", "--as", ""]):
        done = subprocess.run([MAKESAFE, "complete", *[word.encode("utf-8", "surrogateescape") for word in words]],
                              cwd=world.scratch, capture_output=True, check=False,
                              env=dict(world.environment, MAKESAFE_RECORD="sqlite:" + nowhere + "/r"))
        check(done.returncode == 0 and not done.stderr, words, "says", done.stderr)
    check(not os.path.exists(nowhere), "something was made")
    before = sorted(name for name in os.listdir(world.scratch) if not name.endswith(("-shm", "-wal")))
    check("kim" in world.run([MAKESAFE, "complete", "--as", ""]), "--as offers nobody")
    check("kim" not in world.run([MAKESAFE, "complete", "--kiosk", "--as", ""]), "a shared machine names people")
    check(before == sorted(name for name in os.listdir(world.scratch) if not name.endswith(("-shm", "-wal"))),
          "a file was made")


def main():
    with tempfile.TemporaryDirectory() as scratch:
        world = World(scratch)
        for name, shell in (("bash", in_bash), ("fish", in_fish)):
            if not shutil.which(name):
                print(name, "is not installed: left out")
                continue
            for line, wanted, unwanted in CASES:
                offered = shell(world, line)
                check(set(wanted) <= set(offered) and not set(unwanted) & set(offered), name + ":", line, "offers", offered)
        offered = world.run(["bash", "-c", f"""source '{SOURCE}/completions/makesafe.bash'
COMP_WORDS=(makesafe report --format = j); COMP_CWORD=4; _makesafe; echo "${{COMPREPLY[@]}}" """]).split()
        check(offered == ["json", "jsonl"], "bash: --format=j offers", offered)
        for name, words in (("zsh", ["zsh", "-n", SOURCE + "/completions/_makesafe"]),
                            ("bash", ["bash", "-n", SOURCE + "/completions/makesafe.bash"]),
                            ("fish", ["fish", "-n", SOURCE + "/completions/makesafe.fish"])):
            if shutil.which(name):
                check(subprocess.run(words, capture_output=True, check=False).returncode == 0, name, "cannot read its file")
        if shutil.which("zsh"):
            in_zsh(world)
        else:
            print("zsh is not installed: left out")
        check_quiet(world)
    for failure in failures:
        print(failure)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
