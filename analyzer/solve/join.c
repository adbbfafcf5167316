// SPDX-License-Identifier: GPL-2.0-or-later
/* Paths that meet: what can be forgotten, what is equal, what holds on both. */
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "solve/cfg.h"
#include "solve/pages.h"
#include "solve/state_impl.h"

#define MAX_EFFECTS 64u

struct reach {
	const struct state *s;
	const char *const *fields; /* names that are read from here on, NULL-terminated */
};

static bool cell_dead(const struct state *s, const struct cell *c, const uint64_t *live)
{
	const struct val *o = val_get(s->vs, c->object);

	return o->kind == VAL_VAR && o->var->kind != IR_GLOBAL && !o->var->is_static &&
	       !bit_test(live, o->var->number);
}

static bool field_live(const char *const *fields, const char *name)
{
	for (; *fields; fields++)
		if (*fields == name)
			return true;
	return false;
}

/* A number that the caller passes: flags that say what to do. */
static bool is_scalar_argument(const struct values *vs, const struct val *x)
{
	const struct ir_var *var;

	if (x->kind != VAL_LOAD || x->node || val_get(vs, x->a)->kind != VAL_VAR)
		return false;
	var = val_get(vs, x->a)->var;
	return var->kind == IR_PARAM && ir_type_is_int(var->type);
}

/* May the value be read again?  One that memory held at entry can, while its variable lives. */
static bool useful(const struct reach *r, val_t v, const uint64_t *live)
{
	const struct val *x = val_get(r->s->vs, v);

	if (x->kind == VAL_INT || val_marked(r->s->vs, v))
		return true;
	if (r->s->keep ? state_external(r->s, v) : is_scalar_argument(r->s->vs, x))
		return true;
	if (r->s->coarse)
		return false;
	for (; x->kind == VAL_LOAD || x->kind == VAL_FIELD || x->kind == VAL_ELEM;
	     x = val_get(r->s->vs, v)) {
		if (x->kind == VAL_FIELD && !field_live(r->fields, x->text))
			return false;
		v = x->a;
	}
	if (x->kind == VAL_RESULT) /* memory that the function allocated */
		return val_marked(r->s->vs, v);
	return x->kind == VAL_VAR &&
	       (x->var->kind == IR_GLOBAL || x->var->is_static || bit_test(live, x->var->number));
}

/* The value can be computed again. */
static bool computable(const struct reach *r, val_t v, const uint64_t *live)
{
	const struct val *x = val_get(r->s->vs, v);

	if (val_marked(r->s->vs, v) || x->kind == VAL_INT || x->kind == VAL_FN)
		return true;
	if (x->kind == VAL_VAR)
		return x->var->kind == IR_GLOBAL || x->var->is_static ||
		       bit_test(live, x->var->number);
	if (x->kind == VAL_RESULT || x->kind == VAL_PHI || x->kind == VAL_STALE)
		return false;
	return (!x->a || computable(r, x->a, live)) && (!x->b || computable(r, x->b, live));
}

/* Marks on pages that nothing leads to any more. */
static void drop_marks(struct state *s, const struct reach *r, const uint64_t *live)
{
	unsigned int k = 0;

	for (unsigned int i = 0; i < s->ncells; i++)
		if (!pages_is_mark(s, s->cells[i].addr) ||
		    computable(r, val_get(s->vs, s->cells[i].addr)->b, live))
			s->cells[k++] = s->cells[i];
	s->ncells = k;
}

/* Somebody can still ask for the result of the call, or release what it should have taken. */
static bool counts(const struct reach *r, const struct held *h, const uint64_t *live)
{
	const struct val *x;
	val_t v;

	if (h->now || h->before || (h->result && val_marked(r->s->vs, h->result)))
		return true;
	for (v = h->root; v; v = x->a) {
		x = val_get(r->s->vs, v);
		if (val_marked(r->s->vs, v))
			return true;
		if (x->kind == VAL_VAR)
			return x->var->kind == IR_GLOBAL || x->var->is_static ||
			       bit_test(live, x->var->number);
	}
	return false;
}

