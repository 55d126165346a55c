#!/usr/bin/env python3
"""What logins of learners and supervisors try with plain psql is refused by the server, and the record stays sound."""

from world import World, same

STARTED = ('{"digest":"0a","language":"en","module":"%s","pass":80.0,"plan":[{"q":"q1"},{"q":"q2"}],"seed":1,'
           '"version":"1.0"}')
ANSWERED = '{"max":1.0,"question":"%s","response":"b","score":%s,"scored":true,"seconds":4,"type":"single"}'
FINISHED = '{"max":2.0,"module":"hotel","passed":%s,"percent":%s,"score":%s,"version":"1.0"}'
ATTEMPT = "0123456789abcdef" * 2
counter = 0


def append(kind, person, attempt, body):
    """The call of the one function, with a key of its own."""
    global counter
    counter += 1
    return (f"SELECT seq FROM append(md5('{counter}'), ARRAY['{kind}'], ARRAY['{person}'], ARRAY['{attempt}'],"
            f" ARRAY[$body${body}$body$]);")


def changes_nothing_by_hand(world):
    for user in ("e17", "ann"):
        for text in ("UPDATE attempts SET score = 99, passed = 1", "DELETE FROM events", "TRUNCATE events",
                     "UPDATE completions SET latest_percent = 100", "UPDATE events SET body = '{}'",
                     "INSERT INTO events SELECT log, seq + 1, at, kind, person, attempt, body, hash FROM events",
                     "UPDATE people SET name = 'x'", "DELETE FROM due", "INSERT INTO supervisors VALUES ('e17', 'Cardiff')",
                     "UPDATE logs SET seq = 0", "DELETE FROM events_0", "SELECT * FROM events_1", "SELECT * FROM pins",
                     "SELECT * FROM requests", "SELECT * FROM supervisors", "CREATE TABLE mine (a int)",
                     "ALTER TABLE events DISABLE TRIGGER ALL", "DROP TABLE events", "INSERT INTO cuts VALUES (1)"):
            world.refused(text, "permission denied" if not text.startswith(("ALTER", "DROP")) else "must be owner", user)
        for text in ("SELECT put_event(1, 99, 1, 'answered', '', '', '{}', '', false)", "SELECT log_of_site('new')",
                     "SELECT append_one(1, 1, 'answered', '', '', '{}')", "SELECT project(1,1,1,'','','','{}',false)"):
            world.refused(text, "permission denied", user)
        world.refused("SET ROLE owner", "permission denied to set role", user)
        world.refused("SET SESSION AUTHORIZATION owner", "permission denied", user)
        world.refused("SET row_security = off; SELECT * FROM people", "row-level security", user)


def sees_only_what_is_theirs(world, ids):
    for table in ("people", "events", "attempts", "completions"):
        same(world.ask(f"SELECT count(DISTINCT person) FROM {table} WHERE person <> '{ids['e17']}'", "e17"), "0", table)
        same(world.ask(f"SELECT count(*) FROM {table} WHERE person = '{ids['e30']}'", "ann"), "0", table)
        same(world.ask(f"SELECT count(*) > 0 FROM {table} WHERE person = '{ids['e18']}'", "ann"), "t", table)
    same(world.ask("SELECT staff_id FROM people", "e17"), "e17", "own row")
    same(world.ask("SELECT count(*) FROM question_figures", "e17"), "0", "figures")
    same(world.ask("SELECT count(DISTINCT log) FROM question_figures", "ann"), "1", "figures of one site")
    # What a role may see is asked of the login, whatever role it puts on.
    same(world.ask("SET ROLE makesafe_learner; SELECT staff_id FROM people", "e17"), "e17", "another role")
    leak = ("SET search_path = makesafe; CREATE FUNCTION pg_temp.leak(text) RETURNS boolean LANGUAGE plpgsql COST 0.0001"
            " AS $$BEGIN RAISE NOTICE 'leak %', $1; RETURN true; END$$; SELECT staff_id FROM people WHERE"
            " pg_temp.leak(name)")
    said = world.sql(leak, "e17", "makesafe", check=False)[1]
    same((said.count("leak "), said.count("leak e17")), (1, 1), "functions of one's own")
    world.refused("SELECT * FROM makesafe.people", "permission denied", "nobody")
    world.refused("SELECT makesafe.login()", "permission denied", "nobody")


