#!/usr/bin/env python3
"""Asks a validator that others wrote about every statement, and holds each registration to the rules of cmi5.

statements_test.py CACHE       CACHE: where npm may keep the validator; skipped (77) where there is none
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from datetime import datetime

import world

VALIDATOR = "@learninglocker/xapi-validation@3.0.0"
ASK = """
const validate = require(process.argv[1] + '/@learninglocker/xapi-validation').default;
const lines = require('fs').readFileSync(0, 'utf8').trim().split('\\n');
for (const line of lines)
        for (const wrong of validate(JSON.parse(line)))
                console.log(String(wrong.message || JSON.stringify(wrong)), line);
"""

CMI5 = "https://w3id.org/xapi/cmi5/"
DEFINED = {"initialized", "completed", "passed", "failed", "abandoned", "waived", "terminated", "satisfied"}
JUDGED = {"completed", "passed", "failed", "waived"}


def verb(statement):
    return statement["verb"]["id"].rsplit("/", 1)[1]


def session(statement):
    return statement["context"]["extensions"][CMI5 + "context/extensions/sessionid"]


def categories(statement):
    return {one["id"] for one in statement["context"]["contextActivities"].get("category", [])}


def check_statement(statement):
    """What cmi5 and the contract ask of one statement."""
    name, result = verb(statement), statement.get("result", {})
    assert not any(value is None for value in statement.values()), "a null"
    assert set(statement["actor"]) == {"objectType", "account"}, "an actor has an account alone"
    assert re.fullmatch("[0-9a-f]{32}", statement["actor"]["account"]["name"]), "a pseudonym"
    assert not {"stored", "authority", "version"} & set(statement), "what the store sets"
    assert (CMI5 + "context/categories/cmi5" in categories(statement)) == (name in DEFINED)
    assert (CMI5 + "context/categories/moveon" in categories(statement)) == (name in JUDGED)
    assert ("score" in result) == (name in ("passed", "failed")), "a score elsewhere"
    assert ("completion" in result) == (name in ("completed", "waived"))
    if "duration" in result:
        assert re.fullmatch(r"PT(\d+H)?(\d+M)?\d{1,2}\.\d\dS", result["duration"]), result["duration"]
    assert ("duration" in result) == (name not in ("initialized", "waived", "satisfied"))
    if name in ("passed", "failed"):
        score = result["score"]
        mastery = statement["context"]["extensions"][CMI5 + "context/extensions/masteryscore"]
        assert 0 <= score["scaled"] <= 1 and score["min"] <= score["raw"] <= score["max"]
        assert (score["scaled"] >= mastery) == (name == "passed") == result["success"]
    if name == "answered":
        definition = statement["object"]["definition"]
        assert definition["type"] == "http://adlnet.gov/expapi/activities/cmi.interaction"
        assert definition["interactionType"] and isinstance(result["response"], str)
        assert [type(right) for right in definition["correctResponsesPattern"]] == [str], statement
        if result["success"]:
            assert definition["correctResponsesPattern"] == [result["response"]]
    if name == "waived":
        assert result["extensions"][CMI5 + "result/extensions/reason"] in ("Tested Out", "Equivalent Outside Activity")


def check_sessions(statements):
    sessions = {}
    for statement in statements:
        sessions.setdefault(session(statement), []).append(statement)
    for group in sessions.values():
        verbs = [verb(one) for one in group]
        moments = [datetime.fromisoformat(one["timestamp"].replace("Z", "+00:00")) for one in group]
        assert moments == sorted(moments), "out of order"
        assert len({one["context"]["registration"] for one in group}) == 1
        assert not {"passed", "failed"} <= set(verbs)
        defined = [one for one in verbs if one in DEFINED]
        assert len(defined) == len(set(defined)), f"twice: {verbs}"
        if verbs[0] == "waived":
            assert set(verbs) <= {"waived", "satisfied"}
        else:
            assert verbs[0] == "initialized" and "initialized" not in verbs[1:]
            for last in ("terminated", "abandoned"):
                assert last not in verbs[:-1], f"something after the end: {verbs}"


def check_registrations(statements):
    registrations = {}
    for statement in statements:
        registrations.setdefault(statement["context"]["registration"], []).append(verb(statement))
    for verbs in registrations.values():
        for once in ("passed", "completed", "waived", "satisfied"):
            assert verbs.count(once) <= 1, f"{once} twice: {verbs}"
        if "passed" in verbs:
            assert "failed" not in verbs[verbs.index("passed"):]


def check_all(text):
    statements = [json.loads(line) for line in text.splitlines()]
    ids = [one["id"] for one in statements]
    assert len(ids) == len(set(ids)), "an id twice"
    for statement in statements:
        try:
            check_statement(statement)
        except (AssertionError, KeyError) as error:
            raise AssertionError(f"{error!r}: {json.dumps(statement)}") from error
    check_sessions(statements)
    check_registrations(statements)
    found = {verb(one) for one in statements}
    assert found == DEFINED | {"answered"}, f"the record tells only of {found}"
    return statements


def main():
    modules = world.npm(VALIDATOR)
    with tempfile.TemporaryDirectory() as scratch:
        record = world.World(scratch)
        record.learn()
        text = record.run("report", "--format", "xapi").stdout
        statements = check_all(text)
        assert text == record.run("report", "--format", "xapi").stdout, "another export tells it differently"
        file = os.path.join(scratch, "out.jsonl")
        record.run("report", "--format", "xapi", "-o", file)
        with open(file, encoding="utf-8") as written:
            assert written.read() == text, "a file is not what is printed"
        passed = record.run("report", "--format", "xapi", "--status", "passed,expiring").stdout.splitlines()
        assert 0 < len(passed) < len(statements) and set(passed) <= set(text.splitlines())
        assert not record.run("report", "--format", "xapi", "--module", "other").stdout
        asked = subprocess.run(["node", "-e", ASK, modules], input=text, capture_output=True, text=True, check=False)
        if asked.returncode or asked.stdout.strip():
            raise SystemExit(f"the validator minds:\n{asked.stdout[:3000]}{asked.stderr[-1000:]}")
        broken = text.splitlines()[0].replace('"objectType":"Activity"', '"objectType":"Nonsense"', 1)
        asked = subprocess.run(["node", "-e", ASK, modules], input=broken, capture_output=True, text=True, check=True)
        assert asked.stdout.strip(), "the validator minds nothing at all"
        print(f"{len(statements)} statements, all valid")
    return 0


if __name__ == "__main__":
    sys.exit(main())
