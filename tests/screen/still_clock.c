/* A clock that stands still, for pictures: linked in the place of the wall clock (--wrap). */
#include "base/date.h"

int64_t __wrap_moment_now(void);
Day __wrap_day_today(void);

int64_t __wrap_moment_now(void)
{
        return (int64_t)__wrap_day_today() * 86400000000 +
               (int64_t)(10 * 3600 + 2 * 60 + 11) * 1000000;
}

Day __wrap_day_today(void)
{
        return day_from_date(2026, 11, 24);
}
