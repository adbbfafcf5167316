// SPDX-License-Identifier: GPL-2.0-or-later
/* Which findings a comment or a list suppresses, and what of these does nothing any more. */
#include "link/suppress.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <uthash.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/file.h"
#include "base/str.h"
#include "link/ignore.h"
#include "rules/rules.h"

/* What has a fingerprint: a site or a finding. */
struct known {
	UT_hash_handle hh;
	const struct site *site;
	const struct finding *finding;
};

struct suppressing {
	const struct suppress *s;
	struct record *r;
	struct known *known;
	ignore_vec ignores;
};

static void tell(struct record *r, const char *path, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

static void tell(struct record *r, const char *path, const char *fmt, ...)
{
	struct notice n = { .kind = "suppression", .path = path };
	char text[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	n.text = arena_strdup(&r->mem, text);
	vec_push(&r->notices, n);
}

static void know(struct suppressing *x, const char *fingerprint, const struct site *site,
		 const struct finding *finding)
{
	struct known *k;

	HASH_FIND_STR(x->known, fingerprint, k);
	if (k)
		return;
	k = arena_new(&x->r->mem, struct known);
	k->site = site;
	k->finding = finding;
	HASH_ADD_KEYPTR(hh, x->known, fingerprint, strlen(fingerprint), k);
}

static void suppressing_init(struct suppressing *x, const struct suppress *s, struct record *r)
{
	const struct site *site;
	const struct finding *f;

	*x = (struct suppressing){ .s = s, .r = r };
	vec_each (site, &r->sites)
		know(x, site->fingerprint, site, NULL);
	vec_each (f, &r->findings)
		know(x, f->fingerprint, NULL, f);
}

static void suppressing_release(struct suppressing *x)
{
	HASH_CLEAR(hh, x->known);
	vec_release(&x->ignores);
}

static bool rule_ran(const struct suppress *s, const char *rule)
{
	for (size_t i = 0; i < s->nrules; i++)
		if (!strcmp(s->rules[i]->id, rule))
			return true;
	return !s->rules;
}

/* Was the file seen so well that what was not found in it is not there? */
static bool is_judged(const struct suppress *s, const struct record *r, const char *path)
{
	const struct unit *u;
	const struct notice *n;
	const struct site *site;

	vec_each (u, &r->units)
		if (!strcmp(u->path, path))
			break;
	if (u == r->units.v + r->units.n ? s->part : u->trust != TRUST_CLEAN)
		return false;
	vec_each (n, &r->notices)
		if (!strcmp(n->kind, "solver") && !strcmp(n->path, path))
			return false;
	/* part of it is compiled out */
	vec_each (site, &r->sites)
		if (site->seen_by == SEEN_COCCI && !strcmp(site->path, path))
			return false;
	return true;
}

/* ---- comments ---- */

static const struct ignore *ignore_of(struct suppressing *x, const struct finding *f)
{
	const struct ignore *found = NULL;
	const char *path = NULL;
	unsigned int line = 0;
	struct known *k = NULL;
	struct ignore *i;

	if (f->site)
		HASH_FIND_STR(x->known, f->site, k);
	if (k && k->site) {
		path = k->site->path;
		line = k->site->line;
	} else if (f->trace.n) { /* it starts at the acquire */
		path = f->trace.v[0].path;
		line = f->trace.v[0].line;
	}
	vec_each (i, &x->ignores) {
		if (strcmp(i->rule, f->rule) ||
		    !(ignore_covers(i, f->path, f->line) || (path && ignore_covers(i, path, line))))
			continue;
		/* all that would do count as used */
		i->used = true;
		if (!found)
			found = i;
	}
	return found;
}

static void match_comments(struct suppressing *x)
{
	const struct finding *f;

	vec_each (f, &x->r->findings) {
		const struct ignore *i = ignore_of(x, f);
		struct verdict v = { .what = "false", .kase = -1, .source = "comment", .made = "" };

		if (!i)
			continue;
		v.fingerprint = f->fingerprint;
		v.note = i->reason;
		v.place = arena_printf(&x->r->mem, "%s:%u", i->path, i->line);
		v.rule = f->rule;
		v.path = f->path;
		v.function = f->function;
		vec_push(&x->r->verdicts, v);
	}
}

static void tell_unused(struct suppressing *x)
{
	const struct ignore *i;

	vec_each (i, &x->ignores)
		if (!i->used && rule_ran(x->s, i->rule) && is_judged(x->s, x->r, i->path))
			tell(x->r, i->path,
			     "line %u: nothing is left of %s to suppress: remove the comment",
			     i->line, i->rule);
}

static void read_comments(struct suppressing *x, const char *path)
{
	struct buf name = { 0 }, text = { 0 };

	if (*path == '/')
		buf_add(&name, path);
	else
		buf_addf(&name, "%s/%s", x->s->tree, path);
	/* a file that is gone or unreadable has been reported by who needed more of it */
	if (file_exists(buf_str(&name)) && !file_is_dir(buf_str(&name)) &&
	    !file_read(buf_str(&name), &text))
		ignore_scan(path, &text, x->r, &x->ignores);
	buf_release(&name);
	buf_release(&text);
}

static int cmp_path(const void *key, const void *v)
{
	return strcmp(key, ((const struct path_info *)v)->path);
}

static void read_all_comments(struct suppressing *x)
{
	const struct path_info *p;
	struct record *r = x->r;

	record_collect_paths(r);
	vec_each (p, &r->paths)
		read_comments(x, p->path);
	for (size_t i = 0; x->s->files && i < x->s->files->n; i++) {
		const char *path = x->s->files->v[i];

		if (!r->paths.n ||
		    !bsearch(path, r->paths.v, r->paths.n, sizeof(*r->paths.v), cmp_path))
			read_comments(x, str_intern(path));
	}
}

/* ---- the list ---- */

static void match_list(struct suppressing *x, const char *list, const struct verdict *v)
{
	const char *line = strrchr(v->place, ':') + 1;
	struct known *k;

	HASH_FIND_STR(x->known, v->fingerprint, k);
	if (k && k->finding && strcmp(k->finding->rule, v->rule)) {
		tell(x->r, list, "line %s: %s is a finding of %s, not of %s: it does not count",
		     line, v->fingerprint, k->finding->rule, v->rule);
	} else if (k) {
		vec_push(&x->r->verdicts, *v);
	} else if ((*v->rule ? rule_ran(x->s, v->rule) : !x->s->part) &&
		   is_judged(x->s, x->r, v->path)) {
		tell(x->r, list,
		     "line %s: nothing has the fingerprint %s (%s in %s, %s) any more: remove it",
		     line, v->fingerprint, *v->rule ? v->rule : v->what,
		     *v->function ? v->function : "?", v->path);
	}
}

/* The file to read, NULL if there is none. */
static const char *list_file(const struct suppress *s, struct arena *mem)
{
	const char *path;

	if (s->list)
		return s->list;
	path = arena_printf(mem, "%s/" VERDICTS_FILE, s->tree);
	return file_exists(path) ? path : NULL;
}

static int read_list(struct suppressing *x)
{
	const char *path = list_file(x->s, &x->r->mem);
	const char *name = str_intern(x->s->list ? x->s->list : VERDICTS_FILE);
	verdict_vec all = { 0 };
	struct verdict *v;
	int rc;

	if (!path)
		return 0;
	rc = verdicts_read(path, name, false, &all, &x->r->notices, &x->r->mem);
	vec_each (v, &all)
		match_list(x, name, v);
	vec_release(&all);
	return rc;
}

int suppress_list(const struct suppress *s, struct record *r)
{
	struct suppressing x;
	int rc;

	suppressing_init(&x, s, r);
	rc = read_list(&x);
	suppressing_release(&x);
	return rc;
}

int suppress_record(const struct suppress *s, struct record *r)
{
	struct suppressing x;
	int rc;

	suppressing_init(&x, s, r);
	read_all_comments(&x);
	match_comments(&x);
	tell_unused(&x);
	rc = read_list(&x);
	suppressing_release(&x);
	return rc;
}

const char *suppress_digest(const struct suppress *s, struct record *r, const char *digest)
{
	const char *path = list_file(s, &r->mem);
	XXH3_state_t st;
	uint64_t list;
	XXH128_hash_t h;

	if (!path)
		return digest;
	list = file_hash(path);
	XXH3_INITSTATE(&st);
	XXH3_128bits_reset(&st);
	XXH3_128bits_update(&st, digest, strlen(digest));
	/* notices name the list, so its path is part of the result */
	XXH3_128bits_update(&st, path, strlen(path));
	XXH3_128bits_update(&st, &list, sizeof(list));
	h = XXH3_128bits_digest(&st);
	return arena_printf(&r->mem, "%016" PRIx64 "%016" PRIx64, (uint64_t)h.high64,
			    (uint64_t)h.low64);
}
