// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Which site or finding of one run is which of another.  Each round pairs, in the order of the
 * source, what agrees in a key; the first keys say the most, and what is paired stays paired.
 */
#include <stdlib.h>
#include <string.h>

#include <uthash.h>

#include "base/diag.h"
#include "solve/match.h"

/**
 * struct item - what keys are made of
 * @kind: the rule, "" for a site
 * @site: of a finding: a name that its site has in both runs, "" if it has none
 */
struct item {
	const char *fingerprint, *kind, *path, *function, *api, *args, *site;
};

enum part {
	P_PRINT = 1,
	P_PATH = 2,
	P_BASE = 4, /* the file's name without its folder */
	P_FUNCTION = 8,
	P_API = 16,
	P_ARGS = 32,
	P_SITE = 64,
};

/* renamed locals; moved files, two ways; another function called: converted; renamed function;
 * more than one of these */
static const unsigned int site_rounds[] = {
	P_PRINT,
	P_PATH | P_FUNCTION | P_API,
	P_BASE | P_FUNCTION | P_API | P_ARGS,
	P_FUNCTION | P_API | P_ARGS,
	P_PATH | P_FUNCTION,
	P_PATH | P_API | P_ARGS,
	P_BASE | P_FUNCTION,
	P_FUNCTION,
	0,
};

/* a finding follows its site first */
static const unsigned int finding_rounds[] = {
	P_PRINT,
	P_SITE | P_PATH | P_FUNCTION,
	P_SITE,
	P_PATH | P_FUNCTION,
	P_BASE | P_FUNCTION,
	P_FUNCTION,
	0,
};

/* a person's word goes over: the same function, the same call */
static const unsigned int strict_sites[] = {
	P_PRINT,
	P_PATH | P_FUNCTION | P_API,
	P_BASE | P_FUNCTION | P_API | P_ARGS,
	P_FUNCTION | P_API | P_ARGS,
	0,
};
static const unsigned int strict_findings[] = { P_PRINT, P_SITE | P_FUNCTION, 0 };

/* struct waiting - items of the older run that share a key, by index, first to last */
struct waiting {
	UT_hash_handle hh;
	VEC(size_t) items;
	size_t next;
	char key[];
};

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* Return: false if a part that the key needs is not known. */
static bool make_key(const struct item *x, unsigned int parts, struct buf *b)
{
	const struct {
		unsigned int part;
		const char *text;
	} all[] = {
		{ P_PRINT, x->fingerprint }, { P_PATH, x->path }, { P_BASE, base_name(x->path) },
		{ P_FUNCTION, x->function }, { P_API, x->api },	  { P_ARGS, x->args },
		{ P_SITE, x->site },
	};

	buf_reset(b);
	/* a list may hold nothing but fingerprints */
	if (parts != P_PRINT)
		buf_add(b, x->kind);
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		if (!(parts & all[i].part))
			continue;
		if (!*all[i].text)
			return false;
		buf_addf(b, "%c%s", '\1', all[i].text);
	}
	return true;
}

static void wait_for(struct waiting **table, const struct buf *key, size_t index)
{
	struct waiting *w;

	HASH_FIND(hh, *table, key->p, key->len, w);
	if (!w) {
		w = calloc(1, sizeof(*w) + key->len + 1);
		if (!w)
			die("out of memory");
		memcpy(w->key, key->p, key->len);
		HASH_ADD_KEYPTR(hh, *table, w->key, key->len, w);
	}
	vec_push(&w->items, index);
}

static void forget_all(struct waiting *table)
{
	struct waiting *w, *next;

	HASH_ITER (hh, table, w, next) {
		HASH_DEL(table, w);
		vec_release(&w->items);
		free(w);
	}
}

typedef VEC(struct item) item_vec;

/* Does another of the newer ones have that key? */
static bool is_alone(const struct waiting *fresh, const struct buf *key)
{
	const struct waiting *w;

	HASH_FIND(hh, fresh, key->p, key->len, w);
	return w && w->items.n == 1;
}