void state_drop_dead(struct state *s, const uint64_t *live, const char *const *fields)
{
	struct reach r = { .s = s, .fields = fields };
	unsigned int k = 0;

	for (unsigned int i = 0; i < s->ncells; i++)
		if (!cell_dead(s, &s->cells[i], live))
			s->cells[k++] = s->cells[i];
	s->ncells = k;
	val_marks_clear(s->vs);
	for (unsigned int i = 0; i < s->ncells; i++) {
		if (pages_is_mark(s, s->cells[i].addr))
			continue;
		val_mark_parts(s->vs, s->cells[i].addr);
		val_mark_parts(s->vs, s->cells[i].val);
	}
	k = 0;
	for (unsigned int i = 0; i < s->nheld; i++)
		if (counts(&r, &s->held[i], live))
			s->held[k++] = s->held[i];
	s->nheld = k;
	for (unsigned int i = 0; i < s->nheld; i++)
		if (s->held[i].root)
			val_mark_parts(s->vs, s->held[i].root);
	/* how far a loop of releases went */
	for (unsigned int i = 0; i < s->neffects; i++)
		if (s->effects[i].kind == EFF_RELEASE)
			val_mark_parts(s->vs, s->effects[i].v);
	drop_marks(s, &r, live);
	k = 0;
	for (unsigned int i = 0; i < s->nranges; i++)
		if (useful(&r, s->ranges[i].v, live))
			s->ranges[k++] = s->ranges[i];
	s->nranges = k;
	k = 0;
	for (unsigned int i = 0; i < s->nfacts; i++)
		if (useful(&r, s->facts[i].a, live) && useful(&r, s->facts[i].b, live))
			s->facts[k++] = s->facts[i];
	s->nfacts = k;
}

/* What of a reference decides how the path goes on; where it was dropped does not. */
struct held_key {
	const struct ir_node *node;
	val_t root, result, gup_flags;
	uint32_t flags;
};

static struct held_key held_key(const struct held *h)
{
	struct held_key k;

	memset(&k, 0, sizeof(k));
	k.node = h->node;
	k.root = h->root;
	k.result = h->result;
	k.gup_flags = h->flags;
	k.flags = (uint32_t)h->outcome | (uint32_t)h->now << 4 | (uint32_t)h->before << 5 |
		  (uint32_t)h->elems << 6 | (uint32_t)h->released << 7 | (uint32_t)h->escaped << 8 |
		  (uint32_t)h->doubt << 9 | (uint32_t)h->extra << 10 | (uint32_t)h->dirtied << 11 |
		  (uint32_t)h->owned << 12 | (uint32_t)h->stored << 13 | (uint32_t)h->freed << 14 |
		  (uint32_t)h->locked << 15 | (uint32_t)h->written << 16 | (uint32_t)h->kept << 18 |
		  (uint32_t)(h->dirty != NULL) << 24 | (uint32_t)h->unclear << 25 |
		  (uint32_t)h->spread << 26 | (uint32_t)h->refused << 27;
	return k;
}

uint64_t state_hash(const struct state *s)
{
	XXH3_state_t x;

	XXH3_64bits_reset(&x);
	XXH3_64bits_update(&x, s->cells, s->ncells * sizeof(*s->cells));
	for (unsigned int i = 0; i < s->nranges; i++) {
		int64_t r[3] = { s->ranges[i].v, s->ranges[i].lo, s->ranges[i].hi };

		XXH3_64bits_update(&x, r, sizeof(r));
	}
	for (unsigned int i = 0; i < s->nfacts; i++) {
		uint32_t f[3] = { s->facts[i].op, s->facts[i].a, s->facts[i].b };

		XXH3_64bits_update(&x, f, sizeof(f));
	}
	for (unsigned int i = 0; i < s->nheld; i++) {
		struct held_key k = held_key(&s->held[i]);

		XXH3_64bits_update(&x, &k, sizeof(k));
	}
	for (unsigned int i = 0; i < s->neffects; i++) {
		const struct effect *e = &s->effects[i];
		uint64_t k[3] = { (uint64_t)(uintptr_t)e->node, e->v,
				  (uint64_t)e->must | (uint64_t)e->early << 1 |
					  (uint64_t)e->chance << 2 | (uint64_t)e->asked << 3 |
					  (uint64_t)e->locked << 4 | (uint64_t)e->kind << 5 |
					  (uint64_t)e->dirty << 8 | (uint64_t)e->how << 16 };

		XXH3_64bits_update(&x, k, sizeof(k));
	}
	for (unsigned int i = 0; i < s->ndrops; i++) {
		uint32_t k[3] = { s->drops[i].root, s->drops[i].from, s->drops[i].to };

		XXH3_64bits_update(&x, k, sizeof(k));
	}
	XXH3_64bits_update(&x, &s->atomic, sizeof(s->atomic));
	/* a joined path must not stand in for one on which all is certain */
	XXH3_64bits_update(&x, &s->coarse, sizeof(s->coarse));
	XXH3_64bits_update(&x, &s->warned, sizeof(s->warned));
	return XXH3_64bits_digest(&x);
}

