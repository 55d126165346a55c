#include "base/sandbox.h"

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/translate.h"

/* What stays of the environment. Nothing that names a file: terminfo, locales and libraries come
 * from where the system has them, whoever started the session. */
static const char *const kept_variables[] = { "TERM", "LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE",
        "LC_MESSAGES", "NO_COLOR", "TZ" };

enum { KEPT = sizeof kept_variables / sizeof *kept_variables };

static bool names_a_file(const char *name, const char *value)
{
        bool is_zone = strcmp(name, "TZ") ==
                       0; /* Europe/London is one, too, but beneath the system's folder */
        return value[0] == ':' || value[0] == '/' || strstr(value, "..") ||
               (!is_zone && strchr(value, '/'));
}

static void clean_environment(const char *folder)
{
        char *kept[KEPT];
        for (size_t i = 0; i < KEPT; i++) {
                const char *value = getenv(kept_variables[i]);
                kept[i] = value && !names_a_file(kept_variables[i], value) ? xstrdup(value) : NULL;
        }
        clearenv();
        for (size_t i = 0; i < KEPT; i++) {
                if (kept[i])
                        setenv(kept_variables[i], kept[i], 1);
                free(kept[i]);
        }
        if (folder)
                setenv("SQLITE_TMPDIR", folder, 1); /* for sorting what is larger than memory */
}

/* One byte, not none: with a limit of 0 a core is still handed to a program that collects them. */
static void dump_no_core(void)
{
        setrlimit(RLIMIT_CORE, &(struct rlimit){ 1, 1 });
}

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#elif defined(__riscv) && __riscv_xlen == 64
#define ARCHITECTURE AUDIT_ARCH_RISCV64
#elif defined(__i386__)
#define ARCHITECTURE AUDIT_ARCH_I386
#elif defined(__arm__)
#define ARCHITECTURE AUDIT_ARCH_ARM
#endif

static const unsigned refused_calls[] = {
        SYS_execve,
        SYS_execveat,
        SYS_ptrace,
        SYS_process_vm_readv,
        SYS_process_vm_writev,
        SYS_socket,
        SYS_socketpair,
        SYS_connect,
        SYS_bind,
        SYS_listen,
        SYS_accept4,
        SYS_io_uring_setup,
        SYS_mount,
        SYS_umount2,
        SYS_chroot,
        SYS_pivot_root,
        SYS_unshare,
        SYS_setns,
        SYS_bpf,
        SYS_perf_event_open,
        SYS_userfaultfd,
        SYS_keyctl,
        SYS_add_key,
        SYS_request_key,
        SYS_init_module,
        SYS_finit_module,
        SYS_kexec_load,
        SYS_open_by_handle_at,
        SYS_personality,
#ifdef SYS_fork
        SYS_fork,
        SYS_vfork,
#endif
#ifdef SYS_socketcall
        SYS_socketcall,
#endif
};

enum { REFUSED = sizeof refused_calls / sizeof *refused_calls, PROGRAM_MOST = REFUSED + 32 };

#ifdef ARCHITECTURE

typedef struct Program {
        struct sock_filter steps[PROGRAM_MOST];
        unsigned short count;
} Program;

static void add(Program *program, struct sock_filter step)
{
        program->steps[program->count++] = step;
}

static void load(Program *program, size_t offset)
{
        add(program, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset));
}

static void answer(Program *program, uint32_t what)
{
        add(program, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, what));
}

/* Where what was loaded is `value` the next step is taken, else it is passed over. */
static void when(Program *program, uint32_t value)
{
        add(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1));
}

/* The low half of a call's argument, as the kernel lays it out. */
static size_t argument(int index)
{
        size_t low = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? 4 : 0;
        return offsetof(struct seccomp_data, args) + (size_t)index * 8 + low;
}

static void refuse_argument(
        Program *program, uint32_t call, int index, const uint32_t *values, size_t count)
{
        /* Other calls pass over the block: it loads, compares `count` times, answers and loads
         * again. */
        add(program, (struct sock_filter)BPF_JUMP(
                             BPF_JMP | BPF_JEQ | BPF_K, call, 0, (uint8_t)(2 + 2 * count)));
        load(program, argument(index));
        for (size_t i = 0; i < count; i++) {
                when(program, values[i]);
                answer(program, SECCOMP_RET_ERRNO | 1 /* EPERM */);
        }
        answer(program, SECCOMP_RET_ALLOW);
}

