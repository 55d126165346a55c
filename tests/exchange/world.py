"""A record of a few learners, made by driving the line mode; and what npm brings, fetched once."""

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys

RIGHT = "\nb\n\na b\n\nf\n\nc a b d\n\na3 b1\n\n1 3\n\na\na\n\nb\na b\n\n"
NEARLY = RIGHT.replace("\nb\n\na b\n", "\na\n\na\n", 1)
WRONG = "\nc\n\nnone\n\nt\n\nd c b a\n\na3 b0\n\nnone\n\nb\n\nd\nc\n\n"
HALF = RIGHT[:12]

# Who does what, in this order. Together: passes, a fail and then a pass, a renewal, an attempt given up, one going on.
STORY = [("e1", RIGHT), ("e2", WRONG), ("e2", NEARLY), ("e2", RIGHT), ("e3", HALF), ("e3", "restart"), ("e4", WRONG),
         ("e5", NEARLY), ("e6", RIGHT), ("e7", RIGHT), ("e8", WRONG), ("e9", HALF)]


class World:
    """One record in a scratch folder and the environment to use it in."""

    def __init__(self, scratch, record=None):
        self.scratch = scratch
        self.record = os.path.join(scratch, "record.sqlite")
        if record:
            for ending in ("", "-wal"):
                with contextlib.suppress(FileNotFoundError):
                    shutil.copy(record + ending, self.record + ending)
        self.environment = {key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")}
        self.environment.update(HOME=scratch, XDG_DATA_HOME=scratch + "/data", XDG_CONFIG_HOME=scratch + "/config",
                                MAKESAFE_RECORD="sqlite:" + self.record, LC_ALL="C.UTF-8", LANGUAGE="en")

    def words(self, *words):
        return [os.environ["MAKESAFE"], *words]

    def run(self, *words, typed="", status=0, **environment):
        done = subprocess.run(self.words(*words), input=typed, capture_output=True, text=True, check=False, timeout=120,
                              env=dict(self.environment, **environment))
        if status is not None and done.returncode != status:
            raise AssertionError(f"{words}: exit {done.returncode}, not {status}\n{done.stdout[-500:]}{done.stderr}")
        return done

    def learn(self):
        modules = os.path.join(os.environ["MAKESAFE_SOURCE"], "tests", "line", "modules")
        for person, typed in STORY:
            words = ["learn", "every", "--quiz", "--seed", "7", "--plain", "--modules", modules, "--as", person]
            if typed == "restart":
                self.run(*words, "--restart", typed="\nb\n")
            else:
                self.run(*words, typed=typed)
        self.run("staff", "add", "e0")
        self.run("staff", "waive", "e0", "every", "--reason", "tested-out", "--note", "on paper", "--modules", modules)
        file = os.path.join(self.scratch, "old.csv")
        with open(file, "w", encoding="utf-8") as out:
            out.write("staff_id,module,version,score,passed,completed\nf1,every,0,90,yes,2026-01-05\n")
        self.run("record", "import", file, "--modules", modules)


def npm(package):
    """The folder of node_modules with a package in it; ends the test as skipped where it cannot be had."""
    if not shutil.which("npm") or not shutil.which("node"):
        print("skipped: Node.js and npm are needed")
        sys.exit(77)
    cache = os.path.join(sys.argv[1], package.split("@")[1].replace("/", "-"))
    os.makedirs(cache, exist_ok=True)
    name = package[:package.rindex("@")]
    with open(os.path.join(cache, "lock"), "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        complete = os.path.join(cache, "complete")
        if not os.path.exists(complete):
            done = subprocess.run(["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--omit=dev",
                                   "--cache", os.path.join(sys.argv[1], "cache"), "--prefix", cache, package],
                                  capture_output=True, text=True, check=False)
            if done.returncode:
                print(f"skipped: {name} cannot be had: {done.stderr[-300:]}")
                sys.exit(77)
            with open(complete, "w", encoding="utf-8"):
                pass
    return os.path.join(cache, "node_modules")
