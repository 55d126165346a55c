#include "fault_vfs.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SECTOR = 512, FILES = 64 };

/* A write that is not synced yet; without bytes it cuts the file off at `at`. */
typedef struct Pending {
        struct Pending *next;
        sqlite3_int64 at;
        int len;
        unsigned char bytes[];
} Pending;

/* What the disk itself has of a file. Known by its number, since records are renamed into place. */
typedef struct Platter {
        dev_t device;
        ino_t number;
        char path[512];
        unsigned char *bytes;
        sqlite3_int64 len;
        Pending *first, **last;
} Platter;

typedef struct FaultFile {
        sqlite3_file base;
        Platter *platter; /* NULL while nothing is noted */
        sqlite3_file *real;
} FaultFile;

static sqlite3_vfs *usual;

static struct {
        unsigned kinds;
        int left;
        bool for_good, is_full, has_struck;
} fault;

static struct {
        bool is_noted;
        int left;
        unsigned seed;
        Platter platters[FILES];
        int count;
} power;

static unsigned char *grow(unsigned char *bytes, sqlite3_int64 from, sqlite3_int64 to)
{
        unsigned char *grown = realloc(bytes, (size_t)to + 1);
        if (!grown)
                abort();
        if (to > from)
                memset(grown + from, 0, (size_t)(to - from));
        return grown;
}

static void apply(Platter *platter, const Pending *pending, sqlite3_int64 from, sqlite3_int64 len)
{
        sqlite3_int64 end = pending->at + from + len;
        if (pending->len == 0) {
                platter->bytes = grow(platter->bytes, platter->len, pending->at);
                platter->len = pending->at;
                return;
        }
        if (end > platter->len) {
                platter->bytes = grow(platter->bytes, platter->len, end);
                platter->len = end;
        }
        memcpy(platter->bytes + pending->at + from, pending->bytes + from, (size_t)len);
}

static void apply_all(Platter *platter)
{
        for (Pending *next, *pending = platter->first; pending; pending = next) {
                next = pending->next;
                apply(platter, pending, 0, pending->len);
                free(pending);
        }
        platter->first = NULL;
        platter->last = &platter->first;
}

static bool is_lucky(void)
{
        return power.seed && rand_r(&power.seed) / 2 % 2;
}

static void apply_lucky_sectors(Platter *platter)
{
        for (const Pending *pending = platter->first; pending; pending = pending->next) {
                if (pending->len == 0 && is_lucky())
                        apply(platter, pending, 0, 0);
                for (int from = 0; from < pending->len;) {
                        int len = SECTOR - (int)((pending->at + from) % SECTOR);
                        if (len > pending->len - from)
                                len = pending->len - from;
                        if (is_lucky())
                                apply(platter, pending, from, len);
                        from += len;
                }
        }
}

static void leave_on_disk(Platter *platter)
{
        struct stat info;
        if (stat(platter->path, &info) != 0 || info.st_ino != platter->number)
                return;
        apply_lucky_sectors(platter);
        int fd = open(platter->path, O_WRONLY | O_TRUNC);
        if (fd < 0 || write(fd, platter->bytes, (size_t)platter->len) != platter->len)
                abort();
        close(fd);
}

static void may_lose_power(void)
{
        if (!power.is_noted || --power.left > 0)
                return;
        for (int i = 0; i < power.count; i++)
                leave_on_disk(&power.platters[i]);
        _exit(0);
}

static bool strikes(FaultKind kind)
{
        if (!(fault.kinds & kind) || (fault.left <= 0 && !fault.for_good))
                return false;
        if (fault.left > 1) {
                fault.left--;
                return false;
        }
        fault.left = 0;
        fault.has_struck = true;
        return true;
}

static void note(FaultFile *file, sqlite3_int64 at, const void *bytes, int len)
{
        if (!file->platter)
                return;
        Pending *pending = malloc(sizeof *pending + (size_t)len);
        if (!pending)
                abort();
        *pending = (Pending){ .at = at, .len = len };
        if (len)
                memcpy(pending->bytes, bytes, (size_t)len);
        *file->platter->last = pending;
        file->platter->last = &pending->next;
}

static sqlite3_file *real_of(sqlite3_file *file)
{
        return ((FaultFile *)file)->real;
}

static int fault_close(sqlite3_file *file)
{
        sqlite3_file *real = real_of(file);
        int answer = real->pMethods ? real->pMethods->xClose(real) : SQLITE_OK;
        free(real);
        return answer;
}

static int fault_read(sqlite3_file *file, void *bytes, int len, sqlite3_int64 at)
{
        if (strikes(FAULT_READ))
                return SQLITE_IOERR_READ;
        return real_of(file)->pMethods->xRead(real_of(file), bytes, len, at);
}

static int fault_write(sqlite3_file *file, const void *bytes, int len, sqlite3_int64 at)
{
        if (strikes(FAULT_WRITE))
                return fault.is_full ? SQLITE_FULL : SQLITE_IOERR_WRITE;
        may_lose_power();
        note((FaultFile *)file, at, bytes, len);
        return real_of(file)->pMethods->xWrite(real_of(file), bytes, len, at);
}

static int fault_truncate(sqlite3_file *file, sqlite3_int64 len)
{
        if (strikes(FAULT_TRUNCATE))
                return SQLITE_IOERR_TRUNCATE;
        may_lose_power();
        note((FaultFile *)file, len, NULL, 0);
        return real_of(file)->pMethods->xTruncate(real_of(file), len);
}

static int fault_sync(sqlite3_file *file, int flags)
{
        if (strikes(FAULT_SYNC))
                return SQLITE_IOERR_FSYNC;
        may_lose_power();
        if (((FaultFile *)file)->platter)
                apply_all(((FaultFile *)file)->platter);
        /* Waiting for the real disk would prove nothing here and take most of the time. */
        (void)flags;
        return SQLITE_OK;
}

