// SPDX-License-Identifier: GPL-2.0-or-later
#include "solve/site.h"
#include "solve/indirect.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <uthash.h>

#include "solve/notified.h"
#include "solve/roots.h"

/* Where a call stands in the source; strings are interned. */
struct spot {
	const char *path;
	unsigned int line, col;
};

struct entry {
	struct spot spot;
	struct site_view *view;
	UT_hash_handle hh;
};

struct foreign_at {
	const struct solved *walk;
	const struct foreign *f;
};

/* Storage, and who releases or looks at pages in it. */
struct storage {
	struct place place;
	VEC(struct foreign_at) uses;
	unsigned int kinds; /* mask over enum api_kind of the sites that leave pages there */
	VEC(const struct ir_func *) takers; /* the functions of these sites */
	bool filled; /* pages of another origin are put there, too */
	UT_hash_handle hh;
};

struct merge {
	struct program *prog;
	struct roots *roots;
	struct arena mem;
	struct entry *sites;
	struct storage *storage;
	struct bindings *bindings;
	VEC(struct foreign_at) again; /* drops of parameters that were dropped before */
	site_views *out;
};

static struct spot spot_of(const struct solved *w, const struct ir_node *n)
{
	struct spot s;

	memset(&s, 0, sizeof(s));
	s.path = w->f->unit->files.v[n->loc.file];
	s.line = n->loc.line;
	s.col = n->loc.col;
	return s;
}

static struct site_view *view_at(struct merge *m, const struct solved *w, const struct ir_node *n)
{
	struct spot s = spot_of(w, n);
	struct entry *e;

	HASH_FIND(hh, m->sites, &s, sizeof(s), e);
	if (e)
		return e->view;
	e = arena_new(&m->mem, struct entry);
	e->spot = s;
	e->view = calloc(1, sizeof(*e->view));
	if (!e->view)
		die("out of memory");
	e->view->prog = m->prog;
	e->view->may = 0;
	HASH_ADD(hh, m->sites, spot, sizeof(s), e);
	vec_push(m->out, e->view);
	return e->view;
}

static bool same_place(struct place a, struct place b)
{
	return a.record == b.record && a.field == b.field;
}

static void add_place(struct site_view *v, struct place p)
{
	for (size_t i = 0; i < v->places.n; i++)
		if (same_place(v->places.v[i], p))
			return;
	vec_push(&v->places, p);
}

static bool same_spot(const struct site_release_view *a, const struct solved *w,
		      const struct ir_node *n)
{
	struct spot x = spot_of(a->walk, a->node), y = spot_of(w, n);

	return !memcmp(&x, &y, sizeof(x));
}

static void add_use(struct site_view *v, const struct solved *w, enum way way,
		    const struct ir_node *n, const struct api_row *row, enum tri dirty,
		    struct place place)
{
	struct site_release_view r = { .way = way,
				       .node = n,
				       .row = row,
				       .f = n->of ? n->of : w->f,
				       .walk = w,
				       .dirty = dirty,
				       .place = place };
	bool release = row->role == API_RELEASE;

	for (size_t i = 0; i < (release ? v->releases.n : v->accesses.n); i++) {
		struct site_release_view *o = release ? &v->releases.v[i] : &v->accesses.v[i];

		if (!same_spot(o, w, n))
			continue;
		/* its own walk knows best what a function does */
		if (o->way == way && o->node->via && !n->via) {
			o->node = n;
			o->walk = w;
			o->dirty = dirty;
		}
		/* an error path calls what drops the pages of an object, too */
		if (!o->place.field)
			o->place = place;
		return;
	}
	if (release)
		vec_push(&v->releases, r);
	else
		vec_push(&v->accesses, r);
}

