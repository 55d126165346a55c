#!/usr/bin/env python3
"""Many learners at one PostgreSQL: load_bench.py [LEARNERS [IDLE_BENCH]]. Prints figures and asserts nothing.

Each learner is the program itself in line mode with a login of its own, at one of twenty sites. First they answer as
fast as they are asked, then as people do, with some seconds between; pgbench runs bare inserts with as many clients.
"""

import os
import random
import re
import resource
import selectors
import statistics
import subprocess
import sys
import time
import urllib.parse

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "postgres"))

from server import Server  # noqa: E402
from world import ANSWERS  # noqa: E402

SITES = 20
SECONDS = 10
LINES = ANSWERS.split("\n")[:-2]  # up to what is said about the last answer
# An empty line goes on; of several in a row the last completes the answer.
STORES = [place for place, line in enumerate(LINES) if line and not "".join(LINES[place + 1:place + 2])]


class Load(Server):
    """Learners learner1, learner2, … and a bare table."""

    def __init__(self, count):
        super().__init__(f"max_connections = {count + 20}", "shared_buffers = 256MB")
        self.count = count
        self.sql("CREATE DATABASE makesafe OWNER owner")
        self.makesafe("record", "init")
        roster = os.path.join(self.folder, "roster.csv")
        with open(roster, "w", encoding="utf-8") as file:
            file.write("staff_id,name,site,modules,due\n")
            for number in range(1, count + 1):
                file.write(f"learner{number},Somebody,Site {number % SITES},every,2999-01-01\n")
        self.makesafe("staff", "import", roster)
        self.sql("".join(f"CREATE ROLE learner{number} LOGIN IN ROLE makesafe_learner;" for number in range(1, count + 1)))
        self.sql("CREATE TABLE bare (id bigserial PRIMARY KEY, body text)", database="makesafe")

    def environment(self, user="owner"):
        modules = os.path.join(os.environ["MAKESAFE_SOURCE"], "tests", "line", "modules")
        return dict(os.environ, MAKESAFE_RECORD=self.uri(user, "makesafe"), MAKESAFE_MODULES=modules,
                    XDG_DATA_HOME=self.folder, HOME=self.folder)

    def makesafe(self, *words):
        subprocess.run([os.environ["MAKESAFE"], *words], env=self.environment(), check=True, stdout=subprocess.DEVNULL)

    def bare_inserts(self):
        """Transactions a second of one insert each, and what an answer stores by its size."""
        script = os.path.join(self.folder, "bare.sql")
        with open(script, "w", encoding="utf-8") as file:
            file.write("INSERT INTO bare (body) VALUES (repeat('x', 120));\n")
        done = subprocess.run([os.path.join(self.bin, "pgbench"), "-n", "-M", "prepared", "-c", str(self.count), "-j", "2",
                               "-T", str(SECONDS), "-f", script, self.uri("postgres", "makesafe")],
                              capture_output=True, text=True, check=True)
        return float(re.search(r"tps = ([0-9.]+) \(without", done.stdout)[1])


