"""Learners at the program, and what has to stand in the record once they are through."""

import os
import subprocess
import sys

from world import same

QUESTIONS = 8


def whole(world, user, what, **more):
    """One finished attempt with every question once."""
    attempts = world.history(user, **more)
    same(len(attempts), 1, f"{what}: attempts")
    questions = [answer["question"] for answer in attempts[0]["answers"]]
    same(len(questions), QUESTIONS, f"{what}: answers")
    same(len(set(questions)), QUESTIONS, f"{what}: questions")
    same(attempts[0]["finished"] is not None, True, f"{what}: finished")


def learner(world, number):
    name = f"cut{number}"
    world.sql(f"CREATE ROLE {name} LOGIN IN ROLE makesafe_learner")
    return name


class Sitting:
    """A learner at the program, one answer at a time."""

    def __init__(self, world, user, **more):
        self.process = subprocess.Popen([os.environ["MAKESAFE"], "learn", "every", "--plain", "--quiz", "--seed", "7"],
                                        env=world.environment(user, **more), stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.said = b""

    def read_to_prompt(self):
        self.read_to(b"> ")

    def read_to(self, words):
        """What is said has to hold these words before the next prompt, which is `> ` itself."""
        while words not in self.said or (words == b"> " and not self.said.endswith(words)):
            if self.said.endswith(b"> "):
                sys.exit(f"{words.decode()} was not said: {self.said.decode()}")
            more = os.read(self.process.stdout.fileno(), 1 << 16)
            if not more:
                sys.exit(f"the program ended: {self.said.decode()}")
            self.said += more

    def type(self, line):
        self.read_to_prompt()
        self.said = b""
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()

    def end(self):
        self.process.stdin.close()
        rest = self.process.stdout.read()
        self.process.wait(timeout=60)
        return (self.said + rest).decode()
