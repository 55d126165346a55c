#include "module/teach.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>

#include "base/utf8.h"
#include "module/words.h"

enum { STEM_LEAST = 3, STEM_MOST = 6 /* characters */ };

/* So much better a lesson must fit than the one that teaches most signs. */
static const double MARGIN = 1.5;

/* What the whole of a lesson shares with a sign counts so much beside its best paragraph. */
static const double WHOLE = 0.25;

typedef struct Use {
        size_t sign; /* place among those that were asked for */
        struct Use *next;
} Use;

typedef struct Stem {
        Use *uses;
        size_t lessons; /* it stands in */
        double weight;
        size_t lesson, paragraph; /* it was last met in, from 1 */
} Stem;

typedef struct Finder {
        Arena *arena;
        Words words; /* stem → its place in `stems` */
        Stem *stems;
        size_t stem_count, stem_room;
        size_t sign, sign_count;     /* while signs are read: which */
        size_t lesson, paragraph;    /* while lessons are read */
        bool weighs;                 /* second reading */
        double *here, *best, *whole; /* by sign: of this paragraph, the best one, and the lesson */
} Finder;

typedef void TakeStem(Finder *finder, const char *stem, size_t len);

static void add_stem(Finder *finder, const char *text, size_t len)
{
        const char *stem = arena_strndup(finder->arena, text, len);
        Word *word = words_find(&finder->words, stem, len);
        if (!word) {
                finder->stems = xgrow(finder->stems, finder->stem_count, &finder->stem_room,
                        sizeof *finder->stems);
                word = words_add(&finder->words, stem, len, (uint32_t)finder->stem_count);
                finder->stems[finder->stem_count++] = (Stem){ 0 };
        }
        Stem *known = &finder->stems[word->value];
        if (known->uses && known->uses->sign == finder->sign)
                return; /* twice in one sign */
        Use *use = arena_alloc(finder->arena, sizeof *use);
        *use = (Use){ finder->sign, known->uses };
        known->uses = use;
}

static void meet_stem(Finder *finder, const char *text, size_t len)
{
        const Word *word = words_find(&finder->words, text, len);
        if (!word)
                return;
        Stem *stem = &finder->stems[word->value];
        bool is_first = stem->lesson != finder->lesson;
        bool is_first_here = is_first || stem->paragraph != finder->paragraph;
        stem->lesson = finder->lesson;
        stem->paragraph = finder->paragraph;
        if (!finder->weighs) {
                stem->lessons += is_first;
                return;
        }
        for (const Use *use = stem->uses; use; use = use->next) {
                finder->whole[use->sign] += is_first ? stem->weight : 0;
                finder->here[use->sign] += is_first_here ? stem->weight : 0;
        }
}

static void end_paragraph(Finder *finder)
{
        for (size_t i = 0; finder->weighs && i < finder->sign_count; i++) {
                if (finder->here[i] > finder->best[i])
                        finder->best[i] = finder->here[i];
                finder->here[i] = 0;
        }
        finder->paragraph++;
}

/* Whether a line begins with an empty line, a heading or the marker of an item. */
static bool begins_paragraph(const char *line)
{
        line += strspn(line, " \t");
        size_t digits = strspn(line, "0123456789");
        return *line == '\n' || *line == '#' || strncmp(line, "- ", 2) == 0 ||
               strncmp(line, "* ", 2) == 0 ||
               (digits > 0 && (line[digits] == '.' || line[digits] == ')'));
}

/* Hands out the words of a text, folded and cut to their stems. */
static void read_stems(Finder *finder, const char *text, TakeStem *take)
{
        size_t len = 0;
        uint8_t *made = u8_casefold((const uint8_t *)text, strlen(text), NULL, NULL, NULL, &len);
        char *folded = xmalloc(len + 1);
        if (len)
                memcpy(folded, made, len);
        folded[made ? len : 0] = '\0';
        free(made);
        const char *at = folded, *word = folded, *stem_end = folded;
        size_t characters = 0;
        for (;;) {
                uint32_t code = 0;
                size_t used = utf8_decode(at, strlen(at) < 4 ? strlen(at) : 4, &code);
                if (used && uc_is_alpha(code)) {
                        if (characters == 0)
                                word = at;
                        if (++characters <= STEM_MOST)
                                stem_end = at + used;
                } else {
                        if (characters >= STEM_LEAST)
                                take(finder, word, (size_t)(stem_end - word));
                        characters = 0;
                }
                if (!used)
                        break;
                at += used;
                if (code == '\n' && take == meet_stem && begins_paragraph(at))
                        end_paragraph(finder);
        }
        free(folded);
}

