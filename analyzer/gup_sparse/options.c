// SPDX-License-Identifier: GPL-2.0-or-later
#include "gup_sparse/options.h"

#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/str.h"
#include "solve/finding.h"

/* What is sure and needs nothing but the unit: what a maintainer wants to see in every build. */
static bool is_default(const struct rule *r)
{
	return r->grade == GRADE_FORCE;
}

enum choice { AS_IS, ON, OFF };

struct choices {
	enum choice *rule;
	bool all, off;
};

static void choose(struct choices *c, const char *id, enum choice what)
{
	for (size_t i = 0; i < rules_nr; i++) {
		if (strcmp(rules_all[i]->id, id))
			continue;
		c->rule[i] = what;
		return;
	}
	/* an option of a later version must not break the build */
	warn("there is no rule '%s'", id);
}

static void choose_group(struct choices *c, bool all, bool off)
{
	c->all = all;
	c->off = off;
	for (size_t i = 0; i < rules_nr; i++)
		c->rule[i] = AS_IS;
}

static bool take_warning(struct choices *c, const char *a)
{
	if (!strcmp(a, "-Wgup"))
		choose_group(c, false, false);
	else if (!strcmp(a, "-Wgup-all"))
		choose_group(c, true, false);
	else if (!strcmp(a, "-Wno-gup"))
		choose_group(c, false, true);
	else if (str_starts(a, "-Wgup-"))
		choose(c, a + strlen("-Wgup-"), ON);
	else if (str_starts(a, "-Wno-gup-"))
		choose(c, a + strlen("-Wno-gup-"), OFF);
	else
		return false;
	return true;
}

static void take_confidence(struct gup_options *o, const char *text)
{
	char *end;
	double v = strtod(text, &end);

	if (end == text || *end || !(v >= 0 && v <= 1))
		warn("'%s' is no confidence: a number from 0 to 1 is wanted", text);
	else
		o->min = v;
}

static bool take_other(struct gup_options *o, const char *a)
{
	static const char head[] = "--gup-";
	const char *name = a + sizeof(head) - 1, *eq = strchr(a, '=');

	if (!str_starts(a, head))
		return false;
	if (!strcmp(name, "ir"))
		o->ir = true;
	else if (!strcmp(name, "no-notes"))
		o->notes = false;
	else if (str_starts(name, "baseline="))
		o->baseline = eq + 1;
	else if (str_starts(name, "write-baseline="))
		o->write = eq + 1;
	else if (str_starts(name, "db="))
		o->db = eq + 1;
	else if (str_starts(name, "min-confidence="))
		take_confidence(o, eq + 1);
	else
		warn("unknown option '%s'", a);
	return true;
}

int gup_options_take(struct gup_options *o, int argc, char **argv)
{
	struct choices c = { .rule = calloc(rules_nr, sizeof(*c.rule)) };
	int kept = 1;

	*o = (struct gup_options){ .notes = true,
				   .min = FINDING_CONFIDENCE,
				   .rules = calloc(rules_nr, sizeof(*o->rules)) };
	if (!c.rule || !o->rules)
		die("out of memory");
	for (int i = 1; i < argc; i++)
		if (!take_warning(&c, argv[i]) && !take_other(o, argv[i]))
			argv[kept++] = argv[i];
	argv[kept] = NULL;
	o->taken_only = !c.all;
	for (size_t i = 0; i < rules_nr; i++) {
		o->taken_only &= c.rule[i] != ON;
		if (c.rule[i] == ON ||
		    (c.rule[i] == AS_IS && !c.off && (c.all || is_default(rules_all[i]))))
			o->rules[o->nrules++] = rules_all[i];
	}
	o->on = o->nrules || o->ir;
	free(c.rule);
	return kept;
}
