// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/rules.h"
#include "solve/site.h"

static void on_site(struct site_view *site)
{
	const struct site_release_view *r = NULL;

	if (site->row->kind != K_PIN || site->life != LIFE_OBJECT || site->notifier ||
	    site_flag(site, "FOLL_LONGTERM") != TRI_NO)
		return;
	/* rather another function than the error path of this one */
	for (size_t i = 0; i < site->releases.n && (!r || r->f == site->f); i++)
		if (site->releases.v[i].place.field)
			r = &site->releases.v[i];
	if (r)
		site_report(
			site, &rule_longterm_missing, 0.8,
			"%s() pins without FOLL_LONGTERM what stays in '%s' until %s() drops it",
			site->node->callee, r->place.field, r->f->name);
	else
		site_report(site, &rule_longterm_missing, 0.7,
			    "%s() pins without FOLL_LONGTERM what %s until another call drops it",
			    site->node->callee,
			    site->by_number ? "is kept by its frame number" :
					      "stays in the caller's hands");
}

const struct rule rule_longterm_missing = {
	.id = "longterm-missing",
	.title = "a pin that outlives the call, without FOLL_LONGTERM",
	.grade = GRADE_WARN,
	.needs = RULE_LIFE,
	.on_site = on_site,
};
