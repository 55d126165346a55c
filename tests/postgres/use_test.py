#!/usr/bin/env python3
"""What owner, supervisor and learner meet with the program itself; tables older and newer; sites that do not wait."""

import os
import subprocess
import threading
import time

from world import ANSWERS, World, same

MIGRATIONS = os.path.join(os.environ["MAKESAFE_SOURCE"], "src", "record", "migrations", "postgres")


def says(said, *words):
    for word in words:
        same(word in said, True, f"{word}\n{said}")


def a_supervisor_sees_their_sites(world):
    said = world.makesafe("report", "--format", "csv", user="ann")
    says(said, "\ne17,", "\ne18,")
    same("e30" in said, False, said)
    same("e30" in world.makesafe("report", "--format", "csv"), True, "the owner sees all")
    said = world.makesafe("staff", "list", "--format", "csv", user="ann")
    same("e30" in said or "e17" not in said, False, said)
    says(world.makesafe("board", "--plain", user="ann", typed="\n"), "e17")
    same(world.ask("SELECT count(*) FROM events WHERE kind = 'report-made'"), "2", "what was given out is noted")
    for words in (("staff", "add", "x"), ("staff", "leave", "e17"), ("verify",), ("record", "info", "--rebuild"),
                  ("staff", "forget", "e17"), ("record", "key"),
                  ("staff", "waive", "e17", "every", "--reason", "equivalent", "--note", "x")):
        said = world.makesafe(*words, user="ann", status=3)
        says(said, "Ask whoever looks after the database")
    world.verify()


def a_learner_sees_themselves(world):
    said = world.makesafe("report", "--format", "csv", user="e17")
    same([line.split(",")[0] for line in said.splitlines()], ["staff_id", "e17"], said)
    same(world.history("e17")[0]["staff_id"], "e17", "the login is the staff id")
    same(world.history("e17", "--as", "e18"), [], "somebody else's history")
    says(world.makesafe("learn", "every", "--plain", "--as", "e18", user="e17", status=3), "about yourself only",
         "Your login there is 'e17'")
    says(world.makesafe("record", "info", user="e17"), "People: 1;")
    world.sql("CREATE ROLE newcomer LOGIN IN ROLE makesafe_learner")
    says(world.learn("newcomer"), "8/8")
    same(world.ask("SELECT site FROM people JOIN logs USING (log, site) WHERE staff_id = 'newcomer'"), "", "their log")


def refreshed(world, staff_id):
    return int(world.ask("SELECT count(*) FROM events JOIN people USING (person)"
                         f" WHERE kind = 'refreshed' AND staff_id = '{staff_id}'"))


def learners_refresh_and_review(world):
    """By their own logins, and as the record's maker may for somebody."""
    answers = "".join(line + "\n\n" for line in ("b", "a b", "f", "c a b d", "a3 b1", "1 3", "a", "a", "b", "a b") * 3)
    figures = "SELECT * FROM question_figures ORDER BY 1, 2, 3, 4"
    before = world.ask(figures)
    for staff_id, user, more in (("e17", "e17", ()), ("e18", "owner", ("--as", "e18"))):
        world.makesafe("refresh", "--plain", *more, user=user, typed=answers)
        same(refreshed(world, staff_id) > 0, True, f"answers of {staff_id} in a refresher")
    same(world.ask(figures), before, "a refresher changes no figures")
    same("All totals follow" in world.makesafe("record", "info", "--rebuild"), True, "totals with refreshers")
    world.makesafe("review", "every", "--plain", user="e17", typed=answers)
    world.verify()


