#include "session/preview.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/translate.h"
#include "quiz/score.h"
#include "session/preview_state.h"
#include "view/form.h"

enum { CELLS = 85 };

const Module *preview_module(const Preview *preview)
{
        return preview->versions[preview->shown].module;
}

bool preview_has_errors(const Preview *preview)
{
        return preview->versions[preview->shown].has_errors;
}

bool preview_is_readable(const Preview *preview)
{
        return preview_module(preview) != NULL;
}

static void renew(Preview *preview)
{
        preview->has_view = preview->has_other = false;
}

Preview *preview_open(const char *file, const char *language, Error *error)
{
        Preview *preview = xmalloc(sizeof *preview);
        *preview = (Preview){ .file = xstrdup(file),
                .cells = CELLS,
                .rows_arena = arena_new(),
                .page_arena = arena_new(),
                .other_arena = arena_new() };
        preview->watch =
                watch_start(file); /* before it is read: nothing saved meanwhile is missed */
        if (!preview_read(preview)) {
                error_set(error, "%s", preview->versions[0].trouble);
                preview_close(preview);
                return NULL;
        }
        preview->shows_check = preview_has_errors(preview);
        preview_make_rows(preview);
        if (language)
                preview_set_language(preview, language);
        return preview;
}

void preview_close(Preview *preview)
{
        if (!preview)
                return;
        preview_forget(preview);
        watch_stop(preview->watch);
        arena_free(preview->rows_arena);
        arena_free(preview->page_arena);
        arena_free(preview->other_arena);
        free(preview->said);
        free(preview->file);
        free(preview);
}

/* An answer that the question, as it is now, could not get is forgotten. */
static void keep_answer(Preview *preview)
{
        const PreviewPage *page = &preview->pages[preview->row];
        if (!preview->is_answered || page->kind != PREVIEW_QUESTION)
                return;
        const Question *question = &preview_module(preview)->questions[page->index];
        preview->is_answered = response_is_possible(question, &preview->answer.response);
        if (preview->is_answered)
                preview->answer.fraction = score_response(question, &preview->answer.response);
}

const char *preview_reload(Preview *preview)
{
        preview->is_behind = false;
        bool had_errors = preview_has_errors(preview);
        preview_read(preview);
        const PreviewVersion *version = &preview->versions[preview->shown];
        bool has_errors = version->has_errors;
        if (has_errors)
                preview->shows_check = true;
        else if (had_errors)
                preview->shows_check = false;
        preview_make_rows(preview);
        keep_answer(preview);
        size_t errors = diagnostics_total(version->found, SEVERITY_ERROR);
        size_t warnings = diagnostics_total(version->found, SEVERITY_WARNING);
        Text text = { 0 };
        if (version->trouble)
                text_append_clean(&text, version->trouble);
        else if (errors)
                text_printf(&text,
                        ngettext("Read again: %zu error.", "Read again: %zu errors.", errors),
                        errors);
        else if (warnings)
                text_printf(&text,
                        ngettext("Read again: %zu warning.", "Read again: %zu warnings.", warnings),
                        warnings);
        else
                text_append(&text, _("Read again: nothing is wrong."));
        free(preview->said);
        preview->said = text_take(&text);
        return preview->said;
}

void preview_set_cells(Preview *preview, int cells)
{
        if (cells == preview->cells)
                return;
        preview->cells = cells;
        renew(preview);
}

/* A sitting with one question, for the views of this room. It has no store. */
static Session sitting(
        const Preview *preview, const Module *module, const PlanItem *item, Arena *arena)
{
        return (Session){ .module = (Module *)module,
                .page = arena,
                .attempt = { .state = ATTEMPT_OPEN,
                        .module = module,
                        .plan = { .items = item, .count = 1 },
                        .answers = (Answer *)&preview->answer,
                        .arena = arena } };
}

/* Where one is: "7 of 21 · at-the-counter · spot". */
static const char *position(const Preview *preview, const PreviewPage *page, Arena *arena)
{
        const char *place =
                arena_printf(arena, _("%zu of %zu"), preview->row + 1, preview->row_count);
        if (preview->has_seed)
                place = arena_printf(
                        arena, _("%s · seed %llu"), place, (unsigned long long)preview->seed);
        if (preview_has_errors(preview))
                place = arena_printf(arena, _("%s · last good version"), place);
        return *page->id ? arena_printf(arena, "%s · %s", place, page->id) : place;
}

static View page_view(const Preview *preview, const Module *module, const PreviewPage *page,
        bool is_answered, Arena *arena)
{
        Session session = sitting(preview, module, &page->item, arena);
        View view;
        if (page->kind == PREVIEW_FIRST) {
                view = view_welcome(&session);
        } else if (page->kind == PREVIEW_LESSON) {
                session.lesson = page->index;
                view = view_lesson(&session);
        } else {
                view = is_answered ? view_feedback(&session) : view_question(&session);
        }
        view.position = position(preview, page, arena);
        view.can_go_back = preview->row > 0;
        return view;
}

const View *preview_view(Preview *preview)
{
        if (preview->has_view)
                return &preview->view;
        arena_reset(preview->page_arena);
        const Module *module = preview_module(preview);
        preview->view = preview->shows_check || !module
                                ? preview_check_view(preview)
                                : page_view(preview, module, &preview->pages[preview->row],
                                          preview->is_answered, preview->page_arena);
        preview->has_view = true;
        return &preview->view;
}

