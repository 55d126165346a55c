/* What every cmocka test file needs, in the order in which cmocka wants it. */
#ifndef UNIT_H
#define UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* cmocka 1.1.5 has no comparison of doubles. */
#define assert_near(a, b, within)                                                                  \
        do {                                                                                       \
                double left_ = (a), right_ = (b);                                                  \
                if (!(left_ - right_ <= (within) && right_ - left_ <= (within)))                   \
                        fail_msg("%.12g is not %.12g", left_, right_);                             \
        } while (0)

#endif