bool hash_is_new(hash_vec *seen, uint64_t hash)
{
	for (size_t i = 0; i < seen->n; i++)
		if (seen->v[i] == hash)
			return false;
	vec_push(seen, hash);
	return true;
}

bool state_same_held(const struct state *a, const struct state *b)
{
	if (a->nheld != b->nheld || a->atomic != b->atomic)
		return false;
	for (unsigned int i = 0; i < a->nheld; i++) {
		struct held_key x = held_key(&a->held[i]), y = held_key(&b->held[i]);

		if (memcmp(&x, &y, sizeof(x)))
			return false;
	}
	return true;
}

/* The value of one cell where two paths meet; @other is 0 if one of them has no such cell. */
static val_t join_cell(struct state *t, const struct cell *c, val_t other)
{
	val_t v;

	if (c->val == other)
		return other;
	if (val_get(t->vs, c->object)->kind ==
	    VAL_FN) /* a mark of one path: zeroed must hold on both */
		return c->object == VAL_ZEROED ? 0 : c->val;
	v = state_replace(t, c->val, val_stale(t->vs, NULL, c->addr));
	return other ? state_replace(t, other, v) : v;
}

/* What was stored into memory of others on one path: a caller must not take it for its own. */
static bool can_be_lost(const struct state *t, const struct cell *c)
{
	enum val_kind kind = val_get(t->vs, c->val)->kind;

	return (kind == VAL_LOAD || kind == VAL_FIELD || kind == VAL_ELEM) &&
	       val_get(t->vs, c->object)->kind != VAL_FN;
}

static void note_lost(struct state *t, const struct state *from)
{
	for (unsigned int i = 0; i < from->ncells; i++) {
		const struct cell *c = &from->cells[i];
		unsigned int k;

		if (!can_be_lost(t, c))
			continue;
		k = state_cell_find(t, c->addr);
		if (k < t->ncells && t->cells[k].addr == c->addr && t->cells[k].val == c->val)
			continue;
		if (state_external(t, c->addr) && state_external(t, c->val))
			state_mark(t, c->val, MARK_LOST);
	}
}

/* What only one path wrote is not what memory held at entry either. */
static void join_cells(struct state *t, const struct state *a, const struct state *b)
{
	const struct cell *x = a->cells, *y = b->cells;
	const struct cell *xend = x + a->ncells, *yend = y + b->ncells;

	/* both are in the order of addresses */
	while (x < xend || y < yend) {
		bool first = y == yend || (x < xend && x->addr <= y->addr);
		struct cell c = first ? *x : *y;
		bool both = first && y < yend && x->addr == y->addr;

		c.val = join_cell(t, &c, both ? y->val : 0);
		x += first;
		y += !first || both;
		if (!c.val)
			continue;
		STATE_GROW(t, cells, ncells, ccells);
		t->cells[t->ncells++] = c;
	}
}

static void join_ranges(struct state *t, const struct state *a, const struct state *b)
{
	for (unsigned int i = 0; i < a->nranges; i++) {
		const struct range *r = &a->ranges[i];
		unsigned int k = state_range_find(b, r->v);

		if (k == b->nranges || b->ranges[k].v != r->v)
			continue;
		STATE_GROW(t, ranges, nranges, cranges);
		t->ranges[t->nranges++] =
			(struct range){ r->v, r->lo < b->ranges[k].lo ? r->lo : b->ranges[k].lo,
					r->hi > b->ranges[k].hi ? r->hi : b->ranges[k].hi };
	}
}

static bool has_fact(const struct state *s, const struct fact *f)
{
	for (unsigned int i = 0; i < s->nfacts; i++)
		if (s->facts[i].op == f->op && s->facts[i].a == f->a && s->facts[i].b == f->b)
			return true;
	return false;
}

static struct effect *find_effect(const struct state *s, const struct effect *e)
{
	for (unsigned int i = 0; i < s->neffects; i++) {
		struct effect *o = &s->effects[i];

		if (o->kind == e->kind && o->node == e->node && o->row == e->row && o->v == e->v)
			return o;
	}
	return NULL;
}

/* The same call at two times. */
static void differ(struct effect *o, const struct effect *e)
{
	o->locked &= e->locked;
	if (o->how == e->how && o->dirty == e->dirty)
		return;
	o->how = 0;
	o->dirty = TRI_MAYBE;
}

