// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/find.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/str.h"

#define MIN_PREFIX 4
#define MAX_CANDIDATES 10

/**
 * struct spot - an ID of the form [RULE@]PATH:LINE[:COLUMN]
 * @rule: NULL if not given
 * @path: owned
 */
struct spot {
	char *rule, *path;
	unsigned long line;
};

static void spot_release(struct spot *s)
{
	free(s->rule);
	free(s->path);
}

/* Return: whether @id has that form. */
static bool spot_parse(const char *id, struct spot *s)
{
	const char *at = strchr(id, '@'), *colon = strchr(at ? at : id, ':');
	char *end;

	*s = (struct spot){ 0 };
	if (!colon || !isdigit((unsigned char)colon[1]))
		return false;
	s->line = strtoul(colon + 1, &end, 10);
	if (*end && *end != ':')
		return false;
	if (at) {
		s->rule = strndup(id, (size_t)(at - id));
		id = at + 1;
	}
	if (str_starts(id, "./"))
		id += 2;
	s->path = strndup(id, (size_t)(colon - id));
	return true;
}

static void find_spot(const struct record *r, const struct spot *s, struct hits *h)
{
	const struct site *x;
	const struct finding *f;

	vec_each (x, &r->sites)
		if (!s->rule && x->line == s->line && !strcmp(x->path, s->path))
			vec_push(&h->sites, x);
	vec_each (f, &r->findings)
		if (f->line == s->line && !strcmp(f->path, s->path) &&
		    (!s->rule || !strcmp(f->rule, s->rule)))
			vec_push(&h->findings, f);
}

/* The version prefix ("s1-") may be left out. */
static bool id_matches(const char *fingerprint, const char *id)
{
	const char *dash = strchr(fingerprint, '-');

	return str_starts(fingerprint, id) || (dash && str_starts(dash + 1, id));
}

static void find_prefix(const struct record *r, const char *id, struct hits *h)
{
	const struct site *x;
	const struct finding *f;

	vec_each (x, &r->sites)
		if (id_matches(x->fingerprint, id))
			vec_push(&h->sites, x);
	vec_each (f, &r->findings)
		if (id_matches(f->fingerprint, id))
			vec_push(&h->findings, f);
}

static int list_candidates(const char *id, const struct hits *h)
{
	size_t n = 0, i;

	error("'%s' stands for %zu sites and %zu findings; give more of it:", id, h->sites.n,
	      h->findings.n);
	for (i = 0; i < h->sites.n && n < MAX_CANDIDATES; i++, n++)
		fprintf(stderr, "  %s %s:%u\n", h->sites.v[i]->fingerprint, h->sites.v[i]->path,
			h->sites.v[i]->line);
	for (i = 0; i < h->findings.n && n < MAX_CANDIDATES; i++, n++)
		fprintf(stderr, "  %s %s:%u\n", h->findings.v[i]->fingerprint,
			h->findings.v[i]->path, h->findings.v[i]->line);
	return -1;
}

int find_id(const struct record *r, const char *id, struct hits *h)
{
	struct spot s;
	bool is_spot = spot_parse(id, &s);

	if (is_spot)
		find_spot(r, &s, h);
	else if (strlen(id) >= MIN_PREFIX)
		find_prefix(r, id, h);
	else
		return error("'%s' is too short to tell sites apart", id);
	spot_release(&s);
	if (!h->sites.n && !h->findings.n)
		return error("the run has no site or finding '%s'", id);
	if (!is_spot && h->sites.n + h->findings.n > 1)
		return list_candidates(id, h);
	return 0;
}

void hits_release(struct hits *h)
{
	vec_release(&h->sites);
	vec_release(&h->findings);
}
