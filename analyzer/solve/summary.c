// SPDX-License-Identifier: GPL-2.0-or-later
#include "solve/summary.h"

#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "solve/atomic.h"
#include "solve/pages.h"
#include "solve/solver.h"
#include "solve/translate.h"

/* The result of a path in a summary; 0 for a function without one. */
static val_t ret_of(struct state *s)
{
	/* cells are in the order of their addresses */
	return s->ncells && s->cells[0].addr == VAL_RET ? s->cells[0].val : 0;
}

void summary_exit(struct solver *sv, const struct state *s, val_t v)
{
	struct state *t = state_copy(s);

	if (v)
		state_write(t, VAL_RET, v);
	vec_push(&sv->exits, t);
}

/* The function returns the object, or what lies in it. */
static bool is_result(const struct state *s, val_t object)
{
	for (unsigned int i = 0; i < s->ncells; i++)
		if (s->cells[i].addr == VAL_RET)
			return val_object(s->vs, s->cells[i].val) == object;
	return false;
}

/* The caller can reach the pages: through memory of its own, or through the result.  Of those that
 * were in storage that dies, and that nobody else knows, only through the result. */
static bool is_reachable(const struct state *s, const struct held *h)
{
	bool dies = state_is_held(h) && h->owned;

	if (!h->root)
		return false;
	if (state_external(s, h->root) || is_result(s, val_object(s->vs, h->root)))
		return true;
	for (unsigned int i = 0; i < s->ncells; i++) {
		const struct cell *c = &s->cells[i];
		const struct val *o = val_get(s->vs, c->object);

		if (state_derives(s, h, c->val) &&
		    (c->addr == VAL_RET ||
		     (o->kind != VAL_FN && (!dies || is_result(s, c->object)))) &&
		    !translate_is_local(s->vs, c->addr))
			return true;
	}
	return false;
}

/* A caller can see how the call ended: nobody needs to know of one that took nothing otherwise. */
static bool is_visible(const struct state *s, const struct held *h)
{
	if (h->now || h->before)
		return true;
	for (unsigned int i = 0; h->result && i < s->ncells; i++)
		if (val_contains(s->vs, s->cells[i].val, h->result) &&
		    !translate_is_local(s->vs, s->cells[i].addr))
			return true;
	return false;
}

/* Others than the function itself find the page there, not just its number. */
static bool is_passed(const struct state *s, val_t page)
{
	for (unsigned int i = 0; i < s->ncells; i++) {
		const struct cell *c = &s->cells[i];
		const struct val *x = val_get(s->vs, c->val);

		if ((c->val == page ||
		     (x->kind == VAL_OP && x->op == IR_OP_PAGE && x->a == page)) &&
		    (c->addr == VAL_RET || !translate_is_local(s->vs, c->addr)))
			return true;
	}
	return false;
}

/* One page, in a variable of the function's own: where that dies, the page itself goes on. */
static bool is_single(const struct state *s, const struct held *h)
{
	const struct val *x = h->root ? val_get(s->vs, h->root) : NULL;
	int64_t n;

	if (!x || !h->row || h->row->shape != S_ARRAY || x->kind != VAL_VAR ||
	    !translate_is_local(s->vs, h->root) ||
	    (!ir_type_is_ptr(x->var->type) &&
	     !(h->asked && val_is_int(s->vs, h->asked, &n) && n == 1)))
		return false;
	return is_passed(s, val_stale(s->vs, h->node, h->root));
}

/* Is the reference worth telling?  One that the function dropped, or lost, is its own affair. */
static bool is_told(const struct state *s, const struct held *h)
{
	/* storage that was freed with the pages in it: told here */
	if (!h->row || !h->root || h->released || h->escaped || h->freed ||
	    (translate_is_local(s->vs, h->root) && !is_single(s, h)))
		return false;
	return is_visible(s, h) && is_reachable(s, h);
}

