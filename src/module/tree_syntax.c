#include <string.h>

#include "base/translate.h"
#include "module/tree_build.h"

/* libyaml's words for those who know YAML, and ours for those who do not. */
static const struct {
        const char *theirs, *ours, *hint;
} problems[] = {
        { "mapping values are not allowed in this context", N_("a ':' stands where none can be"),
                N_("a text with ': ' in it needs quotes; keys that belong together stand one below "
                   "the other") },
        { "did not find expected key", N_("a key is wanted here"),
                N_("look whether this line is indented like the keys above it, and whether a quote "
                   "is "
                   "missing") },
        { "did not find expected '-' indicator", N_("an item that begins with '-' is wanted here"),
                N_("look whether this line is indented like the items above it") },
        { "could not find expected ':'", N_("a ':' is missing after the key"),
                N_("a key is followed by ': ' and its value") },
        { "found character that cannot start any token",
                N_("no value can begin with this character"), N_("put the text in quotes") },
        { "found unexpected end of stream", N_("the file ends in the middle of a quoted text"),
                N_("look for a quote that is not closed") },
        { "did not find expected ',' or ']'", N_("a ',' or ']' is missing"),
                N_("a text that begins with '[' needs quotes") },
        { "did not find expected ',' or '}'", N_("a ',' or '}' is missing"),
                N_("a text that begins with '{' needs quotes") },
        { "found unknown escape character", N_("there is no such escape"),
                N_("write '\\\\' for a backslash, or use single quotes") },
        { "did not find expected hexdecimal number",
                N_("hexadecimal digits are missing after the escape"), NULL },
        { "found invalid Unicode character escape code", N_("the escape names no character"),
                NULL },
        { "did not find expected node content", N_("a value is missing"),
                N_("a text that begins with a special character needs quotes") },
        { "block sequence entries are not allowed in this context", N_("no list can begin here"),
                N_("a list begins on a line of its own, below its key") },
        { "mapping keys are not allowed in this context", N_("no key can stand here"), NULL },
        { "found undefined tag handle", N_("this tag is not known"), N_("leave the tag out") },
        { "found a tab character that violates indentation", N_("a tab stands in the indentation"),
                N_("indent with spaces") },
        { "found a tab character where an indentation space is expected",
                N_("a tab stands in the indentation"), N_("indent with spaces") },
        { "found unexpected document indicator", N_("the document ends in the middle of a text"),
                N_("look for a quote that is not closed") },
        { "did not find expected <document start>",
                N_("the file goes on where it should have ended"),
                N_("look whether this line is indented like the keys above it") },
        { "did not find expected alphabetic or numeric character",
                N_("no text can begin with '*' or '&'"), N_("put the whole text in quotes") },
        { "found incompatible YAML document", N_("this version of YAML is not known"),
                N_("leave the line that begins with '%' out") },
};

static const struct {
        const char *theirs, *ours;
} contexts[] = {
        { "while parsing a block mapping", N_("the group of keys begins here") },
        { "while parsing a block collection", N_("the list begins here") },
        { "while parsing a flow mapping", N_("the group of keys begins here") },
        { "while parsing a flow sequence", N_("the list begins here") },
        { "while scanning a simple key", N_("the key begins here") },
        { "while scanning a quoted scalar", N_("the text begins here") },
        { "while parsing a quoted scalar", N_("the text begins here") },
        { "while scanning a block scalar", N_("the text begins here") },
        { "while scanning a plain scalar", N_("the text begins here") },
        { "while parsing a node", N_("the value begins here") },
};

typedef struct Syntax {
        const char *what, *hint; /* translated */
        Place place, other;      /* `other`: line 0 where there is none */
        const char *other_text;
} Syntax;

static bool is_problem(const yaml_parser_t *parser, const char *problem)
{
        return parser->problem && strcmp(parser->problem, problem) == 0;
}

static bool is_context(const yaml_parser_t *parser, const char *context)
{
        return parser->context && strcmp(parser->context, context) == 0;
}

/* What libyaml says, in our words, with both of its places. */
static Syntax translate(const yaml_parser_t *parser)
{
        const char *theirs = parser->problem ? parser->problem : "";
        Syntax syntax = { .what = theirs, .place = tree_place(parser->problem_mark) };
        for (size_t i = 0; i < sizeof problems / sizeof problems[0]; i++) {
                if (strcmp(problems[i].theirs, theirs) == 0) {
                        syntax.what = _(problems[i].ours);
                        syntax.hint = problems[i].hint ? _(problems[i].hint) : NULL;
                }
        }
        if (parser->error == YAML_READER_ERROR || parser->error == YAML_MEMORY_ERROR)
                syntax.place = (Place){ 1, 1 };
        if (!parser->context)
                return syntax;
        syntax.other_text = _("it begins here");
        for (size_t i = 0; i < sizeof contexts / sizeof contexts[0]; i++) {
                if (is_context(parser, contexts[i].theirs))
                        syntax.other_text = _(contexts[i].ours);
        }
        Place other = tree_place(parser->context_mark);
        if (other.line != syntax.place.line || other.column != syntax.place.column)
                syntax.other = other;
        return syntax;
}

