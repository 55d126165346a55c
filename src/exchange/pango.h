/* cairo and pango as a table of typed functions, opened by their sonames when first needed. */
#ifndef EXCHANGE_PANGO_H
#define EXCHANGE_PANGO_H

#ifdef HAVE_PANGO

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include "base/error.h"

typedef struct Pango {
        __typeof__(&cairo_create) cairo_create;
        __typeof__(&cairo_destroy) cairo_destroy;
        __typeof__(&cairo_move_to) cairo_move_to;
        __typeof__(&cairo_set_source_rgb) cairo_set_source_rgb;
        __typeof__(&cairo_show_page) cairo_show_page;
        __typeof__(&cairo_status) cairo_status;
        __typeof__(&cairo_status_to_string) cairo_status_to_string;
        __typeof__(&cairo_surface_destroy) cairo_surface_destroy;
        __typeof__(&cairo_surface_finish) cairo_surface_finish;
        __typeof__(&cairo_tag_begin) cairo_tag_begin;
        __typeof__(&cairo_tag_end) cairo_tag_end;
        __typeof__(&cairo_pdf_surface_create_for_stream) cairo_pdf_surface_create_for_stream;
        __typeof__(&cairo_pdf_surface_restrict_to_version) cairo_pdf_surface_restrict_to_version;
        __typeof__(&cairo_pdf_surface_set_metadata) cairo_pdf_surface_set_metadata;
        __typeof__(&pango_cairo_create_layout) pango_cairo_create_layout;
        __typeof__(&pango_cairo_show_layout) pango_cairo_show_layout;
        __typeof__(&pango_font_description_free) pango_font_description_free;
        __typeof__(&pango_font_description_from_string) pango_font_description_from_string;
        __typeof__(&pango_font_description_set_absolute_size)
                pango_font_description_set_absolute_size;
        __typeof__(&pango_layout_get_size) pango_layout_get_size;
        __typeof__(&pango_layout_set_font_description) pango_layout_set_font_description;
        __typeof__(&pango_layout_set_markup) pango_layout_set_markup;
        __typeof__(&pango_layout_set_width) pango_layout_set_width;
        __typeof__(&pango_layout_set_wrap) pango_layout_set_wrap;
        __typeof__(&g_object_unref) g_object_unref;
} Pango;

/** The libraries; opened once. NULL (with the Debian package as hint) where they are not installed.
 */
const Pango *pango_library(Error *error);

#endif

#endif
