#include "../unit.h"

#include <stdlib.h>

#include "record/postgres_uri.h"

static const struct {
        const char *uri, *plain, *site, *shown;
} cases[] = {
        { "postgresql://db/training", "postgresql://db/training", NULL,
                "postgresql://db/training" },
        { "postgresql://db/t?site=Newport", "postgresql://db/t", "Newport",
                "postgresql://db/t?site=Newport" },
        { "postgresql://db/t?sslmode=require&site=New%20p%C3%B4rt%zz&a=b",
                "postgresql://db/t?sslmode=require&a=b", "New p\xc3\xb4rt%zz",
                "postgresql://db/t?sslmode=require&site=New%20p%C3%B4rt%zz&a=b" },
        { "postgresql://db/t?site=", "postgresql://db/t", "", "postgresql://db/t?site=" },
        { "postgresql://db/t?mysite=x", "postgresql://db/t?mysite=x", NULL,
                "postgresql://db/t?mysite=x" },
        { "postgresql://ann:secret@db/t?password=secret&x=1",
                "postgresql://ann:secret@db/t?password=secret&x=1", NULL,
                "postgresql://ann@db/t?x=1" },
        { "postgresql://ann:s%40c:r@one:1,two:2/t", "postgresql://ann:s%40c:r@one:1,two:2/t", NULL,
                "postgresql://ann@one:1,two:2/t" },
        { "postgresql://ann:a@b@db/t", "postgresql://ann:a@b@db/t", NULL, "postgresql://ann@db/t" },
        { "postgresql://[::1]:5432/t", "postgresql://[::1]:5432/t", NULL,
                "postgresql://[::1]:5432/t" },
        { "postgresql://?host=/run&site=a", "postgresql://?host=/run", "a",
                "postgresql://?host=/run&site=a" },
        { "postgresql://", "postgresql://", NULL, "postgresql://" },
        { "postgresql://db/t?site=%", "postgresql://db/t", "%", "postgresql://db/t?site=%" },
        { "postgresql://db/t?site=a%4", "postgresql://db/t", "a%4", "postgresql://db/t?site=a%4" },
        { "postgresql://db/t?", "postgresql://db/t?", NULL, "postgresql://db/t?" },
};

static void a_uri_is_taken_apart_and_shows_no_password(void **state)
{
        (void)state;
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                char *plain = postgres_uri_plain(cases[i].uri),
                     *site = postgres_uri_site(cases[i].uri),
                     *shown = postgres_uri_shown(cases[i].uri);
                assert_string_equal(plain, cases[i].plain);
                assert_string_equal(shown, cases[i].shown);
                if (cases[i].site)
                        assert_string_equal(site, cases[i].site);
                else
                        assert_null(site);
                free(plain);
                free(site);
                free(shown);
        }
}

int main(void)
{
        const struct CMUnitTest tests[] = { cmocka_unit_test(
                a_uri_is_taken_apart_and_shows_no_password) };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