static void project_held(struct translate *x, const struct state *s, struct state *t)
{
	for (unsigned int i = 0; i < s->nheld; i++) {
		const struct held *h = &s->held[i];
		struct held *k;

		if (!is_told(s, h))
			continue;
		k = state_held(t, h->node);
		*k = *h;
		k->root = is_single(s, h) ? val_taken(t->vs, h->node) : translate_value(x, h->root);
		k->result = h->result ? translate_safe(x, h->result) : 0;
		k->asked = h->asked ? translate_safe(x, h->asked) : 0;
		k->first = h->first ? translate_safe(x, h->first) : 0;
		k->flags = h->flags ? translate_safe(x, h->flags) : 0;
	}
}

static void project_cells(struct translate *x, const struct state *s, struct state *t)
{
	for (unsigned int i = 0; i < s->ncells; i++) {
		const struct cell *c = &s->cells[i];
		val_t addr;

		if (translate_is_local(s->vs, c->addr) || state_is_mark(s, c->addr, MARK_STORED) ||
		    pages_is_private(s, c->addr))
			continue;
		addr = translate_value(x, c->addr);
		state_write(t, addr,
			    translate_is_lost(x, c->val) ? val_stale(t->vs, NULL, addr) :
							   translate_value(x, c->val));
	}
}

static void project_numbers(struct translate *x, const struct state *s, struct state *t)
{
	for (unsigned int i = 0; i < s->nranges; i++) {
		const struct range *r = &s->ranges[i];
		val_t v;

		if (translate_is_lost(x, r->v))
			continue;
		v = translate_value(x, r->v);
		if (r->lo != NUM_MIN)
			state_assume(t, IR_OP_GE, v, val_int(t->vs, r->lo), true);
		if (r->hi != NUM_MAX)
			state_assume(t, IR_OP_LE, v, val_int(t->vs, r->hi), true);
	}
	for (unsigned int i = 0; i < s->nfacts; i++) {
		const struct fact *f = &s->facts[i];

		if (!translate_is_lost(x, f->a) && !translate_is_lost(x, f->b))
			state_assume(t, f->op, translate_value(x, f->a), translate_value(x, f->b),
				     true);
	}
}

static void project_effects(struct translate *x, const struct state *s, struct state *t)
{
	for (unsigned int i = 0; i < s->neffects; i++) {
		struct effect e = s->effects[i];

		if (translate_is_local(s->vs, e.v))
			continue;
		e.v = translate_value(x, e.v);
		e.count = e.count ? translate_safe(x, e.count) : 0;
		e.how = e.how ? translate_safe(x, e.how) : 0;
		state_effect(t, &e);
	}
}

/* One exit in the summary's own terms. */
static struct state *project(struct summary *m, const struct state *s)
{
	struct translate x = { .from = s->vs, .to = m->vs };
	struct state *t = state_new(&m->mem, m->vs);

	t->coarse = s->coarse;
	t->warned = s->warned;
	t->lossy = s->lossy;
	t->atomic = s->atomic;
	t->atomic_at = s->atomic_at;
	if (s->atomic_lock && !translate_is_local(s->vs, s->atomic_lock))
		t->atomic_lock = translate_value(&x, s->atomic_lock);
	for (unsigned int i = 0; i < s->nheld; i++)
		if (is_told(s, &s->held[i]) && is_single(s, &s->held[i]))
			translate_seed(&x, val_stale(s->vs, s->held[i].node, s->held[i].root),
				       val_taken(m->vs, s->held[i].node));
	project_cells(&x, s, t);
	project_held(&x, s, t);
	project_numbers(&x, s, t);
	project_effects(&x, s, t);
	translate_release(&x);
	return t;
}

/* How a path ends, as callers ask for it. */
static unsigned int ret_class(struct state *s)
{
	val_t v = ret_of(s);
	int64_t lo, hi;

	if (!v)
		return 0;
	state_range(s, v, &lo, &hi);
	if (hi < 0)
		return 1;
	if (!lo && !hi)
		return 2;
	if (lo > 0)
		return 3;
	return lo >= 0 ? 4 : hi <= 0 ? 5 : 6;
}

static uint64_t mix(uint64_t h, uint64_t v)
{
	uint64_t k[2] = { h, v };

	return XXH3_64bits(k, sizeof(k));
}

