// SPDX-License-Identifier: GPL-2.0-or-later
/* A comparison for other programs: keys may be added, those that are there stay. */
#include <string.h>

#include "reports/diff.h"
#include "reports/json.h"

#define DIFF_SCHEMA 1

static json_t *side(const struct db_run *run)
{
	json_t *o;

	if (!run)
		return json_null();
	o = json_object();
	j_put(o, "tree", j_tree(run));
	j_put(o, "run", json_integer(run->id));
	j_put(o, "arch", j_text(run->arch));
	j_put(o, "finished", j_text(run->finished));
	return o;
}

static json_t *counts(const unsigned int *n, const char *(*word)(enum diff_state))
{
	json_t *o = json_object();

	for (int i = 0; i < DIFF_NR; i++)
		j_put(o, word((enum diff_state)i), j_number(n[i]));
	return o;
}

static json_t *site_entry(const struct diff *d, const struct diff_site *x)
{
	json_t *o = json_object();

	j_put(o, "state", j_text(diff_site_word(x->state)));
	j_put(o, "converted", json_boolean(diff_converted(x)));
	j_put(o, "was", x->was ? j_site(d->was, x->was) : json_null());
	j_put(o, "is", x->is ? j_site(d->is, x->is) : json_null());
	return o;
}

static json_t *finding_entry(const struct diff_finding *x)
{
	json_t *o = json_object();

	j_put(o, "state", j_text(diff_finding_word(x->state)));
	j_put(o, "was", x->was ? j_finding(x->was) : json_null());
	j_put(o, "is", x->is ? j_finding(x->is) : json_null());
	return o;
}

int diff_json(const struct report *rep, const struct diff *d)
{
	json_t *root = json_object(), *summary = json_object();
	json_t *sites = json_array(), *findings = json_array();
	unsigned int ns[DIFF_NR] = { 0 }, nf[DIFF_NR] = { 0 };
	const struct diff_finding *f;
	const struct diff_site *x;

	vec_each (x, &d->sites) {
		ns[x->state]++;
		if (x->state != DIFF_SAME)
			j_add(sites, site_entry(d, x));
	}
	vec_each (f, &d->findings) {
		nf[f->state]++;
		if (f->state != DIFF_SAME)
			j_add(findings, finding_entry(f));
	}
	j_put(summary, "sites", counts(ns, diff_site_word));
	j_put(summary, "findings", counts(nf, diff_finding_word));
	j_put(root, "schema", json_integer(DIFF_SCHEMA));
	j_put(root, "was", side(d->was_run));
	j_put(root, "is", side(d->is_run));
	j_put(root, "summary", summary);
	j_put(root, "sites", sites);
	j_put(root, "findings", findings);
	return j_print(rep->out, root);
}
