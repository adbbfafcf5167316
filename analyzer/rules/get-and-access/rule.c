// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/rules.h"
#include "solve/site.h"

static void on_site(struct site_view *site)
{
	enum touch touch = site_touch(site);
	const char *what = touch == TOUCH_DEVICE  ? "a device gets their data" :
			   touch == TOUCH_CARRIER ? "they go into an I/O structure" :
						    "the CPU writes their data";

	if (site->row->kind != K_GET || touch < TOUCH_WRITE || site->notifier ||
	    (site->none && !site->some))
		return;
	site_report(site, &rule_get_and_access, 0.75,
		    "%s() gets pages, and %s: a pin is what the memory management can tell apart",
		    site->node->callee, what);
}

const struct rule rule_get_and_access = {
	.id = "get-and-access",
	.title = "pages whose data is accessed are got, not pinned: to be converted",
	.grade = GRADE_ADVISE,
	.on_site = on_site,
};
