#!/usr/bin/env python3
"""The first server is lost for good while people answer, and its standby takes over: nothing is lost, nothing twice."""

import os
import signal
import time
import urllib.parse

from server import Server
from sitting import Sitting, learner, whole
from world import ANSWERS, World, same

LINES = ANSWERS.split("\n")[:-1]


class Standby(Server):
    """A copy of another server that follows it."""

    def __init__(self, first):
        self.first = first
        super().__init__()

    def make(self, settings):
        self.run("pg_basebackup", "-D", self.data, "-R", "-c", "fast", "-d",
                 self.first.uri("postgres", application_name="standby"))
        self.set(f"unix_socket_directories = '{self.folder}'")
        self.start()

    def receiver(self):
        """The process that writes down what the first server sends."""
        with open(f"/proc/{self.process.pid}/task/{self.process.pid}/children", encoding="utf-8") as file:
            for pid in file.read().split():
                with open(f"/proc/{pid}/cmdline", encoding="utf-8") as words:
                    if "walreceiver" in words.read():
                        return int(pid)
        raise SystemExit("the standby receives nothing")

    def promote(self):
        self.sql("SELECT pg_promote()")


def uri_of_both(servers, user):
    hosts = ",".join(urllib.parse.quote(server.folder, safe="") for server in servers)
    return f"postgresql://{user}@{hosts}/makesafe?target_session_attrs=read-write"


def acknowledged(world):
    return world.ask("SELECT log, seq, encode(hash, 'hex') FROM events ORDER BY log, seq").splitlines()


def main():
    world = World()
    standby = Standby(world)
    world.set("synchronous_standby_names = 'standby'")
    world.sql("SELECT pg_reload_conf()")
    both = (world, standby)
    world.makesafe("record", "key", record=uri_of_both(both, "owner"))
    users = [learner(world, number) for number in range(4)]
    sittings = [Sitting(world, user, record=uri_of_both(both, user)) for user in users]
    for number, sitting in enumerate(sittings):
        for line in LINES[:3 + 2 * number]:
            sitting.type(line)
        sitting.read_to_prompt()
    told = acknowledged(world)

    # What the standby has not written down is not acknowledged, and is asked for again where it is lacking.
    os.kill(standby.receiver(), signal.SIGSTOP)
    for number, sitting in enumerate(sittings):
        sitting.type(LINES[3 + 2 * number])
    for sitting in sittings:
        sitting.read_to(b"Somebody else is saving at this moment")
        same(sitting.said.endswith(b"> "), False, "acknowledged though the standby lacks it")
    world.kill()
    os.kill(standby.receiver(), signal.SIGCONT)
    for sitting in sittings:
        sitting.read_to(b"cannot be reached at this moment")
    standby.promote()
    for number, (user, sitting) in enumerate(zip(users, sittings)):
        for line in LINES[4 + 2 * number:]:
            sitting.type(line)
        said = sitting.end()
        same((sitting.process.returncode, "8/8" in said), (0, True), said)
        whole(standby, user, user)
    same(acknowledged(standby)[:len(told)] == told, True, "what was acknowledged before")
    said = world.makesafe("verify", record=uri_of_both(both, "owner"))
    same("sound" in said, True, said)
    said = world.makesafe("record", "key", record=uri_of_both(both, "owner"))
    print(said)


main()
