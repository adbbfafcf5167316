/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The registry of rules.  Layer 3 (solve/hooks.h only). */
#ifndef RULES_RULES_H
#define RULES_RULES_H

#include "solve/hooks.h"

/* All rules, in the order of rules.def. */
extern const struct rule *const rules_all[];
extern const size_t rules_nr;

const struct rule *rule_find(const char *id);
const char *rule_grade_name(enum grade g); /* "force", "warn", "advise" */

/* rule_unsigned_bound() - the path came here through an unsigned comparison with the result of a
 * call that failed: as unsigned number an errno is a huge one */
bool rule_unsigned_bound(const struct event *ev, val_t result);

#define RULE(ident, id) extern const struct rule rule_##ident;
#include "rules/rules.def"
#undef RULE

#endif
