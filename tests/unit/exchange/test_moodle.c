/* Moodle XML, and XML itself: what is read, what is refused, what is lost. */
#include "../unit.h"

#include "foreign_world.h"

static void import(Imported *imported, const char *xml)
{
        import_bytes(imported, moodle_read, xml, strlen(xml));
}

static void assert_said(const Imported *imported, const char *text)
{
        if (!strstr(imported->said, text))
                fail_msg("'%s' was not said, but: %s", text, imported->said);
}

#define QUIZ(inside) "<?xml version=\"1.0\"?>\n<quiz>\n" inside "</quiz>\n"
#define NAMED(type, name) "<question type=\"" type "\"><name><text>" name "</text></name>"
#define STEM(text) "<questiontext format=\"html\"><text>" text "</text></questiontext>"
#define CHOICE(fraction, text)                                                                     \
        "<answer fraction=\"" fraction "\" format=\"html\"><text>" text "</text></answer>"

static void html_becomes_text_and_markdown(void **state)
{
        (void)state;
        Imported imported;
        import(&imported,
                QUIZ(NAMED("multichoice", "Q 1") STEM(
                        "<![CDATA[<p>He pays "
                        "<strong>cash</strong>.</p><ul><li>one</li><li>two</li></ul>"
                        "<p>What&nbsp;now?<br></p>]]>") "<defaultgrade>2.5</"
                                                        "defaultgrade><single>true</single>"
                                                        "<shuffleanswers>0</shuffleanswers>"
                                                        "<answer fraction=\"100\" "
                                                        "format=\"html\"><text><![CDATA[<p>Ring "
                                                        "&lt;101&gt;</p>]]></text>"
                                                        "<feedback format=\"html\"><text>Yes "
                                                        "&amp;amp; "
                                                        "now</text></feedback></answer>" CHOICE(
                                                                "0", "Wait") CHOICE("33.33333",
                                                                "Ask") "</question>\n"));
        const Question *question = &imported.module->questions[0];
        assert_string_equal(question->id, "q-1");
        assert_string_equal(question->scene, "He pays **cash**.\n\n- one\n- two");
        assert_string_equal(question->ask, "What now?");
        assert_near(question->points, 2.5, 0);
        assert_true(question->keeps_order);
        assert_string_equal(question->choice.options[0].text, "Ring <101>");
        assert_string_equal(question->choice.options[0].feedback, "Yes \\& now");
        assert_near(question->choice.options[2].worth, 0.3333333, 1e-6);
        imported_clear(&imported);
}

static void fractions_that_do_not_add_up_are_refused_with_a_hint(void **state)
{
        (void)state;
        Imported imported;
        import(&imported,
                QUIZ(NAMED("multichoice", "thirds") STEM("A?") "<single>false</single>" CHOICE(
                        "33.33333", "x") CHOICE("33.33333", "y") CHOICE("33.33333",
                        "z") "</question>\n" NAMED("multichoice", "mixed")
                                STEM("A?") "<single>false</single>" CHOICE("33", "x") CHOICE(
                                        "33.33333", "y") CHOICE("33.33333", "z") "</question>\n"));
        assert_int_equal(imported.module->question_count, 1);
        assert_int_equal(imported.module->questions[0].kind, QUESTION_MULTIPLE);
        assert_said(
                &imported, "4: left out: question 'mixed': the right answers add up to 99.667%");
        assert_said(&imported, "a third is 33.33333");
        imported_clear(&imported);
}

static void true_false_matching_descriptions_and_categories_are_read(void **state)
{
        (void)state;
        Imported imported;
        import(&imported,
                QUIZ("<question "
                     "type=\"category\"><category><text>$course$/top/Desk/Night</text></category>"
                     "</question>\n" NAMED("truefalse", "t") STEM(
                             "So?") "<answer "
                                    "fraction=\"0\"><text>true</text><feedback><text>no</text></"
                                    "feedback></answer>"
                                    "<answer "
                                    "fraction=\"100\"><text>false</text></answer><tags><tag><text>"
                                    "competency:respond</text></tag></tags></question>\n" NAMED(
                                            "matching", "m")
                                            STEM("Match") "<subquestion "
                                                          "format=\"html\"><text>&lt;b&gt;x&lt;/"
                                                          "b&gt;</text>"
                                                          "<answer><text>1</text></answer></"
                                                          "subquestion><subquestion>"
                                                          "<text>y</text><answer><text>2</text></"
                                                          "answer></subquestion>"
                                                          "<subquestion><text></"
                                                          "text><answer><text>3</text></answer>"
                                                          "</subquestion></question>\n" NAMED(
                                                                  "description", "d")
                                                                  STEM("Read this.") "</"
                                                                                     "question>"
                                                                                     "\n"));
        const Module *module = imported.module;
        assert_string_equal(module->sections[0].title, "Night");
        assert_string_equal(module->head.title, "Desk");
        assert_false(module->questions[0].truth.answer);
        assert_string_equal(module->questions[0].truth.feedback[true], "no");
        assert_string_equal(module->questions[0].competency, "respond");
        assert_string_equal(module->questions[1].match.pairs[0].left, "x");
        assert_string_equal(module->questions[1].match.extra[0], "3");
        assert_string_equal(module->lessons[0].text, "Read this.");
        assert_int_equal(imported.foreign.problems.count, 0);
        imported_clear(&imported);
}

