/* A disk that fails when told to: SQLite's own file system with faults, and with a memory of what
 * was synced, so that a power cut can be played. */
#ifndef CRASH_FAULT_VFS_H
#define CRASH_FAULT_VFS_H

#include <stdbool.h>

typedef enum FaultKind {
        FAULT_OPEN = 1 << 0,
        FAULT_WRITE = 1 << 1,
        FAULT_SYNC = 1 << 2,
        FAULT_TRUNCATE = 1 << 3,
        FAULT_READ = 1 << 4,
        FAULT_MAP = 1 << 5, /* of the index of the log */
        FAULT_DELETE = 1 << 6,
        FAULT_ALL = (1 << 7) - 1
} FaultKind;

/** Puts the failing disk in place of the usual one, for all connections opened from now on. */
void fault_vfs_install(void);

/** Lets the `nth` operation (from 1) of these kinds fail, or with `for_good` that one and all after
 * it. `is_full`: writes fail because the disk is full. */
void fault_arm(unsigned kinds, int nth, bool for_good, bool is_full);

/** Lets nothing fail any more; says whether anything did. */
bool fault_disarm(void);

/** From now on notes what is written and what is synced; at the `nth` operation that changes a file
 * the power is cut: every file is left with what was synced and, of what was not, the 512-byte
 * sectors that `seed` picks (none with 0), and the process ends at once with status 0. */
void fault_cut_power_at(int nth, unsigned seed);

#endif