/* The place in another language: by id, with the same order on the screen where it has the same
 * parts. */
static bool same_place(const Module *module, const PreviewPage *place, PreviewPage *page)
{
        *page = *place;
        if (place->kind == PREVIEW_LESSON) {
                for (size_t i = 0; i < module->lesson_count; i++)
                        if (strcmp(module->lessons[i].id, place->id) == 0) {
                                page->index = i;
                                return true;
                        }
                return false;
        }
        if (place->kind == PREVIEW_FIRST)
                return true;
        page->index = page->item.question = module_question(module, place->id);
        return page->index != SIZE_MAX &&
               question_parts(&module->questions[page->index]) == place->item.shown_count;
}

/* The next version that can be shown; the one shown itself where there is no other. */
static size_t next_version(const Preview *preview)
{
        size_t at = preview->shown;
        do
                at = (at + 1) % preview->version_count;
        while (at != preview->shown && !preview->versions[at].module);
        return at;
}

const View *preview_other_view(Preview *preview)
{
        size_t at = next_version(preview);
        const Module *module = preview->versions[at].module;
        PreviewPage page;
        if (at == preview->shown || !module || preview->shows_check || preview->is_answered ||
                !same_place(module, &preview->pages[preview->row], &page))
                return NULL;
        if (!preview->has_other) {
                char language[9];
                snprintf(language, sizeof language, "%s", translate_language());
                arena_reset(preview->other_arena);
                translate_set(module->head.language); /* the words around the texts, too */
                preview->other = page_view(preview, module, &page, false, preview->other_arena);
                translate_set(language);
                preview->has_other = true;
        }
        return &preview->other;
}

Rich preview_whole(Arena *arena, const View *view)
{
        RichBuilder *builder = rich_start(arena);
        rich_append(builder, &view->body);
        if (view->form)
                form_append(builder, arena, view->form);
        return rich_finish(builder);
}

bool preview_answer(Preview *preview, const Response *response, Error *error)
{
        const View *view = preview_view(preview);
        if (view->kind != VIEW_QUESTION)
                return error_set(error, _("There is no question to answer now."));
        const Question *question =
                &preview_module(preview)->questions[preview->pages[preview->row].index];
        if (!response_is_possible(question, response))
                return error_set(error, _("That cannot be an answer to this question."));
        preview->answer = (Answer){
                .given = true, .response = *response, .fraction = score_response(question, response)
        };
        preview->is_answered = true;
        renew(preview);
        return true;
}

void preview_go(Preview *preview, size_t row)
{
        preview->row = row;
        preview->kind = preview->pages[row].kind;
        snprintf(preview->id, sizeof preview->id, "%s", preview->pages[row].id);
        preview->is_answered = false;
        preview->shows_check = preview->shows_check && !preview_module(preview);
        renew(preview);
}

size_t preview_row(const Preview *preview)
{
        return preview->row;
}

/* From the page of errors one comes to the page that stands behind it. */
static bool leave_check(Preview *preview)
{
        if (!preview->shows_check || !preview_module(preview))
                return false;
        preview->shows_check = false;
        renew(preview);
        return true;
}

bool preview_forward(Preview *preview)
{
        if (leave_check(preview))
                return true;
        if (preview->row + 1 >= preview->row_count)
                return false;
        preview_go(preview, preview->row + 1);
        return true;
}

bool preview_back(Preview *preview)
{
        if (leave_check(preview))
                return true;
        if (!preview->is_answered && preview->row == 0)
                return false;
        preview_go(preview, preview->is_answered ? preview->row : preview->row - 1);
        return true;
}

void preview_set_seed(Preview *preview, uint64_t seed)
{
        preview->has_seed = true;
        preview->seed = seed;
        preview->is_answered = false;
        preview_make_rows(preview);
}

void preview_clear_seed(Preview *preview)
{
        preview->has_seed = false;
        preview->is_answered = false;
        preview_make_rows(preview);
}

bool preview_has_seed(const Preview *preview, uint64_t *seed)
{
        *seed = preview->seed;
        return preview->has_seed;
}

static void show_version(Preview *preview, size_t at)
{
        preview->shown = at;
        preview->shows_check = preview_has_errors(preview) && !preview_module(preview);
        preview_make_rows(preview);
        keep_answer(preview);
}

bool preview_set_language(Preview *preview, const char *language)
{
        for (size_t i = 0; i < preview->version_count; i++) {
                const Module *module = preview->versions[i].module;
                char primary[9];
                if (!module)
                        continue;
                language_primary(module->head.language, primary);
                if (strcasecmp(module->head.language, language) != 0 &&
                        strcmp(primary, language) != 0)
                        continue;
                if (i != preview->shown)
                        show_version(preview, i);
                renew(preview);
                return true;
        }
        renew(preview);
        return false;
}

bool preview_next_language(Preview *preview)
{
        size_t at = next_version(preview);
        if (at == preview->shown)
                return false;
        show_version(preview, at);
        return true;
}

void preview_toggle_check(Preview *preview)
{
        preview->shows_check = !preview->shows_check || !preview_module(preview);
        renew(preview);
}
