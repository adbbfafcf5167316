// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/rules.h"

static void check(const struct event *ev)
{
	const struct held *h = ev->h;

	if ((!h->now && !h->before) || h->released || h->doubt || !h->flags)
		return;
	if (ev->dirty != TRI_YES || rule_write(ev) != TRI_NO)
		return;
	rule_report(ev, &rule_needless_dirty, 0.85,
		    "%s() marks pages dirty that %s() took without FOLL_WRITE", ev->n->callee,
		    h->node->callee);
}

const struct rule rule_needless_dirty = {
	.id = "needless-dirty",
	.title = "pages taken for reading only are marked dirty",
	.grade = GRADE_WARN,
	.on_dirty = check,
	.on_release = check,
};
