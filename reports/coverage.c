// SPDX-License-Identifier: GPL-2.0-or-later
/* How much of the tree the run saw. */
#include <stdlib.h>
#include <string.h>

#include "reports/report.h"

static int cmp_text(const void *va, const void *vb)
{
	const struct reason *a = va, *b = vb;
	int c = strcmp(a->text, b->text);

	return c ? c : (int)a->trust - (int)b->trust;
}

static int cmp_units(const void *va, const void *vb)
{
	const struct reason *a = va, *b = vb;

	if (a->units != b->units)
		return a->units > b->units ? -1 : 1;
	return cmp_text(va, vb);
}

static void merge_reasons(reason_vec *v)
{
	size_t i, n = 0;

	if (!v->n)
		return;
	qsort(v->v, v->n, sizeof(*v->v), cmp_text);
	for (i = 1; i < v->n; i++) {
		if (!cmp_text(&v->v[n], &v->v[i]))
			v->v[n].units += v->v[i].units;
		else
			v->v[++n] = v->v[i];
	}
	v->n = n + 1;
	qsort(v->v, v->n, sizeof(*v->v), cmp_units);
}

static void add_unit(struct coverage *c, const struct unit *u)
{
	struct reason why = { .text = u->reason, .trust = u->trust, .units = 1 };

	c->total_units++;
	c->units[u->trust]++;
	c->functions += u->functions;
	c->touching += u->touching;
	c->unknown += u->unknown;
	if (u->trust == TRUST_CLEAN)
		return;
	if (!why.text || !*why.text)
		why.text = "no reason was given";
	vec_push(&c->reasons, why);
}

void coverage_init(struct coverage *c, const struct record *r)
{
	const struct site *s;
	const struct unit *u;

	*c = (struct coverage){ 0 };
	vec_each (s, &r->sites) {
		bool cocci = s->seen_by & SEEN_COCCI, clang = s->seen_by & SEEN_CLANG;

		c->cocci += cocci;
		c->clang += clang;
		c->sparse += !!(s->seen_by & SEEN_SPARSE);
		c->both += cocci && clang;
		c->cocci_only += cocci && !clang;
		c->clang_only += clang && !cocci;
	}
	vec_each (u, &r->units)
		add_unit(c, u);
	merge_reasons(&c->reasons);
}

void coverage_release(struct coverage *c)
{
	vec_release(&c->reasons);
}
