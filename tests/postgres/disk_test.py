#!/usr/bin/env python3
"""The server's disk is full, first for the tables, then for its log as well: learners are told, and go on once there is room."""

import os
import shutil
import subprocess
import sys
import time

from server import SKIP
from sitting import Sitting, learner, whole
from world import ANSWERS, World, same

SIZE = 112 << 20


class SmallWorld(World):
    """Tables and log on a file system of their own, small and real."""

    initdb_words = ("--wal-segsize=1",)

    def make(self, settings):
        os.makedirs(self.data)
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", self.data], check=True)
        os.chmod(self.data, 0o700)
        shutil.chown(self.data, self.user)
        super().make(("min_wal_size = 24MB", "max_wal_size = 24MB", "autovacuum = off", "checkpoint_timeout = 1h", *settings))

    def remove(self):
        super().remove()
        subprocess.run(["umount", self.data], check=False, stderr=subprocess.DEVNULL)
        shutil.rmtree(self.folder, ignore_errors=True)

    def ballast(self):
        return os.path.join(self.data, "ballast")

    def fill_up(self):
        """Every byte that is left."""
        with open(self.ballast(), "ab", buffering=0) as file:
            for size in (1 << 20, 1 << 12, 1):
                try:
                    while True:
                        file.write(bytes(size))
                except OSError:
                    pass

    def make_room(self):
        os.unlink(self.ballast())

    def keep_log_files(self):
        """So that the tables meet the end of the disk before the log does."""
        for _ in range(20):
            self.sql("SELECT pg_logical_emit_message(false, 'test', repeat('x', 1000)); SELECT pg_switch_wal();")
        self.sql("CHECKPOINT")


def in_a_name_space_of_its_own():
    """What is mounted is seen by nobody else and is gone with the test."""
    if os.environ.get("MAKESAFE_SMALL_DISK"):
        return
    if os.getuid() != 0 or subprocess.run(["unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"], check=False,
                                          stderr=subprocess.DEVNULL).returncode:
        print("a small file system can be mounted by root alone")
        sys.exit(SKIP)
    os.environ["MAKESAFE_SMALL_DISK"] = "1"
    os.execvp("unshare", ["unshare", "--mount", sys.executable, *sys.argv])


LINES = ANSWERS.split("\n")[:-1]
FULL = b"the database's disk is full, so this was not saved"


def stored(world, user):
    return int(world.ask("SELECT count(*) FROM answers AS n JOIN attempts AS a ON a.log = n.log AND a.seq = n.start"
                         f" JOIN people USING (person) WHERE staff_id = '{user}'"))


def step(sitting, line):
    sitting.type(line)
    sitting.read_to_prompt()


def tables_have_no_room(world, sitting, user, lines):
    """Some answers still find room in pages that are there; the first that does not is not shown as saved."""
    world.keep_log_files()
    world.fill_up()
    learn = [os.environ["MAKESAFE"], "learn", "every", "--plain", "--quiz", "--seed", "7"]
    while FULL not in subprocess.run(learn, input=ANSWERS.encode(), env=world.environment("e18"), check=False,
                                     stdout=subprocess.PIPE, stderr=subprocess.STDOUT).stdout:
        pass
    while FULL not in sitting.said:
        before = stored(world, user)
        step(sitting, lines[0])
        if FULL not in sitting.said:
            del lines[0]
    same(b"make room, then try again" in sitting.said, True, sitting.said)
    same(b"Saved" in sitting.said, False, sitting.said)
    same(stored(world, user), before, "answers while the disk is full")
    if lines == LINES[-2:]:  # the last question has two prompts, and both are asked again
        lines.insert(0, LINES[-3])
        step(sitting, lines[0])
        step(sitting, lines[1])
    else:
        step(sitting, lines[0])
    same(FULL in sitting.said, True, sitting.said)
    world.make_room()


def its_log_has_no_room(world, sitting, user, lines):
    """The server stops with every process. Whether it can start before there is room is a matter of luck."""
    before = stored(world, user)
    world.set("max_wal_size = 10GB")  # so that no checkpoint lets go of any of it
    world.sql("SELECT pg_reload_conf()")
    world.fill_up()
    ended, said = world.sql("SELECT count(pg_logical_emit_message(true, 'test', repeat('x', 100000)))"
                            " FROM generate_series(1, 2000)", check=False)
    same(ended != 0, True, said)
    sitting.type(lines.pop(0))
    sitting.read_to(b"cannot be reached at this moment")
    world.make_room()
    while not world.answers():
        if world.process.poll() is not None:
            world.start()
        time.sleep(0.1)
    sitting.read_to_prompt()
    same(stored(world, user) >= before, True, "answers after the stop")


def main():
    in_a_name_space_of_its_own()
    world = SmallWorld()
    faults = (tables_have_no_room, its_log_has_no_room)
    sittings = []
    for number, fault in enumerate(faults):
        user = learner(world, number)
        sitting = Sitting(world, user)
        sittings.append((user, sitting, list(LINES), fault))
    for user, sitting, lines, fault in sittings:
        for _ in range(3):
            step(sitting, lines.pop(0))
        fault(world, sitting, user, lines)
        for line in lines:
            sitting.type(line)
        said = sitting.end()
        same((sitting.process.returncode, "8/8" in said), (0, True), said)
        whole(world, user, fault.__name__)
        world.verify()


main()
