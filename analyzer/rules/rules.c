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

const char *rule_grade_name(enum grade g)
{
	static const char *const names[] = { "force", "warn", "advise" };

	return names[g];
}