static void read_lesson(Finder *finder, const Module *module, size_t index)
{
        finder->lesson = index + 1;
        finder->paragraph = 1;
        read_stems(finder, module->lessons[index].title, meet_stem);
        end_paragraph(finder);
        read_stems(finder, module->lessons[index].text, meet_stem);
        end_paragraph(finder);
}

static void weigh_stems(Finder *finder, size_t lessons)
{
        for (size_t i = 0; i < finder->stem_count; i++) {
                Stem *stem = &finder->stems[i];
                if (stem->lessons)
                        stem->weight = log1p((double)lessons / (double)stem->lessons);
                stem->lesson = 0;
        }
}

/* The best lesson of each sign, and then the one that is best for most. */
static void choose(const double *scores, size_t lesson_count, size_t sign_count, size_t *lessons)
{
        size_t *wins = xmalloc((lesson_count + 1) * sizeof *wins), most = 0;
        memset(wins, 0, (lesson_count + 1) * sizeof *wins);
        for (size_t i = 0; i < sign_count; i++) {
                const double *own = scores + i * lesson_count;
                lessons[i] = 0;
                for (size_t j = 1; j < lesson_count; j++)
                        if (own[j] > own[lessons[i]])
                                lessons[i] = j;
                wins[lessons[i]] += own[lessons[i]] > 0;
        }
        for (size_t j = 1; j < lesson_count; j++)
                if (wins[j] > wins[most])
                        most = j;
        for (size_t i = 0; i < sign_count; i++) {
                const double *own = scores + i * lesson_count;
                if (own[lessons[i]] <= 0)
                        lessons[i] = wins[most] || lesson_count == 1 ? most : SIZE_MAX;
                else if (own[most] * MARGIN >= own[lessons[i]])
                        lessons[i] = most;
        }
        free(wins);
}

/* Every sign is read, so that which lesson teaches most of them does not depend on what was asked.
 */
static void find_all(const Module *module, size_t *lessons, size_t sign_count, size_t lesson_count)
{
        Finder finder = { .arena = arena_new(), .sign_count = sign_count };
        finder.words = words_in(finder.arena);
        finder.here = arena_array(finder.arena, double, sign_count + 1);
        finder.best = arena_array(finder.arena, double, sign_count + 1);
        finder.whole = arena_array(finder.arena, double, sign_count + 1);
        double *scores = arena_array(finder.arena, double, sign_count *lesson_count + 1);
        for (finder.sign = 0; finder.sign < sign_count; finder.sign++)
                read_stems(&finder, module->signs[finder.sign].text, add_stem);
        for (size_t i = 0; i < lesson_count; i++)
                read_lesson(&finder, module, i);
        weigh_stems(&finder, lesson_count);
        finder.weighs = true;
        for (size_t i = 0; i < lesson_count; i++) {
                read_lesson(&finder, module, i);
                for (size_t j = 0; j < sign_count; j++) {
                        scores[j * lesson_count + i] = finder.best[j] + WHOLE * finder.whole[j];
                        finder.best[j] = finder.whole[j] = 0;
                }
        }
        choose(scores, lesson_count, sign_count, lessons);
        free(finder.stems);
        arena_free(finder.arena);
}

void module_find_lessons(const Module *module, size_t *lessons)
{
        size_t read = module->sign_count < TEACH_SIGNS_MOST ? module->sign_count : TEACH_SIGNS_MOST;
        for (size_t i = 0; i < module->sign_count; i++)
                lessons[i] = SIZE_MAX;
        if (module->lesson_count && read)
                find_all(module, lessons, read,
                        module->lesson_count < TEACH_LESSONS_MOST ? module->lesson_count
                                                                  : TEACH_LESSONS_MOST);
}
