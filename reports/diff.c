// SPDX-License-Identifier: GPL-2.0-or-later
/* Pairs become words: new, gone, changed, moved, same. */
#include "reports/diff.h"

#include <stdlib.h>
#include <string.h>

#include "base/diag.h"

static const char *const words[DIFF_NR] = { "new", "gone", "unseen", "changed", "moved", "same" };

const char *diff_site_word(enum diff_state s)
{
	return words[s];
}

const char *diff_finding_word(enum diff_state s)
{
	return s == DIFF_GONE ? "fixed" : words[s];
}

static long *new_pairs(size_t n)
{
	long *p = calloc(n + 1, sizeof(*p));

	if (!p)
		die("out of memory");
	return p;
}

/* The file is of the plan, and was not read: nobody knows whether what was in it is gone.  Sites
 * that Coccinelle sees are seen in any file; findings need the analysis. */
static bool is_unread(const struct record *r, const char *path)
{
	const struct unit *u;

	vec_each (u, &r->units)
		if (u->trust == TRUST_NOT_PARSED && !strcmp(u->path, path))
			return true;
	return false;
}

static bool any_in_file(const struct record *r, const char *path)
{
	const struct site *s;

	vec_each (s, &r->sites)
		if (!strcmp(s->path, path))
			return true;
	return false;
}

/* ---- sites ---- */

static enum diff_state compare_sites(const struct site *was, const struct site *is)
{
	/* a list says less than a run */
	if ((*was->status && strcmp(was->status, is->status)) ||
	    (*was->foll && strcmp(was->foll, is->foll)))
		return DIFF_CHANGED;
	return strcmp(was->fingerprint, is->fingerprint) ? DIFF_MOVED : DIFF_SAME;
}

static void add_sites(struct diff *d, const long *pair)
{
	bool *seen = calloc(d->was->sites.n + 1, sizeof(*seen));

	if (!seen)
		die("out of memory");
	for (size_t i = 0; i < d->is->sites.n; i++) {
		struct diff_site x = { .state = DIFF_NEW, .is = &d->is->sites.v[i] };

		if (pair[i] >= 0) {
			x.was = &d->was->sites.v[pair[i]];
			x.state = compare_sites(x.was, x.is);
			seen[pair[i]] = true;
		}
		vec_push(&d->sites, x);
	}
	for (size_t i = 0; i < d->was->sites.n; i++) {
		struct diff_site x = { .state = DIFF_GONE, .was = &d->was->sites.v[i] };

		if (seen[i])
			continue;
		/* a file that has other sites was seen by the inventory */
		if (is_unread(d->is, x.was->path) && !any_in_file(d->is, x.was->path))
			x.state = DIFF_UNSEEN;
		vec_push(&d->sites, x);
	}
	free(seen);
}

bool diff_converted(const struct diff_site *x)
{
	const char *was, *is;

	if (!x->was || !x->is)
		return false;
	was = x->was->foll;
	is = x->is->foll;
	if (!strcmp(was, "GET") && (!strcmp(is, "PIN") || !strcmp(is, "EXTRACT")))
		return true;
	/* a list knows the status only */
	return !*was && !strcmp(x->was->status, "unconverted") &&
	       !strcmp(x->is->status, "converted");
}

/* ---- findings ---- */

static bool is_told(const struct finding *f, double confidence)
{
	return f && f->confidence >= confidence && !verdict_suppresses(f->verdict);
}

/* Return: DIFF_NR if neither side is told. */
static enum diff_state compare_findings(const struct diff *d, const struct finding *was,
					const struct finding *is, double confidence)
{
	bool before = is_told(was, confidence), now = is_told(is, confidence);

	if (!before)
		return now ? DIFF_NEW : DIFF_NR;
	if (!is)
		return is_unread(d->is, was->path) ? DIFF_UNSEEN : DIFF_GONE;
	if (!now)
		return DIFF_CHANGED;
	return strcmp(was->fingerprint, is->fingerprint) ? DIFF_MOVED : DIFF_SAME;
}

static void add_finding(struct diff *d, const struct finding *was, const struct finding *is,
			double confidence)
{
	struct diff_finding x = { compare_findings(d, was, is, confidence), was, is };

	if (x.state != DIFF_NR)
		vec_push(&d->findings, x);
}

static void add_findings(struct diff *d, const long *pair, double confidence)
{
	const struct record *was = d->was, *is = d->is;
	bool *seen = calloc(was->findings.n + 1, sizeof(*seen));

	if (!seen)
		die("out of memory");
	for (size_t i = 0; i < is->findings.n; i++) {
		if (pair[i] >= 0)
			seen[pair[i]] = true;
		add_finding(d, pair[i] >= 0 ? &was->findings.v[pair[i]] : NULL, &is->findings.v[i],
			    confidence);
	}
	for (size_t i = 0; i < was->findings.n; i++)
		if (!seen[i])
			add_finding(d, &was->findings.v[i], NULL, confidence);
	free(seen);
}

void diff_make(struct diff *d, const struct record *was, const struct record *is, double confidence)
{
	long *sites = new_pairs(is->sites.n), *findings = new_pairs(is->findings.n);

	d->was = was;
	d->is = is;
	match_sites(was, is, sites);
	match_findings(was, is, sites, findings);
	add_sites(d, sites);
	add_findings(d, findings, confidence);
	free(sites);
	free(findings);
}

void diff_release(struct diff *d)
{
	vec_release(&d->sites);
	vec_release(&d->findings);
}

void diff_only(struct diff *d, const char *only)
{
	size_t i, n = 0;

	for (i = 0; i < d->sites.n; i++) {
		struct diff_site *x = &d->sites.v[i];

		if ((x->was && path_below(x->was->path, only)) ||
		    (x->is && path_below(x->is->path, only)))
			d->sites.v[n++] = *x;
	}
	d->sites.n = n;
	for (i = n = 0; i < d->findings.n; i++) {
		struct diff_finding *x = &d->findings.v[i];

		if ((x->was && path_below(x->was->path, only)) ||
		    (x->is && path_below(x->is->path, only)))
			d->findings.v[n++] = *x;
	}
	d->findings.n = n;
}
