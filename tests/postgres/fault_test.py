#!/usr/bin/env python3
"""Connections that break before and after the commit, and a server that is killed: nothing is lost, nothing twice."""

import os
import subprocess
import threading
import time

from proxy import Proxy
from sitting import QUESTIONS, Sitting, learner, whole
from world import ANSWERS, World, same

def every_answer_survives_a_cut(world, proxy):
    """Before the server got it, and after it had committed and before it could say so."""
    count = 0
    for after in (False, True):
        for number in range(1, QUESTIONS + 2):
            count += 1
            user = learner(world, count)
            proxy.cut(r"FROM append\(", number, after)
            said = world.makesafe("learn", "every", "--plain", "--quiz", "--seed", "7", user=user, typed=ANSWERS,
                                  record=proxy.uri(user, "makesafe"))
            what = f"cut {'after' if after else 'before'} the answer to append {number}"
            same(proxy.cuts, 1, what)
            same("cannot be reached" in said, False, what)
            whole(world, user, what)
    world.verify()


def the_roster_survives_a_cut(world, proxy):
    """What its maker stores goes through a transaction of several questions."""
    for count, (place, after, status) in enumerate(((r"^COMMIT", False, 3), (r"^COMMIT", True, 0),
                                                    (r"put_event", True, 3), (r"^BEGIN", True, 0))):
        name = f"new{count}"
        proxy.cut(place, 1, after)
        world.makesafe("staff", "add", name, "--site", "Newport", "--module", "every", status=status,
                       record=proxy.uri("owner", "makesafe"))
        same(proxy.cuts, 1, place)
        there = world.ask(f"SELECT count(*) FROM people JOIN due USING (person) WHERE staff_id = '{name}'")
        same(there, "1" if status == 0 else "0", f"{name} after a cut at {place}")
    world.verify()


def single_events_of_the_maker_survive_a_cut(world, proxy):
    for count, (place, after) in enumerate(((r"^COMMIT", False), (r"^COMMIT", True), (r"put_event", False),
                                            (r"put_event", True))):
        proxy.cut(place, 1, after)
        world.makesafe("staff", "leave", f"cut{count + 1}", record=proxy.uri("owner", "makesafe"))
        same(proxy.cuts, 1, place)
        same(int(world.ask("SELECT count(*) FROM events WHERE kind = 'staff-left'")), count + 1, place)
    world.verify()


def a_killed_server_loses_nothing_that_was_acknowledged(world):
    """Killed with every process while an answer is on its way, and started again a moment later."""
    user = learner(world, 100)
    sitting = Sitting(world, user)
    lines = ANSWERS.split("\n")[:-1]
    for number, line in enumerate(lines):
        if number in (3, 5, 9):
            sitting.read_to_prompt()
            answered = int(world.ask("SELECT count(*) FROM answers"))
            restart = threading.Timer(1.5, world.start)
            world.kill()
            restart.start()
            sitting.type(line)
            restart.join()
            sitting.read_to_prompt()
            same("cannot be reached at this moment" in sitting.said.decode(), True, f"a word while line {number} waits")
            same(int(world.ask("SELECT count(*) FROM answers")) >= answered, True, "answers after the kill")
        else:
            sitting.type(line)
    said = sitting.end()
    same(sitting.process.returncode, 0, said)
    whole(world, user, "after the server was killed")
    world.verify()


def killed_while_many_answer(world):
    """What the program has shown as stored is there afterwards, whoever was in the middle of what."""
    users = [learner(world, 200 + i) for i in range(3)]
    sittings = [subprocess.Popen([os.environ["MAKESAFE"], "learn", "every", "--plain", "--quiz", "--seed", "7"], text=True,
                                 env=world.environment(user), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                 stderr=subprocess.STDOUT) for user in users]
    threads = [threading.Thread(target=lambda s=s: setattr(s, "said", s.communicate(ANSWERS)[0])) for s in sittings]
    for thread in threads:
        thread.start()
    time.sleep(0.5)
    world.kill()
    world.start()
    for thread in threads:
        thread.join()
    for user, sitting in zip(users, sittings):
        same(sitting.returncode, 0, sitting.said)
        whole(world, user, user)
    world.verify()


def main():
    world = World()
    proxy = Proxy(world.folder, os.path.join(world.folder, "proxy"))
    every_answer_survives_a_cut(world, proxy)
    the_roster_survives_a_cut(world, proxy)
    single_events_of_the_maker_survive_a_cut(world, proxy)
    a_killed_server_loses_nothing_that_was_acknowledged(world)
    killed_while_many_answer(world)


main()
