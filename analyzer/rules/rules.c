// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/rules.h"

#include <string.h>

const struct rule *const rules_all[] = {
#define RULE(ident, id) &rule_##ident,
#include "rules/rules.def"
#undef RULE
};
const size_t rules_nr = sizeof(rules_all) / sizeof(rules_all[0]);

const struct rule *rule_find(const char *id)
{
	for (size_t i = 0; i < rules_nr; i++)
		if (!strcmp(rules_all[i]->id, id))
			return rules_all[i];
	return NULL;
}

static bool is_unsigned(enum ir_op op)
{
	return op >= IR_OP_ULT && op <= IR_OP_UGE;
}

bool rule_unsigned_bound(const struct event *ev, val_t result)
{
	const struct state *s = ev->s;

	/* a loop drops them one by one */
	if (ev->row->shape != S_PAGE)
		return false;
	for (const struct step *st = s->trace; st && st->node != ev->h->node; st = st->prev) {
		if (!st->node || st->node->kind != IR_BRANCH || !is_unsigned(st->node->op))
			continue;
		if (st->a == result || st->b == result)
			return true;
	}
	/* an unsigned parameter of a called function made a huge number of it */
	for (unsigned int i = 0; i < s->nranges; i++)
		if (s->ranges[i].lo > 0 && s->ranges[i].v != result &&
		    val_origin(s->vs, s->ranges[i].v) == result)
			return true;
	return false;
}

const char *rule_grade_name(enum grade g)
{
	static const char *const names[] = { "force", "warn", "advise" };

	return names[g];
}
