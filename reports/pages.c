// SPDX-License-Identifier: GPL-2.0-or-later
#include "reports/pages.h"

#include <stddef.h>
#include <string.h>

static const struct rule_page pages[] = {
#include "rule_pages.inc"
	{ NULL, NULL, NULL },
};

const struct rule_page *rule_page(const char *id)
{
	const struct rule_page *p;

	for (p = pages; p->id; p++)
		if (!strcmp(p->id, id))
			return p;
	return NULL;
}
