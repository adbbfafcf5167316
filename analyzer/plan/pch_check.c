// SPDX-License-Identifier: GPL-2.0-or-later
#include "plan/pch_check.h"

#include <string.h>
#include <stdio.h>

/* Somebody of the precompiled header looks at a name that another one defines. */
struct pch_pair {
	const struct header *user, *definer;
	const struct header_event *look, *define;
	bool before; /* it is defined when it is looked at */
	bool shadowed; /* the definition is only for those who have none, and there is one */
};

static void *zeroed(size_t n, size_t size)
{
	void *p = calloc(n + 1, size);

	if (!p)
		die("out of memory");
	return p;
}

/* The macros by what is in their bodies. */
static void index_bodies(struct pch_checker *c)
{
	const struct headers *h = c->h;
	unsigned int sum = 0;

	c->users = zeroed(c->nsymbols + 1, sizeof(*c->users));
	c->macros = zeroed(h->bodies.n, sizeof(*c->macros));
	for (size_t i = 0; i < h->bodies.n; i++)
		c->users[h->bodies.v[i].symbol]++;
	for (size_t i = 0; i <= c->nsymbols; i++) {
		sum += c->users[i];
		c->users[i] = sum;
	}
	for (size_t i = h->bodies.n; i--;)
		c->macros[--c->users[h->bodies.v[i].symbol]] = h->bodies.v[i].macro;
}

/* Macros that may leave a name in the text where they stand. */
static void index_names(struct pch_checker *c)
{
	const struct headers *h = c->h;
	const struct symbol_pair *p;

	c->names = zeroed(c->nsymbols, sizeof(*c->names));
	for (size_t i = 0; i < h->bodies.n; i++) {
		p = &h->bodies.v[i];
		/* the pairs of one body stand together */
		if (p->macro == p->symbol || ((i == 0 || p[-1].macro != p->macro) &&
					      (i + 1 == h->bodies.n || p[1].macro != p->macro)))
			c->names[p->macro] = true;
	}
}

static void index_defined(struct pch_checker *c)
{
	struct header *const *f;
	const struct header_event *e;

	c->defined = zeroed(c->nsymbols, sizeof(*c->defined));
	vec_each (f, &c->h->all)
		vec_each (e, &(*f)->macros[HEADER_DEFINES])
			c->defined[e->symbol] |= !e->undef;
}

void pch_checker_init(struct pch_checker *c, struct headers *h, const strings_vec *prelude)
{
	*c = (struct pch_checker){ .h = h, .nsymbols = h->symbols.all.n };
	for (size_t i = 0; i < prelude->n; i++)
		vec_push(&c->prelude, prelude->v[i]);
	index_bodies(c);
	index_names(c);
	index_defined(c);
	c->reached = zeroed(c->nsymbols, sizeof(*c->reached));
}

void pch_checker_release(struct pch_checker *c)
{
	vec_release(&c->prelude);
	free(c->users);
	free(c->macros);
	free(c->names);
	free(c->defined);
	free(c->reached);
}

void pch_check_reach(struct pch_checker *c, unsigned int symbol, header_events *out)
{
	struct header_event e = { .symbol = symbol };

	out->n = 0;
	c->reached[symbol] = ++c->round;
	vec_push(out, e);
	for (size_t i = 0; i < out->n; i++) {
		unsigned int s = out->v[i].symbol;

		for (unsigned int k = c->users[s]; k < c->users[s + 1]; k++) {
			e.symbol = c->macros[k];
			if (c->reached[e.symbol] == c->round)
				continue;
			c->reached[e.symbol] = c->round;
			vec_push(out, e);
		}
	}
}

/* All files in the order in which a unit reads them; @file is NULL for the start alone. */
static void begin_walk(struct pch_checker *c, bool possible, header_list *out)
{
	static const strings_vec none = { 0 };

	c->h->walks++;
	c->h->entered = 0;
	c->h->possible = possible;
	out->n = 0;
	for (size_t i = 0; i < c->prelude.n; i++)
		headers_again(c->h, c->prelude.v[i], &none, out);
}

/* Both are events of the last walk.  A file that is included is done before the one that includes
 * it goes on. */
