#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
        fuzz_import(aiken_read, FOREIGN_AIKEN, aiken_write, bytes, len);
        return 0;
}