/* Flags that the path leaves in memory: `obj->pinned = true`. */
static uint64_t const_cells(const struct state *s)
{
	uint64_t h = 0;
	int64_t n;

	for (unsigned int i = 0; i < s->ncells; i++)
		if (val_is_int(s->vs, s->cells[i].val, &n) &&
		    val_get(s->vs, s->cells[i].object)->kind != VAL_FN)
			h = mix(mix(h, s->cells[i].addr), (uint64_t)n);
	return h;
}

/* @releases: only what drops pages */
static uint64_t effects_key(const struct state *s, bool releases)
{
	uint64_t h = 0;

	for (unsigned int i = 0; i < s->neffects; i++)
		if (!releases || s->effects[i].kind == EFF_RELEASE)
			h += mix((uint64_t)(uintptr_t)s->effects[i].node, s->effects[i].v);
	return h;
}

/* `if (!obj) return;` and `if (!obj->nr) return;` do nothing both; a caller may know that neither is
 * the way that is gone. */
static uint64_t conditions_key(const struct state *s)
{
	uint64_t h = 0;

	for (unsigned int i = 0; i < s->nranges; i++)
		h += mix(mix(s->ranges[i].v, (uint64_t)s->ranges[i].lo), (uint64_t)s->ranges[i].hi);
	for (unsigned int i = 0; i < s->nfacts; i++)
		h += mix(mix(s->facts[i].op, s->facts[i].a), s->facts[i].b);
	return h;
}

/**
 * struct ending - what tells a path from others
 * @ret: see ret_class()
 * @effects, @releases, @cells, @conditions: see effects_key(), const_cells(), conditions_key()
 */
struct ending {
	unsigned int ret;
	uint64_t effects, releases, cells, conditions;
	bool warned;
};

static struct ending ending_of(struct state *s)
{
	return (struct ending){ ret_class(s),	effects_key(s, false), effects_key(s, true),
				const_cells(s), conditions_key(s),     s->warned };
}

/* Two paths that need not be told apart; the higher @level, the more alike they look. */
static bool alike(const struct ending *a, const struct ending *b, int level)
{
	return a->ret == b->ret && (level >= 0 || a->conditions == b->conditions) &&
	       (level > 2 || a->warned == b->warned) && (level > 0 || a->cells == b->cells) &&
	       (level > 1 || a->effects == b->effects) && (level > 2 || a->releases == b->releases);
}

static struct state *join(struct state *a, struct state *b)
{
	bool coarse = a->coarse || b->coarse;
	val_t x = ret_of(a), y = ret_of(b), v;
	int64_t al, ah, bl, bh;
	struct state *t = state_join(a, b);

	t->coarse = coarse;
	if (!x || !y || x == y)
		return t;
	state_range(a, x, &al, &ah);
	state_range(b, y, &bl, &bh);
	v = ret_of(t);
	if (al != NUM_MIN && bl != NUM_MIN)
		state_assume(t, IR_OP_GE, v, val_int(t->vs, al < bl ? al : bl), true);
	if (ah != NUM_MAX && bh != NUM_MAX)
		state_assume(t, IR_OP_LE, v, val_int(t->vs, ah > bh ? ah : bh), true);
	return t;
}

static void group_level(struct summary *m, const state_vec *paths, struct ending *of_case,
			int level)
{
	m->cases.n = 0;
	for (size_t i = 0; i < paths->n; i++) {
		struct ending e = ending_of(paths->v[i]);
		size_t k = 0;

		while (k < m->cases.n && !(alike(&of_case[k], &e, level) &&
					   state_same_held(m->cases.v[k], paths->v[i])))
			k++;
		if (k == m->cases.n) {
			vec_push(&m->cases, paths->v[i]);
			of_case[k] = e;
		} else {
			/* flags in memory that say which of them it was */
			bool lost = level > 3 && of_case[k].cells != e.cells;

			m->cases.v[k] = join(m->cases.v[k], paths->v[i]);
			m->cases.v[k]->coarse |= lost;
			of_case[k] = ending_of(m->cases.v[k]);
		}
	}
}

