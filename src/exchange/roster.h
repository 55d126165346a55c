/* The roster as CSV: who works here, where, and which modules they are to pass by when.
 * `staff_id,name,site,modules,due`; modules and sites separated by `;`. */
#ifndef EXCHANGE_ROSTER_H
#define EXCHANGE_ROSTER_H

#include "base/date.h"
#include "base/error.h"
#include "exchange/problems.h"
#include "record/store.h"

typedef struct RosterDuty {
        const char *module;
        Day due; /* DAY_NONE: without a day */
} RosterDuty;

/** What the file says of one person, in however many rows. */
typedef struct RosterEntry {
        size_t line; /* of the first row */
        const char *staff_id;
        const char *name, *site; /* "" where nothing is said: then it stays as it is */
        RosterDuty *duties;
        size_t duty_count, duty_room;
} RosterEntry;

typedef struct Roster {
        Arena *arena;
        RosterEntry *entries;
        size_t count, room;
        Problems problems;
} Roster;

/** The modules that there are, to tell a slip of the pen from a module. */
typedef struct KnownModules {
        const char *const *ids;
        size_t count;
} KnownModules;

/** Reads a roster; rows that are wrong are problems, and not among the entries. */
void roster_read(Roster *roster, const char *bytes, size_t len, const KnownModules *modules);

/** Makes a roster of one person by hand. The texts are borrowed; wrong ones are problems without a
 * line. */
void roster_of_one(Roster *roster, const char *staff_id, const char *name, const char *site,
        const char *modules, const char *due, const KnownModules *known);

void roster_clear(Roster *roster);

/** "A; B;;A" as "A;B", in the arena. */
const char *sites_normalised(Arena *arena, const char *sites);

typedef enum RosterChangeKind {
        ROSTER_NEW,      /* was not on the roster */
        ROSTER_BACK,     /* had left */
        ROSTER_RENAMED,  /* another name or site */
        ROSTER_ASSIGNED, /* a module that was not assigned before */
        ROSTER_DUE,      /* another day for a module that was */
        ROSTER_CHANGE_KINDS
} RosterChangeKind;

typedef struct RosterChange {
        RosterChangeKind kind;
        const RosterEntry *entry;
        const Person *before;   /* ROSTER_RENAMED */
        const RosterDuty *duty; /* ROSTER_ASSIGNED, ROSTER_DUE */
        Day due_before;
} RosterChange;

typedef struct RosterTotals {
        size_t changes[ROSTER_CHANGE_KINDS];
        size_t unchanged; /* people for whom nothing changes */
} RosterTotals;

/** Works out what the roster changes, and with `write` does it; within the caller's transaction.
 * \param store  NULL where there is no record yet: everybody is new */
bool roster_apply(Store *store, const Roster *roster, bool write,
        bool (*visit)(const RosterChange *change, void *data), void *data, RosterTotals *totals,
        Error *error);

#endif
