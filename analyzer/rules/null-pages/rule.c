// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/rules.h"

static void on_acquire(const struct event *ev)
{
	if (ev->row->kind != K_PIN || !ev->pages || !state_is_zero(ev->s, ev->pages))
		return;
	rule_report(ev, &rule_null_pages, 0.95,
		    "%s() needs a pages array: with NULL it returns an error and pins nothing",
		    ev->n->callee);
}

const struct rule rule_null_pages = {
	.id = "null-pages",
	.title = "a pin function is called without a pages array",
	.grade = GRADE_FORCE,
	.needs = RULE_CALL,
	.on_acquire = on_acquire,
};