/* How an acquire that took nothing ended is not told any more. */
static void forget_failed(const state_vec *paths)
{
	for (size_t i = 0; i < paths->n; i++) {
		struct state *s = paths->v[i];
		unsigned int k = 0;

		for (unsigned int n = 0; n < s->nheld; n++)
			if (s->held[n].now || s->held[n].before)
				s->held[k++] = s->held[n];
		s->nheld = k;
	}
}

static const struct held *find_held(const struct state *s, const struct ir_node *acquire)
{
	for (unsigned int i = 0; i < s->nheld; i++)
		if (s->held[i].node == acquire)
			return &s->held[i];
	return NULL;
}

/* What was taken is told, not the numbers that belong to it, where they are not the same on all
 * paths. */
static void forget_numbers(const state_vec *paths)
{
	for (size_t i = 0; i < paths->n; i++)
		for (unsigned int n = 0; n < paths->v[i]->nheld; n++) {
			struct held *h = &paths->v[i]->held[n];

			for (size_t k = 0; k < paths->n; k++) {
				const struct held *o = find_held(paths->v[k], h->node);

				if (!o || o == h)
					continue;
				h->result = o->result == h->result ? h->result : 0;
				h->asked = o->asked == h->asked ? h->asked : 0;
				h->first = o->first == h->first ? h->first : 0;
				h->flags = o->flags == h->flags ? h->flags : 0;
			}
		}
}

/* What happened to the data is not told: it may have been written, and may have been marked dirty. */
static void forget_data(const state_vec *paths)
{
	for (size_t i = 0; i < paths->n; i++)
		for (unsigned int n = 0; n < paths->v[i]->nheld; n++) {
			struct held *h = &paths->v[i]->held[n];

			h->written = WRITTEN_MAYBE;
			h->dirty = h->dirty ? h->dirty : h->node;
			h->dirtied = h->locked = false;
		}
}

/* So many ways to end may differ in their conditions alone. */
#define FEW_CASES 6u

static bool releases(const state_vec *paths)
{
	for (size_t i = 0; i < paths->n; i++)
		for (unsigned int k = 0; k < paths->v[i]->neffects; k++)
			if (paths->v[i]->effects[k].kind == EFF_RELEASE)
				return true;
	return false;
}

static void group(struct summary *m, const state_vec *paths)
{
	struct ending *of_case = arena_array(&m->mem, struct ending, paths->n + 1);

	for (int level = releases(paths) ? -1 : 0; level < 7; level++) {
		if (level == 4)
			forget_failed(paths);
		if (level == 5)
			forget_numbers(paths);
		if (level == 6)
			forget_data(paths);
		group_level(m, paths, of_case, level);
		if (m->cases.n <= (level < 0 ? FEW_CASES : SOLVE_CASES))
			return;
	}
	m->opaque = true;
}

static void project_passed(struct summary *m, const struct solver *sv)
{
	struct translate x = { .from = sv->vs, .to = m->vs };

	for (size_t i = 0; i < sv->out->passed.n; i++) {
		struct passed p = sv->out->passed.v[i];

		if (translate_is_local(sv->vs, p.v))
			continue;
		p.v = translate_value(&x, p.v);
		vec_push(&m->passed, p);
	}
	translate_release(&x);
}

struct summary *summary_never(const struct ir_func *f)
{
	struct summary *m = calloc(1, sizeof(*m));

	if (!m)
		die("out of memory");
	m->f = f;
	m->vs = values_new(&m->mem);
	return m;
}

struct summary *summary_make(struct solver *sv)
{
	struct summary *m = summary_never(sv->f);
	state_vec paths = { 0 };
	hash_vec seen = { 0 };

	m->notifier = sv->notifier;
	m->opaque = sv->out->incomplete;
	for (size_t i = 0; i < sv->exits.n && !m->opaque; i++) {
		struct state *t = project(m, sv->exits.v[i]);

		m->opaque |= t->lossy;
		if (hash_is_new(&seen, state_hash(t)))
			vec_push(&paths, t);
	}
	if (!m->opaque) {
		project_passed(m, sv);
		group(m, &paths);
	}
	vec_release(&paths);
	vec_release(&seen);
	summary_compact(m);
	vec_release(&sv->exits);
	return m;
}

