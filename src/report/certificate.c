#include "report/certificate.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "record/chain.h"

static const char *text_at(const json_t *body, const char *key)
{
        const char *text = json_string_value(json_object_get(body, key));
        return text ? text : "";
}

/* What an event that is a pass says of itself; the same when a certificate is made and when it is
 * checked. False where it is no pass. */
static bool read_pass(
        const Event *event, const json_t *body, Arena *arena, Certificate *certificate)
{
        const char **values = certificate->values;
        const json_t *percent = json_object_get(body, "percent"),
                     *max = json_object_get(body, "max");
        const char *carried = text_at(body, "carried");
        char day[DATE_SIZE], hash[2 * HASH_BYTES + 1];
        bool is_waiver = event->kind == EVENT_COMPLETION_WAIVED;
        if (!is_waiver && !json_is_true(json_object_get(body, "passed")))
                return false;
        day_format(moment_day(event->at), day);
        hash_hex(event->hash, hash);
        values[CERTIFICATE_MODULE] = arena_strdup(arena, text_at(body, "module"));
        values[CERTIFICATE_VERSION] = arena_strdup(arena, text_at(body, "version"));
        values[CERTIFICATE_BASIS] = is_waiver                               ? "waived"
                                    : event->kind == EVENT_ATTEMPT_FINISHED ? "attempt"
                                    : *carried ? arena_strdup(arena, carried)
                                               : "imported";
        values[CERTIFICATE_REASON] = is_waiver ? arena_strdup(arena, text_at(body, "reason")) : "";
        values[CERTIFICATE_SCORE] =
                json_is_number(percent)
                        ? arena_printf(arena, "%.0f", floor(json_number_value(percent) + 0.5))
                        : "";
        values[CERTIFICATE_POINTS] =
                json_is_number(max) ? arena_printf(arena, "%g/%g",
                                              json_number_value(json_object_get(body, "score")),
                                              json_number_value(max))
                                    : "";
        values[CERTIFICATE_COMPLETED] = arena_strdup(
                arena, event->kind == EVENT_COMPLETION_IMPORTED ? text_at(body, "completed") : day);
        values[CERTIFICATE_EXPIRES] = arena_strdup(arena, text_at(body, "expires"));
        values[CERTIFICATE_ATTEMPT] = arena_strdup(arena, event->attempt);
        values[CERTIFICATE_EVENT] = arena_printf(arena, "%lld %s", (long long)event->seq, hash);
        return true;
}

typedef struct Search {
        Arena *arena;
        const char *module;
        bool found;
        Day until;      /* INT32_MAX for ever */
        double percent; /* −1 for none */
        Certificate best;
} Search;

/* The pass that is valid longest; of two, the better one: as the record's own table has it. */
static bool visit_pass(const Event *event, void *data)
{
        Search *search = data;
        json_t *body = json_loads(event->body, 0, NULL);
        Certificate one = search->best;
        if (strcmp(text_at(body, "module"), search->module) == 0 &&
                read_pass(event, body, search->arena, &one)) {
                const json_t *number = json_object_get(body, "percent");
                double percent = json_is_number(number) ? json_number_value(number) : -1;
                Day until = INT32_MAX;
                if (*one.values[CERTIFICATE_EXPIRES])
                        day_parse(one.values[CERTIFICATE_EXPIRES], &until);
                if (!search->found || until > search->until ||
                        (until == search->until && percent >= search->percent)) {
                        search->best = one;
                        search->until = until;
                        search->percent = percent;
                }
                search->found = true;
        }
        json_decref(body);
        return true;
}

static bool fail_without_pass(const Search *search, Error *error)
{
        char date[DATE_SIZE], module[128];
        text_clean(module, sizeof module, search->module);
        if (search->found) {
                day_format(search->until, date);
                error_set(error, _("the pass in '%s' ran out on %s"), module, date);
        } else {
                error_set(error, _("'%s' is not passed yet"), module);
        }
        return error_hint(error,
                _("There is a certificate for a pass that is valid: makesafe learn %s"), module);
}

bool certificate_gather(Store *store, Arena *arena, const Person *person, const char *module,
        Day today, Certificate *certificate, char head[2 * HASH_BYTES + 1], Error *error)
{
        Search search = { .arena = arena, .module = module };
        EventFilter filter = { .person = person->id,
                .kinds = 1u << EVENT_ATTEMPT_FINISHED | 1u << EVENT_COMPLETION_IMPORTED |
                         1u << EVENT_COMPLETION_WAIVED };
        int64_t seq = 0;
        uint8_t hash[HASH_BYTES];
        char made[DATE_SIZE];
        if (!store_events(store, &filter, visit_pass, &search, error))
                return false;
        if (!search.found || search.until < today)
                return fail_without_pass(&search, error);
        if (!store_use_log_of(store, person->id, error) || !store_head(store, &seq, hash, error))
                return false;
        hash_hex(hash, head);
        day_format(today, made);
        *certificate = search.best;
        certificate->values[CERTIFICATE_NAME] = person->name;
        certificate->values[CERTIFICATE_STAFF_ID] = person->staff_id;
        certificate->values[CERTIFICATE_SITE] = person->site;
        certificate->values[CERTIFICATE_HEAD] =
                arena_printf(arena, "%lld %s", (long long)seq, head);
        certificate->values[CERTIFICATE_MADE] = arena_strdup(arena, made);
        return true;
}

