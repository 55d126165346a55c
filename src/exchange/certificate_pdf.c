#include "exchange/certificate_pdf.h"

#include "base/translate.h"
#include "exchange/html.h"
#include "exchange/pango.h"

#ifdef HAVE_PANGO

/* A4, in points. */
static const double page_width = 595.276, page_height = 841.89, margin = 54;

/* However long the names are, there is one page: all of it becomes smaller until it fits. */
static const double shrink = 0.94, smallest = 0.05;

typedef struct Drawing {
        const Pango *pango;
        cairo_t *cairo;
        double scale, y;
        bool is_measuring;
} Drawing;

static cairo_status_t take_bytes(void *data, const unsigned char *bytes, unsigned len)
{
        text_append_bytes(data, (const char *)bytes, len);
        return CAIRO_STATUS_SUCCESS;
}

/* One paragraph of markup at the place reached, as a structure element `tag`. */
static void draw_text(Drawing *drawing, const char *tag, const char *markup, const char *font,
        double size, double indent, double gap)
{
        const Pango *pango = drawing->pango;
        PangoLayout *layout = pango->pango_cairo_create_layout(drawing->cairo);
        PangoFontDescription *description = pango->pango_font_description_from_string(font);
        double scale = drawing->scale;
        int height = 0;
        pango->pango_font_description_set_absolute_size(description, size * scale * PANGO_SCALE);
        pango->pango_layout_set_font_description(layout, description);
        pango->pango_layout_set_width(
                layout, (int)((page_width - 2 * margin - indent * scale) * PANGO_SCALE));
        pango->pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
        pango->pango_layout_set_markup(layout, markup, -1);
        pango->pango_layout_get_size(layout, NULL, &height);
        drawing->y += gap * scale;
        if (!drawing->is_measuring) {
                pango->cairo_tag_begin(drawing->cairo, tag, NULL);
                pango->cairo_move_to(drawing->cairo, margin + indent * scale, drawing->y);
                pango->pango_cairo_show_layout(drawing->cairo, layout);
                pango->cairo_tag_end(drawing->cairo, tag);
        }
        drawing->y += (double)height / PANGO_SCALE;
        pango->pango_font_description_free(description);
        pango->g_object_unref(layout);
}

static void append_markup(Text *out, const Block *block)
{
        text_append(out, "<span insert_hyphens=\"false\">"); /* there are none in a name */
        for (size_t i = 0; i < block->count; i++) {
                const Span *span = &block->spans[i];
                bool is_bold = span->style & (SPAN_STRONG | SPAN_NUMBER);
                text_append(out, is_bold ? "<b>" : "");
                html_append(out, span->text);
                text_append(out, is_bold ? "</b>" : "");
        }
        text_append(out, "</span>");
}

static void draw_block(Drawing *drawing, const Block *block)
{
        static const char sans[] = "Sans";
        Text markup = { 0 };
        if (block->kind == BLOCK_ITEM)
                text_append(&markup, "• ");
        append_markup(&markup, block);
        if (block->kind == BLOCK_HEADING)
                draw_text(drawing, "H2", text_string(&markup), "Sans Bold", 19, 0, 26);
        else if (block->kind == BLOCK_ITEM)
                draw_text(drawing, "P", text_string(&markup), sans, 12, 8, block->tight ? 3 : 9);
        else
                draw_text(drawing, "P", text_string(&markup), sans, 12, 0, 14);
        text_clear(&markup);
}

static void draw_page(Drawing *drawing, const View *view, const char *block)
{
        Text markup = { 0 };
        drawing->y = margin;
        html_append(&markup, view->title);
        draw_text(drawing, "H1", text_string(&markup), "Sans Bold", 27, 0, 0);
        for (size_t i = 0; i < view->body.count; i++)
                draw_block(drawing, &view->body.blocks[i]);
        /* Plain ASCII without anything that means something in markup. */
        draw_text(drawing, "P", block, "Monospace", 8, 0, 14);
        text_clear(&markup);
}

static void fit_page(Drawing *drawing, const View *view, const char *block)
{
        drawing->is_measuring = true;
        for (drawing->scale = 1;; drawing->scale *= shrink) {
                draw_page(drawing, view, block);
                if (drawing->y <= page_height - margin || drawing->scale < smallest)
                        break;
        }
        drawing->is_measuring = false;
}

/* In one line, and with broken words joined: a string of PDF has its own meaning for backslashes.
 */
static void append_joined(Text *out, const char *block)
{
        for (const char *at = block; *at; at++) {
                if (at[0] == '\\' && at[1] == '\n')
                        at++;
                else
                        text_append_char(out, *at == '\n' ? ' ' : *at);
        }
}

static void describe(
        const Pango *pango, cairo_surface_t *surface, const View *view, const char *block)
{
        Text keywords = { 0 };
        append_joined(&keywords, block);
        pango->cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, view->title);
        pango->cairo_pdf_surface_set_metadata(
                surface, CAIRO_PDF_METADATA_CREATOR, "makesafe " VERSION);
        pango->cairo_pdf_surface_set_metadata(
                surface, CAIRO_PDF_METADATA_KEYWORDS, text_string(&keywords));
        text_clear(&keywords);
}

bool certificate_write_pdf(const View *view, const char *block, Text *out, Error *error)
{
        const Pango *pango = pango_library(error);
        if (!pango)
                return false;
        cairo_surface_t *surface = pango->cairo_pdf_surface_create_for_stream(
                take_bytes, out, page_width, page_height);
        /* Later versions pack the document's information away. */
        pango->cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_4);
        describe(pango, surface, view, block);
        Drawing drawing = { .pango = pango, .cairo = pango->cairo_create(surface) };
        fit_page(&drawing, view, block);
        pango->cairo_set_source_rgb(drawing.cairo, 0, 0, 0);
        pango->cairo_tag_begin(drawing.cairo, "Document", NULL);
        draw_page(&drawing, view, block);
        pango->cairo_tag_end(drawing.cairo, "Document");
        pango->cairo_show_page(drawing.cairo);
        cairo_status_t status = pango->cairo_status(drawing.cairo);
        pango->cairo_destroy(drawing.cairo);
        pango->cairo_surface_finish(surface);
        pango->cairo_surface_destroy(surface);
        return status == CAIRO_STATUS_SUCCESS ||
               error_set(error, _("the PDF could not be drawn: %s"),
                       pango->cairo_status_to_string(status));
}

#else

bool certificate_write_pdf(const View *view, const char *block, Text *out, Error *error)
{
        (void)view;
        (void)block;
        (void)out;
        error_set(error, _("this makesafe was built without PDF"));
        return error_hint(error, _("Take --format html and print that"));
}

#endif