/* @alone: only what is the only one with its key, on both sides. */
static void match_round(const item_vec *was, const item_vec *is, unsigned int parts, bool alone,
			bool *taken, long *pair)
{
	struct waiting *table = NULL, *fresh = NULL, *w;
	struct buf key = { 0 };
	size_t i;

	for (i = 0; i < was->n; i++)
		if (!taken[i] && make_key(&was->v[i], parts, &key))
			wait_for(&table, &key, i);
	for (i = 0; alone && i < is->n; i++)
		if (pair[i] < 0 && make_key(&is->v[i], parts, &key))
			wait_for(&fresh, &key, i);
	for (i = 0; i < is->n; i++) {
		if (pair[i] >= 0 || !make_key(&is->v[i], parts, &key))
			continue;
		HASH_FIND(hh, table, key.p, key.len, w);
		if (!w || w->next == w->items.n)
			continue;
		if (alone && (w->items.n > 1 || !is_alone(fresh, &key)))
			continue;
		pair[i] = (long)w->items.v[w->next++];
		taken[pair[i]] = true;
	}
	forget_all(table);
	forget_all(fresh);
	buf_release(&key);
}

static void match_items(const item_vec *was, const item_vec *is, const unsigned int *rounds,
			bool alone, long *pair)
{
	bool *taken = calloc(was->n + 1, sizeof(*taken));

	if (!taken)
		die("out of memory");
	for (size_t i = 0; i < is->n; i++)
		pair[i] = -1;
	for (; *rounds; rounds++)
		match_round(was, is, *rounds, alone && *rounds != P_PRINT, taken, pair);
	free(taken);
}

static void site_items(const struct record *r, item_vec *out)
{
	const struct site *s;

	vec_each (s, &r->sites)
		vec_push(out, ((struct item){ s->fingerprint, "", s->path, s->function, s->api,
					      s->args, "" }));
}

static void pair_sites(const struct record *was, const struct record *is, bool strict, long *pair)
{
	item_vec a = { 0 }, b = { 0 };

	site_items(was, &a);
	site_items(is, &b);
	match_items(&a, &b, strict ? strict_sites : site_rounds, strict, pair);
	vec_release(&a);
	vec_release(&b);
}

/* The older name of the site that a finding of the newer run is about. */
static const char *older_site(const struct record *was, const struct record *is, const long *sites,
			      const char *fingerprint)
{
	for (size_t i = 0; fingerprint && i < is->sites.n; i++)
		if (sites[i] >= 0 && !strcmp(is->sites.v[i].fingerprint, fingerprint))
			return was->sites.v[sites[i]].fingerprint;
	return "";
}

static void pair_findings(const struct record *was, const struct record *is, const long *sites,
			  bool strict, long *pair)
{
	item_vec a = { 0 }, b = { 0 };
	const struct finding *f;

	vec_each (f, &was->findings)
		vec_push(&a, ((struct item){ f->fingerprint, f->rule, f->path, f->function, "", "",
					     f->site ? f->site : "" }));
	vec_each (f, &is->findings)
		vec_push(&b, ((struct item){ f->fingerprint, f->rule, f->path, f->function, "", "",
					     older_site(was, is, sites, f->site) }));
	match_items(&a, &b, strict ? strict_findings : finding_rounds, strict, pair);
	vec_release(&a);
	vec_release(&b);
}

void match_sites(const struct record *was, const struct record *is, long *pair)
{
	pair_sites(was, is, false, pair);
}

void match_findings(const struct record *was, const struct record *is, const long *sites,
		    long *pair)
{
	pair_findings(was, is, sites, false, pair);
}

static void add_rename(rename_vec *out, const char *was, const char *is)
{
	if (strcmp(was, is))
		vec_push(out, ((struct rename){ was, is }));
}

void match_renames(const struct record *was, const struct record *is, rename_vec *out)
{
	long *sites = calloc(is->sites.n + 1, sizeof(*sites));
	long *findings = calloc(is->findings.n + 1, sizeof(*findings));

	if (!sites || !findings)
		die("out of memory");
	pair_sites(was, is, true, sites);
	pair_findings(was, is, sites, true, findings);
	for (size_t i = 0; i < is->sites.n; i++)
		if (sites[i] >= 0)
			add_rename(out, was->sites.v[sites[i]].fingerprint,
				   is->sites.v[i].fingerprint);
	for (size_t i = 0; i < is->findings.n; i++)
		if (findings[i] >= 0)
			add_rename(out, was->findings.v[findings[i]].fingerprint,
				   is->findings.v[i].fingerprint);
	free(sites);
	free(findings);
}