class Learner:
    """One sitting; `place` is the next line to write."""

    def __init__(self, load, number):
        self.process = subprocess.Popen([os.environ["MAKESAFE"], "learn", "every", "--plain", "--quiz", "--seed", "7"],
                                        env=load.environment(f"learner{number}"), stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.place, self.tail, self.wrote, self.due = 0, b"", 0.0, 0.0

    def read(self):
        """Whether the program waits for the next line now."""
        more = os.read(self.process.stdout.fileno(), 1 << 16)
        if not more:
            raise SystemExit(f"the program ended: {self.tail.decode()}")
        self.tail = (self.tail + more)[-300:]
        return self.tail.endswith(b"> ")

    def write(self):
        self.tail, self.wrote = b"", time.monotonic()
        os.write(self.process.stdin.fileno(), LINES[self.place].encode() + b"\n")
        self.place += 1

    def end(self):
        self.process.stdin.close()
        self.process.stdout.read()
        self.process.wait()


def start(load):
    """All of them at their first prompt, which is after signing in."""
    learners = [Learner(load, number) for number in range(1, load.count + 1)]
    for learner in learners:
        while not learner.read():
            pass
    return learners


def answer_all(learners, pause):
    """Through all questions; the seconds each answer took, and all together. `pause`: seconds that an answer takes to think."""
    chooser, waiting, times = selectors.DefaultSelector(), list(learners), []
    for learner in learners:
        learner.due = time.monotonic() + random.uniform(0, 2 * pause)
        chooser.register(learner.process.stdout, selectors.EVENT_READ, learner)
    began, left = time.monotonic(), len(learners)
    while left:
        now = time.monotonic()
        for learner in [learner for learner in waiting if learner.due <= now]:
            waiting.remove(learner)
            learner.write()
        pending = min((learner.due for learner in waiting), default=now + 1)
        for key, _ in chooser.select(max(0, pending - now)):
            learner = key.data
            if not learner.read():
                continue
            now = time.monotonic()
            if learner.place - 1 in STORES:
                times.append(now - learner.wrote)
            if learner.place == len(LINES):
                chooser.unregister(learner.process.stdout)
                left -= 1
            else:
                stores_next = learner.place in STORES
                learner.due = now + (random.uniform(0, 2 * pause) if stores_next else 0)
                waiting.append(learner)
    return times, time.monotonic() - began


def private_kilobytes(pid):
    with open(f"/proc/{pid}/smaps_rollup", encoding="utf-8") as file:
        return sum(int(line.split()[1]) for line in file if line.startswith("Private_"))


def say_memory(learners, load):
    sizes = [private_kilobytes(learner.process.pid) for learner in learners]
    with open(f"/proc/{load.process.pid}/task/{load.process.pid}/children", encoding="utf-8") as file:
        pids = [int(pid) for pid in file.read().split()]
    server = [private_kilobytes(pid) for pid in pids]
    print(f"private memory of {len(sizes)} learners in line mode at once: median {statistics.median(sizes):.0f} KiB, most "
          f"{max(sizes)}; of the server's process for each: median {statistics.median(server):.0f} KiB")


def say_times(what, times, seconds):
    cuts = statistics.quantiles(times, n=100)
    print(f"{what}: {len(times)} answers in {seconds:.1f} s, {len(times) / seconds:.0f} a second; one answer takes"
          f" {1000 * cuts[49]:.0f} ms (median), {1000 * cuts[98]:.0f} ms (99 of 100)")


def run(load, pause, what):
    learners = start(load)
    times, seconds = answer_all(learners, pause)
    say_memory(learners, load)
    for learner in learners:
        learner.end()
    say_times(what, times, seconds)
    return len(times) / seconds


def say_sizes(load):
    events, whole = load.sql("SELECT (SELECT count(*) FROM makesafe.events), sum(pg_total_relation_size(c.oid)) FROM pg_class AS c"
                             " WHERE c.relnamespace = 'makesafe'::regnamespace AND c.relkind = 'r'",
                             database="makesafe").split("|")
    chain = load.sql("SELECT sum(pg_total_relation_size(inhrelid)) FROM pg_inherits WHERE inhparent = 'makesafe.events'::regclass",
                     database="makesafe")
    print(f"{events} events: {int(chain) / int(events):.0f} bytes each with indexes, {int(whole) / int(events):.0f} with every table")


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    load = Load(count)
    bare = load.bare_inserts()
    print(f"pgbench, one bare insert a transaction, {count} clients: {bare:.0f} a second")
    rate = run(load, 0, f"{count} learners who answer at once")
    print(f"ratio to bare inserts: {rate / bare:.2f}")
    run(load, 5, f"{count} learners who think for five seconds")
    say_sizes(load)
    if len(sys.argv) > 2:
        uri = f"postgresql://{urllib.parse.quote(load.folder, safe='')}/makesafe"
        subprocess.run([sys.argv[2], os.environ["MAKESAFE"], os.path.join(os.environ["MAKESAFE_SOURCE"], "modules"),
                        str(min(200, count)), uri], check=True)


main()