static int fault_file_size(sqlite3_file *file, sqlite3_int64 *size)
{
        return real_of(file)->pMethods->xFileSize(real_of(file), size);
}

static int fault_lock(sqlite3_file *file, int level)
{
        return real_of(file)->pMethods->xLock(real_of(file), level);
}

static int fault_unlock(sqlite3_file *file, int level)
{
        return real_of(file)->pMethods->xUnlock(real_of(file), level);
}

static int fault_check_lock(sqlite3_file *file, int *is_locked)
{
        return real_of(file)->pMethods->xCheckReservedLock(real_of(file), is_locked);
}

static int fault_control(sqlite3_file *file, int what, void *value)
{
        return real_of(file)->pMethods->xFileControl(real_of(file), what, value);
}

static int fault_sector_size(sqlite3_file *file)
{
        return real_of(file)->pMethods->xSectorSize(real_of(file));
}

static int fault_characteristics(sqlite3_file *file)
{
        return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}

static int fault_map(sqlite3_file *file, int page, int size, int extend, void volatile **memory)
{
        if (strikes(FAULT_MAP))
                return SQLITE_IOERR_SHMMAP;
        return real_of(file)->pMethods->xShmMap(real_of(file), page, size, extend, memory);
}

static int fault_map_lock(sqlite3_file *file, int offset, int count, int flags)
{
        return real_of(file)->pMethods->xShmLock(real_of(file), offset, count, flags);
}

static void fault_map_barrier(sqlite3_file *file)
{
        real_of(file)->pMethods->xShmBarrier(real_of(file));
}

static int fault_unmap(sqlite3_file *file, int remove)
{
        return real_of(file)->pMethods->xShmUnmap(real_of(file), remove);
}

static const sqlite3_io_methods methods = {
        .iVersion = 2,
        .xClose = fault_close,
        .xRead = fault_read,
        .xWrite = fault_write,
        .xTruncate = fault_truncate,
        .xSync = fault_sync,
        .xFileSize = fault_file_size,
        .xLock = fault_lock,
        .xUnlock = fault_unlock,
        .xCheckReservedLock = fault_check_lock,
        .xFileControl = fault_control,
        .xSectorSize = fault_sector_size,
        .xDeviceCharacteristics = fault_characteristics,
        .xShmMap = fault_map,
        .xShmLock = fault_map_lock,
        .xShmBarrier = fault_map_barrier,
        .xShmUnmap = fault_unmap,
};

static void load(Platter *platter, const char *path, const struct stat *info)
{
        *platter = (Platter){ .device = info->st_dev, .number = info->st_ino };
        platter->last = &platter->first;
        platter->bytes = grow(NULL, 0, info->st_size);
        FILE *file = fopen(path, "rb");
        if (file)
                platter->len = (sqlite3_int64)fread(platter->bytes, 1, (size_t)info->st_size, file);
        if (file)
                fclose(file);
}

/* What the disk has of a file when it is first opened is what stands there. */
static Platter *platter_of(const char *path)
{
        struct stat info;
        if (!power.is_noted || !path || stat(path, &info) != 0)
                return NULL;
        int i = 0;
        while (i < power.count && (power.platters[i].number != info.st_ino ||
                                          power.platters[i].device != info.st_dev))
                i++;
        if (i == FILES)
                abort();
        if (i == power.count) {
                load(&power.platters[i], path, &info);
                power.count++;
        }
        snprintf(power.platters[i].path, sizeof power.platters[i].path, "%s", path);
        return &power.platters[i];
}

static int fault_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out)
{
        (void)vfs;
        FaultFile *opened = (FaultFile *)file;
        opened->base.pMethods = NULL;
        if (strikes(FAULT_OPEN))
                return SQLITE_CANTOPEN;
        may_lose_power();
        sqlite3_file *real = calloc(1, (size_t)usual->szOsFile);
        if (!real)
                return SQLITE_NOMEM;
        int answer = usual->xOpen(usual, name, real, flags, out);
        if (answer != SQLITE_OK) {
                if (real->pMethods)
                        real->pMethods->xClose(real);
                free(real);
                return answer;
        }
        *opened = (FaultFile){ .base.pMethods = &methods, .real = real };
        if (flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL))
                opened->platter = platter_of(name);
        return SQLITE_OK;
}

static int fault_delete(sqlite3_vfs *vfs, const char *name, int sync_folder)
{
        (void)vfs;
        if (strikes(FAULT_DELETE))
                return SQLITE_IOERR_DELETE;
        may_lose_power();
        Platter *platter = platter_of(name);
        if (platter)
                platter->number = 0;
        return usual->xDelete(usual, name, sync_folder);
}

void fault_vfs_install(void)
{
        static sqlite3_vfs vfs;
        usual = sqlite3_vfs_find(NULL);
        vfs = *usual;
        vfs.zName = "fault";
        vfs.szOsFile = sizeof(FaultFile);
        vfs.xOpen = fault_open;
        vfs.xDelete = fault_delete;
        sqlite3_vfs_register(&vfs, 1);
}

void fault_arm(unsigned kinds, int nth, bool for_good, bool is_full)
{
        fault.kinds = kinds;
        fault.left = nth;
        fault.for_good = for_good;
        fault.is_full = is_full;
        fault.has_struck = false;
}

bool fault_disarm(void)
{
        fault.kinds = 0;
        return fault.has_struck;
}

void fault_cut_power_at(int nth, unsigned seed)
{
        power.is_noted = true;
        power.left = nth;
        power.seed = seed;
}