/* What becomes of the data in storage. */
static void note_data(struct site_view *v, const struct solved *w, const struct foreign *f)
{
	if (f->kind == EFF_ACCESS) {
		v->access |= 1u << f->row->kind;
		if (f->written > v->written)
			v->written = f->written;
		return;
	}
	v->dirtied |= f->kind == EFF_DIRTY || f->dirty != TRI_NO;
	for (size_t i = 0; f->kind == EFF_DIRTY && i < v->accesses.n; i++)
		if (same_spot(&v->accesses.v[i], w, f->node))
			v->accesses.v[i].locked = f->locked;
}

/* Of a static function, the callers that were walked know more than it does itself. */
static void note_asked(struct site_release_view *r, const struct foreign *f)
{
	enum told told = f->node->via && r->f->is_static ? TOLD_CALLER : TOLD_SELF;

	if (told == r->told)
		r->asked = query_weaker(r->asked, f->asked);
	else if (told > r->told)
		r->asked = f->asked;
	if (told > r->told)
		r->told = told;
}

/* What a walk knows of the release that it found in storage. */
static void note_foreign(struct site_view *v, const struct solved *w, const struct foreign *f)
{
	for (size_t i = 0; f->kind == EFF_RELEASE && i < v->releases.n; i++) {
		struct site_release_view *r = &v->releases.v[i];

		if (!same_spot(r, w, f->node))
			continue;
		note_asked(r, f);
		if (!r->again)
			r->again = f->again;
	}
}

static void merge_flags(struct site_view *v, const struct solved_site *s)
{
	if (!s->has_flags)
		return;
	v->must = v->has_flags ? v->must & s->must : s->must;
	v->may |= s->may;
	v->has_flags = true;
	v->boolean |= s->boolean;
}

/* Does the release mark the pages dirty, as far as its own text says? */
static enum tri says_dirty(const struct ir_node *n, const struct api_row *row)
{
	int i = row->dirty ? api_arg(row->dirty, n->params, (int)n->nargs) : -1;

	if (!row->dirty || i < 0 || (unsigned int)i >= n->nargs || n->args[i].kind != IR_INT)
		return TRI_MAYBE;
	return n->args[i].num ? TRI_YES : TRI_NO;
}

static void merge_site(struct merge *m, const struct solved *w, const struct solved_site *s)
{
	struct site_view *v = view_at(m, w, s->node);
	bool own = !s->node->via;

	if (own) {
		v->f = w->f;
		v->node = s->node;
		v->row = s->row;
		v->to_caller |= s->to_caller;
	} else {
		v->callers++;
	}
	v->none |= s->none;
	v->some |= s->some;
	v->notifier |= s->notifier;
	v->incomplete |= w->incomplete;
	v->access |= s->access;
	if (s->written > v->written)
		v->written = s->written;
	v->dirtied |= s->dirtied;
	v->by_number |= s->by_number;
	if (s->escape && (!v->escape || own))
		v->escape = s->escape;
	if (s->put)
		v->put = s->put;
	for (size_t i = 0; i < s->places.n; i++)
		add_place(v, s->places.v[i]);
	for (size_t i = 0; i < s->releases.n; i++) {
		const struct ir_node *n = s->releases.v[i];
		bool here = own && !n->via;

		const struct api_row *row = api_find(n->callee);

		add_use(v, w, here ? WAY_HERE : WAY_CALL, n, row, says_dirty(n, row),
			(struct place){ 0 });
	}
	for (size_t i = 0; i < s->accesses.n; i++)
		add_use(v, w, WAY_CALL, s->accesses.v[i], api_find(s->accesses.v[i]->callee),
			TRI_MAYBE, (struct place){ 0 });
}

static struct storage *storage_at(struct merge *m, struct place p, bool make)
{
	struct storage *s;

	HASH_FIND(hh, m->storage, &p, sizeof(p), s);
	if (s || !make)
		return s;
	s = arena_new(&m->mem, struct storage);
	s->place = p;
	HASH_ADD(hh, m->storage, place, sizeof(p), s);
	return s;
}

