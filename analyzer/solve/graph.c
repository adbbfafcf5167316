// SPDX-License-Identifier: GPL-2.0-or-later
/* Who calls whom: circles of calls, and the functions whose calls can matter to pages. */
#include "solve/program_impl.h"

#include "api/api.h"
#include "solve/summary.h"

/* The node deals with page references, or with what carries them. */
static bool node_concerns(const struct ir_node *n)
{
	const struct api_row *row;

	if (n->kind == IR_ACQUIRE || n->kind == IR_RELEASE || n->kind == IR_DIRTY)
		return true;
	row = n->kind == IR_ACCESS ? api_find(n->callee) : NULL;
	if (!row)
		return false;
	switch (row->role) {
	case API_REF:
	case API_PUT:
	case API_GET:
	case API_COPY:
	case API_QUERY:
		return true;
	case API_ACCESS:
		return row->kind != A_STRUCT_PAGE;
	default:
		return false;
	}
}

static void add_callee(struct program *p, struct entry *e, entry_vec *callees, const char *name)
{
	const struct ir_func *g = program_resolve(p, e->f, name);
	struct entry *callee = g ? program_entry(p, g) : NULL;

	if (!callee)
		return;
	for (size_t i = 0; i < callees->n; i++)
		if (callees->v[i] == callee)
			return;
	vec_push(callees, callee);
	e->recursive |= callee == e;
}

static void find_callees(struct program *p, struct entry *e)
{
	const struct ir_func *f = e->f;
	entry_vec callees = { 0 };

	for (size_t b = 0; b < f->blocks.n; b++)
		for (size_t i = 0; i < f->blocks.v[b]->nodes.n; i++) {
			const struct ir_node *n = f->blocks.v[b]->nodes.v[i];

			e->deals |= node_concerns(n);
			if (n->kind == IR_CALL && n->callee)
				add_callee(p, e, &callees, n->callee);
		}
	e->ncallees = (unsigned int)callees.n;
	e->callees = arena_array(&p->mem, struct entry *, callees.n);
	for (size_t i = 0; i < callees.n; i++)
		e->callees[i] = callees.v[i];
	vec_release(&callees);
}

/* A function on the way down from a caller; @next: the callee that it comes to now. */
struct frame {
	struct entry *e;
	unsigned int next;
};

/**
 * struct search - for circles, after R. Tarjan, Depth-first search and linear graph algorithms
 * (1972), with a stack of its own: chains of calls can be long
 * @way: the functions on the way down
 * @open: functions whose circle is not complete
 * @lowest: by the number of a function in the search, the lowest one that it leads back to
 */
struct search {
	struct program *p;
	VEC(struct frame) way;
	entry_vec open;
	VEC(unsigned int) lowest;
};

/* Until its circle is known, an entry keeps its number there. */
static unsigned int *lowest(struct search *s, const struct entry *e)
{
	return &s->lowest.v[e->circle];
}

static void enter(struct search *s, struct entry *e)
{
	e->seen = true;
	e->circle = (unsigned int)s->lowest.n;
	e->busy = true;
	vec_push(&s->lowest, e->circle);
	vec_push(&s->open, e);
	vec_push(&s->way, ((struct frame){ e, 0 }));
}

static int in_order(const void *a, const void *b)
{
	const struct entry *x = *(struct entry *const *)a, *y = *(struct entry *const *)b;

	return x->number < y->number ? -1 : x->number > y->number;
}

/* Everything above @first on the stack leads back to it. */
static void close_circle(struct search *s, const struct entry *first)
{
	size_t n = s->open.n, start = n;

	while (s->open.v[--start] != first)
		;
	qsort(&s->open.v[start], n - start, sizeof(*s->open.v), in_order);
	for (size_t i = start; i < n; i++) {
		struct entry *e = s->open.v[i];

		e->circle = (unsigned int)s->p->circles.n;
		e->busy = false;
		e->next = i + 1 < n ? s->open.v[i + 1] : NULL;
		e->recursive |= n - start > 1;
	}
	vec_push(&s->p->circles, s->open.v[start]);
	s->open.n = start;
}

static void search_from(struct search *s, struct entry *start)
{
	enter(s, start);
	while (s->way.n) {
		struct frame *top = &vec_last(&s->way);
		struct entry *e = top->e, *g;

		if (top->next < e->ncallees) {
			g = e->callees[top->next++];
			if (!g->seen)
				enter(s, g);
			else if (g->busy && *lowest(s, g) < *lowest(s, e))
				*lowest(s, e) = *lowest(s, g);
			continue;
		}
		s->way.n--;
		if (s->way.n) {
			g = vec_last(&s->way).e;
			if (*lowest(s, e) < *lowest(s, g))
				*lowest(s, g) = *lowest(s, e);
		}
		if (*lowest(s, e) == e->circle)
			close_circle(s, e);
	}
}

static bool calls_concerned(const struct entry *e)
{
	for (unsigned int i = 0; i < e->ncallees; i++)
		if (e->callees[i]->concerned)
			return true;
	return false;
}

/* From those that deal with pages to their callers, and on. */
static void find_concerned(struct program *p)
{
	for (size_t i = 0; i < p->circles.n; i++) {
		bool concerned = false;

		for (const struct entry *e = p->circles.v[i]; e; e = e->next)
			concerned |= e->deals || calls_concerned(e);
		for (struct entry *e = p->circles.v[i]; e; e = e->next)
			e->concerned = concerned;
	}
}

void program_graph(struct program *p)
{
	struct search s = { .p = p };
	struct entry *e, *t;

	if (p->circles.n)
		return;
	HASH_ITER (hh, p->entries, e, t)
		find_callees(p, e);
	HASH_ITER (hh, p->entries, e, t)
		if (!e->seen)
			search_from(&s, e);
	find_concerned(p);
	vec_release(&s.way);
	vec_release(&s.open);
	vec_release(&s.lowest);
}

bool program_concerns(struct program *p, const struct ir_func *f)
{
	const struct entry *e = program_entry(p, f);

	program_graph(p);
	if (!e || !e->concerned || e->deals)
		return !e || e->deals;
	for (unsigned int i = 0; i < e->ncallees; i++)
		if (summary_gives(e->callees[i]->summary))
			return true;
	return false;
}