void summary_free(struct summary *m)
{
	if (!m)
		return;
	values_free(m->vs);
	vec_release(&m->cases);
	vec_release(&m->passed);
	arena_release(&m->mem);
	free(m);
}

bool summary_gives(const struct summary *m)
{
	for (size_t i = 0; m && i < m->cases.n; i++)
		if (m->cases.v[i]->nheld)
			return true;
	return false;
}

/* Bounds as recursion needs them: those that grow from round to round are none. */
void summary_widen(struct summary *m)
{
	for (size_t i = 0; i < m->cases.n; i++)
		for (unsigned int k = 0; k < m->cases.v[i]->nranges; k++) {
			struct range *r = &m->cases.v[i]->ranges[k];

			r->lo = r->lo > 0	  ? 1 :
				!r->lo		  ? 0 :
				r->lo < ERRNO_MIN ? NUM_MIN :
						    ERRNO_MIN;
			r->hi = r->hi < 0 ? -1 : !r->hi ? 0 : NUM_MAX;
		}
}

static uint64_t held_hash(const struct state *s, const struct held *h)
{
	uint64_t x = mix((uint64_t)(uintptr_t)h->node, val_shape(s->vs, h->root));

	x = mix(mix(x, val_shape(s->vs, h->result)), val_shape(s->vs, h->flags));
	return mix(x, (uint64_t)h->outcome | (uint64_t)h->now << 4 | (uint64_t)h->before << 5 |
			      (uint64_t)h->stored << 6 | (uint64_t)h->doubt << 7 |
			      (uint64_t)h->dirtied << 8 | (uint64_t)h->written << 9);
}

static uint64_t effect_hash(const struct state *s, const struct effect *e)
{
	uint64_t x = mix((uint64_t)(uintptr_t)e->node, val_shape(s->vs, e->v));

	x = mix(mix(x, val_shape(s->vs, e->count)), val_shape(s->vs, e->how));
	return mix(x, (uint64_t)e->kind | (uint64_t)e->dirty << 4 | (uint64_t)e->asked << 6 |
			      (uint64_t)e->must << 8 | (uint64_t)e->chance << 9);
}

/* By what the terms are, not by their numbers, and in no order. */
static uint64_t case_hash(const struct state *s)
{
	uint64_t h = mix(1, (uint64_t)(int64_t)s->atomic);

	for (unsigned int i = 0; i < s->ncells; i++)
		h += mix(val_shape(s->vs, s->cells[i].addr), val_shape(s->vs, s->cells[i].val));
	for (unsigned int i = 0; i < s->nranges; i++)
		h += mix(mix(val_shape(s->vs, s->ranges[i].v), (uint64_t)s->ranges[i].lo),
			 (uint64_t)s->ranges[i].hi);
	for (unsigned int i = 0; i < s->nfacts; i++)
		h += mix(mix(val_shape(s->vs, s->facts[i].a), s->facts[i].op),
			 val_shape(s->vs, s->facts[i].b));
	for (unsigned int i = 0; i < s->nheld; i++)
		h += held_hash(s, &s->held[i]);
	for (unsigned int i = 0; i < s->neffects; i++)
		h += effect_hash(s, &s->effects[i]);
	return h;
}

uint64_t summary_hash(const struct summary *m)
{
	uint64_t h = m->opaque;

	for (size_t i = 0; i < m->cases.n; i++)
		h += mix(case_hash(m->cases.v[i]), 1);
	for (size_t i = 0; i < m->passed.n; i++)
		h += mix(val_shape(m->vs, m->passed.v[i].v), 2);
	return h;
}

/* One call of a function with a summary. */
struct call {
	struct solver *sv;
	const struct ir_node *n;
	const struct summary *m;
	unsigned int block;
	uint64_t possible; /* the cases that the caller's state allows, by number */
	struct state *start[SOLVE_CASES]; /* the caller's state with what each of these knows */
	struct translate x; /* reads the caller's state before the call, the same for all cases */
};

