#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unistr.h>

#include "base/translate.h"
#include "session/preview_state.h"

static const char *detail_of(Arena *arena, const Module *module, const Question *question)
{
        Text text = { 0 };
        text_printf(&text, "%s · %s", module->sections[question->section].title,
                question_kind_names[question->kind]);
        if (question->critical)
                text_printf(&text, " · %s", _("critical"));
        if (question->status == QUESTION_TRIAL)
                text_printf(&text, " · %s", _("on trial"));
        if (question->status == QUESTION_RETIRED)
                text_printf(&text, " · %s", _("retired"));
        const char *kept = arena_strdup(arena, text_string(&text));
        text_clear(&text);
        return kept;
}

/* What a question says first: `ask`, or the first line of its story. */
static const char *title_of(Arena *arena, const Question *question)
{
        if (question->ask)
                return question->ask;
        const char *text = question->branch.steps[question->branch.start].text;
        if (question->scene)
                text = question->scene;
        return text ? arena_strndup(arena, text, strcspn(text, "\n")) : "";
}

static void add(Preview *preview, PreviewPage page, PreviewRow row)
{
        preview->pages[preview->row_count] = page;
        preview->rows[preview->row_count++] = row;
}

/* The row of the place; where that page is gone, the row is as near as there is one. */
static void find_place(Preview *preview)
{
        for (size_t i = 0; i < preview->row_count; i++) {
                const PreviewPage *page = &preview->pages[i];
                if (page->kind == preview->kind && strcmp(page->id, preview->id) == 0) {
                        preview->row = i;
                        return;
                }
        }
        preview->is_answered = false;
        preview_go(
                preview, preview->row < preview->row_count ? preview->row : preview->row_count - 1);
}

void preview_make_rows(Preview *preview)
{
        const Module *module = preview_module(preview);
        Arena *arena = preview->rows_arena;
        arena_reset(arena);
        preview->row_count = 0;
        preview->has_view = preview->has_other = false;
        size_t most = module ? 1 + module->lesson_count + module->question_count : 1;
        preview->pages = arena_array(arena, PreviewPage, most);
        preview->rows = arena_array(arena, PreviewRow, most);
        add(preview, (PreviewPage){ .kind = PREVIEW_FIRST, .id = "" },
                (PreviewRow){ "", module ? module->head.title : "", _("first page") });
        for (size_t i = 0; module && i < module->lesson_count; i++) {
                const Lesson *lesson = &module->lessons[i];
                add(preview, (PreviewPage){ .kind = PREVIEW_LESSON, .index = i, .id = lesson->id },
                        (PreviewRow){ lesson->id, lesson->title, _("lesson") });
        }
        Plan plan = !module             ? (Plan){ 0 }
                    : preview->has_seed ? plan_make(module, preview->seed, arena)
                                        : plan_all(module, 0, arena);
        for (size_t i = 0; i < plan.count; i++) {
                const Question *question = &module->questions[plan.items[i].question];
                add(preview,
                        (PreviewPage){ PREVIEW_QUESTION, plan.items[i].question, question->id,
                                plan.items[i] },
                        (PreviewRow){ question->id, title_of(arena, question),
                                detail_of(arena, module, question) });
        }
        find_place(preview);
}

const PreviewRow *preview_rows(Preview *preview, size_t *count)
{
        *count = preview->row_count;
        return preview->rows;
}

static void collect(Text *text, const char *words)
{
        if (words)
                text_printf(text, "%s\n", words);
}

