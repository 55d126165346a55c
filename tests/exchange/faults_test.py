#!/usr/bin/env python3
"""Sends to a store that refuses, stalls, cuts and forgets: nothing is lost, and nothing is there twice.

Scenarios run beside one another, each with its own copy of one record.
"""

import contextlib
import json
import os
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import traceback

import world
from faulty import Faulty


class Scenario:
    """A record and a store, and what is to hold at the end of every scenario."""

    def __init__(self, master, statements, scratch):
        self.world = world.World(scratch, master)
        self.statements = statements
        self.ids = [one["id"] for one in statements]
        self.stack = contextlib.ExitStack()

    def store(self, *words, **more):
        store = Faulty(*words, **more)
        self.stack.callback(store.close)
        return store

    def send(self, store, status=0, **environment):
        done = self.world.run("report", "--to", store.url, status=status, **environment)
        assert "\x1b" not in done.stdout + done.stderr, "what a store says reaches the terminal as it is"
        return done

    def check_whole(self, store, without=()):
        """Everything is there as it was told, each told of once, and a further run sends nothing."""
        assert not store.wrong, store.wrong[:3]
        wanted = {one["id"]: one for one in self.statements if one["id"] not in without}
        assert store.taken == wanted, f"{len(store.taken)} of {len(wanted)} are there"
        assert len(store.told) == len(set(store.told)), "something was taken twice"
        requests = len(store.requests)
        said = self.send(store).stdout
        assert len(store.requests) == requests, "a further run sends something"
        assert said.startswith("0 statements accepted"), said


def everything_arrives_once(s):
    store = s.store()
    said = s.send(store).stdout
    assert said == f"{len(s.ids)} statements accepted\n", said
    assert len(store.requests) == (len(s.ids) + 49) // 50
    s.check_whole(store)


def a_passing_failure_is_tried_again(s):
    store = s.store("500", "503", "ok", "408", "ok")
    s.send(store)
    s.check_whole(store)


def a_store_that_asks_for_time_gets_it(s):
    store = s.store("429:2", "ok")
    s.send(store)
    assert store.requests[1][1] - store.requests[0][1] >= 1.9, "it did not wait"
    s.check_whole(store)


def a_store_that_asks_for_an_hour_is_left_alone(s):
    store = s.store("ok", "429:3600", "ok")
    before = time.monotonic()
    done = s.send(store, status=3)
    assert time.monotonic() - before < 10 and len(store.requests) == 2
    assert "next makesafe report --to" in done.stderr, done.stderr
    assert len(store.taken) == 50
    s.send(store)
    s.check_whole(store)


def a_cut_connection_loses_nothing_and_doubles_nothing(s):
    store = s.store("cut", "lost", "ok", "lost", "cut", "ok")
    s.send(store)
    s.check_whole(store)


def a_stalled_store_is_not_waited_for_for_ever(s):
    store = s.store("stall", "ok")
    before = time.monotonic()
    s.send(store, MAKESAFE_LRS_TIMEOUT="1")
    assert time.monotonic() - before < 20
    s.check_whole(store)


def a_store_that_is_down_is_given_up_and_sent_everything_later(s):
    store = s.store("500")
    before = time.monotonic()
    s.send(store, status=3)
    assert len(store.requests) == 5 and 5 < time.monotonic() - before < 40
    assert not store.taken
    store.words = ["ok"]
    s.send(store)
    s.check_whole(store)


def a_store_that_is_not_there_is_said_to_be_so(s):
    store = Faulty()
    store.close()
    done = s.world.run("report", "--to", store.url, status=3)
    assert "no answer" in done.stderr, done.stderr