/* The mistake stands where something began, not where that was noticed. */
static void begin_there(Syntax *syntax, const char *noticed)
{
        Place place = syntax->other;
        syntax->other = noticed ? syntax->place : (Place){ 0, 0 };
        syntax->other_text = noticed;
        syntax->place = place;
}

static void look_at_beginning(Syntax *syntax, const yaml_parser_t *parser)
{
        bool later = syntax->other.line > 0 && syntax->other.line < syntax->place.line;
        if (syntax->other.line == 0)
                return;
        if (is_context(parser, "while scanning a simple key") ||
                is_context(parser, "while scanning an alias") ||
                is_context(parser, "while scanning an anchor")) {
                begin_there(syntax, NULL);
        } else if (later && is_problem(parser, "did not find expected ',' or ']'")) {
                begin_there(syntax, _("here something else follows"));
                syntax->what = _("the list that begins here is not closed");
                syntax->hint = _("write ']' at its end; a text that begins with '[' needs quotes");
        } else if (later && is_problem(parser, "did not find expected ',' or '}'")) {
                begin_there(syntax, _("here something else follows"));
                syntax->what = _("the group of keys that begins here is not closed");
                syntax->hint = _("write '}' at its end; a text that begins with '{' needs quotes");
        } else if (is_context(parser, "while scanning a quoted scalar") &&
                   is_problem(parser, "found unexpected end of stream")) {
                begin_there(syntax, NULL);
                syntax->what = _("the quote that begins here is never closed");
                syntax->hint = _("write the same quote at the end of the text");
        }
}

/* What stands directly before the place tells what was meant. */
static void look_before(Syntax *syntax, const yaml_parser_t *parser, const Last *last)
{
        bool over_lines = last->end.line > last->start.line;
        bool behind = last->end.line == syntax->place.line;
        bool stumbles = is_problem(parser, "did not find expected key") ||
                        is_problem(parser, "did not find expected '-' indicator");
        if (last->kind == LAST_PLAIN && over_lines &&
                is_problem(parser, "mapping values are not allowed in this context")) {
                syntax->hint = _("look whether this line is indented like the keys above it");
        } else if (last->kind == LAST_QUOTED && behind && stumbles && over_lines) {
                syntax->other = last->start;
                begin_there(
                        syntax, _("the next quote closes it, and something stands behind that"));
                syntax->what = _("the quote that begins here is not closed on its line");
                syntax->hint = _("write the same quote at the end of the text");
        } else if (last->kind == LAST_QUOTED && behind && stumbles) {
                syntax->other = (Place){ 0, 0 };
                syntax->what = _("something stands behind the closing quote");
                syntax->hint = _("put quotes around the whole text: single ones where it has "
                                 "double ones in it");
        } else if (last->kind == LAST_FLOW && behind && stumbles) {
                syntax->other = last->start;
                begin_there(syntax, NULL);
                syntax->what = _("something stands behind the closing bracket");
                syntax->hint = _("a text that begins with '[' or '{' needs quotes");
        }
}

/* What was read last may not be what was meant: nothing else is to be said of it, and of what is
 * missing in the collections that ended there. */
static void leave_doubtful(Tree *tree, const Last *last, uint32_t line)
{
        if (last->kind == LAST_BLOCK) {
                for (Node *node = last->node;
                        node && (node->kind == NODE_SEQUENCE || node->kind == NODE_MAPPING);) {
                        node->cut = true;
                        Node *child = node->first;
                        while (child && child->next)
                                child = child->next;
                        node = child;
                }
                return;
        }
        bool over_lines = last->end.line > last->start.line;
        if (!last->node || tree->depth == 0 || last->kind == LAST_OTHER ||
                !(over_lines || (last->kind != LAST_PLAIN && last->end.line == line)))
                return;
        Node *parent = tree->frames[tree->depth - 1].node;
        for (Node **child = &parent->first; *child; child = &(*child)->next) {
                if (*child != last->node)
                        continue;
                *child = NULL;
                parent->count--;
                return;
        }
}

/* libyaml says of a tab only that nothing can begin with it. */
static void look_for_tab(Tree *tree, Syntax *syntax, const yaml_parser_t *parser)
{
        if (!is_problem(parser, "found character that cannot start any token"))
                return;
        size_t offset = locator_offset(tree->locator, syntax->place);
        if (offset >= tree->locator->len || tree->locator->bytes[offset] != '\t')
                return;
        syntax->what = _("a tab stands in the indentation");
        syntax->hint = _("indent with spaces");
}

void tree_syntax(Tree *tree, const yaml_parser_t *parser)
{
        Syntax syntax = translate(parser);
        look_for_tab(tree, &syntax, parser);
        leave_doubtful(tree, &tree->last, syntax.place.line);
        look_at_beginning(&syntax, parser);
        look_before(&syntax, parser, &tree->last);
        Diagnostic *wrong =
                diagnostics_add(tree->found, CHECK_SYNTAX, tree->file, syntax.place, syntax.what);
        if (syntax.hint)
                diagnostic_hint(tree->found, wrong, "%s", syntax.hint);
        if (syntax.other.line)
                diagnostic_also(tree->found, wrong, syntax.other, syntax.other_text);
}