static void collect_parts(Text *text, const Question *question)
{
        switch (question->kind) {
        case QUESTION_SINGLE:
        case QUESTION_MULTIPLE:
                for (size_t i = 0; i < question->choice.count; i++) {
                        collect(text, question->choice.options[i].text);
                        collect(text, question->choice.options[i].feedback);
                        collect(text, question->choice.options[i].missed);
                }
                break;
        case QUESTION_TRUE_FALSE:
                collect(text, question->truth.feedback[0]);
                collect(text, question->truth.feedback[1]);
                break;
        case QUESTION_ORDER:
                for (size_t i = 0; i < question->order.count; i++)
                        collect(text, question->order.steps[i]);
                break;
        case QUESTION_MATCH:
                for (size_t i = 0; i < question->match.count; i++) {
                        collect(text, question->match.pairs[i].left);
                        collect(text, question->match.pairs[i].right);
                }
                for (size_t i = 0; i < question->match.extra_count; i++)
                        collect(text, question->match.extra[i]);
                break;
        case QUESTION_SPOT:
                collect(text, question->spot.passage);
                for (size_t i = 0; i < question->spot.count; i++)
                        collect(text, question->spot.phrases[i].feedback);
                break;
        case QUESTION_BRANCH:
                for (size_t i = 0; i < question->branch.count; i++) {
                        const BranchStep *step = &question->branch.steps[i];
                        collect(text, step->text);
                        for (size_t j = 0; j < step->count; j++) {
                                collect(text, step->choices[j].text);
                                collect(text, step->choices[j].feedback);
                        }
                }
                break;
        case QUESTION_CALL:
                for (size_t i = 0; i < question->call.count; i++) {
                        collect(text, question->call.say[i].text);
                        collect(text, question->call.say[i].feedback);
                }
                break;
        case QUESTION_KINDS:
                break;
        }
}

static void collect_page(const Module *module, const PreviewPage *page, Text *text)
{
        collect(text, page->id);
        if (page->kind == PREVIEW_FIRST) {
                collect(text, module->head.title);
                collect(text, module->head.summary);
                collect(text, module->head.content_note);
        } else if (page->kind == PREVIEW_LESSON) {
                collect(text, module->lessons[page->index].title);
                collect(text, module->lessons[page->index].text);
        } else {
                const Question *question = &module->questions[page->index];
                for (size_t i = 0; i < question->sign_count; i++)
                        collect(text, question->signs[i]);
                collect(text, question_kind_names[question->kind]);
                collect(text, question->scene);
                collect(text, question->ask);
                collect_parts(text, question);
                collect(text, question->explain);
        }
}

/* The text in small letters, the caller's to free; "" where it cannot be made. */
static char *folded(const char *text, size_t len)
{
        size_t room = 0;
        uint8_t *small = u8_casefold((const uint8_t *)text, len, NULL, NULL, NULL, &room);
        char *kept = xmalloc(room + 1);
        if (room)
                memcpy(kept, small, room);
        kept[small ? room : 0] = '\0';
        free(small);
        return kept;
}

bool preview_row_has(Preview *preview, size_t row, const char *words)
{
        const Module *module = preview_module(preview);
        if (!module || row >= preview->row_count)
                return false;
        Text text = { 0 };
        collect_page(module, &preview->pages[row], &text);
        char *page = folded(text_string(&text), text.len), *wanted = folded(words, strlen(words));
        bool has = strstr(page, wanted) != NULL;
        free(page);
        free(wanted);
        text_clear(&text);
        return has;
}

static size_t row_by_id(const Preview *preview, const char *words)
{
        for (size_t i = 1; i < preview->row_count; i++)
                if (strcmp(preview->rows[i].id, words) == 0)
                        return i;
        size_t len = strlen(words);
        for (size_t i = 1; i < preview->row_count; i++)
                if (strncmp(preview->rows[i].id, words, len) == 0)
                        return i;
        return SIZE_MAX;
}

size_t preview_find(Preview *preview, const char *words, size_t from)
{
        char *end = NULL;
        unsigned long number = strtoul(words, &end, 10);
        if (*words == '\0')
                return SIZE_MAX;
        if (*words >= '0' && *words <= '9' && *end == '\0' && number >= 1 &&
                number <= preview->row_count)
                return number - 1;
        size_t row = row_by_id(preview, words);
        for (size_t i = 1; row == SIZE_MAX && i <= preview->row_count; i++)
                if (preview_row_has(preview, (from + i) % preview->row_count, words))
                        row = (from + i) % preview->row_count;
        return row;
}
