// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/rules.h"
#include "solve/site.h"

static void on_site(struct site_view *site)
{
	const struct site_release_view *r = NULL;

	if (site->row->kind != K_PIN || site->life != LIFE_OBJECT || site->notifier ||
	    site_flag(site, "FOLL_LONGTERM") != TRI_NO)
		return;
	for (size_t i = 0; !r && i < site->releases.n; i++)
		if (site->releases.v[i].place.field)
			r = &site->releases.v[i];
	site_report(site, &rule_longterm_missing, 0.8,
		    "%s() pins without FOLL_LONGTERM what stays in '%s' until %s() drops it",
		    site->node->callee, r ? r->place.field : "an object",
		    r ? r->f->name : "somebody");
}

const struct rule rule_longterm_missing = {
	.id = "longterm-missing",
	.title = "a pin that outlives the call, without FOLL_LONGTERM",
	.grade = GRADE_WARN,
	.needs = RULE_LIFE,
	.on_site = on_site,
};
