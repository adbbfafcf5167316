// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/rules.h"

static void told(const struct event *ev, double confidence, const struct ir_node *release)
{
	rule_report(ev, &rule_dirty_after_release, confidence,
		    "%s() of a page whose reference %s() dropped in line %u", ev->n->callee,
		    release->callee, release->loc.line);
}

static void on_dirty(const struct event *ev)
{
	const struct drop *drop = rule_dropped(ev);
	const struct held *h = ev->h;

	if (!h->released || h->extra || h->doubt || !h->release)
		return;
	if (drop)
		told(ev, 0.9, drop->node);
	else if (!h->elems)
		told(ev, 0.75, h->release);
}

static void on_foreign(const struct event *ev)
{
	const struct drop *drop;

	if (ev->row->role != API_DIRTY)
		return;
	drop = rule_dropped(ev);
	/* whether a page that was got is a user's is not known here, nor who else has it */
	if (drop && drop->row->kind == K_PIN && drop->row->user)
		told(ev, 0.85, drop->node);
}

const struct rule rule_dirty_after_release = {
	.id = "dirty-after-release",
	.title = "a page is marked dirty after its reference was dropped",
	.grade = GRADE_FORCE,
	.once = true,
	.on_dirty = on_dirty,
	.on_foreign = on_foreign,
};
