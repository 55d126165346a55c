/* What the fuzzers share. Each is one file with one entry, built with libFuzzer in the sanitizers'
 * build. */
#ifndef FUZZ_H
#define FUZZ_H

#include <stddef.h>
#include <stdint.h>

#include "exchange/foreign_module.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

/** Imports bytes; what comes of them must pass check, and export and import again without losing a
 * question (where `write` is not NULL). Ends the program where it does not. */
void fuzz_import(bool (*read)(Foreign *, const char *, size_t, Error *), ForeignFormat format,
        void (*write)(Foreign *, Text *), const uint8_t *bytes, size_t len);

/** Bytes as a string, for readers that are promised a NUL after them; free it. */
char *fuzz_string(const uint8_t *bytes, size_t len);

#endif
