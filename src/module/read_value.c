#include <string.h>

#include "base/translate.h"
#include "module/found.h"
#include "module/limits.h"
#include "module/read.h"

bool is_id(const char *text)
{
        size_t len = 0;
        while ((text[len] >= 'a' && text[len] <= 'z') || (text[len] >= '0' && text[len] <= '9') ||
                text[len] == '-')
                len++;
        return len > 0 && len <= LIMIT_ID && text[len] == '\0' && text[0] != '-';
}

void read_later(Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        (void)reader;
        (void)spec;
        (void)node;
        (void)field;
}

void read_id(Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        if (node->kind != NODE_SCALAR) {
                read_wrong_kind(reader, spec->key, _("an id"), node);
                return;
        }
        *(const char **)field = node->text;
        if (is_id(node->text))
                return;
        if (node->count == 0) {
                read_report_node(reader, CHECK_EMPTY_TEXT, node, spec->key);
                return;
        }
        Diagnostic *bad =
                read_report_node(reader, CHECK_BAD_ID, node, read_quote(reader, node->text));
        if (read_hint_letter(reader, bad, node->text))
                return;
        diagnostic_hint(reader->found, bad,
                _("an id is made of a to z, 0 to 9 and '-', begins with a letter or digit, and has "
                  "at most "
                  "%d characters"),
                LIMIT_ID);
}

void read_word(Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        if (node->kind != NODE_SCALAR) {
                read_wrong_kind(reader, spec->key, _("a word"), node);
                return;
        }
        if (node->count == 0)
                read_report_node(reader, CHECK_EMPTY_TEXT, node, spec->key);
        else if (node->count > LIMIT_ID || strpbrk(node->text, " \t\n"))
                read_wrong_kind(reader, spec->key, _("one word"), node);
        else
                *(const char **)field = node->text;
}

static const char *join_words(Reader *reader, const char *const *words)
{
        if (diagnostics_are_full(reader->found, reader->file))
                return "";
        Text text = { 0 };
        for (size_t i = 0; words[i]; i++)
                text_printf(&text, "%s'%s'", i ? ", " : "", words[i]);
        const char *joined = arena_strdup(reader->scratch, text_string(&text));
        text_clear(&text);
        return joined;
}

void read_choice(Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        size_t count = 0;
        bool is_word = node->kind == NODE_SCALAR && node->count > 0;
        for (; spec->words[count]; count++) {
                if (is_word && strcmp(spec->words[count], node->text) == 0) {
                        *(int *)field = (int)count;
                        return;
                }
        }
        const char *wanted = join_words(reader, spec->words);
        if (!is_word) {
                read_wrong_kind(reader, spec->key, wanted, node);
                return;
        }
        Diagnostic *wrong = read_report_node(
                reader, CHECK_WRONG_WORD, node, spec->key, wanted, read_quote(reader, node->text));
        read_suggest(reader, wrong, node->text, spec->words, count);
}

/* Decimal digits with a sign and a point, nothing else: no 012, which is ten in YAML 1.1 and twelve
 * in 1.2, no 1:30, no .inf. Without strtod, whose point is the locale's. */
static bool parse_number(const char *text, double *number, bool *whole)
{
        bool negative = *text == '-';
        if (*text == '-' || *text == '+')
                text++;
        size_t digits = strspn(text, "0123456789"), decimals = 0;
        if (digits == 0 || digits > 12 || (text[0] == '0' && digits > 1))
                return false;
        double value = 0, scale = 1;
        for (size_t i = 0; i < digits; i++)
                value = 10 * value + (text[i] - '0');
        *whole = text[digits] == '\0';
        if (text[digits] == '.') {
                text += digits + 1;
                decimals = strspn(text, "0123456789");
                if (decimals == 0 || decimals > 9 || digits + decimals > 15 ||
                        text[decimals] != '\0')
                        return false;
                for (size_t i = 0; i < decimals; i++) {
                        value = 10 * value + (text[i] - '0');
                        scale *= 10;
                }
        } else if (!*whole) {
                return false;
        }
        *number = (negative ? -value : value) / scale;
        return true;
}

static void hint_number(Reader *reader, Diagnostic *wrong, const Node *node)
{
        double number;
        bool whole;
        if (node->kind != NODE_SCALAR)
                return;
        if (!node->plain && parse_number(node->text, &number, &whole))
                diagnostic_hint(reader->found, wrong, _("leave the quotes out"));
        else if (node->text[0] == '0' && strspn(node->text, "0123456789") == node->count)
                diagnostic_hint(reader->found, wrong,
                        _("leave the leading 0 out: some programs would read another number"));
        else if (node->count > 0)
                diagnostic_hint(reader->found, wrong, _("write the number alone, in digits"));
        else
                diagnostic_hint(reader->found, wrong, _("write a number in digits"));
}