/* Threads may be made (the C library and sanitizers do), processes may not. */
static void refuse_processes(Program *program)
{
        add(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 0, 4));
        load(program, argument(0));
        add(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 0, 1));
        answer(program, SECCOMP_RET_ALLOW);
        answer(program, SECCOMP_RET_ERRNO | 1);
        /* Its flags lie in memory, out of reach: without it the C library takes clone. */
        when(program, SYS_clone3);
        answer(program, SECCOMP_RET_ERRNO | 38 /* ENOSYS */);
}

static bool refuse_calls(void)
{
        static const uint32_t keys_into_terminals[] = { TIOCSTI, TIOCLINUX };
        Program program = { .count = 0 };
        load(&program, offsetof(struct seccomp_data, arch));
        add(&program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0));
        answer(&program, SECCOMP_RET_KILL_PROCESS);
        load(&program, offsetof(struct seccomp_data, nr));
#ifdef __x86_64__
        add(&program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1));
        answer(&program, SECCOMP_RET_ERRNO | 1); /* the same calls by other numbers (x32) */
#endif
        for (size_t i = 0; i < REFUSED; i++)
                add(&program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K,
                                      refused_calls[i], (uint8_t)(REFUSED - i), 0));
        add(&program, (struct sock_filter)BPF_STMT(BPF_JMP | BPF_JA, 1));
        answer(&program, SECCOMP_RET_ERRNO | 1);
        refuse_processes(&program);
        refuse_argument(&program, SYS_ioctl, 1, keys_into_terminals, 2);
        answer(&program, SECCOMP_RET_ALLOW);
        struct sock_fprog whole = { program.count, program.steps };
        return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &whole, 0, 0) == 0;
}

#else

static bool refuse_calls(void)
{
        return false;
}

#endif

static int landlock_version(void)
{
        return (int)syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

bool sandbox_confines_writes(void)
{
        return landlock_version() > 0;
}

/* Rights by the version that brought them; a kernel refuses those that it does not know. */
static uint64_t rights_of(int version)
{
        uint64_t rights = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE |
                          LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
                          LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR |
                          LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |
                          LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |
                          LANDLOCK_ACCESS_FS_MAKE_SYM;
        if (version >= 2)
                rights |= 1u << 13; /* moving between folders */
        if (version >= 3)
                rights |= 1u << 14; /* truncating */
        return rights;
}

static bool allow(int rules, const char *path, uint64_t rights)
{
        int fd = open(path, O_PATH | O_CLOEXEC);
        if (fd < 0)
                return false;
        struct landlock_path_beneath_attr beneath = { .allowed_access = rights, .parent_fd = fd };
        bool done =
                syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0) == 0;
        close(fd);
        return done;
}

static void confine_writes(const char *folder)
{
        int version = landlock_version();
        if (version < 1)
                return;
        uint64_t rights = rights_of(version);
        struct landlock_ruleset_attr attributes = { .handled_access_fs = rights };
        int rules = (int)syscall(
                SYS_landlock_create_ruleset, &attributes, sizeof attributes.handled_access_fs, 0);
        if (rules < 0)
                return;
        uint64_t file = rights & (LANDLOCK_ACCESS_FS_WRITE_FILE | 1u << 14);
        allow(rules, "/dev/tty", file);
        allow(rules, "/dev/null", file);
        if (folder)
                allow(rules, folder,
                        file | (rights & (LANDLOCK_ACCESS_FS_REMOVE_FILE |
                                                 LANDLOCK_ACCESS_FS_MAKE_REG | 1u << 13)));
        syscall(SYS_landlock_restrict_self, rules, 0);
        close(rules);
}

bool sandbox_enter(const char *folder, Error *error)
{
        umask(077);
        dump_no_core();
        clean_environment(folder);
        if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0) {
                confine_writes(folder);
                if (refuse_calls())
                        return true;
        }
        error_set(error, _("This machine's system cannot hold the program back from starting "
                           "others (seccomp)"));
        return error_hint(error, _("Start makesafe without --kiosk, or on a newer system"));
}