def who_may_not_is_told_whom_to_ask(world):
    for user, database, words in (("nobody", "makesafe", "does not let you do this"), ("e17", "postgres", "no record"),
                                  ("nosuch", "makesafe", "nosuch"), ("e17", "nosuch", "nosuch")):
        said = world.makesafe("history", user=user, record=world.uri(user, database), status=3)
        says(said, words)
    said = world.makesafe("learn", "every", "--plain", user="e17", record=world.uri("e17", "postgres"), status=3)
    says(said, "does not let you do this")
    said = world.makesafe("history", record="postgresql://owner:secret@127.0.0.1:1/x?password=hidden", status=3)
    says(said, "cannot be reached", "postgresql://owner@127.0.0.1:1/x")
    same("secret" in said or "hidden" in said, False, said)
    broken = os.path.join(world.folder, "libraries")
    os.makedirs(broken)
    with open(os.path.join(broken, "libpq.so.5"), "w", encoding="utf-8"):
        pass
    done = subprocess.run([os.environ["MAKESAFE"], "record", "info"], capture_output=True, text=True, check=False,
                          env=dict(world.environment(), LD_LIBRARY_PATH=broken))
    same(done.returncode, 3, done.stdout)
    says(done.stderr, "no library for PostgreSQL", "apt install libpq5")
    says(world.makesafe("backup", world.folder + "/backup.sqlite", status=3), "the database's own way")


def dump(world, database):
    """The tables and functions as SQL, without what is drawn by lot in each dump."""
    done = subprocess.run(["pg_dump", "--schema-only", world.uri("owner", database)], capture_output=True, text=True, check=True)
    return [line for line in done.stdout.splitlines() if not line.startswith(("\\restrict", "\\unrestrict"))]


def tables_are_brought_forward_and_newer_ones_left_alone(world):
    world.sql("CREATE DATABASE old OWNER owner; CREATE DATABASE fresh OWNER owner")
    files = sorted(os.listdir(MIGRATIONS))
    for name in files[:2]:
        with open(os.path.join(MIGRATIONS, name), encoding="utf-8") as file:
            world.sql(file.read(), user="owner", database="old", options=("-1",))
    world.sql("UPDATE makesafe.about SET version = 2", user="owner", database="old")
    old = world.uri("owner", "old")
    says(world.makesafe("record", "info", record=old, status=3), "older makesafe", "record migrate")
    says(world.makesafe("record", "migrate", record=old), f"from version 2 to version {len(files)}.")
    says(world.makesafe("record", "migrate", record=old), "up to date")
    world.makesafe("record", "init", record=world.uri("owner", "fresh"))
    same(dump(world, "old") == dump(world, "fresh"), True, "tables of both ways")
    world.sql("UPDATE makesafe.about SET version = 99", user="owner", database="old")
    for words in (("record", "info"), ("record", "init"), ("record", "migrate"), ("staff", "add", "x")):
        says(world.makesafe(*words, record=old, status=3), "newer makesafe")
    same(world.sql("SELECT version FROM makesafe.about", user="owner", database="old"), "99", "left alone")


