// SPDX-License-Identifier: GPL-2.0-or-later
/* What people said, tied to the sites and findings that they said it of. */
#include <stdio.h>
#include <string.h>

#include <uthash.h>

#include "base/str.h"
#include "solve/finding.h"

struct said {
	UT_hash_handle hh;
	const struct verdict *v;
};

static const char *or_empty(const char *s)
{
	return s ? s : "";
}

const char *verdict_origin(struct buf *b, const struct verdict *v)
{
	const char *place = *or_empty(v->place) ? v->place : "unknown";

	if (!strcmp(v->source, "review"))
		buf_addf(b, "by %s", place);
	else
		buf_addf(b, "%s%s", strcmp(v->source, "comment") ? "" : "comment at ", place);
	if (strlen(or_empty(v->made)) >= 10)
		buf_addf(b, " on %.10s", v->made);
	return buf_str(b);
}

bool verdict_suppresses(const struct verdict *v)
{
	return v && !strcmp(v->what, "false");
}

static const char *site_evidence(struct record *r, const struct site *s, const struct verdict *v)
{
	struct buf b = { 0 };
	const char *text;

	buf_addf(&b, "reviewed by hand: %s (", or_empty(v->note));
	verdict_origin(&b, v);
	buf_addf(&b, "; the analysis said %s", s->analysed);
	if (s->analysed_kase >= 0)
		buf_addf(&b, ", case %d", s->analysed_kase);
	buf_addch(&b, ')');
	text = arena_strdup(&r->mem, buf_str(&b));
	buf_release(&b);
	return text;
}

/* The person's word comes first. */
static void put_first(strings_vec *v, const char *text)
{
	vec_push(v, text);
	memmove(v->v + 1, v->v, (v->n - 1) * sizeof(*v->v));
	v->v[0] = text;
}

static void apply_site(struct record *r, struct site *s, const struct verdict *v)
{
	/* a word on findings says nothing of a site */
	if (!strcmp(v->what, "true") || !strcmp(v->what, "false"))
		return;
	s->verdict = v;
	s->analysed = s->status;
	s->analysed_kase = s->kase;
	s->status = v->what;
	if (v->kase >= 0)
		s->kase = v->kase;
	s->confidence = 1;
	put_first(&s->evidence, site_evidence(r, s, v));
}

static const struct verdict *said_of(struct said *table, const char *fingerprint)
{
	struct said *x;

	HASH_FIND_STR(table, fingerprint, x);
	return x ? x->v : NULL;
}

void record_apply_verdicts(struct record *r)
{
	struct verdict *all = arena_array(&r->mem, struct verdict, r->verdicts.n + 1);
	struct said *table = NULL, *x;
	const struct verdict *v;
	struct finding *f;
	struct site *s;

	for (size_t i = 0; i < r->verdicts.n; i++) {
		/* a copy: the vector may grow later */
		all[i] = r->verdicts.v[i];
		HASH_FIND_STR(table, all[i].fingerprint, x);
		if (!x) {
			x = arena_new(&r->mem, struct said);
			HASH_ADD_KEYPTR(hh, table, all[i].fingerprint, strlen(all[i].fingerprint),
					x);
		}
		x->v = &all[i];
	}
	vec_each (s, &r->sites)
		if ((v = said_of(table, s->fingerprint)))
			apply_site(r, s, v);
	vec_each (f, &r->findings) {
		v = said_of(table, f->fingerprint);
		if (v && (!strcmp(v->what, "true") || !strcmp(v->what, "false")))
			f->verdict = v;
	}
	HASH_CLEAR(hh, table);
}

void record_suppress(struct record *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->findings.n; i++) {
		const struct finding *f = &r->findings.v[i];

		if (verdict_suppresses(f->verdict))
			vec_push(&r->suppressed, *f);
		else
			r->findings.v[n++] = *f;
	}
	r->findings.n = n;
}
