#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
        fuzz_import(moodle_read, FOREIGN_MOODLE_XML, moodle_write, bytes, len);
        return 0;
}
