// SPDX-License-Identifier: GPL-2.0-or-later
#include "solve/finding.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <uthash.h>
#include <xxhash.h>

#include "base/str.h"

const char *trust_name(enum trust t)
{
	static const char *const names[TRUST_NR] = { "clean", "recovered", "not-parsed" };

	return (unsigned int)t < TRUST_NR ? names[t] : "unknown";
}

void record_init(struct record *r)
{
	*r = (struct record){ 0 };
}

void site_release_vecs(struct site *s)
{
	struct site_path *p;

	vec_each (p, &s->paths)
		vec_release(&p->steps);
	vec_release(&s->paths);
	vec_release(&s->evidence);
	vec_release(&s->releases);
}

void finding_release_vecs(struct finding *f)
{
	vec_release(&f->trace);
}

void conversions_release(conversion_vec *v)
{
	struct conversion *c;

	vec_each (c, v)
		vec_release(&c->checks);
	vec_release(v);
}

void record_release(struct record *r)
{
	struct site *s;
	struct finding *f;
	struct path_info *p;

	vec_each (s, &r->sites)
		site_release_vecs(s);
	vec_each (f, &r->findings)
		finding_release_vecs(f);
	vec_each (f, &r->suppressed)
		finding_release_vecs(f);
	vec_each (p, &r->paths) {
		vec_release(&p->subsystems);
		vec_release(&p->people);
	}
	vec_release(&r->sites);
	vec_release(&r->findings);
	vec_release(&r->units);
	vec_release(&r->releases);
	vec_release(&r->notices);
	vec_release(&r->paths);
	vec_release(&r->verdicts);
	vec_release(&r->suppressed);
	conversions_release(&r->conversions);
	arena_release(&r->mem);
	record_init(r);
}