static bool comes_before(const struct header *f, const struct header_event *e,
			 const struct header *g, const struct header_event *d)
{
	unsigned int a = headers_moment(f, e), b = headers_moment(g, d);

	return a < b || (a == b && f->order > g->order);
}

#define add_place(list, first, file, event)                                      \
	do {                                                                     \
		struct pch_place p_ = { file, event, (first)[(event)->symbol] }; \
                                                                                 \
		vec_push(list, p_);                                              \
		(first)[(event)->symbol] = (unsigned int)(list)->n;              \
	} while (0)

static void index_file(struct pch_order *o, const struct header *f)
{
	const struct header_event *e;

	vec_each (e, &f->macros[HEADER_DEFINES])
		add_place(&o->definers, o->first_definer, f, e);
	vec_each (e, &f->macros[HEADER_TESTS])
		add_place(&o->users, o->first_user, f, e);
	vec_each (e, &f->macros[HEADER_USES])
		add_place(&o->users, o->first_user, f, e);
	vec_each (e, &f->macros[HEADER_INNER])
		o->inner[e->symbol] |= (unsigned char)(e->other ? 3 : e->call ? 2 : 1);
}

static void index_files(struct pch_checker *c, struct pch_order *o)
{
	struct header *const *f;

	o->first_definer = zeroed(c->nsymbols, sizeof(*o->first_definer));
	o->first_user = zeroed(c->nsymbols, sizeof(*o->first_user));
	o->inner = zeroed(c->nsymbols, 1);
	vec_each (f, &o->files)
		index_file(o, *f);
}

/* Every place of a list that has a symbol. */
static const struct pch_place *place_at(const pch_places *list, unsigned int nr)
{
	return nr ? &list->v[nr - 1] : NULL;
}

static const struct pch_place *definer_of(const struct pch_order *o, unsigned int symbol)
{
	return place_at(&o->definers, o->first_definer[symbol]);
}

static const struct pch_place *next_definer(const struct pch_order *o, const struct pch_place *p)
{
	return place_at(&o->definers, p->next);
}

/* A macro with arguments means nothing where no parenthesis follows. */
static bool matters(const struct header_event *define, const struct header_event *look)
{
	return !define->call || define->other || look->call || look->other;
}

/* `#ifndef X` in front of `#define X` does nothing if another file came first.  By the last walk. */
static bool is_shadowed(const struct pch_order *o, const struct header *user,
			const struct header_event *look, const struct header *definer,
			const struct header_event *define)
{
	if (!define->gives)
		return false;
	for (const struct pch_place *d = definer_of(o, define->symbol); d; d = next_definer(o, d))
		if (d->f != definer && d->f->seen == definer->seen &&
		    comes_before(d->f, d->e, definer, define) &&
		    comes_before(d->f, d->e, user, look))
			return true;
	return false;
}

static void add_pairs(struct pch_order *o, const struct header *f, enum header_what what)
{
	const struct header_event *e;

	vec_each (e, &f->macros[what])
		for (const struct pch_place *d = definer_of(o, e->symbol); d;
		     d = next_definer(o, d)) {
			struct pch_pair p = { f, d->f, e, d->e, false, false };

			if (d->f == f || d->f->seen != f->seen || !matters(d->e, e))
				continue;
			p.before = comes_before(d->f, d->e, f, e);
			p.shadowed = is_shadowed(o, f, e, d->f, d->e);
			vec_push(&o->pairs, p);
		}
}

void pch_order_init(struct pch_checker *c, struct pch_order *o, const strings_vec *lists)
{
	static const strings_vec none = { 0 };
	header_list sure = { 0 };
	struct header *const *f;

	*o = (struct pch_order){ 0 };
	begin_walk(c, true, &o->files);
	for (size_t i = 0; i < lists->n; i++)
		headers_again(c->h, lists->v[i], &none, &o->files);
	begin_walk(c, false, &sure);
	for (size_t i = 0; i < lists->n; i++)
		headers_again(c->h, lists->v[i], &none, &sure);
	vec_release(&sure);
	o->nfiles = c->h->all.n;
	o->has = zeroed(o->nfiles, sizeof(*o->has));
	vec_each (f, &o->files)
		o->has[(*f)->id] = true;
	index_files(c, o);
	vec_each (f, &o->files)
		for (int what = 0; what < HEADER_INNER && (*f)->seen == c->h->walks; what++)
			add_pairs(o, *f, (enum header_what)what);
}