def two_who_begin_at_once_make_one_record(world):
    world.sql("CREATE DATABASE race OWNER owner")
    done = [subprocess.Popen([os.environ["MAKESAFE"], "record", "init"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                             env=world.environment(record=world.uri("owner", "race"))) for _ in range(4)]
    for one in done:
        said = one.communicate()[0].decode()
        same(one.returncode, 0, said)


def sites_do_not_wait_for_one_another(world):
    """While somebody at Newport holds its log, Cardiff goes on, and Newport is told that it waits."""
    holder = subprocess.Popen(["psql", "-X", "-q", "-At", world.uri("e18", "makesafe")], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE, text=True)
    holder.stdin.write("BEGIN; SELECT seq FROM makesafe.append(md5('hold'), '{report-made}', '{\"\"}', '{\"\"}',"
                       " ARRAY['{\"rows\":1}']);\n")
    holder.stdin.flush()
    holder.stdout.readline()
    says(world.learn("e30"), "8/8")
    waiting = subprocess.Popen([os.environ["MAKESAFE"], "learn", "every", "--plain", "--quiz", "--seed", "7"], text=True,
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                               env=world.environment("e17"))
    said = []
    thread = threading.Thread(target=lambda: said.append(waiting.communicate(ANSWERS)[0]))
    thread.start()
    time.sleep(3)
    same(waiting.poll(), None, "Newport waits")
    holder.communicate("COMMIT;\n")
    thread.join()
    same(waiting.returncode, 0, said[0])
    says(said[0], "Somebody else is saving at this moment", "8/8")
    world.verify()


def people_who_join_at_once_do_not_wait_for_each_other_in_a_ring(world):
    """Both have their new row, which refers to the log, before either has the log's next event."""
    names = ("new1", "new2", "new3")
    world.sql("".join(f"CREATE ROLE {name} LOGIN IN ROLE makesafe_learner;" for name in names))
    holder = subprocess.Popen(["psql", "-X", "-q", "-At", world.uri("owner", "makesafe")], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE, text=True)
    holder.stdin.write("BEGIN; SELECT site || '.' FROM makesafe.logs WHERE site = '' FOR UPDATE;\n")
    holder.stdin.flush()
    same(holder.stdout.readline(), ".\n", "the log is held")
    joining = [subprocess.Popen(["psql", "-X", "-q", "-At", "-c", f"SELECT makesafe.join_roster('{name}')",
                                 world.uri(name, "makesafe")], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
               for name in names]
    while int(world.sql("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")) < len(names):
        time.sleep(0.05)
    holder.communicate("COMMIT;\n")
    for one in joining:
        said = one.communicate()[0]
        same(one.returncode, 0, said)
    same(world.ask("SELECT count(*) FROM people WHERE staff_id IN ('new1', 'new2', 'new3')"), "3", "joined")
    world.verify()


def each_site_has_a_head(world):
    said = world.makesafe("verify")
    says(said, "Each site has a log", "  Newport: ", "  Cardiff: ", "  without a site: ")
    says(world.makesafe("record", "info"), "  Newport: ", "  Cardiff: ")
    said = world.makesafe("verify", record=world.uri("owner", "makesafe", site="Cardiff"))
    says(said, "head ")


def forgetting_says_what_it_can(world):
    said = world.makesafe("staff", "forget", "e30")
    says(said, "Forgotten", "write-ahead log")
    same(world.ask("SELECT count(*) FROM people WHERE staff_id = 'e30' OR name = 'e30' OR site = 'Cardiff'"), "0", "rows")
    oid = world.ask("SELECT pg_relation_filepath('people')")
    with open(os.path.join(world.data, oid), "rb") as file:
        same(b"e30" in file.read(), False, "the table's file")
    world.verify()


def certificates_are_of_the_person_s_log(world):
    world.makesafe("record", "key")
    file = os.path.join(world.folder, "certificate.txt")
    world.makesafe("certificate", "every", "--as", "e18", "-o", file)
    says(world.makesafe("verify", file), "e18")
    same(world.ask("SELECT kind FROM events JOIN logs USING (log, seq) WHERE site = 'Newport'"), "checkpoint", "signed over")
    same(world.ask("SELECT kind FROM events JOIN logs USING (log, seq) WHERE site = 'Cardiff'"), "attempt-finished", "not yet")
    world.verify()


def main():
    world = World()
    for user in ("e17", "e18", "e30"):
        says(world.learn(user), "8/8")
    a_supervisor_sees_their_sites(world)
    a_learner_sees_themselves(world)
    learners_refresh_and_review(world)
    who_may_not_is_told_whom_to_ask(world)
    tables_are_brought_forward_and_newer_ones_left_alone(world)
    two_who_begin_at_once_make_one_record(world)
    sites_do_not_wait_for_one_another(world)
    people_who_join_at_once_do_not_wait_for_each_other_in_a_ring(world)
    each_site_has_a_head(world)
    certificates_are_of_the_person_s_log(world)
    forgetting_says_what_it_can(world)


main()
