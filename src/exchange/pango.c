#include "exchange/pango.h"

#ifdef HAVE_PANGO

#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

#include "base/translate.h"

/* The first brings the others along, but does not hand out their functions. */
static const char *const names[] = { "libpangocairo-1.0.so.0", "libpango-1.0.so.0", "libcairo.so.2",
        "libgobject-2.0.so.0" };

enum { LIBRARIES = sizeof names / sizeof *names };

#define ROW(name)                                                                                  \
        {                                                                                          \
#name, offsetof(Pango, name)                                                       \
        }

static const struct {
        const char *symbol;
        size_t offset;
} rows[] = { ROW(cairo_create), ROW(cairo_destroy), ROW(cairo_move_to), ROW(cairo_set_source_rgb),
        ROW(cairo_show_page), ROW(cairo_status), ROW(cairo_status_to_string),
        ROW(cairo_surface_destroy), ROW(cairo_surface_finish), ROW(cairo_tag_begin),
        ROW(cairo_tag_end), ROW(cairo_pdf_surface_create_for_stream),
        ROW(cairo_pdf_surface_restrict_to_version), ROW(cairo_pdf_surface_set_metadata),
        ROW(pango_cairo_create_layout), ROW(pango_cairo_show_layout),
        ROW(pango_font_description_free), ROW(pango_font_description_from_string),
        ROW(pango_font_description_set_absolute_size), ROW(pango_layout_get_size),
        ROW(pango_layout_set_font_description), ROW(pango_layout_set_markup),
        ROW(pango_layout_set_width), ROW(pango_layout_set_wrap), ROW(g_object_unref) };

static void *find_symbol(void *const *libraries, const char *symbol)
{
        void *function = NULL;
        for (size_t i = 0; !function && i < LIBRARIES; i++)
                function = dlsym(libraries[i], symbol);
        return function;
}

static bool fill(void *const *libraries, Pango *pango)
{
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
                void *function = find_symbol(libraries, rows[i].symbol);
                if (!function)
                        return false;
                memcpy((char *)pango + rows[i].offset, &function, sizeof function);
        }
        return true;
}

const Pango *pango_library(Error *error)
{
        static Pango pango;
        static bool is_open;
        void *libraries[LIBRARIES];
        size_t count = 0;
        if (is_open)
                return &pango;
        /* They register types, and are not to be unloaded again. */
        while (count < LIBRARIES &&
                (libraries[count] = dlopen(names[count], RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE)))
                count++;
        is_open = count == LIBRARIES && fill(libraries, &pango);
        if (is_open)
                return &pango;
        error_set(error, _("there is no library that draws PDF (pango and cairo) on this machine"));
        error_hint(
                error, _("apt install libpangocairo-1.0-0, or take --format html and print that"));
        return NULL;
}

#else

/* ISO C wants something in every file. */
typedef int pango_is_left_out;

#endif
