/* Foreign questions in, a module out, for tests: and two modules compared. */
#ifndef FOREIGN_WORLD_H
#define FOREIGN_WORLD_H

#include "exchange/foreign_module.h"
#include "exchange/module_yaml.h"
#include "module/module.h"

typedef bool ForeignReader(Foreign *foreign, const char *bytes, size_t len, Error *error);
typedef void ForeignWriter(Foreign *foreign, Text *out);

typedef struct Imported {
        Foreign foreign;
        Module *module; /* NULL where nothing was left */
        Text yaml;
        char said[4096]; /* "12: why" a line, as far as there is room */
} Imported;

/** Reads bytes, writes the module x and reads that again; it must have no errors. */
void import_bytes(Imported *imported, ForeignReader *read, const char *bytes, size_t len);
void imported_clear(Imported *imported);

/** What came out of one module in another's format. */
void export_module(const Module *module, ForeignFormat format, ForeignWriter *write, Text *out);

/** A module from YAML, which must be right. */
Module *module_of(const char *yaml);

/** Fails where two questions differ in anything that the formats carry. */
void assert_same_question(const Question *a, const Question *b);

#endif