void state_effect(struct state *s, const struct effect *e)
{
	struct effect *o = find_effect(s, e);

	if (o) {
		o->must |= e->must;
		o->early &= e->early;
		o->chance |= e->chance;
		differ(o, e);
		o->asked = query_weaker(o->asked, e->asked);
		return;
	}
	if (s->neffects >= MAX_EFFECTS) {
		s->lossy = true;
		return;
	}
	STATE_GROW(s, effects, neffects, ceffects);
	s->effects[s->neffects++] = *e;
}

/* What is known of the round's values is known of those that take their place. */
static void keep_facts(struct state *s, unsigned int head, const struct ir_node *n)
{
	unsigned int nfacts = s->nfacts, nranges = s->nranges;
	struct range *r = state_copy_array(s->mem, s->ranges, nranges, nranges, sizeof(*r));
	struct fact *f = state_copy_array(s->mem, s->facts, nfacts, nfacts, sizeof(*f));

	for (unsigned int i = 0; i < nranges; i++) {
		val_t v = val_end_round(s->vs, r[i].v, head, n);

		if (v == r[i].v)
			continue;
		if (r[i].lo != NUM_MIN)
			state_assume(s, IR_OP_GE, v, val_int(s->vs, r[i].lo), true);
		if (r[i].hi != NUM_MAX)
			state_assume(s, IR_OP_LE, v, val_int(s->vs, r[i].hi), true);
	}
	for (unsigned int i = 0; i < nfacts; i++) {
		val_t a = val_end_round(s->vs, f[i].a, head, n);
		val_t b = val_end_round(s->vs, f[i].b, head, n);

		if (a != f[i].a || b != f[i].b)
			state_assume(s, f[i].op, a, b, true);
	}
}

void state_end_round(struct state *s, unsigned int head)
{
	unsigned int n = s->neffects;

	s->neffects = 0;
	for (unsigned int i = 0; i < n; i++) {
		struct effect e = s->effects[i];
		val_t v = val_end_round(s->vs, e.v, head, e.node);

		if (v != e.v) {
			e.v = v;
			e.count = e.count ? val_end_round(s->vs, e.count, head, e.node) : 0;
			if (!find_effect(s, &e))
				keep_facts(s, head, e.node);
		}
		state_effect(s, &e);
	}
}

static void join_effects(struct state *t, const struct state *a, const struct state *b)
{
	for (unsigned int i = 0; i < a->neffects; i++) {
		struct effect e = a->effects[i], *o = find_effect(b, &e);

		e.must = e.must && o && o->must;
		if (o)
			differ(&e, o);
		state_effect(t, &e);
	}
	for (unsigned int i = 0; i < b->neffects; i++) {
		struct effect e = b->effects[i];

		e.must = false;
		if (!find_effect(a, &e))
			state_effect(t, &e);
	}
}

static bool same_drop(const struct drop *a, const struct drop *b)
{
	return a->root == b->root && a->from == b->from && a->to == b->to && a->whole == b->whole &&
	       a->page == b->page && a->loaded == b->loaded;
}

static void join_drops(struct state *t, const struct state *a, const struct state *b)
{
	for (unsigned int i = 0; i < a->ndrops; i++)
		for (unsigned int k = 0; k < b->ndrops; k++)
			if (same_drop(&a->drops[i], &b->drops[k])) {
				drops_add(t, &a->drops[i]);
				break;
			}
}

struct state *state_join(const struct state *a, const struct state *b)
{
	const struct state *shorter = a->nsteps <= b->nsteps ? a : b;
	struct state *t = state_new(a->mem, a->vs);

	t->coarse = true;
	t->warned = a->warned && b->warned;
	t->trace = shorter->trace;
	t->nsteps = shorter->nsteps;
	for (unsigned int i = 0; i < a->nheld; i++)
		*state_held(t, a->held[i].node) = a->held[i];
	t->lossy = a->lossy || b->lossy;
	t->keep = a->keep;
	t->atomic = a->atomic;
	t->atomic_at = a->atomic_at;
	t->atomic_lock = a->atomic_lock == b->atomic_lock ? a->atomic_lock : 0;
	join_effects(t, a, b);
	join_drops(t, a, b);
	join_cells(t, a, b);
	note_lost(t, a);
	note_lost(t, b);
	join_ranges(t, a, b);
	for (unsigned int i = 0; i < a->nfacts; i++)
		if (has_fact(b, &a->facts[i])) {
			STATE_GROW(t, facts, nfacts, cfacts);
			t->facts[t->nfacts++] = a->facts[i];
		}
	return t;
}
