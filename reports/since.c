// SPDX-License-Identifier: GPL-2.0-or-later
#include "reports/since.h"

void since_init(struct since *s, const struct record *was, const struct db_run *was_run,
		const struct record *is, double confidence)
{
	struct diff d = { 0 };

	s->was = was;
	s->run = was_run;
	diff_make(&d, was, is, confidence);
	for (size_t i = 0; i < d.sites.n; i++)
		if (d.sites.v[i].is)
			vec_push(&s->words, ((struct since_word){ d.sites.v[i].is->fingerprint,
								  d.sites.v[i].state }));
	for (size_t i = 0; i < d.findings.n; i++) {
		const struct diff_finding *x = &d.findings.v[i];

		if (x->is)
			vec_push(&s->words, ((struct since_word){ x->is->fingerprint, x->state }));
		else
			vec_push(&s->absent, x->was);
	}
	diff_release(&d);
}

void since_release(struct since *s)
{
	vec_release(&s->words);
	vec_release(&s->absent);
}

enum diff_state since_state(const struct since *s, const char *fingerprint)
{
	const struct since_word *w;

	vec_each (w, &s->words)
		if (w->fingerprint == fingerprint) /* interned */
			return w->state;
	return DIFF_SAME;
}

void since_filter(const struct since *s, struct record *r)
{
	size_t i, n = 0;

	for (i = 0; i < r->sites.n; i++) {
		enum diff_state st = since_state(s, r->sites.v[i].fingerprint);

		if (st == DIFF_NEW || st == DIFF_CHANGED)
			r->sites.v[n++] = r->sites.v[i];
		else
			site_release_vecs(&r->sites.v[i]);
	}
	r->sites.n = n;
	for (i = n = 0; i < r->findings.n; i++) {
		if (since_state(s, r->findings.v[i].fingerprint) == DIFF_NEW)
			r->findings.v[n++] = r->findings.v[i];
		else
			finding_release_vecs(&r->findings.v[i]);
	}
	r->findings.n = n;
}
