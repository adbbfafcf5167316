// SPDX-License-Identifier: GPL-2.0-or-later
/* Which sites are cleared, and why the others are not. */
#include <string.h>

#include "api/api.h"
#include "base/diag.h"
#include "base/file.h"
#include "convert/work.h"

#define ARROW " -> "

/* Findings that a conversion neither causes nor mends, and that do not put its releases in doubt. */
static const char *const harmless[] = { "get-and-access",   "missing-dirty",	"unlocked-dirty",
					"needless-dirty",   "atomic-dirty",	"open-coded-dirty",
					"longterm-missing", "longterm-needless" };

static bool is_harmless(const char *rule)
{
	for (size_t i = 0; i < sizeof(harmless) / sizeof(*harmless); i++)
		if (!strcmp(rule, harmless[i]))
			return true;
	return false;
}

const char *path_place(struct convert *c, const char *from, const char **place)
{
	static const char kept[] = "kept in ", or [] = " or ";
	size_t n;

	for (; *from; from++) {
		n = str_starts(from, kept) ? strlen(kept) : str_starts(from, or) ? strlen(or) : 0;
		if (!n)
			continue;
		from += n;
		n = strcspn(from, ",");
		for (const char *p = from; p < from + n; p++)
			if (str_starts(p, or) || str_starts(p, ARROW))
				n = (size_t)(p - from);
		if (!memchr(from, '.', n))
			continue;
		*place = arena_strndup(&c->mem, from, n);
		return from + n;
	}
	return NULL;
}

/* "released by put_page() in FUNCTION()": by another one than the site's? */
static bool by_other(const struct site *s, const char *kind)
{
	static const char in[] = "() in ";
	const char *f = strstr(kind, in);
	size_t n = strlen(s->function);

	return f && (strncmp(f + sizeof(in) - 1, s->function, n) || f[sizeof(in) - 1 + n] != '(');
}

/* Is what is kept in @place dropped?  A path class says so, or one of the releases finds its pages there. */
static bool place_released(struct convert *c, const struct site *s, const char *place, size_t n)
{
	static const char kept[] = "kept in ", rel[] = ARROW "released by ";
	const struct site_path *p;

	vec_each (p, &s->paths) {
		const char *k = p->kind;

		if (str_starts(k, kept) && !strncmp(k + sizeof(kept) - 1, place, n) &&
		    str_starts(k + sizeof(kept) - 1 + n, rel) && by_other(s, k))
			return true;
	}
	return world_empties(c, s, arena_strndup(&c->mem, place, n));
}

/* @list is "struct a.b or struct c.d, or handed to the caller": one place that is emptied will do,
 * as the others only lead to it. */
static bool kept_released(struct convert *c, const struct site *s, const char *list)
{
	const char *end = strchr(list, ','), *next;
	const char *stop = end ? end : list + strlen(list);

	for (; list < stop; list = next) {
		const char *or = strstr(list, " or ");
		size_t n = (size_t)((or &&or < stop ? or : stop) - list);

		if (place_released(c, s, list, n))
			return true;
		next = list + n + (or &&or < stop ? 4 : 1);
	}
	return false;
}

/* Is it a path as a caller walks it?  Then its first step says which one. */
static bool path_of_caller(const struct site_path *p)
{
	return p->steps.n && str_starts(p->steps.v[0].text, "in ");
}

/* Do the paths of the function itself end where the pages lie in a field that is emptied? */
static bool own_kept(struct convert *c, const struct site *s)
{
	const struct site_path *p;

	vec_each (p, &s->paths) {
		const char *end = strstr(p->kind, ARROW "kept in ");

		if (end && !path_of_caller(p) &&
		    kept_released(c, s, end + strlen(ARROW "kept in ")))
			return true;
	}
	return false;
}

/* Is there a class of what a caller does with what was taken as in @p, or only the function's own? */
static bool seen_by_caller(const struct site *s, const struct site_path *p)
{
	size_t n = (size_t)(strstr(p->kind, ARROW) - p->kind);
	const struct site_path *x;

	vec_each (x, &s->paths)
		if (path_of_caller(x) && !strncmp(x->kind, p->kind, n + strlen(ARROW)))
			return true;
	return false;
}

/* Return: NULL if the end of the class is known as far as a conversion asks, else what is not. */
static const char *open_end(struct convert *c, const struct site *s, const struct site_path *p)
{
	const char *end = strstr(p->kind, ARROW), *why;

	if (!end)
		return p->kind;
	end += strlen(ARROW);
	if (str_starts(end, "released by ") || !strcmp(end, "nothing held"))
		return NULL;
	if (str_starts(end, "kept in ") && kept_released(c, s, end + strlen("kept in ")))
		return NULL;
	if (!strcmp(end, "handed to the caller") && !path_of_caller(p) && seen_by_caller(s, p) &&
	    world_callers_known(c, s))
		return NULL;
	if (!str_starts(end, "released or not"))
		return p->kind;
	/* whether they are dropped there is not asked here, only by whom */
	why = world_open(c, s, p, true);
	return why ? arena_printf(&c->mem, "%s; %s", p->kind, why) : NULL;
}

