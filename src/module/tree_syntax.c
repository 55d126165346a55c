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
                N_("no value can begin with this character"),
                N_("put the text in quotes; indent with spaces, not with tabs") },
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
                N_("a name is wanted after the sign"),
                N_("a text that begins with '*' or '&' needs quotes") },
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

void tree_syntax(Tree *tree, const yaml_parser_t *parser)
{
        const char *theirs = parser->problem ? parser->problem : "";
        const char *ours = theirs, *hint = NULL;
        for (size_t i = 0; i < sizeof problems / sizeof problems[0]; i++) {
                if (strcmp(problems[i].theirs, theirs) == 0) {
                        ours = _(problems[i].ours);
                        hint = problems[i].hint;
                }
        }
        Place place = tree_place(parser->problem_mark);
        if (parser->error == YAML_READER_ERROR || parser->error == YAML_MEMORY_ERROR)
                place = (Place){ 1, 1 };
        Diagnostic *wrong = diagnostics_add(tree->found, CHECK_SYNTAX, tree->file, place, ours);
        if (hint)
                diagnostic_hint(tree->found, wrong, "%s", _(hint));
        if (!parser->context)
                return;
        const char *began = _("it begins here");
        for (size_t i = 0; i < sizeof contexts / sizeof contexts[0]; i++) {
                if (strcmp(contexts[i].theirs, parser->context) == 0)
                        began = _(contexts[i].ours);
        }
        Place other = tree_place(parser->context_mark);
        if (other.line != place.line || other.column != place.column)
                diagnostic_also(tree->found, wrong, other, began);
}
