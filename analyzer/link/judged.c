// SPDX-License-Identifier: GPL-2.0-or-later
/* How many sites each rule could judge, and why it gave up on the others: a rule that says nothing
 * because it could not see is no rule that found nothing. */
#include <string.h>

#include "base/str.h"
#include "link/linker.h"
#include "rules/rules.h"

enum reason { JUDGED, NOT_READ, TOO_MANY_PATHS, HANDED_ON, IN_DOUBT, LIFE_NOT_KNOWN, NR_REASONS };

static const char *const reason_text[] = {
	[JUDGED] = "judged",
	[NOT_READ] = "not read by clang",
	[TOO_MANY_PATHS] = "more paths than the bound",
	[HANDED_ON] = "pages handed to code that is not followed",
	[IN_DOUBT] = "something not followed may have dropped them",
	[LIFE_NOT_KNOWN] = "how long the pages are kept is not known",
};

static enum reason judged(const struct link_site *s, const struct rule *r)
{
	const struct site_view *v = s->view;

	if (!v)
		return NOT_READ;
	if (r->needs == RULE_CALL)
		return JUDGED;
	if (v->incomplete)
		return TOO_MANY_PATHS;
	if (r->needs == RULE_LIFE)
		return v->life == LIFE_UNKNOWN ? LIFE_NOT_KNOWN : JUDGED;
	if (v->fate & FATE_KEPT)
		return HANDED_ON;
	return v->fate & FATE_DOUBT ? IN_DOUBT : JUDGED;
}

static void tell_rule(struct linker *l, const struct rule *r)
{
	unsigned int count[NR_REASONS] = { 0 };
	struct buf b = { 0 };

	for (size_t i = 0; i < l->sites.n; i++)
		if (strcmp(l->sites.v[i].site.role, "core"))
			count[judged(&l->sites.v[i], r)]++;
	buf_addf(&b, "%s: %u sites judged", r->id, count[JUDGED]);
	for (int i = JUDGED + 1; i < NR_REASONS; i++)
		if (count[i])
			buf_addf(&b, "; %u %s", count[i], reason_text[i]);
	linker_notice(l, "rule", "", buf_str(&b));
	buf_release(&b);
}

void linker_judged(struct linker *l)
{
	for (size_t i = 0; i < rules_nr; i++)
		tell_rule(l, rules_all[i]);
}
