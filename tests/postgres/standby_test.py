#!/usr/bin/env python3
"""The first server is lost for good while people answer, and its standby takes over: nothing is lost, nothing twice."""

import os
import re
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


def uri_of_both(servers, user):
    hosts = ",".join(urllib.parse.quote(server.folder, safe="") for server in servers)
    return f"postgresql://{user}@{hosts}/makesafe?target_session_attrs=read-write"


def events(server):
    said = server.sql("SELECT log, seq, hash FROM makesafe.events ORDER BY log, seq", user="owner", database="makesafe")
    return said.splitlines()


def public_key(said):
    return re.search(r"Public key (\w+)", said)[1]


def answers_wait_for_the_standby(standby, sittings, told):
    """What it has not written down is not acknowledged, and is lost with the first server."""
    receiver = standby.receiver()
    os.kill(receiver, signal.SIGSTOP)
    for sitting in sittings:
        sitting.type(sitting.lines.pop(0))
    for sitting in sittings:
        sitting.read_to(b"Somebody else is saving at this moment")
        same(sitting.said.endswith(b"> "), False, "acknowledged though the standby lacks it")
    standby.first.kill()
    os.kill(receiver, signal.SIGKILL)
    while not standby.answers():
        time.sleep(0.1)
    same(events(standby), told, "what the standby has")


def reports_can_be_asked_of_the_standby(world, standby):
    """Whoever asks is told that a copy cannot note what was given out."""
    said = world.makesafe("report", "--format", "csv", record=standby.uri("owner", "makesafe"))
    same("e17,e17,Newport,every," in said and "the record does not say that this was given out" in said, True, said)


def all_go_on_with_the_standby(world, standby, users, sittings):
    for sitting in sittings:
        sitting.read_to(b"cannot be reached at this moment")
    standby.sql("SELECT pg_promote()")
    for user, sitting in zip(users, sittings):
        for line in sitting.lines:
            sitting.type(line)
        said = sitting.end()
        same((sitting.process.returncode, "8/8" in said), (0, True), said)
        whole(world, user, user, record=uri_of_both((standby.first, standby), user))


def main():
    world = World()
    standby = Standby(world)
    world.set("synchronous_standby_names = 'standby'")
    world.sql("SELECT pg_reload_conf()")
    owner = uri_of_both((world, standby), "owner")
    key = world.makesafe("record", "key", record=owner)
    users = [learner(world, number) for number in range(3)]
    sittings = [Sitting(world, user, record=uri_of_both((world, standby), user)) for user in users]
    for number, sitting in enumerate(sittings):
        sitting.lines = list(LINES)
        for _ in range(3 + 2 * number):
            sitting.type(sitting.lines.pop(0))
        sitting.read_to_prompt()
    reports_can_be_asked_of_the_standby(world, standby)
    told = events(world)
    answers_wait_for_the_standby(standby, sittings, told)
    all_go_on_with_the_standby(world, standby, users, sittings)
    same(set(told) - set(events(standby)), set(), "what was acknowledged before")
    same("sound" in world.makesafe("verify", record=owner), True, "the standby's record")
    same(public_key(world.makesafe("record", "key", record=owner)), public_key(key), "the key")


main()