def stores_only_about_oneself(world, ids):
    me, other = ids["e17"], ids["e18"]
    world.refused(append("attempt-started", other, ATTEMPT, STARTED % "hotel"), "about yourself only")
    world.refused(append("attempt-started", "", ATTEMPT, STARTED % "hotel"), "about yourself only")
    world.refused("SELECT join_roster('e18')", "about yourself only")
    world.refused("SELECT join_roster('newcomer')", "about yourself only")
    for kind in ("staff-joined", "staff-left", "staff-forgotten", "assigned", "completion-imported", "completion-waived",
                 "key-created", "checkpoint", "record-pruned", "", "nonsense"):
        world.refused(append(kind, me, "", "{}"), "not yours to store")
    theirs = world.ask(f"SELECT attempt FROM attempts WHERE person = '{other}' LIMIT 1")
    world.refused(append("attempt-abandoned", me, theirs, '{"module":"every","reason":"x"}'), "another person")
    # Somebody's login may be dropped and its name be free, but not while the person is on the roster.
    world.sql("CREATE ROLE \"E17\" LOGIN IN ROLE makesafe_learner")
    same(world.ask("SELECT count(*) FROM people", "E17"), "0", "a name in capitals")


def makes_up_no_result(world, me):
    world.ask(append("attempt-started", me, ATTEMPT, STARTED % "hotel"), "e17")
    for body in (ANSWERED % ("q1", "2.0"), ANSWERED % ("q1", "-1.0"), ANSWERED % ("q3", "1.0"),
                 (ANSWERED % ("q1", "1.0")).replace("1.0", "1e300", 1).replace("1e300", "9e9"),
                 (ANSWERED % ("q1", "1.0")).replace('"type"', '"passed":true,"type"')):
        world.refused(append("answered", me, ATTEMPT, body), "")
    world.refused(append("attempt-finished", me, ATTEMPT, FINISHED % ("true", "100.0", "2.0")), "does not follow")
    world.ask(append("answered", me, ATTEMPT, ANSWERED % ("q1", "1.0")), "e17")
    world.ask(append("answered", me, ATTEMPT, ANSWERED % ("q2", "0.0")), "e17")
    world.refused(append("answered", me, ATTEMPT, ANSWERED % ("q2", "1.0")), "answered already")
    for body in (FINISHED % ("true", "100.0", "2.0"), FINISHED % ("true", "50.0", "1.0"), FINISHED % ("false", "60.0", "1.0"),
                 (FINISHED % ("false", "50.0", "1.0")).replace("hotel", "other")):
        world.refused(append("attempt-finished", me, ATTEMPT, body), "does not follow")
    world.ask(append("attempt-finished", me, ATTEMPT, FINISHED % ("false", "50.0", "1.0")), "e17")
    world.refused(append("answered", me, ATTEMPT, ANSWERED % ("q1", "1.0")), "over already")


def stores_nothing_that_readers_take_differently(world, me):
    attempt = "f" * 32
    good = STARTED % "hotel"
    for body in ('{"a":1,"a":2}', good.replace('"seed":1', '"seed":1,"seed":2'), good.replace('"seed":1', '"seed":1e999'),
                 good.replace('"seed":1', '"seed":99999999999999999999'), good.replace('"0a"', '"\\u0000"'),
                 good.replace('"0a"', '"\\ud800"'), " " + good, good + "}", "[" + good + "]", "null", "",
                 good.replace('"0a"', "[" * 40 + "]" * 40), good.replace('"0a"', '"' + "x" * (1 << 20) + '"')):
        world.refused(append("attempt-started", me, attempt, body), "ERROR")
    for other in ("F" * 32, "x", attempt + "0", ""):
        world.refused(append("attempt-started", me, other, good), "ERROR")
    world.refused("SELECT append(NULL, NULL, NULL, NULL, NULL)", "ERROR")
    world.refused(f"SELECT append(md5('x'), '{{report-made}}', '{{{me},{me}}}', '{{\"\"}}', '{{\"{{}}\"}}')", "ERROR")
    world.refused("SELECT append(md5('x'), ARRAY[NULL], ARRAY[''], ARRAY[''], ARRAY['{}'])", "ERROR")
    # Whoever finds out a key learns nothing by it.
    key = world.ask("SELECT key FROM requests WHERE login = 'e18' LIMIT 1")
    world.refused(f"SELECT append('{key}', '{{report-made}}', '{{\"\"}}', '{{\"\"}}', ARRAY['{{\"rows\":1}}'])", "duplicate key")


def the_owner_cannot_change_history_by_accident(world):
    for text in ("UPDATE events SET body = '{}'", "DELETE FROM events", "TRUNCATE events CASCADE"):
        world.refused(text, "events are never changed or deleted", "owner")


def main():
    world = World()
    for user in ("e17", "e18", "e30", "ann"):
        world.learn(user)
    ids = dict(line.split("|") for line in world.ask("SELECT staff_id, person FROM people").splitlines())
    before = world.verify()
    changes_nothing_by_hand(world)
    sees_only_what_is_theirs(world, ids)
    same(world.verify(), before, "after attacks")
    stores_only_about_oneself(world, ids)
    makes_up_no_result(world, ids["e17"])
    stores_nothing_that_readers_take_differently(world, ids["e17"])
    the_owner_cannot_change_history_by_accident(world)
    said = world.makesafe("learn", "every", "--plain", "--as", "e18", user="e17", status=3)
    if "leave --as out" not in said:
        raise SystemExit(said)
    world.verify()


main()