void pch_order_release(struct pch_order *o)
{
	vec_release(&o->files);
	vec_release(&o->pairs);
	vec_release(&o->definers);
	vec_release(&o->users);
	free(o->first_definer);
	free(o->first_user);
	free(o->inner);
	free(o->has);
}

static bool may_be_declared(const struct pch_checker *c, const struct pch_order *parent,
			    const struct header_event *e)
{
	const struct pch_place *d = definer_of(parent, e->symbol);

	if (d && c->names[e->symbol])
		return true;
	for (; d; d = next_definer(parent, d))
		if ((d->e->call || d->e->other) && (!e->call || e->other))
			return true;
	return false;
}

void pch_check_keep(const struct pch_checker *c, const struct pch_order *o,
		    const struct pch_order *parent, struct buf *b)
{
	bool *kept = zeroed(c->nsymbols, sizeof(*kept));
	struct header *const *f;
	const struct header_event *e;

	vec_each (f, &o->files) {
		if ((*f)->id < parent->nfiles && parent->has[(*f)->id])
			continue;
		for (int what = HEADER_USES; what <= HEADER_INNER; what++)
			vec_each (e, &(*f)->macros[what]) {
				const struct symbol *s = &c->h->symbols.all.v[e->symbol];

				if (kept[e->symbol] || !may_be_declared(c, parent, e))
					continue;
				kept[e->symbol] = true;
				buf_addf(b, "%.*s\n", (int)s->len, s->name);
			}
	}
	free(kept);
}

/* ------------------------------------------------------------------ the unit */

struct look {
	struct pch_checker *c;
	const struct pch_order *o;
	header_list files;
	header_events *suspects;
};

static bool is_in(const struct pch_order *o, const struct header *f)
{
	return f->id < o->nfiles && o->has[f->id];
}

/* Rule 2. */
static const struct header_event *order_differs(const struct look *k)
{
	const struct pch_pair *p;

	vec_each (p, &k->o->pairs) {
		unsigned int walk = k->c->h->walks;

		if (p->user->seen != walk || p->definer->seen != walk)
			continue; /* a condition that only the preprocessor knows */
		if (comes_before(p->definer, p->define, p->user, p->look) == p->before)
			continue;
		if (!p->shadowed || !is_shadowed(k->o, p->user, p->look, p->definer, p->define))
			return p->look;
	}
	return NULL;
}

/* The file defines the macro itself, whatever there was before. */
static bool has_its_own(const struct pch_order *o, const struct header *f, unsigned int symbol)
{
	for (const struct pch_place *d = definer_of(o, symbol); d; d = next_definer(o, d))
		if (d->f == f && !d->e->gives)
			return true;
	return false;
}

/* Does a file of the precompiled header look at the symbol behind that moment?  @f is NULL for the
 * command line. */
static bool looked_at_later(const struct look *k, unsigned int symbol, const struct header *f,
			    const struct header_event *define)
{
	for (const struct pch_place *p = place_at(&k->o->users, k->o->first_user[symbol]); p;
	     p = place_at(&k->o->users, p->next)) {
		if (define && define->symbol == symbol &&
		    (!matters(define, p->e) || has_its_own(k->o, p->f, symbol)))
			continue;
		if (!f || f->seen != k->c->h->walks || p->f->seen != k->c->h->walks ||
		    comes_before(f, define, p->f, p->e))
			return true;
	}
	return false;
}

static void add_suspect(struct look *k, unsigned int symbol)
{
	struct header_event s = { .symbol = symbol };
	const struct header_event *e;

	vec_each (e, k->suspects)
		if (e->symbol == symbol)
			return;
	vec_push(k->suspects, s);
}

/* Rule 1.  Return: whether the definition is in the way */
static bool defines_too_early(struct look *k, unsigned int symbol, const struct header *f,
			      const struct header_event *define)
{
	header_events reach = { 0 };
	const struct header_event *e;
	bool inner = false, bad = false;

	pch_check_reach(k->c, symbol, &reach);
	vec_each (e, &reach) {
		inner = inner ||
			k->o->inner[e->symbol] > (define && define->call && e->symbol == symbol);
		if (looked_at_later(k, e->symbol, f, define)) {
			bad = true;
			break;
		}
	}
	vec_release(&reach);
	if (inner && !bad)
		add_suspect(k, symbol);
	return bad;
}