static const struct ir_node *instance(const struct call *c, const struct ir_node *inner)
{
	return program_instance(c->sv->prog, c->sv->f, c->n, c->m->f, inner);
}

static bool assume_range(struct state *t, val_t v, const struct range *r)
{
	if (r->lo == r->hi)
		return state_assume(t, IR_OP_EQ, v, val_int(t->vs, r->lo), true);
	return (r->lo == NUM_MIN || state_assume(t, IR_OP_GE, v, val_int(t->vs, r->lo), true)) &&
	       (r->hi == NUM_MAX || state_assume(t, IR_OP_LE, v, val_int(t->vs, r->hi), true));
}

static bool assume_numbers(struct call *c, const struct state *k, struct state *t)
{
	for (unsigned int i = 0; i < k->nranges; i++)
		if (!assume_range(t, translate_value(&c->x, k->ranges[i].v), &k->ranges[i]))
			return false;
	for (unsigned int i = 0; i < k->nfacts; i++) {
		const struct fact *f = &k->facts[i];

		if (!state_assume(t, f->op, translate_value(&c->x, f->a),
				  translate_value(&c->x, f->b), true))
			return false;
	}
	return true;
}

/* The caller may know the flags that its argument is made of. */
static void note_flags(struct solver *sv, struct state *t, const struct held *h)
{
	struct solved_site *site = solver_site(sv, h->node, h->row);
	uint64_t must, may;

	site->some = true;
	site->fate |= h->now || h->before ? 0 : FATE_FAILED;
	if (!h->flags)
		return;
	val_bits(t->vs, h->flags, &must, &may);
	site->must = site->has_flags ? site->must & must : must;
	site->may |= may;
	site->has_flags = true;
}

/* The function left the pages in memory that others can reach.  The caller may be the only one of
 * them: then it can lose them. */
static bool others_reach(struct call *c, const struct state *all, const struct held *k,
			 const struct state *t)
{
	bool found = false;

	for (unsigned int i = 0; i < all->ncells; i++) {
		const struct cell *cell = &all->cells[i];
		const struct val *o = val_get(all->vs, cell->object);
		val_t object;

		if (!state_derives(all, k, cell->val) || o->kind == VAL_RESULT)
			continue;
		if (o->kind == VAL_FN) { /* the result, marks */
			found |= cell->addr == VAL_RET;
			continue;
		}
		object = val_object(t->vs, translate_value(&c->x, cell->addr));
		if (!escape_is_owned(t, object))
			return true;
		found = true;
	}
	return !found;
}

static void import_held(struct call *c, const struct state *all, const struct held *k,
			struct state *t)
{
	const struct ir_node *n = instance(c, k->node);
	bool stored = k->stored && others_reach(c, all, k, t), before, kept;
	const char *text;
	struct held *h;

	/* one page in an object of others: who finds it there is told by where it lies */
	if (stored && val_is_taken(c->m->vs, k->root))
		return;
	h = state_held(t, n);
	before = h->row && state_is_held(h);
	kept = h->kept || (h->stored && !h->released && !h->escaped && !h->doubt);
	*h = *k;
	h->node = n;
	h->block = c->block;
	h->before |= before;
	h->kept |= kept;
	h->root = translate_value(&c->x, k->root);
	h->result = k->result ? translate_value(&c->x, k->result) : 0;
	h->asked = k->asked ? translate_value(&c->x, k->asked) : 0;
	h->first = k->first ? translate_value(&c->x, k->first) : 0;
	h->flags = k->flags ? translate_value(&c->x, k->flags) : 0;
	h->writer = k->writer ? instance(c, k->writer) : NULL;
	h->dirty = k->dirty ? instance(c, k->dirty) : NULL;
	h->owned = acquire_root_owned(t, n, k->row, h->root);
	h->stored = stored;
	if (h->now && val_is_taken(t->vs, h->root))
		state_assume(t, IR_OP_GT, h->root, val_int(t->vs, 0), true);
	acquire_fill(t, n, h);
	pages_taken(t, h->root);
	note_flags(c->sv, t, h);
	text = arena_printf(c->sv->mem, "in %s(), %s() %s", c->m->f->name, n->callee,
			    outcome_text(h->outcome));
	state_step(t, n->loc, n, text);
}

