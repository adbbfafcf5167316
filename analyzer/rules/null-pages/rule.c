// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/rules.h"

static void on_acquire(const struct event *ev)
{
	int64_t num;

	if (ev->row->kind != K_PIN || !ev->pages || !val_is_int(ev->s->vs, ev->pages, &num) || num)
		return;
	rule_report(ev, &rule_null_pages, 0.95,
		    "%s() needs a pages array: with NULL it returns an error and pins nothing",
		    ev->n->callee);
}

const struct rule rule_null_pages = {
	.id = "null-pages",
	.title = "a pin function is called without a pages array",
	.grade = GRADE_FORCE,
	.on_acquire = on_acquire,
};
