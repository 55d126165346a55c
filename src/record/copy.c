#include "record/copy.h"

#include "base/translate.h"
#include "record/store_operations.h"

enum { EVENTS_BETWEEN_WORDS = 1024 };

typedef struct Copying {
        Store *to;
        bool follows_cut;
        int64_t done, total;
        StoreProgress *progress;
        void *data;
        Error *error;
        bool has_failed;
} Copying;

static bool put_person(const Person *person, void *data)
{
        Copying *copying = data;
        copying->has_failed =
                !copying->to->operations->put_person(copying->to, person, copying->error);
        return !copying->has_failed;
}

static bool put_event(const Event *event, void *data)
{
        Copying *copying = data;
        copying->has_failed = !copying->to->operations->put_event(
                copying->to, event, copying->follows_cut, copying->error);
        if (!copying->has_failed && ++copying->done % EVENTS_BETWEEN_WORDS == 0 &&
                copying->progress &&
                !copying->progress(copying->done, copying->total, copying->data)) {
                error_set(copying->error, _("Stopped; nothing was copied"));
                copying->has_failed = true;
        }
        return !copying->has_failed;
}

static bool copy_cut(Store *from, Copying *copying)
{
        StoreCut cut;
        Arena *arena = arena_new();
        bool done = from->operations->cut(from, &cut, arena, copying->error);
        copying->follows_cut = done && cut.seq > 0;
        if (copying->follows_cut)
                done = copying->to->operations->put_cut(copying->to, &cut, copying->error);
        arena_free(arena);
        return done;
}

static bool check_empty(Store *to, Error *error)
{
        RecordInfo info;
        if (!store_info(to, &info, error))
                return false;
        if (info.events == 0 && info.cut == 0 && info.people + info.left + info.forgotten == 0)
                return true;
        error_set(error, _("%s: there is something in this record already"), store_uri(to));
        return error_hint(error, _("Copy into a new, empty record"));
}

static bool count_log(const char *site, void *data)
{
        (void)site;
        ++*(size_t *)data;
        return true;
}

/* A file has room for one log. */
static bool check_one_log(Store *from, Error *error)
{
        size_t logs = 0;
        if (!store_logs(from, count_log, &logs, error) || logs == 1)
                return logs == 1;
        error_set(error, _("%s: this record has a log for each of several sites"), store_uri(from));
        return error_hint(error, _("Copy them one by one: add ?site=NAME to its address"));
}

bool record_copy(
        Store *from, Store *to, int64_t *events, StoreProgress *progress, void *data, Error *error)
{
        EventFilter all = { 0 };
        RecordInfo info;
        if (!check_one_log(from, error) || !store_info(from, &info, error) ||
                !check_empty(to, error) || !store_begin(to, error))
                return false;
        Copying copying = {
                .to = to, .total = info.events, .progress = progress, .data = data, .error = error
        };
        bool done = copy_cut(from, &copying) &&
                    from->operations->all_people(from, put_person, &copying, error) &&
                    !copying.has_failed && store_events(from, &all, put_event, &copying, error) &&
                    !copying.has_failed;
        *events = copying.done;
        if (done)
                return store_commit(to, error);
        store_rollback(to);
        return false;
}