static void collect(const struct solved *w, void *arg)
{
	struct merge *m = arg;

	for (size_t i = 0; i < w->filled.n; i++)
		storage_at(m, w->filled.v[i], true)->filled = true;
	for (size_t i = 0; i < w->sites.n; i++)
		merge_site(m, w, &w->sites.v[i]);
	for (size_t i = 0; i < w->foreign.n; i++) {
		struct foreign_at f = { w, &w->foreign.v[i] };

		if (f.f->place.field)
			vec_push(&storage_at(m, f.f->place, true)->uses, f);
		else if (f.f->again)
			vec_push(&m->again, f);
	}
}

/* A called function drops its parameter twice. */
static void add_again(struct merge *m, struct site_view *v)
{
	for (size_t i = 0; i < v->releases.n; i++)
		for (size_t k = 0; k < m->again.n; k++)
			if (same_spot(&v->releases.v[i], m->again.v[k].walk, m->again.v[k].f->node))
				v->releases.v[i].again = m->again.v[k].f->again;
}

/* Pages that callers get fare as the callers' walks say; what the function itself says of them
 * is only that they leave it. */
static void merge_fates(const struct solved *w, void *arg)
{
	/* where such a function returns, the call is over */
	const unsigned int stay = ROOT_END | ROOT_OPS | ROOT_WORK | ROOT_THREAD;
	struct merge *m = arg;

	for (size_t i = 0; i < w->sites.n; i++) {
		const struct solved_site *s = &w->sites.v[i];
		struct site_view *v = view_at(m, w, s->node);
		unsigned int fate = s->fate;

		if ((!s->node->via || s->to_caller) && v->callers && s->to_caller)
			fate &= ~(unsigned int)FATE_LEFT;
		v->fate |= fate;
		/* of callers nobody knows what else they drop before they return */
		if (!s->node->via && roots_own(m->roots, w->f) & stay)
			v->stays |= fate & (FATE_LEFT | FATE_KEPT);
		/* flags that come from the caller are known there */
		if (s->node->via || !v->callers || s->may != ~0ull)
			merge_flags(v, s);
	}
}

/* Calls through pointers: what those may do that may be meant. */
static void add_ops(struct merge *m, struct site_view *v, const struct solved_site *s)
{
	indirect_uses uses = { 0 };

	for (size_t i = 0; i < s->handed.n; i++) {
		if (!m->bindings)
			m->bindings = bindings_new(m->prog);
		indirect_find(m->bindings, &s->handed.v[i], &uses);
	}
	for (size_t i = 0; i < uses.n; i++) {
		const struct effect *e = uses.v[i].e;
		const struct foreign f = {
			.kind = e->kind, .row = e->row, .dirty = e->dirty, .written = e->written
		};

		if (e->kind > EFF_ACCESS)
			continue;
		add_use(v, uses.v[i].walk, WAY_OPS, e->node, e->row, e->dirty, s->handed.v[0].in);
		note_data(v, uses.v[i].walk, &f);
	}
	vec_release(&uses);
}

static void collect_ops(const struct solved *w, void *arg)
{
	struct merge *m = arg;

	for (size_t i = 0; i < w->sites.n; i++)
		if (w->sites.v[i].handed.n)
			add_ops(m, view_at(m, w, w->sites.v[i].node), &w->sites.v[i]);
}

static bool same_folder(const struct site_view *v, const struct foreign_at *u)
{
	const char *a = v->f->unit->files.v[v->node->loc.file];
	const char *b = spot_of(u->walk, u->f->node).path, *end = strrchr(a, '/');
	size_t n = end ? (size_t)(end - a) + 1 : 0;

	return !strncmp(a, b, n) && !strchr(b + n, '/');
}

