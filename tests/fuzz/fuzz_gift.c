#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
        fuzz_import(gift_read, FOREIGN_GIFT, gift_write, bytes, len);
        return 0;
}
