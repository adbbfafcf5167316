// SPDX-License-Identifier: GPL-2.0-or-later
/* Which functions are walked. */
#include "api/api.h"
#include "solve/program_impl.h"
#include "solve/summary.h"

/* What happens there can only happen to pages of users, or is of interest whoever took them. */
static bool is_effect_told(const struct summary *m, const struct effect *e)
{
	if (e->kind != EFF_SLEEP && e->kind != EFF_DIRTY && !e->row->user)
		return false;
	/* pages that the function finds in a field are found without its callers */
	return !solved_place(m->vs, e->v).field;
}

/* Its callers have something to see: references, or what happens to pages that they pass.  A caller
 * that has pages from elsewhere is walked with all that it calls. */
static bool is_telling(const struct summary *m)
{
	if (summary_gives(m))
		return true;
	for (size_t i = 0; m && i < m->cases.n; i++)
		for (unsigned int k = 0; k < m->cases.v[i]->neffects; k++)
			if (is_effect_told(m, &m->cases.v[i]->effects[k]))
				return true;
	return false;
}

static bool calls_telling(struct program *p, const struct entry *e)
{
	(void)p;
	for (unsigned int i = 0; i < e->ncallees; i++)
		if (e->callees[i]->done && is_telling(e->callees[i]->summary))
			return true;
	return false;
}

/* It takes pages, or drops what can only be pages of users. */
static bool takes_or_unpins(struct program *p, const struct entry *e)
{
	const struct ir_func *f = e->f;

	(void)p;
	for (size_t b = 0; b < f->blocks.n; b++)
		for (size_t i = 0; i < f->blocks.v[b]->nodes.n; i++) {
			const struct ir_node *n = f->blocks.v[b]->nodes.v[i];

			if (n->kind == IR_ACQUIRE ||
			    (n->kind == IR_RELEASE && api_find(n->callee)->user))
				return true;
		}
	return false;
}

static bool is_place(const struct program *p, const char *record, const char *field)
{
	for (size_t i = 0; i < p->places.n; i++)
		if (p->places.v[i].field == field && p->places.v[i].record == record)
			return true;
	return false;
}

static bool place_mentions(const struct program *p, const struct ir_place *x)
{
	for (unsigned int i = 0; x && i < x->n; i++)
		if (x->proj[i].kind == IR_FIELD && is_place(p, x->proj[i].record, x->proj[i].field))
			return true;
	return x && x->var->kind == IR_GLOBAL && is_place(p, NULL, x->var->name);
}

/* It names storage in which pages of some site are left, and handles pages. */
static bool names_place(struct program *p, const struct ir_func *f)
{
	for (size_t b = 0; b < f->blocks.n; b++)
		for (size_t i = 0; i < f->blocks.v[b]->nodes.n; i++) {
			const struct ir_node *n = f->blocks.v[b]->nodes.v[i];

			if (place_mentions(p, n->dst))
				return true;
			for (unsigned int k = 0; k < n->nargs; k++)
				if (n->args[k].kind >= IR_PLACE && n->args[k].kind <= IR_ADDR &&
				    place_mentions(p, n->args[k].place))
					return true;
		}
	return false;
}

static bool handles_place(struct program *p, const struct entry *e)
{
	return e->concerned && names_place(p, e->f);
}

static void find_places(const struct solved *w, void *arg)
{
	struct program *p = arg;

	for (size_t i = 0; i < w->sites.n; i++)
		for (size_t k = 0; k < w->sites.v[i].places.n; k++) {
			struct place x = w->sites.v[i].places.v[k];

			if (!is_place(p, x.record, x.field))
				vec_push(&p->places, x);
		}
}

/* Walk those that @due picks.  Return: how many */
static size_t solve_due(struct program *p, bool (*due)(struct program *, const struct entry *))
{
	entry_vec todo = { 0 };
	struct entry *e, *t;
	size_t n;

	HASH_ITER (hh, p->entries, e, t)
		if (!e->f->errors && !e->done && due(p, e))
			vec_push(&todo, e);
	n = todo.n;
	if (n)
		program_walk(p, &todo);
	vec_release(&todo);
	return n;
}

void program_solve(struct program *p)
{
	program_graph(p);
	solve_due(p, takes_or_unpins);
	while (solve_due(p, calls_telling))
		;
	program_each(p, find_places, p);
	if (!solve_due(p, handles_place))
		return;
	while (solve_due(p, calls_telling))
		;
}