def one_bad_statement_does_not_hold_up_the_others(s):
    bad = s.ids[len(s.ids) // 2]
    store = s.store(poison=[bad])
    done = s.send(store, status=3)
    assert bad in done.stderr and "poison" in done.stderr, done.stderr
    s.check_whole(store, without=[bad])


def several_bad_statements_are_all_found(s):
    bad = [s.ids[0], s.ids[1], s.ids[70], s.ids[-1]]
    store = s.store(poison=bad)
    done = s.send(store, status=3)
    assert "refused 4 statements" in done.stderr, done.stderr
    s.check_whole(store, without=bad)
    assert "4 refused earlier" in s.send(store).stdout


def what_is_there_with_other_content_is_said_and_not_sent_for_ever(s):
    bad = s.ids[3]
    store = s.store(poison=[bad], poison_status=409)
    done = s.send(store, status=3)
    assert bad in done.stderr and "another statement of that name" in done.stderr, done.stderr
    s.check_whole(store, without=[bad])


def a_store_that_takes_little_at_a_time_gets_little_at_a_time(s):
    store = s.store(most=9000)
    s.send(store)
    s.check_whole(store)


def a_refused_login_ends_it_at_once(s):
    for status in ("401", "403"):
        store = s.store(status)
        done = s.send(store, status=3)
        assert len(store.requests) == 1 and "MAKESAFE_LRS_USER" in done.stderr, done.stderr
        store.words = ["ok"]
        s.send(store)
        s.check_whole(store)


def what_is_no_store_is_not_believed(s):
    for word in ("html", "moved", "404", "405"):
        store = s.store(word)
        done = s.send(store, status=3)
        assert "learning record store" in done.stderr and len(store.requests) == 1, done.stderr
        store.words = ["ok"]
        s.send(store)
        s.check_whole(store)


def only_what_the_store_names_counts_as_taken(s):
    store = s.store("half", "ok")
    s.send(store, status=3)
    assert len(store.taken) == 25
    s.send(store)
    s.check_whole(store)


def start(s, store):
    return subprocess.Popen(s.world.words("report", "--to", store.url), env=s.world.environment,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def killed_in_the_middle_it_goes_on_from_there(s):
    store = s.store()
    with store.lock:  # no request is looked at before `running` is known
        store.on_request = lambda count: count == 2 and running.kill()
        running = start(s, store)
    running.communicate(timeout=60)
    assert running.returncode == -signal.SIGKILL
    store.on_request = None
    # The second batch was taken, and its answer never read: it comes again, and has to be the same.
    assert len(store.taken) == 100
    store.told = store.told[:50]
    s.send(store)
    s.check_whole(store)


def asked_to_stop_it_stops_at_once(s):
    store = s.store("ok", "429:30", "ok")
    running = start(s, store)
    while len(store.requests) < 2:
        time.sleep(0.05)
    before = time.monotonic()
    running.send_signal(signal.SIGINT)
    said = running.communicate(timeout=60)
    assert time.monotonic() - before < 5 and running.returncode == 3, said
    assert "50 statements accepted" in said[0] and "stopped" in said[1], said
    s.send(store)
    s.check_whole(store)


def two_stores_are_told_apart(s):
    one, two = s.store(), s.store()
    s.send(one)
    s.send(two)
    s.check_whole(one)
    s.check_whole(two)


def a_login_comes_from_a_private_file_or_the_environment(s):
    file = os.path.join(s.world.scratch, "login")
    with open(file, "w", encoding="utf-8") as out:
        out.write("makesafe:geheim:wort\n")
    store = s.store(user="makesafe:geheim:wort")
    os.chmod(file, 0o644)
    done = s.send(store, status=3, MAKESAFE_LRS_FILE=file)
    assert not store.requests and "chmod 600" in done.stderr and "geheim" not in done.stderr, done.stderr
    os.chmod(file, 0o600)
    s.send(store, MAKESAFE_LRS_FILE=file)
    s.check_whole(store)
    other = s.store(user="a:b")
    s.send(other, MAKESAFE_LRS_USER="a", MAKESAFE_LRS_PASSWORD="b")
    s.check_whole(other)


def addresses_that_give_something_away_are_refused(s):
    for url in ("http://user:secret@127.0.0.1:1/", "https://user@lrs.example.org/", "http://lrs.example.org/xapi",
                "ftp://lrs.example.org", "lrs.example.org", ""):
        done = s.world.run("report", "--to", url, status=2)
        assert "secret" not in done.stderr, done.stderr
    s.world.run("report", "--to", "https://lrs.example.org", "--format", "csv", status=2)
    s.world.run("report", "--to", "https://lrs.example.org", "-o", "x", status=2)


def an_unknown_certificate_is_not_trusted(s):
    if not shutil.which("openssl"):
        return
    key, certificate = (os.path.join(s.world.scratch, name) for name in ("key.pem", "certificate.pem"))
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate,
                    "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"],
                   check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    store = s.store(context=context)
    before = time.monotonic()
    done = s.send(store, status=3)
    assert not store.requests and time.monotonic() - before < 30, done.stderr
    assert "certificate" in done.stderr, done.stderr


SCENARIOS = [
    a_store_that_is_down_is_given_up_and_sent_everything_later, a_store_that_is_not_there_is_said_to_be_so,
    everything_arrives_once, a_passing_failure_is_tried_again, a_store_that_asks_for_time_gets_it,
    a_store_that_asks_for_an_hour_is_left_alone, a_cut_connection_loses_nothing_and_doubles_nothing,
    a_stalled_store_is_not_waited_for_for_ever, one_bad_statement_does_not_hold_up_the_others,
    several_bad_statements_are_all_found, what_is_there_with_other_content_is_said_and_not_sent_for_ever,
    a_store_that_takes_little_at_a_time_gets_little_at_a_time, a_refused_login_ends_it_at_once,
    what_is_no_store_is_not_believed, only_what_the_store_names_counts_as_taken,
    killed_in_the_middle_it_goes_on_from_there, asked_to_stop_it_stops_at_once, two_stores_are_told_apart,
    a_login_comes_from_a_private_file_or_the_environment, addresses_that_give_something_away_are_refused,
    an_unknown_certificate_is_not_trusted,
]


def main():
    failed = []
    with tempfile.TemporaryDirectory() as scratch:
        master = world.World(scratch)
        master.learn()
        statements = [json.loads(line) for line in master.run("report", "--format", "xapi").stdout.splitlines()]
        assert len(statements) > 100
        nobody = Faulty("401")
        done = master.run("report", "--to", nobody.url, status=3)
        nobody.close()
        if not nobody.requests:
            print("skipped:", done.stderr)
            return 77

        def act(scenario):
            with tempfile.TemporaryDirectory() as own:
                s = Scenario(master.record, statements, own)
                try:
                    with s.stack:
                        scenario(s)
                except Exception:
                    failed.append(scenario.__name__)
                    print(f"{scenario.__name__}: {traceback.format_exc()}")

        threads = [threading.Thread(target=act, args=(scenario,)) for scenario in SCENARIOS]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    print(f"{len(SCENARIOS) - len(failed)} of {len(SCENARIOS)} scenarios hold")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
