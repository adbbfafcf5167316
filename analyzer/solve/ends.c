// SPDX-License-Identifier: GPL-2.0-or-later
#include "solve/ends.h"

#include <string.h>

static bool is_same(const struct site_end *a, const struct site_end *b)
{
	return a->end == b->end && a->outcome == b->outcome && a->earlier == b->earlier &&
	       a->node == b->node && a->dirty == b->dirty && a->place.record == b->place.record &&
	       a->place.field == b->place.field;
}

/* A path that is told to its end explains more than one that is not; else the shorter one does. */
static bool is_better(const struct site_end *a, const struct site_end *b)
{
	if (a->end == PATH_NOTHING && !a->last != !b->last)
		return a->last;
	return a->nsteps < b->nsteps;
}

void ends_add(site_end_vec *all, const struct site_end *e)
{
	for (size_t i = 0; i < all->n; i++) {
		if (!is_same(&all->v[i], e))
			continue;
		if (is_better(e, &all->v[i]))
			all->v[i] = *e;
		return;
	}
	if (all->n < SOLVE_ENDS)
		vec_push(all, *e);
}

static struct site_end end_of(const struct state *s, const struct held *h, enum path_end end)
{
	struct site_end e = { .end = end,
			      .outcome = h->outcome,
			      .earlier = h->before && !h->now,
			      .trace = s->trace,
			      .nsteps = s->nsteps };

	return e;
}

void ends_note(struct solver *sv, const struct state *s, const struct held *h, enum path_end end,
	       const struct ir_node *n)
{
	struct site_end e = end_of(s, h, end);

	e.node = n;
	if (end == PATH_RELEASED)
		e.dirty = h->dirtied ? TRI_YES : h->dirty ? TRI_MAYBE : TRI_NO;
	ends_add(&solver_site(sv, h->node, h->row)->ends, &e);
}

/* In memory of others that no field names: an array that the caller gave, or its result. */
static bool goes_to_caller(const struct state *s, const struct held *h, val_t result)
{
	if (result && state_derives(s, h, result))
		return true;
	return !h->owned && h->root && !h->at.field && !solved_place(s->vs, h->root).field;
}

static struct place kept_in(const struct state *s, const struct held *h)
{
	struct place p = { 0 };

	if (!h->owned && h->root)
		p = solved_place(s->vs, h->root);
	return p.field ? p : h->at;
}

void ends_return(struct solver *sv, const struct state *s, const struct ir_node *n, val_t v)
{
	for (unsigned int i = 0; i < s->nheld; i++) {
		const struct held *h = &s->held[i];
		site_end_vec *all = &solver_site(sv, h->node, h->row)->ends;
		struct site_end e = end_of(s, h, PATH_NOTHING);

		e.last = n;
		if (h->kept) {
			struct site_end k = e;

			k.end = PATH_KEPT;
			k.earlier = true;
			k.outcome = OUT_FULL;
			k.place = kept_in(s, h);
			ends_add(all, &k);
		}
		if (!h->now && !h->before) {
			ends_add(all, &e);
			continue;
		}
		/* told where it happened */
		if (h->released || h->escaped)
			continue;
		e.end = PATH_LOST;
		if (h->doubt) {
			e.end = PATH_DOUBT;
		} else if (!h->owned || h->stored) {
			e.end = goes_to_caller(s, h, v) ? PATH_CALLER : PATH_KEPT;
			if (e.end == PATH_KEPT)
				e.place = kept_in(s, h);
		}
		ends_add(all, &e);
	}
}
