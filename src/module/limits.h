/* Every limit of the module format, in one place (makesafe-module(5), LIMITS). */
#ifndef MODULE_LIMITS_H
#define MODULE_LIMITS_H

enum {
        LIMIT_FILE = 16 << 20,   /* bytes, unless --max-size */
        LIMIT_NESTING = 64,      /* collections within collections */
        LIMIT_NODES = 2000000,   /* after aliases are expanded */
        LIMIT_TEXT = 64 << 10,   /* bytes of one text */
        LIMIT_ID = 63,           /* bytes of an id */
        LIMIT_QUESTIONS = 20000, /* in a module */
        LIMIT_OPTIONS = 12,      /* options, choices of a branch step, things to say */
        LIMIT_STEPS = 12,        /* steps of an order question */
        LIMIT_PAIRS = 12,   /* pairs of a match question; pairs and extras together: twice that */
        LIMIT_PHRASES = 60, /* marked phrases in a passage */
        LIMIT_BRANCH_STEPS = 200,
        LIMIT_DIAGNOSTICS = 1000 /* reported for one file; more are counted */
};

#endif