static void add_storage(struct merge *m, struct site_view *v)
{
	for (size_t i = 0; i < v->places.n; i++) {
		struct storage *s = storage_at(m, v->places.v[i], false);

		if (s && v->row) {
			s->kinds |= 1u << v->row->kind;
			vec_push(&s->takers, v->f);
		}
		for (size_t k = 0; s && k < s->uses.n; k++) {
			const struct foreign_at *u = &s->uses.v[k];

			add_use(v, u->walk, WAY_STORAGE, u->f->node, u->f->row, u->f->dirty,
				s->place);
			note_foreign(v, u->walk, u->f);
			/* of other code's pages, too, others than their owner may look at the data */
			if (!s->filled || u->f->kind != EFF_ACCESS || !v->node || same_folder(v, u))
				note_data(v, u->walk, u->f);
		}
	}
}

/* Pages of other kinds may lie in the same place. */
static void note_shared(struct merge *m, struct site_view *v)
{
	for (size_t i = 0; i < v->releases.n; i++) {
		struct site_release_view *r = &v->releases.v[i];
		const struct storage *s = r->place.field ? storage_at(m, r->place, false) : NULL;

		r->shared = s && (s->filled || s->kinds & ~(1u << v->row->kind));
	}
}

/* How the releases in storage are entered. */
struct ends_of {
	unsigned int all; /* mask over enum root */
	unsigned int apart; /* where no such pages are taken: see roots_apart() */
	unsigned int n;
};

static struct ends_of storage_ends(struct merge *m, const struct site_view *v)
{
	/* what keeps the pages is in units that were not read; they call what drops them, too */
	bool far = v->to_caller && !v->callers && !v->f->is_static;
	struct ends_of e = { 0 };

	for (size_t i = 0; i < v->releases.n; i++) {
		const struct site_release_view *r = &v->releases.v[i];
		const struct storage *s = r->place.field ? storage_at(m, r->place, false) : NULL;

		if (!s && far && r->way == WAY_CALL) {
			e.apart |= roots_apart(m->roots, r->f, &v->f, 1) & ROOT_OPEN;
			e.n++;
		}
		if (!s)
			continue;
		e.all |= roots_of(m->roots, r->f);
		e.apart |= roots_apart(m->roots, r->f, s->takers.v, s->takers.n);
		e.n++;
	}
	return e;
}

/* The CPU was seen at the data, and nobody else: a mapping alone may be there for another side. */
static bool is_looked_at(const struct site_view *v)
{
	return !v->put && !(v->access & 1u << A_DMA) &&
	       (v->access & (1u << A_CPU_READ | 1u << A_CPU_WRITE) || v->written == WRITTEN_YES);
}

/* Pages in storage: who ends it?  A completion that runs in an interrupt or the like ends an I/O;
 * an operation ends an object.  So does a function that any unit may call, and what an operation
 * leaves is in an object, if more is done with the pages than a look at their data.  What only
 * they do who took the pages may well be done in the same call. */
static enum life storage_life(struct merge *m, const struct site_view *v)
{
	struct ends_of e = storage_ends(m, v);

	if (!e.n || !(v->fate & (FATE_LEFT | FATE_KEPT)))
		return LIFE_UNKNOWN;
	if (e.all & ROOT_ATOMIC)
		return LIFE_IO;
	/* a thread that waits for completions ends I/O; a work item may put off the end of an object */
	if (e.all & ROOT_THREAD)
		return LIFE_UNKNOWN;
	if (e.apart & (ROOT_END | ROOT_OPS))
		return LIFE_OBJECT;
	return (v->stays || e.apart & ROOT_OPEN) && !is_looked_at(v) ? LIFE_OBJECT : LIFE_UNKNOWN;
}

static enum life life_of(struct merge *m, const struct site_view *v)
{
	/* the callers that were walked drop what they get; are there more? */
	bool more = v->to_caller && v->callers && roots_open(m->roots, v->f);

	if (!more && v->fate && !(v->fate & ~(unsigned int)(FATE_RELEASED | FATE_FAILED)) &&
	    v->fate & FATE_RELEASED && !v->incomplete)
		return LIFE_CALL;
	/* whoever has the numbers ends it */
	if (v->by_number && !v->to_caller)
		return LIFE_OBJECT;
	return storage_life(m, v);
}