static int cmp_str(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

static int cmp_uint(unsigned int a, unsigned int b)
{
	return a < b ? -1 : a > b;
}

int finding_cmp_spot(const char *pa, unsigned int la, unsigned int ca, const char *pb,
		     unsigned int lb, unsigned int cb)
{
	int c = cmp_str(pa, pb);

	if (!c)
		c = cmp_uint(la, lb);
	return c ? c : cmp_uint(ca, cb);
}

static int cmp_site(const void *va, const void *vb)
{
	const struct site *a = va, *b = vb;
	int c = finding_cmp_spot(a->path, a->line, a->col, b->path, b->line, b->col);

	if (!c)
		c = cmp_str(a->api, b->api);
	return c ? c : cmp_str(a->fingerprint, b->fingerprint);
}

static int cmp_finding(const void *va, const void *vb)
{
	const struct finding *a = va, *b = vb;
	int c = finding_cmp_spot(a->path, a->line, a->col, b->path, b->line, b->col);

	if (!c)
		c = cmp_str(a->rule, b->rule);
	if (!c)
		c = cmp_str(a->message, b->message);
	return c ? c : cmp_str(a->fingerprint, b->fingerprint);
}

static int cmp_site_release(const void *va, const void *vb)
{
	const struct site_release *a = va, *b = vb;
	int c = finding_cmp_spot(a->path, a->line, a->col, b->path, b->line, b->col);

	return c ? c : cmp_str(a->api, b->api);
}

static int cmp_release(const void *va, const void *vb)
{
	const struct release *a = va, *b = vb;
	int c = finding_cmp_spot(a->path, a->line, a->col, b->path, b->line, b->col);

	return c ? c : cmp_str(a->api, b->api);
}

static int cmp_unit(const void *va, const void *vb)
{
	const struct unit *a = va, *b = vb;
	int c = cmp_str(a->path, b->path);

	return c ? c : cmp_str(a->reason, b->reason);
}

static int cmp_notice(const void *va, const void *vb)
{
	const struct notice *a = va, *b = vb;
	int c = cmp_str(a->kind, b->kind);

	if (!c)
		c = cmp_str(a->path, b->path);
	return c ? c : cmp_str(a->text, b->text);
}

static int cmp_path(const void *va, const void *vb)
{
	const struct path_info *a = va, *b = vb;

	return cmp_str(a->path, b->path);
}

/* An empty vector has no storage, and qsort() must not be given NULL. */
#define sort_vec(vec, cmp)                                                 \
	do {                                                               \
		if ((vec)->n > 1)                                          \
			qsort((vec)->v, (vec)->n, sizeof(*(vec)->v), cmp); \
	} while (0)

void record_sort(struct record *r)
{
	struct site *s;

	vec_each (s, &r->sites)
		sort_vec(&s->releases, cmp_site_release);
	sort_vec(&r->sites, cmp_site);
	sort_vec(&r->findings, cmp_finding);
	sort_vec(&r->units, cmp_unit);
	sort_vec(&r->releases, cmp_release);
	sort_vec(&r->notices, cmp_notice);
	sort_vec(&r->paths, cmp_path);
}

static void add_path(struct record *r, const char *path)
{
	if (path && *path)
		vec_push(&r->paths, ((struct path_info){ .path = path }));
}

/* Of equal paths keep the entry that has content. */
static void unique_paths(struct record *r)
{
	size_t i, n = 0;

	sort_vec(&r->paths, cmp_path);
	for (i = 0; i < r->paths.n; i++) {
		struct path_info *p = &r->paths.v[i], *last = n ? &r->paths.v[n - 1] : NULL;

		if (!last || strcmp(last->path, p->path)) {
			r->paths.v[n++] = *p;
		} else if (!last->subsystems.n && !last->hash) {
			vec_release(&last->subsystems);
			vec_release(&last->people);
			*last = *p;
		} else {
			vec_release(&p->subsystems);
			vec_release(&p->people);
		}
	}
	r->paths.n = n;
}

static void add_site_paths(struct record *r, const struct site *s)
{
	struct site_release *sr;
	struct site_path *p;
	struct trace_step *t;

	add_path(r, s->path);
	vec_each (sr, &s->releases)
		add_path(r, sr->path);
	vec_each (p, &s->paths)
		vec_each (t, &p->steps)
			add_path(r, t->path);
}

void record_collect_paths(struct record *r)
{
	struct site *s;
	struct finding *f;
	struct trace_step *t;
	struct unit *u;
	struct release *rel;

	vec_each (s, &r->sites)
		add_site_paths(r, s);
	vec_each (f, &r->findings) {
		add_path(r, f->path);
		vec_each (t, &f->trace)
			add_path(r, t->path);
	}
	vec_each (u, &r->units)
		add_path(r, u->path);
	vec_each (rel, &r->releases)
		add_path(r, rel->path);
	unique_paths(r);
}

static void hash_part(XXH3_state_t *st, const char *s)
{
	/* The NUL goes in as well, so that no two lists of parts run together. */
	XXH3_128bits_update(st, s ? s : "", strlen(s ? s : "") + 1);
}

const char *finding_fingerprint(const char *kind, const char *path, const char *function,
				const char *callee, const char *args, unsigned int ordinal)
{
	char text[64], num[16];
	XXH3_state_t st;
	XXH128_hash_t h;

	snprintf(num, sizeof(num), "%u", ordinal);
	XXH3_INITSTATE(&st);
	XXH3_128bits_reset(&st);
	hash_part(&st, kind);
	hash_part(&st, path);
	hash_part(&st, function);
	hash_part(&st, callee);
	hash_part(&st, args);
	hash_part(&st, num);
	h = XXH3_128bits_digest(&st);
	snprintf(text, sizeof(text), "%s-%016llx%016llx",
		 kind && !strcmp(kind, "site") ? "s1" : "f1", (unsigned long long)h.high64,
		 (unsigned long long)h.low64);
	return str_intern(text);
}

/* How many got the fingerprint @first but for the ordinal. */
struct fingerprint_count {
	UT_hash_handle hh;
	const char *first;
	unsigned int n;
};

const char *fingerprint_next(struct fingerprints *fp, const char *kind, const char *path,
			     const char *function, const char *callee, const char *args)
{
	const char *first = finding_fingerprint(kind, path, function, callee, args, 0);
	struct fingerprint_count *c;

	HASH_FIND_STR(fp->table, first, c);
	if (c)
		return finding_fingerprint(kind, path, function, callee, args, ++c->n);
	c = arena_new(&fp->mem, struct fingerprint_count);
	c->first = first;
	HASH_ADD_KEYPTR(hh, fp->table, c->first, strlen(c->first), c);
	return first;
}

void fingerprints_release(struct fingerprints *fp)
{
	HASH_CLEAR(hh, fp->table);
	arena_release(&fp->mem);
}

void record_confident(struct record *r, double min)
{
	size_t n = 0;

	for (size_t i = 0; i < r->findings.n; i++) {
		if (r->findings.v[i].confidence >= min)
			r->findings.v[n++] = r->findings.v[i];
		else
			finding_release_vecs(&r->findings.v[i]);
	}
	r->findings.n = n;
}
