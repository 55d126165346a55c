#!/usr/bin/env python3
"""A record moves into a database and back, event for event; two files become two logs; verify finds what was changed."""

import os
import re
import sys

from world import ANSWERS, World, same


def head(world, uri, *words):
    return re.search(r"^Head: ([0-9a-f]{64})$", world.makesafe("record", "info", record=uri), re.M)[1]


def fill(world, uri, prefix):
    """Everything that a record can hold: passes, failures, waivers, imports, leavers, forgotten people, a key."""
    imported = os.path.join(world.folder, prefix + ".csv")
    with open(imported, "w", encoding="utf-8") as file:
        file.write(f"staff_id,module,version,score,passed,completed,expires\n{prefix}1,every,1,80,true,2024-05-06,2999-12-31\n")
    world.makesafe("record", "key", record=uri)
    for number in range(1, 5):
        world.makesafe("staff", "add", f"{prefix}{number}", "--name", "Ann O'Neill \\ \"x\"", "--site", "Newport;Cwmbran",
                       "--module", "every", "--due", "2999-01-01", record=uri)
    world.makesafe("record", "import", imported, record=uri)
    for number, answers in ((1, ANSWERS), (2, ANSWERS.replace("a b", "c")), (3, ANSWERS[:20])):
        world.makesafe("learn", "every", "--plain", "--quiz", "--seed", "7", "--as", f"{prefix}{number}", typed=answers,
                       record=uri)
    world.makesafe("staff", "waive", f"{prefix}4", "every", "--reason", "equivalent", "--note", "elsewhere", record=uri)
    world.makesafe("staff", "leave", f"{prefix}3", record=uri)
    world.makesafe("staff", "forget", f"{prefix}2", record=uri)


def said_of(world, uri):
    """What reports say, without noting that they were made."""
    return [world.makesafe("history", "--as", name, "--format", "json", record=uri) for name in ("a1", "a4")] + [
        world.makesafe("staff", "list", "--left", "--format", "json", record=uri)]


def there_and_back(world, first):
    database, second = world.uri("owner", "moved"), f"sqlite:{world.folder}/second.sqlite"
    world.sql("CREATE DATABASE moved OWNER owner")
    said = world.makesafe("record", "copy", "--to", database, record=first)
    same("whole and sound" in said, True, said)
    same(head(world, database), head(world, first), "head in the database")
    world.makesafe("record", "copy", "--to", second, record=database)
    same(head(world, second), head(world, first), "head in the file")
    same(said_of(world, database), said_of(world, first), "what the database says of the people")
    same(said_of(world, second), said_of(world, first), "what the file says of the people")
    same("sound" in world.makesafe("verify", record=second), True, "the file")
    same("there is something" in world.makesafe("record", "copy", "--to", database, record=first, status=3), True, "twice")
    return database


def goes_on_where_it_was(world, database):
    """What is stored after a move follows on; what was made again changes nothing."""
    world.makesafe("learn", "every", "--plain", "--quiz", "--seed", "7", "--as", "a1", typed=ANSWERS, record=database)
    same("All totals follow" in world.makesafe("record", "info", "--rebuild", record=database), True, "rebuild")
    said = world.makesafe("report", "--format", "csv", record=database)
    same(said.splitlines()[1].startswith("a1,"), True, said)
    same("sound" in world.makesafe("verify", record=database), True, "after all that")


def two_files_become_two_logs(world, first):
    other = f"sqlite:{world.folder}/other.sqlite"
    fill(world, other, "b")
    world.sql("CREATE DATABASE joined OWNER owner")
    for uri, site in ((first, "Newport Road"), (other, "Cardiff")):
        world.makesafe("record", "copy", "--to", world.uri("owner", "joined", site=site), record=uri)
        same(head(world, world.uri("owner", "joined", site=site)), head(world, uri), site)
    said = world.makesafe("verify", record=world.uri("owner", "joined"))
    for uri in (first, other):
        same(head(world, uri) in said, True, said)
    refused = world.makesafe("record", "copy", "--to", f"sqlite:{world.folder}/x.sqlite", record=world.uri("owner", "joined"),
                             status=3)
    same("?site=NAME" in refused, True, refused)
    world.makesafe("record", "copy", "--to", f"sqlite:{world.folder}/x.sqlite",
                   record=world.uri("owner", "joined", site="Cardiff"))
    same(head(world, f"sqlite:{world.folder}/x.sqlite"), head(world, other), "one of two")
    people = world.makesafe("staff", "list", "--format", "csv", record=world.uri("owner", "joined"))
    same("a1," in people and "b1," in people, True, people)


def what_was_changed_behind_its_back_is_found(world, database):
    """By somebody who looks after the server and may do anything."""
    name = database.rsplit("/", 1)[1]
    for text, words in (
            ("UPDATE makesafe.events SET body = replace(body, 'every', 'other') WHERE seq = 6", "has been changed"),
            ("DELETE FROM makesafe.events WHERE seq = 7", "It is missing"),
            ("DELETE FROM makesafe.events WHERE seq = (SELECT max(seq) FROM makesafe.events)", "It is missing"),
            ("UPDATE makesafe.completions SET latest_percent = 100.5", "do not follow from"),
            ("UPDATE makesafe.logs SET hash = decode(repeat('00', 32), 'hex') WHERE site = ''", "tables are not")):
        world.sql(f"CREATE DATABASE tampered TEMPLATE {name}")
        world.sql("SET session_replication_role = replica; " + text, database="tampered")
        said = world.makesafe("verify", record=world.uri("owner", "tampered"), status=1)
        same(words in said, True, f"{text}\n{said}")
        if "completions" in text:
            said = world.makesafe("record", "info", "--rebuild", record=world.uri("owner", "tampered"))
            same("made again" in said, True, said)
            world.makesafe("verify", record=world.uri("owner", "tampered"))
        world.sql("DROP DATABASE tampered")


def main():
    world = World()
    first = f"sqlite:{world.folder}/first.sqlite"
    fill(world, first, "a")
    database = there_and_back(world, first)
    what_was_changed_behind_its_back_is_found(world, database)
    goes_on_where_it_was(world, database)
    two_files_become_two_logs(world, first)


if __name__ == "__main__":
    sys.exit(main())
