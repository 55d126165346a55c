#include "exchange/certificate.h"

#include "base/translate.h"
#include "exchange/certificate_pdf.h"
#include "exchange/page.h"
#include "view/certificate.h"

enum { COLUMNS = 72 };

const char *const certificate_form_names[FORM_COUNT + 1] = { "txt", "html", "pdf", NULL };

/* The page with a gap for the block: what stands before and behind it. */
typedef struct Parts {
        Text before, after;
} Parts;

static void write_txt(const View *view, Arena *arena, Parts *parts)
{
        Lines lines = rich_layout(arena, &view->body, COLUMNS, false);
        text_printf(&parts->before, "%s\n\n", view->title);
        rich_print(&lines, &parts->before);
        text_append_char(&parts->before, '\n');
}

static void write_html(const View *view, Parts *parts)
{
        page_start_html(view->title, translate_language(), &parts->before);
        html_append_rich(&parts->before, &view->body);
        text_append(&parts->before, "<pre>\n");
        text_append(&parts->after, "</pre>\n");
        page_end_html(&parts->after);
}

bool certificate_format(CertificateForm form, Certificate *certificate, const SiteKey *key,
        const Contacts *contacts, Text *out, Error *error)
{
        Arena *arena = arena_new();
        View view = certificate_view(arena, certificate, contacts);
        Parts parts = { .before = { 0 } };
        char hash[65];
        bool done = true;
        if (form == FORM_TXT)
                write_txt(&view, arena, &parts);
        else if (form == FORM_HTML)
                write_html(&view, &parts);
        certificate_page_hash(text_string(&parts.before), parts.before.len,
                text_string(&parts.after), parts.after.len, hash);
        certificate->values[CERTIFICATE_PAGE] = form == FORM_PDF ? "" : hash;
        text_append(out, text_string(&parts.before));
        if (form == FORM_PDF) {
                Text block = { 0 };
                certificate_write(certificate, key, &block);
                done = certificate_write_pdf(&view, text_string(&block), out, error);
                text_clear(&block);
        } else {
                certificate_write(certificate, key, out);
        }
        text_append(out, text_string(&parts.after));
        certificate->values[CERTIFICATE_PAGE] = "";
        text_clear(&parts.before);
        text_clear(&parts.after);
        arena_free(arena);
        return done;
}
