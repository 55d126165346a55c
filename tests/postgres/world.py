"""A record of two sites with people who have learnt, for tests of what the server allows and survives."""

import json
import os
import subprocess
import sys

from server import Server

# One right answer to each question of the module `every`, in the order of its file.
ANSWERS = "\nb\n\na b\n\nf\n\nc a b d\n\na3 b1\n\n1 3\n\na\na\n\nb\na b\n\n"


class World(Server):
    """People e17 and e18 at Newport, e30 at Cardiff; ann supervises Newport. Their logins are named as they are."""

    def __init__(self, *settings):
        super().__init__(*settings)
        self.sql("CREATE DATABASE makesafe OWNER owner")
        self.makesafe("record", "init")
        for name, site in (("e17", "Newport"), ("e18", "Newport"), ("e30", "Cardiff")):
            self.makesafe("staff", "add", name, "--site", site, "--module", "every")
        self.sql("CREATE ROLE e17 LOGIN IN ROLE makesafe_learner; CREATE ROLE e18 LOGIN IN ROLE makesafe_learner;"
                 "CREATE ROLE e30 LOGIN IN ROLE makesafe_learner; CREATE ROLE nobody LOGIN;"
                 "CREATE ROLE ann LOGIN IN ROLE makesafe_learner, makesafe_supervisor")
        self.sql("INSERT INTO makesafe.supervisors VALUES ('ann', 'Newport')", user="owner", database="makesafe")

    def environment(self, user="owner", **more):
        modules = os.path.join(os.environ["MAKESAFE_SOURCE"], "tests", "line", "modules")
        return dict(os.environ, MAKESAFE_RECORD=more.get("record", self.uri(user, "makesafe")), MAKESAFE_MODULES=modules,
                    XDG_DATA_HOME=self.folder, HOME=self.folder)

    def makesafe(self, *words, user="owner", typed="", status=0, **more):
        """Runs the program; what it said on both streams."""
        done = subprocess.run([os.environ["MAKESAFE"], *words], input=typed, env=self.environment(user, **more),
                              capture_output=True, text=True, timeout=120, check=False)
        if done.returncode != status:
            sys.exit(f"makesafe {' '.join(words)} as {user}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    def learn(self, user, *words, answers=ANSWERS):
        return self.makesafe("learn", "every", "--plain", "--quiz", "--seed", "7", *words, user=user, typed=answers)

    def ask(self, text, user="owner"):
        return self.sql("SET search_path = makesafe;" + text, user=user, database="makesafe")

    def refused(self, text, words, user="e17", options=()):
        """The server has to refuse this, and to say why in these words."""
        status, said = self.sql("SET search_path = makesafe;" + text, user=user, database="makesafe", check=False,
                                options=options)
        if status == 0 or words not in said:
            sys.exit(f"not refused as it should be ({words}), to {user}:\n{text}\n{said}")

    def history(self, user, *words, **more):
        return json.loads(self.makesafe("history", "--format", "json", *words, user=user, **more))

    def verify(self):
        said = self.makesafe("verify")
        if "sound" not in said:
            sys.exit(said)
        return said


def same(found, expected, what):
    if found != expected:
        sys.exit(f"{what}: {found!r} instead of {expected!r}")
