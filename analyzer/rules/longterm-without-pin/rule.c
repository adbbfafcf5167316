// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/rules.h"

/* Since 6.3 FOLL_PIN is known to mm/ alone; the other one is younger than pins. */
static bool tree_pins(const struct event *ev)
{
	return rule_flag(ev, "FOLL_PIN") || rule_flag(ev, "FOLL_PCI_P2PDMA");
}

static void on_acquire(const struct event *ev)
{
	uint64_t longterm = rule_flag(ev, "FOLL_LONGTERM"), must, may;

	/* a tree without FOLL_PIN has no other way to say longterm */
	if (ev->row->kind != K_GET || !ev->flags || !longterm || !tree_pins(ev))
		return;
	val_bits(ev->s->vs, ev->flags, &must, &may);
	if (!(must & longterm))
		return;
	rule_report(ev, &rule_longterm_without_pin, 0.95,
		    "FOLL_LONGTERM needs a pin: %s() rejects it", ev->n->callee);
}

const struct rule rule_longterm_without_pin = {
	.id = "longterm-without-pin",
	.title = "FOLL_LONGTERM is passed to a function that does not pin",
	.grade = GRADE_FORCE,
	.needs = RULE_CALL,
	.on_acquire = on_acquire,
};
