/* How sure a learner was, beside how right: never part of the result itself. */
#include "base/translate.h"
#include "session/sitting.h"
#include "stats/calibration.h"
#include "view/bar.h"

static const char *level_words(size_t level)
{
        static const char *const words[CERTAINTY_LEVELS] = { N_("not sure"), N_("fairly sure"),
                N_("very sure") };
        return _(words[level]);
}

static void add_levels(Session *session, RichBuilder *builder, const Calibration *calibration)
{
        bool tight = false;
        for (size_t level = CERTAINTY_LEVELS; level > 0; level--) {
                const CertaintyLevel *one = &calibration->levels[level - 1];
                if (one->n == 0)
                        continue;
                rich_item(builder, 1, view_marker(session, one->share_right));
                if (tight)
                        rich_tight(builder);
                tight = true;
                rich_spanf(builder, SPAN_PLAIN, _("%s: %zu of %zu right"), level_words(level - 1),
                        one->right, one->n);
        }
}

static void add_lesson_of_it(RichBuilder *builder, const Calibration *calibration)
{
        const CertaintyLevel *sure = &calibration->levels[CERTAINTY_LEVELS - 1];
        const CertaintyLevel *unsure = &calibration->levels[0];
        size_t wrong = sure->n - sure->right;
        rich_block(builder, BLOCK_PARAGRAPH, 0);
        if (wrong)
                rich_spanf(builder, SPAN_PLAIN,
                        ngettext("%zu answer that you were very sure of was not right. Being sure "
                                 "and wrong is what keeps people from asking, so it comes first in "
                                 "your refreshers.",
                                "%zu answers that you were very sure of were not right. Being sure "
                                "and wrong is what keeps people from asking, so these come first "
                                "in your refreshers.",
                                wrong),
                        wrong);
        else if (sure->n)
                rich_span(builder, SPAN_PLAIN,
                        _("What you were very sure of was right: you can trust that."));
        else if (unsure->right > unsure->n / 2)
                rich_span(builder, SPAN_PLAIN,
                        _("You know more than you think: most of what you were not sure of was "
                          "right."));
        else
                rich_span(builder, SPAN_PLAIN,
                        _("You doubted where doubt was right. That is a good guide."));
}

void view_add_certainty(Session *session, RichBuilder *builder)
{
        const Attempt *attempt = &session->attempt;
        CertaintyAnswer *answers =
                arena_array(session->page, CertaintyAnswer, attempt->plan.count + 1);
        for (size_t i = 0; i < attempt->plan.count; i++)
                if (attempt->answers[i].given)
                        answers[i] = (CertaintyAnswer){ attempt->answers[i].fraction,
                                attempt->answers[i].response.confidence };
        Calibration calibration = calibration_of(answers, attempt->plan.count);
        if (calibration.n == 0)
                return;
        rich_block(builder, BLOCK_HEADING, 2);
        rich_span(builder, SPAN_PLAIN, _("How sure you were"));
        add_levels(session, builder, &calibration);
        add_lesson_of_it(builder, &calibration);
        rich_block(builder, BLOCK_PARAGRAPH, 0);
        rich_spanf(builder, SPAN_QUIET,
                _("Certainty marks: %s; the most possible is %zu. A right answer gives 1, 2 or 3 "
                  "by how sure you were, a wrong one takes 0, 2 or 6. They are for you, and no "
                  "part of the result."),
                format_points(session->page, calibration.mean_mark * (double)calibration.n),
                CERTAINTY_LEVELS * calibration.n);
}
