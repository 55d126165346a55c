/* Shut in: each thing is tried, in a process of its own. */
#include "../unit.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/sandbox.h"

static char inside[64], outside[64];

static char *in(const char *folder, const char *name)
{
        static char path[128];
        snprintf(path, sizeof path, "%s/%s", folder, name);
        return path;
}

static bool refused(long result)
{
        return result < 0 && errno == EPERM;
}

static bool no_program_starts(void)
{
        char *words[] = { "/bin/true", NULL };
        return refused(execv(words[0], words)) &&
               refused(execveat(AT_FDCWD, words[0], words, environ, 0));
}

static bool no_process_is_made(void)
{
        char *words[] = { "/bin/true", NULL };
        pid_t child = fork();
        if (child == 0)
                _exit(0);
        return refused(child) && refused(syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0)) &&
               posix_spawn(&child, words[0], NULL, NULL, words, environ) == EPERM &&
               !popen("true", "r") && system("true") != 0;
}

static void *nothing(void *data)
{
        return data;
}

static bool threads_are_still_made(void)
{
        pthread_t thread;
        return pthread_create(&thread, NULL, nothing, NULL) == 0 && pthread_join(thread, NULL) == 0;
}

static bool no_socket_is_opened(void)
{
        int pair[2];
        return refused(socket(AF_UNIX, SOCK_STREAM, 0)) &&
               refused(socket(AF_INET, SOCK_STREAM, 0)) &&
               refused(socket(AF_INET6, SOCK_DGRAM, 0)) &&
               refused(socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
}

static bool no_other_program_is_looked_into(void)
{
        return refused(ptrace(PTRACE_ATTACH, getppid(), 0, 0)) &&
               refused(syscall(SYS_process_vm_readv, getppid(), 0, 0, 0, 0, 0)) &&
               refused(syscall(SYS_bpf, 0, 0, 0));
}

static bool no_key_is_put_into_a_terminal(void)
{
        return refused(ioctl(STDIN_FILENO, TIOCSTI, "x")) &&
               refused(ioctl(STDIN_FILENO, TIOCLINUX, "\3"));
}

static bool files_are_made_inside_alone(void)
{
        int fd = open(in(inside, "new"), O_WRONLY | O_CREAT | O_EXCL, 0666);
        struct stat info;
        bool made = fd >= 0 && fstat(fd, &info) == 0 && (info.st_mode & 077) == 0;
        close(fd);
        made = made && rename(in(inside, "new"), "/dev/null") != 0 &&
               unlink(in(inside, "new")) == 0;
        if (!sandbox_confines_writes())
                return made;
        char there[128];
        snprintf(there, sizeof there, "%s", in(outside, "there"));
        return made && open(in(outside, "new"), O_WRONLY | O_CREAT, 0600) < 0 &&
               open(there, O_WRONLY) < 0 && open(there, O_RDONLY) >= 0 && truncate(there, 0) != 0 &&
               unlink(there) != 0 && mkdir(in(outside, "folder"), 0700) != 0 &&
               symlink("x", in(outside, "link")) != 0 && rename(there, in(inside, "there")) != 0 &&
               link(there, in(inside, "there")) != 0 && symlink("x", in(inside, "link")) != 0;
}

static bool only_language_terminal_and_zone_stay_of_the_environment(void)
{
        return strcmp(getenv("TERM"), "vt100") == 0 && strcmp(getenv("TZ"), "Europe/London") == 0 &&
               !getenv("TERMINFO") && !getenv("LD_PRELOAD") && !getenv("HOME") && !getenv("PATH") &&
               !getenv("LANG");
}

static bool no_core_is_left(void)
{
        struct rlimit limit;
        return getrlimit(RLIMIT_CORE, &limit) == 0 && limit.rlim_max <= 1;
}

typedef struct Trial {
        const char *name;
        bool (*holds)(void);
} Trial;

static void enter(void)
{
        static const char *const settings[][2] = { { "TERM", "vt100" }, { "TZ", "Europe/London" },
                { "TERMINFO", "/tmp" }, { "LD_PRELOAD", "" }, { "HOME", "/tmp" },
                { "LANG", "../../tmp/x" } };
        for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
                setenv(settings[i][0], settings[i][1], 1);
        Error error = { 0 };
        if (!sandbox_enter(inside, &error))
                _exit(3);
}

static void nothing_gets_out(void **state)
{
        (void)state;
        static const Trial trials[] = { { "exec", no_program_starts },
                { "fork", no_process_is_made }, { "threads", threads_are_still_made },
                { "socket", no_socket_is_opened }, { "ptrace", no_other_program_is_looked_into },
                { "TIOCSTI", no_key_is_put_into_a_terminal },
                { "files", files_are_made_inside_alone },
                { "environment", only_language_terminal_and_zone_stay_of_the_environment },
                { "core", no_core_is_left } };
        for (size_t i = 0; i < sizeof trials / sizeof *trials; i++) {
                pid_t child = fork();
                if (child == 0) {
                        enter();
                        _exit(trials[i].holds() ? 0 : 1);
                }
                int status = -1;
                assert_int_equal(waitpid(child, &status, 0), child);
                if (status != 0)
                        fail_msg("%s: status %x", trials[i].name, (unsigned)status);
        }
}

static void calls_by_the_numbers_of_another_machine_end_the_program(void **state)
{
        (void)state;
#if defined(__x86_64__)
        pid_t child = fork();
        if (child == 0) {
                enter();
                long result = 20; /* getpid by its 32-bit number */
                __asm__ volatile("int $0x80" : "+a"(result) : : "memory");
                _exit(0);
        }
        int status = -1;
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS);
#endif
}

int main(void)
{
        snprintf(inside, sizeof inside, "/tmp/makesafe-inside-XXXXXX");
        snprintf(outside, sizeof outside, "/tmp/makesafe-outside-XXXXXX");
        if (!mkdtemp(inside) || !mkdtemp(outside))
                return 99;
        close(open(in(outside, "there"), O_WRONLY | O_CREAT, 0600));
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(nothing_gets_out),
                cmocka_unit_test(calls_by_the_numbers_of_another_machine_end_the_program),
        };
        int failed = cmocka_run_group_tests(tests, NULL, NULL);
        unlink(in(outside, "there"));
        rmdir(outside);
        rmdir(inside);
        return failed;
}
