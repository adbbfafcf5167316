// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/rules.h"

/* Flags that mm/gup.c sets itself; callers choose them by choosing the function. */
static const char *const internal[] = { "FOLL_PIN",	     "FOLL_GET",       "FOLL_TRIED",
					"FOLL_REMOTE",	     "FOLL_FAST_ONLY", "FOLL_UNLOCKABLE",
					"FOLL_MADV_POPULATE" };

static void on_acquire(const struct event *ev)
{
	uint64_t must, may, bit;

	if (!ev->flags)
		return;
	val_bits(ev->s->vs, ev->flags, &must, &may);
	for (size_t i = 0; i < sizeof(internal) / sizeof(internal[0]); i++) {
		bit = rule_flag(ev, internal[i]);
		if (bit && must & bit)
			rule_report(ev, &rule_internal_flag, 0.9,
				    "%s is internal to the memory management: %s() sets it itself",
				    internal[i], ev->n->callee);
	}
}

const struct rule rule_internal_flag = {
	.id = "internal-flag",
	.title = "a caller passes a flag that only the memory management may set",
	.grade = GRADE_WARN,
	.needs = RULE_CALL,
	.on_acquire = on_acquire,
};