/* Rule 3, and a default of another header that the precompiled header has a definition for. */
static const struct header_event *looks_too_early(const struct look *k, const struct header *f)
{
	static const enum header_what whats[] = { HEADER_TESTS, HEADER_DEFAULTS, HEADER_USES };
	const struct header_event *e;

	for (size_t i = 0; i < sizeof(whats) / sizeof(whats[0]); i++)
		vec_each (e, &f->macros[whats[i]])
			for (const struct pch_place *d = definer_of(k->o, e->symbol); d;
			     d = next_definer(k->o, d))
				if (d->f->seen == k->c->h->walks && matters(d->e, e) &&
				    !comes_before(d->f, d->e, f, e))
					return e;
	return NULL;
}

static bool is_builtin(const struct symbol *s)
{
	return s->len > 6 && !memcmp(s->name, "__has_", 6);
}

/* An #undef of what is no macro; or `#ifndef X` in front of `#define X`, and the precompiled header
 * has it before that, as the unit has it without. */
static bool does_nothing(const struct look *k, const struct header *f, const struct header_event *e)
{
	if (e->undef && !k->c->defined[e->symbol])
		return true;
	if (!e->gives || f->seen != k->c->h->walks)
		return false;
	for (const struct pch_place *d = definer_of(k->o, e->symbol); d; d = next_definer(k->o, d))
		if (d->f->seen == k->c->h->walks && comes_before(d->f, d->e, f, e))
			return true;
	return false;
}

/* Return: the symbol in the way, -1 if there is none */
static long check_file(struct look *k, const struct header *f)
{
	const struct header_event *e = looks_too_early(k, f);

	if (e)
		return e->symbol;
	vec_each (e, &f->macros[HEADER_DEFINES]) {
		/* most names of a driver are its own; some are the compiler's */
		if (is_builtin(&k->c->h->symbols.all.v[e->symbol]) || does_nothing(k, f, e))
			continue;
		if (!k->o->inner[e->symbol] && !k->o->first_user[e->symbol] &&
		    k->c->users[e->symbol] == k->c->users[e->symbol + 1])
			continue;
		if (defines_too_early(k, e->symbol, f, e))
			return e->symbol;
	}
	return -1;
}

static long check_flags(struct look *k, const strings_vec *defines)
{
	const char *const *d;

	vec_each (d, defines) {
		long s = symbols_find(&k->c->h->symbols, *d, strcspn(*d, "="));

		if (s >= 0 && (size_t)s < k->c->nsymbols &&
		    defines_too_early(k, (unsigned int)s, NULL, NULL))
			return s;
	}
	return -1;
}

static long check(struct look *k, const char *unit, const strings_vec *more,
		  const strings_vec *defines)
{
	const struct header_event *e;
	header_list sure = { 0 };
	struct header *const *f;
	long bad;

	begin_walk(k->c, true, &k->files);
	headers_again(k->c->h, unit, more, &k->files);
	begin_walk(k->c, false, &sure);
	headers_again(k->c->h, unit, more, &sure);
	vec_release(&sure);
	bad = check_flags(k, defines);
	if (bad >= 0)
		return bad;
	e = order_differs(k);
	if (e)
		return e->symbol;
	vec_each (f, &k->files) {
		bad = is_in(k->o, *f) ? -1 : check_file(k, *f);
		if (bad >= 0)
			return bad;
	}
	return -1;
}

const char *pch_check(struct pch_checker *c, const struct pch_order *o, const char *unit,
		      const strings_vec *more, const strings_vec *defines, header_events *suspects)
{
	struct look k = { .c = c, .o = o, .suspects = suspects };
	const struct symbol *s;
	long bad;

	suspects->n = 0;
	bad = check(&k, unit, more, defines);
	vec_release(&k.files);
	if (bad < 0)
		return NULL;
	s = &c->h->symbols.all.v[bad];
	return arena_strndup(&c->h->mem, s->name, s->len);
}