static bool has_effect(const struct state *k, const struct effect *e)
{
	for (unsigned int i = 0; i < k->neffects; i++) {
		const struct effect *o = &k->effects[i];

		if (o->kind == e->kind && o->node == e->node && o->v == e->v)
			return o->must && !o->chance;
	}
	return false;
}

/* Whichever way the called function goes, it does that. */
static bool is_certain(const struct call *c, const struct effect *e)
{
	for (size_t i = 0; i < c->m->cases.n; i++)
		if (c->possible >> i & 1 && !has_effect(c->m->cases.v[i], e))
			return false;
	return true;
}

static void import_effects(struct call *c, const struct state *k, struct state *t, bool early)
{
	for (unsigned int i = 0; i < k->neffects; i++) {
		struct effect e = k->effects[i];

		if (e.early != early)
			continue;
		e.early = false;
		e.chance = !is_certain(c, &e);
		e.node = instance(c, e.node);
		e.v = translate_value(&c->x, e.v);
		e.count = e.count ? translate_value(&c->x, e.count) : 0;
		e.how = e.how ? translate_value(&c->x, e.how) : 0;
		release_effect(c->sv, t, &e);
	}
}

/* That the function ends this way hangs on a number that nobody knows here: a count that a loop
 * changed, a flag that some call may have set. */
static bool is_guess(struct call *c, const struct state *k, const struct state *t)
{
	for (unsigned int i = 0; i < k->nranges; i++)
		if (state_is_vague(t, translate_value(&c->x, k->ranges[i].v)))
			return true;
	for (unsigned int i = 0; i < k->nfacts; i++)
		if (state_is_vague(t, translate_value(&c->x, k->facts[i].a)) ||
		    state_is_vague(t, translate_value(&c->x, k->facts[i].b)))
			return true;
	return false;
}

/* A loop that drops the pages of a carrier one by one has as many rounds as there are: a way through
 * it with none is hardly the way that is gone.  Nor is one that is only guessed. */
static void import_rounds(struct call *c, const struct state *k, struct state *t)
{
	bool guess = is_guess(c, k, t);

	for (size_t i = 0; i < c->m->cases.n; i++) {
		const struct state *other = c->m->cases.v[i];

		for (unsigned int m = 0; other != k && m < other->neffects; m++) {
			struct effect e = other->effects[m];

			if (!(c->possible >> i & 1) || !(e.looped || guess) ||
			    e.kind != EFF_RELEASE || has_effect(k, &other->effects[m]))
				continue;
			e.must = false;
			e.node = instance(c, e.node);
			e.v = translate_value(&c->x, e.v);
			e.count = 0;
			e.how = e.how ? translate_value(&c->x, e.how) : 0;
			release_effect(c->sv, t, &e);
		}
	}
}

static void import_cells(struct call *c, const struct state *k, struct state *t)
{
	struct cell *made = arena_array(t->mem, struct cell, k->ncells + 1);

	/* all are read before any is written */
	for (unsigned int i = 0; i < k->ncells; i++) {
		made[i].addr = translate_value(&c->x, k->cells[i].addr);
		made[i].val = translate_value(&c->x, k->cells[i].val);
	}
	for (unsigned int i = 0; i < k->ncells; i++) {
		const struct val *o = val_get(t->vs, val_object(t->vs, made[i].addr));

		if (made[i].addr == VAL_RET)
			continue;
		if (state_is_mark(t, made[i].addr, MARK_LOST))
			escape_stored(c->sv, t, c->n, val_get(t->vs, made[i].addr)->b, 0);
		else if (o->kind == VAL_FN)
			state_write(t, made[i].addr, made[i].val);
		else
			transfer_store(c->sv, t, c->n, made[i].addr, made[i].val);
	}
}