static bool take_number(
        Reader *reader, const KeySpec *spec, const Node *node, bool want_whole, double *number)
{
        bool whole = false;
        if (node->kind != NODE_SCALAR || !node->plain ||
                !parse_number(node->text, number, &whole) || (want_whole && !whole)) {
                const char *wanted = want_whole ? _("a whole number") : _("a number");
                hint_number(reader, read_wrong_kind(reader, spec->key, wanted, node), node);
                return false;
        }
        if (*number >= spec->least && *number <= spec->most)
                return true;
        Text range = { 0 };
        text_printf(&range, _("between %.15g and %.15g"), spec->least, spec->most);
        read_report_node(reader, CHECK_OUT_OF_RANGE, node, spec->key, text_string(&range),
                read_quote(reader, node->text));
        text_clear(&range);
        return false;
}

void read_whole(Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        double number;
        if (take_number(reader, spec, node, true, &number))
                *(unsigned *)field = (unsigned)number;
}

void read_number(Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        double number;
        if (take_number(reader, spec, node, false, &number))
                *(double *)field = number;
}

void read_percent(Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        KeySpec percent = *spec;
        percent.least = 0;
        percent.most = 100;
        double number;
        if (take_number(reader, &percent, node, false, &number))
                *(double *)field = number / 100;
}

void read_bool(Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        bool is_true = node->kind == NODE_SCALAR && node->plain && strcmp(node->text, "true") == 0;
        bool is_false =
                node->kind == NODE_SCALAR && node->plain && strcmp(node->text, "false") == 0;
        if (is_true || is_false) {
                *(bool *)field = is_true;
                return;
        }
        Diagnostic *wrong = read_wrong_kind(reader, spec->key, _("true or false"), node);
        diagnostic_hint(reader->found, wrong, _("write true or false, without quotes"));
        if (node->kind != NODE_SCALAR)
                return;
        static const struct {
                const char *word, *meant;
        } words[] = { { "yes", "true" }, { "no", "false" }, { "on", "true" }, { "off", "false" },
                { "y", "true" }, { "n", "false" }, { "true", "true" }, { "false", "false" },
                { "1", "true" }, { "0", "false" } };
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
                if (strcasecmp(words[i].word, node->text) == 0) {
                        diagnostic_hint(reader->found, wrong,
                                _("write %s, in small letters and without quotes"), words[i].meant);
                        return;
                }
        }
        static const char *const known[] = { "true", "false" };
        read_suggest(reader, wrong, node->text, known, 2);
}

void read_date(Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        if (node->kind != NODE_SCALAR || node->count == 0) {
                read_wrong_kind(reader, spec->key, _("a date"), node);
                return;
        }
        if (day_parse(node->text, field))
                return;
        Diagnostic *bad =
                read_report_node(reader, CHECK_BAD_DATE, node, read_quote(reader, node->text));
        diagnostic_hint(reader->found, bad, _("write the year, month and day as in 2026-01-31"));
}

void read_period(Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        if (node->kind != NODE_SCALAR || node->count == 0) {
                read_wrong_kind(reader, spec->key, _("a length of time"), node);
                return;
        }
        Period period;
        if (period_parse(node->text, &period)) {
                *(Period *)field = period;
                return;
        }
        Diagnostic *bad =
                read_report_node(reader, CHECK_BAD_PERIOD, node, read_quote(reader, node->text));
        diagnostic_hint(
                reader->found, bad, _("write it as in '12 months', '90 days' or '2 years'"));
}

void read_address(Reader *reader, const KeySpec *spec, const Node *node, void *field)
{
        if (node->kind != NODE_SCALAR || node->count == 0) {
                read_wrong_kind(reader, spec->key, _("a web address"), node);
                return;
        }
        bool known =
                strncmp(node->text, "https://", 8) == 0 || strncmp(node->text, "http://", 7) == 0;
        if (known && node->count > 10 && !strpbrk(node->text, " \t\n\"<>\\")) {
                *(const char **)field = node->text;
                return;
        }
        Diagnostic *bad =
                read_report_node(reader, CHECK_BAD_ADDRESS, node, read_quote(reader, node->text));
        diagnostic_hint(
                reader->found, bad, _("a web address begins with https:// and has no spaces"));
}
