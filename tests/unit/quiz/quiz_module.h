/* A small module with every type, for the tests of this room. */
#ifndef QUIZ_MODULE_H
#define QUIZ_MODULE_H

#include "../unit.h"

#include <stdio.h>

#include "module/module.h"

static const char quiz_module_text[] =
        "makesafe: 1\n"
        "id: small\n"
        "version: '1'\n"
        "language: en\n"
        "title: Small\n"
        "summary: Every type once\n"
        "sector: everyone\n"
        "valid-for: 12 months\n"
        "pass: {score: 80, reason: because}\n"
        "signs:\n"
        "  - {id: cash, text: Pays in cash}\n"
        "  - {id: late, text: Comes late}\n"
        "quiz:\n"
        "  sections:\n"
        "    - id: all\n"
        "      title: All\n"
        "      questions:\n"
        "        - id: single\n"
        "          type: single\n"
        "          ask: Which?\n"
        "          signs: [cash]\n"
        "          competency: respond\n"
        "          critical: true\n"
        "          options:\n"
        "            - {text: A, worth: 50, feedback: a}\n"
        "            - {text: B, correct: true, feedback: b}\n"
        "            - {text: C, feedback: c}\n"
        "        - id: multiple\n"
        "          type: multiple\n"
        "          ask: Which?\n"
        "          points: 2\n"
        "          options:\n"
        "            - {text: A, correct: true, feedback: a, missed: m}\n"
        "            - {text: B, correct: true, feedback: b}\n"
        "            - {text: C, feedback: c}\n"
        "            - {text: D, feedback: d}\n"
        "            - {text: E, feedback: e}\n"
        "        - id: nothing\n"
        "          type: multiple\n"
        "          ask: Which?\n"
        "          options:\n"
        "            - {text: A, feedback: a}\n"
        "            - {text: B, feedback: b}\n"
        "        - id: truth\n"
        "          type: true-false\n"
        "          ask: True?\n"
        "          answer: false\n"
        "          feedback: {true: t, false: f}\n"
        "        - id: order\n"
        "          type: order\n"
        "          ask: Order?\n"
        "          steps: [one, two, three, four]\n"
        "        - id: match\n"
        "          type: match\n"
        "          ask: Match?\n"
        "          pairs: [{left: a, right: 1}, {left: b, right: 2}, {left: c, right: 3}]\n"
        "          extra: [four]\n"
        "        - id: spot\n"
        "          type: spot\n"
        "          ask: Worry?\n"
        "          twin: calm\n"
        "          passage: He [pays cash]{cash} and [comes late]{late}, [asks the way]{} and "
        "[smiles]{}.\n"
        "          feedback: {cash: c, late: l, 3: h, 4: h}\n"
        "        - id: calm\n"
        "          type: spot\n"
        "          ask: Worry?\n"
        "          twin: spot\n"
        "          passage: He [pays by card]{} and [comes early]{}.\n"
        "          feedback: {1: h, 2: h}\n"
        "        - id: branch\n"
        "          type: branch\n"
        "          start: desk\n"
        "          steps:\n"
        "            desk:\n"
        "              text: At the desk\n"
        "              choices:\n"
        "                - {text: ask, to: talk, worth: 1, feedback: x}\n"
        "                - {text: shrug, to: bad, worth: -1, feedback: x}\n"
        "            talk:\n"
        "              text: Talking\n"
        "              choices:\n"
        "                - {text: ring, to: good, worth: 2, feedback: x}\n"
        "                - {text: wait, to: bad, worth: 0, feedback: x}\n"
        "            good: {text: Well, end: good}\n"
        "            bad: {text: Not well, end: poor}\n"
        "        - id: call\n"
        "          type: call\n"
        "          ask: Who?\n"
        "          number: '101'\n"
        "          also: {'999': 70}\n"
        "          say:\n"
        "            - {text: the car, give: true, slot: vehicle, feedback: x}\n"
        "            - {text: the time, give: true, slot: when, feedback: x}\n"
        "            - {text: gossip, give: false, feedback: x}\n"
        "            - {text: a guess, give: false, feedback: x}\n";

static inline Module *quiz_module(void)
{
        Diagnostics *found = diagnostics_new();
        Module *module =
                module_parse("small.yaml", quiz_module_text, sizeof quiz_module_text - 1, 0, found);
        for (size_t i = 0; !module && i < diagnostics_count(found); i++) {
                const Diagnostic *diagnostic = diagnostics_get(found, i);
                print_message("%u:%u %s\n", diagnostic->place.line, diagnostic->place.column,
                        diagnostic->message);
        }
        diagnostics_free(found);
        assert_non_null(module);
        return module;
}

static inline const Question *quiz_question(const Module *module, const char *id)
{
        size_t index = module_question(module, id);
        assert_true(index < module->question_count);
        return &module->questions[index];
}

#endif
