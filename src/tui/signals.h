/* Signals: noted by handlers that do nothing else, let through only while the program sleeps. */
#ifndef TUI_SIGNALS_H
#define TUI_SIGNALS_H

#include <signal.h>
#include <stdbool.h>

enum { SIGNALS_MOST = 12 };

typedef struct Signals {
        sigset_t mask_found, mask_asleep;
        struct sigaction found[SIGNALS_MOST];
} Signals;

/** Remembers what is set and holds all of ours back. Before ncurses, which has handlers of its own.
 */
void signals_hold(Signals *signals);

/** Takes them over.
 *
 * \param is_shared  a shared machine: what Ctrl-Z, Ctrl-C and Ctrl-\ send does nothing
 * \param crash      called in a crash, where only async-signal-safe calls are allowed
 */
void signals_take(const Signals *signals, bool is_shared, void (*crash)(int signal));

/** Puts back what was found. */
void signals_give_back(const Signals *signals);

/** Whether the program was asked to end, by a signal or by signals_ask_end. Stays so. */
bool signals_end_asked(void);
void signals_ask_end(void);

/** Whether the window may have been resized since the last call. */
bool signals_resized(void);

/** Whether the program was stopped and continued since the last call. */
bool signals_continued(void);

/** Whether the program is to stop, since the last call. */
bool signals_stop_asked(void);

/** Stops as Ctrl-Z does without a handler; returns when the program is continued. */
void signals_stop(void);

#endif