/* What the function hands to code that is not followed. */
static void pass_on(struct call *c, struct state *t)
{
	size_t n = c->m->passed.n;
	struct passed *p = arena_array(t->mem, struct passed, n + 1);

	for (size_t i = 0; i < n; i++) {
		p[i].node = instance(c, c->m->passed.v[i].node);
		p[i].v = translate_value(&c->x, c->m->passed.v[i].v);
	}
	escape_hand_over_all(c->sv, t, p, n);
}

static void call_case(struct call *c, struct state *t, struct state *k, state_vec *next)
{
	val_t ret = ret_of(k);

	if (k->nheld || k->neffects)
		state_step(t, c->n->loc, c->n,
			   arena_printf(c->sv->mem, "calls %s()", c->m->f->name));
	t->coarse |= k->coarse;
	t->warned |= k->warned;
	import_effects(c, k, t, true);
	for (unsigned int i = 0; i < k->nheld; i++)
		import_held(c, k, &k->held[i], t);
	import_effects(c, k, t, false);
	import_rounds(c, k, t);
	if (k->atomic)
		atomic_change(t, k->atomic, k->atomic > 0 ? instance(c, k->atomic_at) : NULL,
			      k->atomic_lock ? translate_value(&c->x, k->atomic_lock) : 0);
	import_cells(c, k, t);
	pass_on(c, t);
	if (ret) {
		transfer_result(t, c->n, translate_value(&c->x, ret));
		if (c->n->dst)
			escape_answered(t, c->n, translate_value(&c->x, ret));
	}
	c->sv->work += t->ncells + k->ncells + 8;
	vec_push(next, t);
}

static void find_possible(struct call *c, const struct state *before)
{
	for (size_t i = 0; i < c->m->cases.n; i++) {
		c->start[i] = state_copy(before);
		if (assume_numbers(c, c->m->cases.v[i], c->start[i]))
			c->possible |= 1ull << i;
	}
}

/* A negative number becomes a huge one in an unsigned parameter. */
static val_t converted(struct state *s, const struct ir_node *n, const struct ir_func *f,
		       unsigned int i, val_t v)
{
	const struct ir_var *param = i < f->vars.n ? f->vars.v[i] : NULL;
	int64_t lo, hi;

	state_range(s, v, &lo, &hi);
	if (hi >= 0 || !param || param->kind != IR_PARAM || !ir_type_is_int(param->type) ||
	    !ir_type_is_unsigned(param->type))
		return v;
	v = val_derived(s->vs, val_stale(s->vs, n, val_fn(s->vs, param->name)), v);
	state_assume(s, IR_OP_GT, v, val_int(s->vs, INT32_MAX), true);
	return v;
}

bool summary_call(struct solver *sv, struct state *s, unsigned int block, const struct ir_node *n,
		  state_vec *next)
{
	struct call c = { .sv = sv, .n = n, .block = block };
	const struct ir_func *f;
	val_t *args;

	f = sv->prog && n->callee ? program_resolve(sv->prog, sv->f, n->callee) : NULL;
	c.m = f ? program_summary(sv->prog, f) : NULL;
	if (!c.m || c.m->opaque)
		return false;
	state_forget(s, n);
	args = arena_array(s->mem, val_t, n->nargs + 1);
	for (unsigned int i = 0; i < n->nargs; i++)
		args[i] = converted(s, n, f, i, transfer_value(s, &n->args[i], n));
	c.x = (struct translate){ .from = c.m->vs, .to = s->vs, .args = args, .nargs = n->nargs };
	c.x.prog = sv->prog;
	c.x.host = sv->f;
	c.x.call = n;
	c.x.f = f;
	sv->notifier |= c.m->notifier;
	if (n->dst)
		transfer_result(s, n, val_result(s->vs, n, false));
	c.x.s = s;
	find_possible(&c, s);
	for (size_t i = 0; i < c.m->cases.n; i++)
		if (c.possible >> i & 1)
			call_case(&c, c.start[i], c.m->cases.v[i], next);
	translate_release(&c.x);
	return true;
}
