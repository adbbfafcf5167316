// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/rules.h"
#include "solve/site.h"

static void on_site(struct site_view *site)
{
	if (site->row->kind != K_PIN || site->life != LIFE_CALL ||
	    site_flag(site, "FOLL_LONGTERM") != TRI_YES)
		return;
	site_report(site, &rule_longterm_needless, 0.75,
		    "%s() passes FOLL_LONGTERM, yet every path drops the pages before it returns",
		    site->node->callee);
}

const struct rule rule_longterm_needless = {
	.id = "longterm-needless",
	.title = "FOLL_LONGTERM for a pin that ends with the call",
	.grade = GRADE_ADVISE,
	.needs = RULE_LIFE,
	.on_site = on_site,
};