/* The class of paths of which the end is not known, or is wrong. */
static const char *open_path(struct convert *c, const struct site *s)
{
	const struct site_path *p;
	bool kept = own_kept(c, s);

	vec_each (p, &s->paths) {
		bool caller = kept && path_of_caller(p);
		const char *open = open_end(c, s, p), *why;

		if (!open)
			continue;
		/* what a caller hands on is the object with that field, or the pages after all */
		why = caller || strstr(p->kind, ARROW "handed on") ? world_open(c, s, p, false) :
								     NULL;
		if (caller && !why)
			continue;
		return why ? arena_printf(&c->mem, "%s; %s", p->kind, why) : open;
	}
	return NULL;
}

static const struct finding *blocking(const struct record *r, const struct site *s)
{
	const struct finding *f;

	vec_each (f, &r->findings)
		if (f->site && f->site == s->fingerprint && f->confidence >= FINDING_CONFIDENCE &&
		    !is_harmless(f->rule) && !verdict_suppresses(f->verdict))
			return f;
	return NULL;
}

/* A file that no single driver owns: what is dropped there may come from anywhere. */
static bool is_shared(const char *path, const struct site *s)
{
	static const char *const shared[] = { "include/", "lib/", "mm/" };

	for (size_t i = 0; i < sizeof(shared) / sizeof(*shared); i++)
		if (str_starts(path, shared[i]) && !str_starts(s->path, shared[i]))
			return true;
	/* even for its own subsystem, a header serves all */
	return str_starts(path, "include/");
}

static const char *bad_release(struct convert *c, const struct convert_site *cs)
{
	const struct site *s = cs->site;
	const struct site_release *r;

	vec_each (r, &s->releases) {
		if (is_shared(r->path, s))
			return arena_printf(
				&c->mem,
				"%s:%u: %s() drops the pages with %s(), and those of others, too",
				r->path, r->line, r->function, r->api);
		if (cs->extract && (strcmp(r->path, s->path) || strcmp(r->function, s->function)))
			return arena_printf(
				&c->mem,
				"%s:%u: %s() drops the pages, and nothing tells it whether %s() pinned them: that would have to be kept beside the pages",
				r->path, r->line, r->function, cs->target);
	}
	return NULL;
}

/* The evidence that names the structure which the pages go into, "" if none does. */
static const char *carrier_told(struct convert *c, const struct site *s)
{
	static const char into[] = "the pages go into ";
	const char **e;

	vec_each (e, &s->evidence)
		if (str_starts(*e, into))
			return arena_printf(&c->mem, "; %s", *e);
	return "";
}

static const char *no_release(struct convert *c, const struct site *s)
{
	const char *end = s->paths.n ? strstr(s->paths.v[0].kind, ARROW) : NULL;

	return arena_printf(&c->mem, "no release of its pages is known%s%s%s", end ? ": " : "",
			    end ? end + strlen(ARROW) : "", carrier_told(c, s));
}

/* Of a tree before 5.6: all is done that it allows. */
static bool is_put_user(const struct site *s)
{
	const struct site_release *r;

	vec_each (r, &s->releases)
		if (!str_starts(r->api, "put_user_page"))
			return false;
	return s->releases.n > 0;
}

/* Return: NULL if @cs is cleared as far as it stands alone */
static const char *select_reason(struct convert *c, struct convert_site *cs)
{
	const struct site *s = cs->site;
	const struct finding *f;
	const char *why;

	if (strcmp(s->status, "unconverted"))
		return arena_printf(&c->mem, "its status is %s: %s", s->status,
				    s->evidence.n ? s->evidence.v[0] : "nothing more is known");
	why = target_find(c, cs);
	if (why)
		return why;
	if (c->put_user && is_put_user(s))
		return "put_user_page*() drops its pages, and this tree has nothing that pins";
	if (!(s->seen_by & (SEEN_CLANG | SEEN_SPARSE)))
		return "only Coccinelle saw the call: its file is not of the scanned configuration";
	if (s->confidence < c->min)
		return arena_printf(&c->mem, "the confidence of its status is %.2f, below %.2f",
				    s->confidence, c->min);
	f = blocking(c->r, s);
	if (f)
		return arena_printf(&c->mem, "%s:%u: %s [%s]: to be mended or reviewed first",
				    f->path, f->line, f->message, f->rule);
	if (!s->releases.n)
		return no_release(c, s);
	why = open_path(c, s);
	if (why)
		return arena_printf(
			&c->mem, "where its pages are dropped is not known on all paths: %s", why);
	why = world_extra(c, s);
	if (!why)
		why = world_foreign(c, s);
	return why ? why : bad_release(c, cs);
}