/* "1234 9f…": 0 where it is not that. */
static int64_t read_place(const char *text, const char **hash)
{
        char *end = NULL;
        long long seq = strtoll(text, &end, 10);
        *hash = end && *end == ' ' ? end + 1 : "";
        return seq > 0 ? seq : 0;
}

/* One event, and the one before it. */
typedef struct Pair {
        Arena *arena;
        int64_t seq;
        bool has_before, has;
        uint8_t before[HASH_BYTES];
        Event event;
} Pair;

static bool keep_pair(const Event *event, void *data)
{
        Pair *pair = data;
        if (event->seq < pair->seq) {
                memcpy(pair->before, event->hash, HASH_BYTES);
                pair->has_before = true;
                return true;
        }
        pair->has = event->seq == pair->seq;
        pair->event = *event;
        pair->event.body = arena_strdup(pair->arena, event->body);
        return false;
}

static bool read_pair(Store *store, Pair *pair, Error *error)
{
        EventFilter filter = { .after = pair->seq - 2 };
        return store_events(store, &filter, keep_pair, pair, error);
}

/* Whether the event has that hash, and its contents make that hash. */
static bool has_hash(const Pair *pair, const char *hash)
{
        char stored[2 * HASH_BYTES + 1], made[2 * HASH_BYTES + 1];
        uint8_t bytes[HASH_BYTES];
        hash_hex(pair->event.hash, stored);
        if (!pair->has || strcmp(stored, hash) != 0)
                return false;
        if (!pair->has_before && pair->seq > 1)
                return true; /* the one before was let go of */
        chain_hash(pair->before, &pair->event, bytes);
        hash_hex(bytes, made);
        return strcmp(made, hash) == 0;
}

static bool is_same_value(const char *a, const char *b)
{
        Text left = { 0 }, right = { 0 };
        certificate_append_value(&left, a);
        certificate_append_value(&right, b);
        bool is_same = strcmp(text_string(&left), text_string(&right)) == 0;
        text_clear(&left);
        text_clear(&right);
        return is_same;
}

static bool says_the_same(const Pair *pair, const Certificate *certificate, Arena *arena)
{
        Certificate own = { 0 };
        json_t *body = json_loads(pair->event.body, 0, NULL);
        bool is_same = body && read_pass(&pair->event, body, arena, &own);
        for (size_t i = 0; is_same && i < CERTIFICATE_FIELDS; i++)
                is_same = !own.values[i] || is_same_value(own.values[i], certificate->values[i]);
        json_decref(body);
        return is_same;
}

/* Behind a cut the record begins with the event after it. */
static bool first_event(Store *store, int64_t *first, Error *error)
{
        RecordInfo info;
        *first = 1;
        if (!store_info(store, &info, error))
                return false;
        *first = info.cut + 1;
        return true;
}

/* Where each site has a log of its own, numbers mean something only in the person's. */
static bool use_log_of(Store *store, Arena *arena, const char *staff_id, Error *error)
{
        Person person;
        if (!store_person(store, arena, staff_id, &person, error))
                return false;
        return !person.id[0] || store_use_log_of(store, person.id, error);
}

bool certificate_witness(
        Store *store, Arena *arena, const Certificate *certificate, Witness *witness, Error *error)
{
        const char *hash, *head_hash;
        Pair pass = { .arena = arena,
                .seq = read_place(certificate->values[CERTIFICATE_EVENT], &hash) };
        Pair head = { .arena = arena,
                .seq = read_place(certificate->values[CERTIFICATE_HEAD], &head_hash) };
        PublicKeys keys = { .count = 0 };
        uint8_t last_hash[HASH_BYTES];
        int64_t last = 0, first = 1;
        if (!use_log_of(store, arena, certificate->values[CERTIFICATE_STAFF_ID], error) ||
                !store_public_keys(store, &keys, error) ||
                !store_head(store, &last, last_hash, error) || !first_event(store, &first, error) ||
                !read_pair(store, &pass, error) || !read_pair(store, &head, error))
                return false;
        if (!public_keys_find(&keys, certificate->values[CERTIFICATE_KEY]))
                *witness = WITNESS_STRANGER;
        else if (!pass.seq || !head.seq)
                *witness = WITNESS_OTHER_PASS;
        else if (head.seq > last || pass.seq > last)
                *witness = WITNESS_CUT;
        else if (head.seq >= first && !has_hash(&head, head_hash))
                *witness = WITNESS_OTHER_HEAD;
        else if (pass.seq < first)
                *witness = WITNESS_PRUNED;
        else if (!has_hash(&pass, hash) || !says_the_same(&pass, certificate, arena))
                *witness = WITNESS_OTHER_PASS;
        else
                *witness = WITNESS_HOLDS;
        return true;
}