/* The object that keeps the pages is registered with a notifier, wherever that is done. */
static bool is_notified(const struct notified *n, const struct site_view *v)
{
	for (size_t i = 0; i < v->places.n; i++)
		if (notified_has(n, v->places.v[i].record))
			return true;
	return false;
}

enum touch site_touch(const struct site_view *site)
{
	if (site->access & 1u << A_DMA)
		return TOUCH_DEVICE;
	if (site->put)
		return TOUCH_CARRIER;
	if (site->access & 1u << A_CPU_WRITE || site->written == WRITTEN_YES)
		return TOUCH_WRITE;
	if (site->access & 1u << A_CPU_MAP)
		return site_flag(site, "FOLL_WRITE") == TRI_YES ? TOUCH_WRITE : TOUCH_MAY_WRITE;
	return site->access & 1u << A_CPU_READ ? TOUCH_READ : TOUCH_NONE;
}

void site_views_make(struct program *p, site_views *out)
{
	struct merge m = { .prog = p, .roots = roots_new(p), .out = out };
	struct notified *notified = notified_new(p);
	struct storage *s, *t;
	size_t k = 0;

	program_each(p, collect, &m);
	program_each(p, merge_fates, &m);
	program_each(p, collect_ops, &m);
	bindings_free(m.bindings);
	for (size_t i = 0; i < out->n; i++)
		add_storage(&m, out->v[i]);
	for (size_t i = 0; i < out->n && m.again.n; i++)
		add_again(&m, out->v[i]);
	vec_release(&m.again);
	for (size_t i = 0; i < out->n; i++) {
		out->v[i]->life = life_of(&m, out->v[i]);
		out->v[i]->notifier |= is_notified(notified, out->v[i]);
		note_shared(&m, out->v[i]);
	}
	notified_free(notified);
	roots_free(m.roots);
	/* a caller was walked, the function itself was not: nothing to tell it by */
	for (size_t i = 0; i < out->n; i++)
		if (out->v[i]->node)
			out->v[k++] = out->v[i];
	out->n = k;
	HASH_ITER (hh, m.storage, s, t) {
		vec_release(&s->uses);
		vec_release(&s->takers);
	}
	HASH_CLEAR(hh, m.storage);
	HASH_CLEAR(hh, m.sites);
	arena_release(&m.mem);
}

void site_views_release(site_views *v)
{
	for (size_t i = 0; i < v->n; i++) {
		vec_release(&v->v[i]->places);
		vec_release(&v->v[i]->releases);
		vec_release(&v->v[i]->accesses);
		vec_release(&v->v[i]->reports);
		arena_release(&v->v[i]->mem);
		free(v->v[i]);
	}
	vec_release(v);
}

enum tri site_flag(const struct site_view *site, const char *name)
{
	uint64_t flag = program_flag(site->prog, name);

	if (!flag || !site->has_flags || site->boolean)
		return site->boolean || !site->has_flags ? TRI_MAYBE : TRI_NO;
	if (site->must & flag)
		return TRI_YES;
	return site->may & flag ? TRI_MAYBE : TRI_NO;
}

static void told(struct site_view *site, const struct rule *rule, const struct ir_func *f,
		 const struct ir_node *at, double confidence, const char *fmt, va_list ap)
{
	char text[1024];
	struct site_told t = { .rule = rule, .f = f, .at = at, .confidence = confidence };

	vsnprintf(text, sizeof(text), fmt, ap);
	t.message = arena_strdup(&site->mem, text);
	vec_push(&site->reports, t);
}

void site_report(struct site_view *site, const struct rule *rule, double confidence,
		 const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	told(site, rule, site->f, site->node, confidence, fmt, ap);
	va_end(ap);
}

void site_report_at(struct site_view *site, const struct rule *rule,
		    const struct site_release_view *at, double confidence, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	told(site, rule, at->walk->f, at->node, confidence, fmt, ap);
	va_end(ap);
}