static bool same_release(const struct site *a, const struct site *b,
			 const struct site_release **where)
{
	const struct site_release *x, *y;

	vec_each (x, &a->releases)
		vec_each (y, &b->releases)
			if (!finding_cmp_spot(x->path, x->line, x->col, y->path, y->line, y->col)) {
				*where = x;
				return true;
			}
	return false;
}

static struct convert_site *select_of(struct convert *c, const struct site *s)
{
	struct convert_site *cs;

	vec_each (cs, &c->sites)
		if (cs->site == s)
			return cs;
	return NULL;
}

/* A call that drops the pages of two sites can only serve both. */
static bool select_shared(struct convert *c, struct convert_site *cs)
{
	const struct site_release *r;
	const struct site *s;

	vec_each (s, &c->r->sites) {
		struct convert_site *other;

		if (s == cs->site || !same_release(cs->site, s, &r))
			continue;
		other = select_of(c, s);
		if (other && !other->why)
			continue;
		cs->why = arena_printf(
			&c->mem, "%s() at %s:%u also drops what %s() at %s:%u takes, which is %s",
			r->api, r->path, r->line, s->api, s->path, s->line,
			other ? "not cleared" : s->status);
		return true;
	}
	return false;
}

static bool path_below(const char *path, const char *top)
{
	size_t n = strlen(top);

	while (n && top[n - 1] == '/')
		n--;
	return !n || (!strncmp(path, top, n) && (!path[n] || path[n] == '/'));
}

static const struct path_info *path_info_of(const struct convert *c, const char *path)
{
	const struct path_info *p;

	vec_each (p, &c->r->paths)
		if (!strcmp(p->path, path))
			return p;
	return NULL;
}

static bool in_subsystem(const struct convert *c, const char *path)
{
	const struct path_info *p = path_info_of(c, path);
	const char **title;

	if (!p)
		return false;
	vec_each (title, &p->subsystems)
		if (!strcasecmp(*title, c->subsystem))
			return true;
	return false;
}

bool select_wanted(const struct convert *c, const struct site *s)
{
	const char *const *path;

	if (c->subsystem && !in_subsystem(c, s->path))
		return false;
	vec_each (path, &c->paths)
		if (path_below(s->path, *path))
			return true;
	return !c->paths.n;
}

/* What shares a release with a site that is wanted goes with it. */
static void select_spread(struct convert *c)
{
	const struct site_release *r;
	struct convert_site *a, *b;
	bool more;

	do {
		more = false;
		vec_each (a, &c->sites)
			vec_each (b, &c->sites)
				if (a->wanted && !a->why && !b->wanted && !b->why &&
				    same_release(a->site, b->site, &r))
					b->wanted = more = true;
	} while (more);
}

struct convert_file *change_find_file(const struct convert_change *ch, const char *path)
{
	struct convert_file *f;

	vec_each (f, &ch->files)
		if (!strcmp(f->path, path))
			return f;
	return NULL;
}

bool change_has_file(const struct convert_change *ch, const char *path)
{
	return change_find_file(ch, path) != NULL;
}

static void change_add_file(struct convert_change *ch, const char *path)
{
	if (!change_has_file(ch, path))
		vec_push(&ch->files, ((struct convert_file){ .path = path }));
}

static bool change_touches(const struct convert_change *ch, const struct site *s)
{
	const struct site_release *r;
	const struct convert_file *f;

	vec_each (f, &ch->files) {
		if (!strcmp(f->path, s->path))
			return true;
		vec_each (r, &s->releases)
			if (!strcmp(f->path, r->path))
				return true;
	}
	return false;
}

static void change_add_site(struct convert_change *ch, struct convert_site *cs)
{
	const struct site_release *r;

	vec_push(&ch->sites, cs);
	cs->change = ch;
	change_add_file(ch, cs->site->path);
	vec_each (r, &cs->site->releases)
		change_add_file(ch, r->path);
}

/* Move all of @from to @to. */
static void change_merge(struct convert_change *to, struct convert_change *from)
{
	struct convert_site **cs;

	vec_each (cs, &from->sites)
		change_add_site(to, *cs);
	vec_release(&from->sites);
	vec_release(&from->files);
}

static void change_place(struct convert *c, struct convert_site *cs)
{
	struct convert_change *to = NULL;
	size_t kept = 0;

	for (size_t i = 0; i < c->changes.n; i++) {
		struct convert_change *ch = c->changes.v[i];

		if (!change_touches(ch, cs->site)) {
			c->changes.v[kept++] = ch;
		} else if (!to) {
			to = c->changes.v[kept++] = ch;
		} else {
			change_merge(to, ch);
		}
	}
	c->changes.n = kept;
	if (!to) {
		to = arena_new(&c->mem, struct convert_change);
		to->open = true;
		vec_push(&c->changes, to);
	}
	change_add_site(to, cs);
}

