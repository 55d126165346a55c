#include "tui/signals.h"

#include <stddef.h>

static volatile sig_atomic_t end_asked, resize_told, stop_asked, continue_told;

static void note_end(int signal)
{
        (void)signal;
        end_asked = 1;
}

static void note_resize(int signal)
{
        (void)signal;
        resize_told = 1;
}

static void note_stop(int signal)
{
        (void)signal;
        stop_asked = 1;
}

static void note_continue(int signal)
{
        (void)signal;
        continue_told = resize_told = 1; /* the window may have another size by now */
}

typedef struct SignalPlan {
        int signal;
        void (*handler)(int); /* NULL: a crash */
} SignalPlan;

static const SignalPlan plans[SIGNALS_MOST] = {
        { SIGTERM, note_end },
        { SIGHUP, note_end },
        { SIGINT, note_end },
        { SIGQUIT, note_end },
        { SIGWINCH, note_resize },
        { SIGCONT, note_continue },
        { SIGTSTP, note_stop },
        { SIGSEGV, NULL },
        { SIGBUS, NULL },
        { SIGFPE, NULL },
        { SIGILL, NULL },
        { SIGABRT, NULL },
};

void signals_hold(Signals *signals)
{
        sigset_t set;
        sigemptyset(&set);
        for (size_t i = 0; i < SIGNALS_MOST; i++) {
                sigaction(plans[i].signal, NULL, &signals->found[i]);
                if (plans[i].handler)
                        sigaddset(&set, plans[i].signal);
        }
        sigprocmask(SIG_BLOCK, &set, &signals->mask_found);
        signals->mask_asleep = signals->mask_found;
        for (size_t i = 0; i < SIGNALS_MOST; i++)
                sigdelset(&signals->mask_asleep, plans[i].signal);
        end_asked = resize_told = stop_asked = continue_told = 0;
}

void signals_take(const Signals *signals, bool is_shared, void (*crash)(int signal))
{
        for (size_t i = 0; i < SIGNALS_MOST; i++) {
                const SignalPlan *plan = &plans[i];
                struct sigaction action = { .sa_handler = plan->handler ? plan->handler : crash,
                        .sa_flags = plan->handler ? 0 : (int)SA_RESETHAND };
                sigfillset(&action.sa_mask);
                bool is_key = plan->signal == SIGTSTP || plan->signal == SIGINT ||
                              plan->signal == SIGQUIT;
                if (is_key && is_shared)
                        action.sa_handler = SIG_IGN;
                /* A sanitizer's handler for crashes stays. */
                if (plan->handler || signals->found[i].sa_handler == SIG_DFL)
                        sigaction(plan->signal, &action, NULL);
        }
}

void signals_give_back(const Signals *signals)
{
        for (size_t i = 0; i < SIGNALS_MOST; i++)
                sigaction(plans[i].signal, &signals->found[i], NULL);
        sigprocmask(SIG_SETMASK, &signals->mask_found, NULL);
}

bool signals_end_asked(void)
{
        return end_asked;
}

void signals_ask_end(void)
{
        end_asked = 1;
}

bool signals_resized(void)
{
        bool told = resize_told;
        resize_told = 0;
        return told;
}

bool signals_stop_asked(void)
{
        bool asked = stop_asked;
        stop_asked = 0;
        return asked;
}

bool signals_continued(void)
{
        bool told = continue_told;
        continue_told = 0;
        return told;
}

void signals_stop(void)
{
        struct sigaction ours, normal = { .sa_handler = SIG_DFL };
        sigset_t set, before;
        sigaction(SIGTSTP, &normal, &ours);
        sigemptyset(&set);
        sigaddset(&set, SIGTSTP);
        raise(SIGTSTP);
        sigprocmask(SIG_UNBLOCK, &set, &before); /* here we stop */
        sigprocmask(SIG_SETMASK, &before, NULL);
        sigaction(SIGTSTP, &ours, NULL);
        resize_told = 1;
}
