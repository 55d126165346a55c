/* XML read one large element at a time: each child of the root as a small tree, which dies before
 * the next. Expat without a document type, and so without entities of the file's own. */
#ifndef EXCHANGE_XML_H
#define EXCHANGE_XML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"

typedef struct XmlNode XmlNode;
struct XmlNode {
        const char *name;
        const char *text; /* directly inside, "" without any; of more than 1 MiB a part */
        const char *const *attributes; /* name, value, …, NULL */
        XmlNode *first, *next;
        XmlNode *last, *parent; /* for the reader */
        size_t line;
};

enum { XML_DEPTH_MOST = 64, XML_NODES_MOST = 20000 };

typedef struct XmlVisitor {
        /** Takes a child of the root; it lives until the visitor returns. */
        void (*visit)(const XmlNode *node, void *data);
        void *data;
        const char *root; /* the name that the root must have */
} XmlVisitor;

typedef struct XmlTrouble {
        size_t line;      /* 0: none */
        const char *text; /* translated; in the arena */
} XmlTrouble;

/** Reads a document; what came before a trouble was visited. Text is what XML allows, unfiltered.
 * \return false (with the error) where there is no library */
bool xml_read(const char *bytes, size_t len, const XmlVisitor *visitor, Arena *arena,
        XmlTrouble *trouble, Error *error);

/** The first child of a name, or NULL; `node` may be NULL. */
const XmlNode *xml_child(const XmlNode *node, const char *name);

/** The text of a child, "" where there is none. */
const char *xml_child_text(const XmlNode *node, const char *name);

/** The value of an attribute, or NULL. */
const char *xml_attribute(const XmlNode *node, const char *name);

#endif
