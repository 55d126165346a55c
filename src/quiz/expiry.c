#include "quiz/expiry.h"

static Day base_expiry(const ModuleHead *head, Day completed, Day old_expiry, Day due)
{
        if (old_expiry == DAY_NONE)
                return due != DAY_NONE && completed <= due ? due : completed;
        if (completed > old_expiry)
                return completed;
        Day opens = head->has_window ? day_add(old_expiry, head->renewal_window, -1) : DAY_NONE;
        if (opens != DAY_NONE && completed < opens)
                return day_add(old_expiry, head->valid_for, -1);
        return old_expiry;
}

static Day base_fixed(const ModuleHead *head, Day completed, Day old_expiry, Day due)
{
        Period least = head->has_window ? head->renewal_window : (Period){ 0, 0 };
        Day start = old_expiry != DAY_NONE ? old_expiry : due != DAY_NONE ? due : completed;
        /* Steps are counted from the start, so that 31 January does not become the 28th for good.
         */
        int steps = 0;
        Day base = start;
        while (day_add(base, least, -1) >= completed)
                base = day_add(start, head->valid_for, --steps);
        while (day_add(base, head->valid_for, 1) < day_add(completed, least, 1))
                base = day_add(start, head->valid_for, ++steps);
        return base;
}

Day expiry_reckon(const ModuleHead *head, Day completed, Day old_expiry, Day due)
{
        if (!head->has_validity)
                return DAY_NONE;
        Day base = completed;
        switch (head->renewal_base) {
        case RENEWAL_EXPIRY:
                base = base_expiry(head, completed, old_expiry, due);
                break;
        case RENEWAL_FIXED:
                base = base_fixed(head, completed, old_expiry, due);
                break;
        case RENEWAL_COMPLETION:
                break;
        }
        return day_add(base, head->valid_for, 1);
}
