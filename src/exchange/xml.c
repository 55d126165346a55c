#include "exchange/xml.h"

#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "exchange/xml_expat.h"

const XmlNode *xml_child(const XmlNode *node, const char *name)
{
        for (const XmlNode *child = node ? node->first : NULL; child; child = child->next)
                if (strcmp(child->name, name) == 0)
                        return child;
        return NULL;
}

const char *xml_child_text(const XmlNode *node, const char *name)
{
        const XmlNode *child = xml_child(node, name);
        return child ? child->text : "";
}

const char *xml_attribute(const XmlNode *node, const char *name)
{
        for (size_t i = 0; node && node->attributes[i]; i += 2)
                if (strcmp(node->attributes[i], name) == 0)
                        return node->attributes[i + 1];
        return NULL;
}

#ifdef HAVE_EXPAT

enum { PIECE = 1 << 16, TEXT_MOST = 1 << 20 };

typedef struct Walk {
        const Expat *expat;
        XML_Parser parser;
        const XmlVisitor *visitor;
        Arena *arena;                   /* the caller's, for the trouble */
        Arena *branch;                  /* of the child of the root that is being read */
        XmlNode *at;                    /* the element that is open, within it */
        Text texts[XML_DEPTH_MOST + 1]; /* directly inside the elements that are open, by depth */
        size_t depth, nodes;
        XmlTrouble *trouble;
} Walk;

static void stop(Walk *walk, const char *why)
{
        if (walk->trouble->line == 0)
                *walk->trouble = (XmlTrouble){ walk->expat->GetCurrentLineNumber(walk->parser),
                        arena_strdup(walk->arena, why) };
        walk->expat->StopParser(walk->parser, XML_FALSE);
}

static void XMLCALL take_doctype(void *data, const XML_Char *name, const XML_Char *system_id,
        const XML_Char *public_id, int has_internal)
{
        (void)name;
        (void)system_id;
        (void)public_id;
        (void)has_internal;
        stop(data, _("a document type (<!DOCTYPE>) is not allowed: it could pull in other files"));
}

static const char *const *copy_attributes(Walk *walk, const XML_Char **attributes)
{
        size_t count = 0;
        while (attributes[count])
                count++;
        const char **copy = arena_array(walk->branch, const char *, count + 1);
        for (size_t i = 0; i < count; i++)
                copy[i] = arena_strdup(walk->branch, attributes[i]);
        return copy;
}

static void XMLCALL start_element(void *data, const XML_Char *name, const XML_Char **attributes)
{
        Walk *walk = data;
        walk->depth++;
        if (walk->depth == 1) {
                if (strcmp(name, walk->visitor->root) != 0)
                        stop(walk, _("this is XML, but of another kind: its first element is not "
                                     "<quiz>"));
                return;
        }
        if (walk->depth > XML_DEPTH_MOST || ++walk->nodes > XML_NODES_MOST) {
                stop(walk, _("no question is as large as this one"));
                return;
        }
        text_reset(&walk->texts[walk->depth]);
        XmlNode *node = arena_alloc(walk->branch, sizeof *node);
        *node = (XmlNode){ .name = arena_strdup(walk->branch, name),
                .text = "",
                .attributes = copy_attributes(walk, attributes),
                .parent = walk->at,
                .line = walk->expat->GetCurrentLineNumber(walk->parser) };
        if (walk->at) {
                *(walk->at->last ? &walk->at->last->next : &walk->at->first) = node;
                walk->at->last = node;
        }
        walk->at = node;
}

static void XMLCALL end_element(void *data, const XML_Char *name)
{
        Walk *walk = data;
        (void)name;
        size_t depth = walk->depth--;
        if (!walk->at || walk->trouble->line)
                return;
        XmlNode *node = walk->at;
        const Text *text = &walk->texts[depth];
        if (text->len)
                node->text = arena_strndup(walk->branch, text->bytes, text->len);
        walk->at = node->parent;
        if (walk->at)
                return;
        walk->visitor->visit(node, walk->visitor->data);
        arena_reset(walk->branch);
        walk->nodes = 0;
}

static void XMLCALL take_text(void *data, const XML_Char *text, int len)
{
        Walk *walk = data;
        if (!walk->at || walk->trouble->line)
                return;
        Text *kept = &walk->texts[walk->depth];
        if (kept->len + (size_t)len <= TEXT_MOST) /* no module could hold more: a picture's bytes */
                text_append_bytes(kept, text, (size_t)len);
}

static void parse(Walk *walk, const char *bytes, size_t len)
{
        enum XML_Status status = XML_STATUS_OK;
        for (size_t at = 0; status == XML_STATUS_OK && walk->trouble->line == 0;) {
                size_t piece = len - at < PIECE ? len - at : PIECE;
                status =
                        walk->expat->Parse(walk->parser, bytes + at, (int)piece, at + piece == len);
                at += piece;
                if (at == len)
                        break;
        }
        if (status == XML_STATUS_OK || walk->trouble->line)
                return;
        const char *why = walk->expat->ErrorString(walk->expat->GetErrorCode(walk->parser));
        *walk->trouble = (XmlTrouble){ walk->expat->GetCurrentLineNumber(walk->parser),
                arena_printf(walk->arena,
                        _("the XML is broken here (%s): nothing after it was read"),
                        why ? why : "") };
}

bool xml_read(const char *bytes, size_t len, const XmlVisitor *visitor, Arena *arena,
        XmlTrouble *trouble, Error *error)
{
        *trouble = (XmlTrouble){ 0, "" };
        const Expat *expat = expat_library(error);
        if (!expat)
                return false;
        Walk walk = { .expat = expat,
                .parser = expat->ParserCreate(NULL),
                .visitor = visitor,
                .arena = arena,
                .branch = arena_new(),
                .trouble = trouble };
        expat->SetUserData(walk.parser, &walk);
        expat->SetElementHandler(walk.parser, start_element, end_element);
        expat->SetCharacterDataHandler(walk.parser, take_text);
        expat->SetStartDoctypeDeclHandler(walk.parser, take_doctype);
        parse(&walk, bytes, len);
        expat->ParserFree(walk.parser);
        arena_free(walk.branch);
        for (size_t i = 0; i <= XML_DEPTH_MOST; i++)
                text_clear(&walk.texts[i]);
        return true;
}

#else

bool xml_read(const char *bytes, size_t len, const XmlVisitor *visitor, Arena *arena,
        XmlTrouble *trouble, Error *error)
{
        (void)bytes;
        (void)len;
        (void)visitor;
        (void)arena;
        *trouble = (XmlTrouble){ 0, "" };
        error_set(error, _("this makesafe was built without XML (expat)"));
        return error_hint(error, _("install one that has it, or libexpat1-dev before it is built"));
}

#endif