static void a_child_category_may_come_before_its_parent(void **state)
{
        (void)state;
        Imported imported;
        import(&imported,
                QUIZ("<question "
                     "type=\"category\"><category><text>top/A/B</text></category></question>" NAMED(
                             "truefalse", "t") STEM("So?") CHOICE("100",
                             "true") "</question>"
                                     "<question "
                                     "type=\"category\"><category><text>top/A</text></category></"
                                     "question>" NAMED("truefalse", "u") STEM("So?")
                                             CHOICE("100", "true") "</question>"));
        assert_int_equal(imported.module->section_count, 2);
        assert_string_equal(imported.module->sections[0].title, "B");
        assert_string_equal(imported.module->sections[1].title, "A");
        imported_clear(&imported);
}

static void what_is_not_carried_is_said_with_its_line(void **state)
{
        (void)state;
        Imported imported;
        import(&imported,
                QUIZ(NAMED("cloze", "c") STEM("{1:MC:=x~y}") "</question>\n" NAMED(
                        "essay", "e") STEM("Tell.") "</question>\n" NAMED("truefalse",
                        "t") "<questiontext format=\"html\"><text>So &lt;img "
                             "src='a.png'&gt;?</text>"
                             "<file name=\"a.png\" "
                             "encoding=\"base64\">AAAA</file></questiontext>" CHOICE("100",
                                     "true") "<hint format=\"html\"><text>Think.</text></hint>"
                                             "<tags><tag><text>odd</text></tag></tags></"
                                             "question>\n<oddity/>\n"));
        assert_int_equal(imported.module->question_count, 1);
        assert_said(&imported,
                "3: left out: question 'c': makesafe has no questions of the type 'cloze'");
        assert_said(&imported, "4: left out: question 'e'");
        assert_said(&imported, "5: question 't': the file 'a.png' is not carried over");
        assert_said(&imported, "5: question 't': a picture is not carried over");
        assert_said(&imported, "5: question 't': <hint> is not carried over");
        assert_said(&imported, "the tag 'odd'");
        assert_said(&imported, "6: <oddity> is not a question");
        assert_non_null(strstr(text_string(&imported.yaml), "# {1:MC:=x~y}"));
        imported_clear(&imported);
}

static void what_stands_before_broken_xml_is_kept(void **state)
{
        (void)state;
        Imported imported;
        import(&imported,
                "<quiz>\n" NAMED("truefalse", "t") STEM("So?") CHOICE(
                        "100", "true") "</question>\n" NAMED("truefalse", "u") "<name></quiz>\n");
        assert_int_equal(imported.module->question_count, 1);
        assert_said(&imported, "3: the XML is broken here");
        imported_clear(&imported);
}

static void document_types_depth_and_other_xml_are_refused(void **state)
{
        (void)state;
        static const struct {
                const char *xml, *said;
        } cases[] = {
                { "<!DOCTYPE quiz [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>\n<quiz>&a;</quiz>",
                        "1: a document type" },
                { "<!DOCTYPE q [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><quiz>&b;</quiz>",
                        "1: a document type" },
                { "<html><body/></html>", "1: this is XML, but of another kind" },
                { "<quiz>&nbsp;</quiz>", "1: the XML is broken here" },
                { "", "1: the XML is broken here" },
        };
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                Imported imported;
                import(&imported, cases[i].xml);
                assert_null(imported.module);
                assert_said(&imported, cases[i].said);
                imported_clear(&imported);
        }
        Text deep = { 0 };
        text_append(&deep, "<quiz>");
        for (size_t i = 0; i < 1000; i++)
                text_append(&deep, "<a>");
        Imported imported;
        import(&imported, text_string(&deep));
        assert_said(&imported, "1: no question is as large");
        imported_clear(&imported);
        text_clear(&deep);
}

static void the_end_of_cdata_inside_cdata_is_cut_in_two(void **state)
{
        (void)state;
        Module *module =
                module_of("makesafe: 1\nid: x\nversion: \"1\"\nlanguage: en\ntitle: T\nsummary: S\n"
                          "sector: everyone\nquiz:\n  sections:\n    - id: s\n      title: S\n"
                          "      questions:\n        - id: a\n          type: true-false\n"
                          "          ask: \"]]> & ]]]]>\"\n          answer: true\n");
        Text out = { 0 };
        export_module(module, FOREIGN_MOODLE_XML, moodle_write, &out);
        assert_non_null(
                strstr(text_string(&out), "<![CDATA[]]]]><![CDATA[> & ]]]]]]><![CDATA[>]]>"));
        Imported imported;
        import(&imported, text_string(&out));
        assert_same_question(&module->questions[0], &imported.module->questions[0]);
        imported_clear(&imported);
        text_clear(&out);
        module_free(module);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(html_becomes_text_and_markdown),
                cmocka_unit_test(fractions_that_do_not_add_up_are_refused_with_a_hint),
                cmocka_unit_test(true_false_matching_descriptions_and_categories_are_read),
                cmocka_unit_test(a_child_category_may_come_before_its_parent),
                cmocka_unit_test(what_is_not_carried_is_said_with_its_line),
                cmocka_unit_test(what_stands_before_broken_xml_is_kept),
                cmocka_unit_test(document_types_depth_and_other_xml_are_refused),
                cmocka_unit_test(the_end_of_cdata_inside_cdata_is_cut_in_two),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