const char *subsystem_of(const struct convert *c, const char *path)
{
	const struct path_info *p = path_info_of(c, path);

	return !p || !p->subsystems.n || !strcmp(p->subsystems.v[0], "THE REST") ?
		       "" :
		       p->subsystems.v[0];
}

/* What can only be converted together with a site that failed fails with it. */
static bool drop_linked(struct convert *c, struct convert_change *ch)
{
	struct convert_site **a, **b;
	const struct site_release *r;

	vec_each (a, &ch->sites)
		vec_each (b, &ch->sites) {
			if (!(*a)->dropped || (*b)->dropped ||
			    !same_release((*a)->site, (*b)->site, &r))
				continue;
			(*b)->dropped = true;
			(*b)->why = arena_printf(
				&c->mem,
				"%s() at %s:%u also drops what %s() at %s:%u takes, which cannot be converted",
				r->api, r->path, r->line, (*a)->site->api, (*a)->site->path,
				(*a)->site->line);
			return true;
		}
	return false;
}

static bool renew_one(struct convert *c, struct convert_change *ch)
{
	struct convert_change old = *ch;
	struct convert_site **cs;
	bool any = false;

	vec_each (cs, &ch->sites)
		any = any || (*cs)->dropped;
	if (!any)
		return false;
	while (drop_linked(c, ch))
		;
	ch->sites = (typeof(ch->sites)){ 0 };
	ch->files = (typeof(ch->files)){ 0 };
	vec_each (cs, &old.sites) {
		if ((*cs)->dropped)
			(*cs)->change = NULL;
		else
			change_add_site(ch, *cs);
	}
	vec_release(&old.sites);
	vec_release(&old.files);
	ch->units.n = 0;
	ch->failed = NULL;
	ch->open = ch->sites.n > 0;
	return ch->open;
}

bool change_renew(struct convert *c)
{
	struct convert_change **ch;
	size_t kept = 0;
	bool any = false;

	vec_each (ch, &c->changes)
		any = renew_one(c, *ch) || any;
	for (size_t i = 0; i < c->changes.n; i++)
		if (c->changes.v[i]->sites.n)
			c->changes.v[kept++] = c->changes.v[i];
	c->changes.n = kept;
	return any;
}

/* The positions of the run mean nothing in a file that is another by now. */
static int select_fresh(struct convert *c)
{
	struct convert_change **ch;
	struct convert_file *f;

	vec_each (ch, &c->changes)
		vec_each (f, &(*ch)->files) {
			const struct path_info *p = path_info_of(c, f->path);
			const char *full = arena_printf(&c->mem, "%s/%s", c->r->tree, f->path);

			if (p && p->hash && p->hash == file_hash(full))
				continue;
			return error("convert: '%s' is not what the scan read; scan again", full);
		}
	return 0;
}

/* A name that is misspelt is not "nothing to do". */
static int select_subsystem(const struct convert *c)
{
	const struct path_info *p;

	if (!c->subsystem)
		return 0;
	vec_each (p, &c->r->paths)
		if (in_subsystem(c, p->path))
			return 0;
	return error(
		"convert: no file of the run is in a subsystem '%s'; MAINTAINERS has the names",
		c->subsystem);
}

int convert_select(struct convert *c)
{
	struct convert_change **ch;
	struct convert_site *cs;
	const struct site *s;
	bool more;

	if (plan_read(c->state, &c->plan) || targets_open(c) || select_subsystem(c))
		return -1;
	vec_each (s, &c->r->sites)
		if (!strcmp(s->foll, "GET") &&
		    (!strcmp(s->status, "unconverted") || !strcmp(s->status, "unknown") ||
		     !strcmp(s->status, "mixed")))
			vec_push(&c->sites, ((struct convert_site){
						    .site = s, .wanted = select_wanted(c, s) }));
	vec_each (cs, &c->sites) {
		cs->why = select_reason(c, cs);
		cs->longterm = cs->site->kase == 2 && !cs->site->longterm;
	}
	world_close();
	if (select_stored(c))
		return -1;
	do {
		more = false;
		vec_each (cs, &c->sites)
			if (!cs->why && select_shared(c, cs))
				more = true;
	} while (more);
	select_spread(c);
	vec_each (cs, &c->sites)
		if (cs->wanted && !cs->why)
			change_place(c, cs);
	vec_each (ch, &c->changes)
		(*ch)->subsystem = subsystem_of(c, (*ch)->sites.v[0]->site->path);
	return select_fresh(c);
}
