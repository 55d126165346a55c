#!/usr/bin/env python3
"""Writes a module of N questions of all eight types, in which nothing is wrong, about 760 bytes each, for benches.

make_module.py N [ID [MORE]] > ID.yaml      MORE: so many bytes more of text in each question
"""
import sys

TWINS = 8
SIGNS = ["cash", "quiet-child", "many-visitors", "far-room", "late-hour", "no-luggage"]

HEAD = """makesafe: 1
id: {id}
version: "1"
language: en
title: A large module
summary: Made for measuring.
sector: everyone
minutes: 60
pass: {{score: 80, reason: Made for measuring.}}
signs:
{signs}
lessons:
  - id: first
    title: What to look for
    text: |
      Look at the child first. **Then** ask who is with them.

      - Who pays, and how?
      - Does the child speak for themselves?
quiz:
  sections:
    - id: all
      title: All of it
      draw: {draw}
      questions:
"""

COMMON = """        - id: q{n}
          type: {kind}
          competency: {competency}
          scene: |
            It is late on evening {n} and you are at the desk. A guest asks for a room
            at the back. He pays in cash and keeps the change in his hand.
          explain: Notice what you saw, write it down and tell someone at once.
"""

OPTIONS = """          ask: What do you do now?
          options:
            - {text: Ring 101 and say what you saw, correct: true, feedback: The police put small things together.}
            - {text: Wait for the manager to come in, feedback: An hour may be too long for the child.}
            - {text: Ask the guest about his family, feedback: He learns that you have noticed him.}
            - {text: Write it in the book for later, feedback: Write it down and ring as well.}
"""

BODIES = {
    "single": OPTIONS,
    "multiple": OPTIONS.replace("Ask the guest about his family, feedback",
                                "Write down the number plate, correct: true, feedback"),
    "true-false": """          ask: A child of sixteen can be exploited.
          answer: true
          feedback: {true: Everyone under eighteen is a child in law., false: Sixteen is still a child in law.}
          signs: [cash]
          points: 1
""",
    "order": """          ask: In which order do you do this?
          steps:
            - Make sure that you are safe yourself
            - Write down what you saw and when
            - Ring 101 and give the name of the campaign
            - Tell your supervisor what you did
""",
    "match": """          ask: What belongs together?
          pairs:
            - {left: A child is in danger now, right: Ring 999 at once}
            - {left: Something is just not right, right: Ring 101 and tell your supervisor}
            - {left: A guest is rude to you, right: Tell your supervisor at the end}
          extra: [Wait until tomorrow, Ask other guests]
""",
    "spot": """          ask: What would worry you here?
          passage: |
            A man [pays in cash for each night]{cash} and [asks about breakfast]{}. The girl
            beside him [does not look up]{quiet-child} and [holds a blue bag]{}.
          feedback:
            cash: Cash leaves no name behind.
            quiet-child: A child that is not allowed to speak may need help.
            2: Everybody asks about breakfast.
            4: A bag is a bag.
""",
    "branch": """          start: desk
          steps:
            desk:
              text: A man and a girl come to the desk.
              choices:
                - {text: Ask for both names, to: names, worth: 2, feedback: A good and friendly question.}
                - {text: Hand over the key, to: lift, worth: 0, feedback: Now you know nothing.}
            names:
              text: He gives only his own.
              choices:
                - {text: Ring 101, to: called, worth: 2}
                - {text: Let it be, to: lift, worth: 0}
            called: {text: An officer comes., end: good}
            lift: {text: They are gone., end: poor}
""",
    "call": """          ask: Whom do you ring, and what do you say?
          number: "101"
          also: {"999": 60}
          say:
            - {text: A girl of about fourteen is with him, give: true, slot: who, feedback: This helps.}
            - {text: They went to room 12 at half past ten, give: true, slot: where, feedback: This helps.}
            - {text: He looks like a bad man to me, give: false, feedback: Say what you saw.}
            - {text: My cousin heard things about him, give: false, feedback: Gossip does not help.}
""",
}


def main():
    count = int(sys.argv[1])
    name = sys.argv[2] if len(sys.argv) > 2 else "large"
    sentence = "Notice what you saw, write it down and tell someone at once. "
    more = sentence * (int(sys.argv[3]) // len(sentence) if len(sys.argv) > 3 else 0)
    signs = "\n".join(f"  - {{id: {s}, text: The sign called {s}}}" for s in SIGNS)
    out = sys.stdout
    out.write(HEAD.format(id=name, signs=signs, draw=min(count, 20)))
    kinds = list(BODIES)
    for n in range(count):
        kind = kinds[n % len(kinds)]
        competency = ("recognise", "respond", "report")[n % 3]
        common = COMMON.format(n=n, kind=kind, competency=competency)
        twin = f"          twin: q{n ^ 1}\n" if n < TWINS else ""
        body = BODIES[kind].replace("signs: [cash]", f"signs: [{SIGNS[n // len(kinds) % len(SIGNS)]}]")
        out.write(common.rstrip("\n") + (" " + more if more else "") + "\n" + twin + body)


if __name__ == "__main__":
    main()
