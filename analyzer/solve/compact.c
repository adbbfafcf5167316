// SPDX-License-Identifier: GPL-2.0-or-later
/* A summary without what making it left behind: most of it, in terms and in paths that were joined. */
#include <string.h>

#include "solve/state_impl.h"
#include "solve/summary.h"

/* Call @fn for each value that the path mentions. */
static void each_value(struct state *s, void (*fn)(void *arg, val_t *v), void *arg)
{
	fn(arg, &s->atomic_lock);
	for (unsigned int i = 0; i < s->ncells; i++) {
		fn(arg, &s->cells[i].addr);
		fn(arg, &s->cells[i].object);
		fn(arg, &s->cells[i].val);
	}
	for (unsigned int i = 0; i < s->nranges; i++)
		fn(arg, &s->ranges[i].v);
	for (unsigned int i = 0; i < s->nfacts; i++) {
		fn(arg, &s->facts[i].a);
		fn(arg, &s->facts[i].b);
	}
	for (unsigned int i = 0; i < s->nheld; i++) {
		fn(arg, &s->held[i].root);
		fn(arg, &s->held[i].first);
		fn(arg, &s->held[i].result);
		fn(arg, &s->held[i].asked);
		fn(arg, &s->held[i].flags);
	}
	for (unsigned int i = 0; i < s->neffects; i++) {
		fn(arg, &s->effects[i].v);
		fn(arg, &s->effects[i].count);
		fn(arg, &s->effects[i].how);
	}
}

static void mark(void *vs, val_t *v)
{
	val_mark_parts(vs, *v);
}

static void renumber(void *map, val_t *v)
{
	*v = ((const val_t *)map)[*v];
}

static struct state *copy_to(struct arena *a, const struct state *s)
{
	struct state *t = arena_new(a, struct state);

	*t = *s;
	t->mem = a;
	t->trace = NULL;
	t->ndrops = t->cdrops = 0;
	t->drops = NULL;
	t->cells = state_copy_array(a, s->cells, s->ncells, s->ncells, sizeof(*t->cells));
	t->ranges = state_copy_array(a, s->ranges, s->nranges, s->nranges, sizeof(*t->ranges));
	t->facts = state_copy_array(a, s->facts, s->nfacts, s->nfacts, sizeof(*t->facts));
	t->held = state_copy_array(a, s->held, s->nheld, s->nheld, sizeof(*t->held));
	t->effects = state_copy_array(a, s->effects, s->neffects, s->neffects, sizeof(*t->effects));
	t->ccells = s->ncells;
	t->cranges = s->nranges;
	t->cfacts = s->nfacts;
	t->cheld = s->nheld;
	t->ceffects = s->neffects;
	return t;
}

void summary_compact(struct summary *m)
{
	struct arena mem = { 0 };
	struct values *vs = m->vs;
	val_t *map;

	val_marks_clear(vs);
	for (size_t i = 0; i < m->cases.n; i++)
		each_value(m->cases.v[i], mark, vs);
	for (size_t i = 0; i < m->passed.n; i++)
		val_mark_parts(vs, m->passed.v[i].v);
	map = calloc(values_count(vs), sizeof(*map));
	if (!map)
		die("out of memory");
	m->vs = values_copy_marked(&mem, vs, map);
	for (size_t i = 0; i < m->cases.n; i++) {
		m->cases.v[i] = copy_to(&mem, m->cases.v[i]);
		m->cases.v[i]->vs = m->vs;
		each_value(m->cases.v[i], renumber, map);
	}
	for (size_t i = 0; i < m->passed.n; i++)
		m->passed.v[i].v = map[m->passed.v[i].v];
	free(map);
	values_free(vs);
	arena_release(&m->mem);
	m->mem = mem;
	values_move(m->vs, &m->mem);
	for (size_t i = 0; i < m->cases.n; i++)
		m->cases.v[i]->mem = &m->mem;
}
