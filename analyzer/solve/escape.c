// SPDX-License-Identifier: GPL-2.0-or-later
/* Who else can reach an object, and what that means for the pages in it. */
#include "solve/atomic.h"
#include "solve/solver.h"

bool escape_is_local(const struct state *s, val_t object)
{
	const struct val *x = val_get(s->vs, object);

	return x->kind == VAL_VAR && x->var->kind != IR_GLOBAL && !x->var->is_static;
}

bool escape_is_alloc(const struct state *s, val_t object)
{
	const struct val *x = val_get(s->vs, object);
	const struct api_row *row;

	if (x->kind != VAL_RESULT || !x->node->callee || x->node->kind != IR_ACCESS)
		return false;
	row = api_find(x->node->callee);
	return row && row->role == API_ALLOC;
}

bool escape_is_owned(const struct state *s, val_t object)
{
	return (escape_is_local(s, object) || escape_is_alloc(s, object)) &&
	       !state_marked(s, object, MARK_KNOWN) && !state_marked(s, object, MARK_STORED);
}

/* One visit of all that can be reached from a value. */
struct escape {
	struct solver *sv;
	struct state *s;
	const struct ir_node *n;
	val_t addr; /* stored: where */
	val_t near; /* the field on the way there that is nearest to the pages, 0 if that is it */
	bool stored, handed; /* @handed: code that is not followed gets it */
	val_t given; /* what the code gets, from where all else is reached */
};

static void visit_value(struct escape *e, val_t v);

static void visit_held(struct escape *e, struct held *h)
{
	struct solved_site *site;

	if (!h->now && !h->before)
		return;
	site = solver_site(e->sv, h->node, h->row);
	if (e->stored) {
		solver_stored(e->s, site, e->addr);
		if (e->near)
			solver_stored(e->s, site, e->near);
	} else if (!site->escape) {
		/* even behind the release: who gets the page may look at its data */
		site->escape = e->n;
	}
	if (h->released)
		return;
	if (h->escaped) {
		h->spread |= e->n != h->escape;
		h->refused &= !h->spread;
		return;
	}
	h->stored |= e->stored;
	if (e->stored)
		return;
	h->escaped = true;
	h->escape = e->n;
	h->spread = !e->given || !state_derives(e->s, h, e->given);
}

void escape_answered(struct state *s, const struct ir_node *n, val_t v)
{
	enum val_kind kind = val_get(s->vs, v)->kind;

	if (ir_type_is_ptr(n->dst->var->type) || !strcmp(n->dst->var->type, "bool"))
		return;
	for (unsigned int i = 0; i < s->nheld; i++) {
		struct held *h = &s->held[i];

		if (!h->escaped || (h->escape != n && h->escape->via != n))
			continue;
		/* a followed function may answer for something else; of assembly only it can tell */
		if (h->escape == n || val_mentions(s->vs, v, h->escape) ||
		    (h->escape->kind == IR_ESCAPE && kind != VAL_INT))
			h->answer = v;
	}
}

/* A number that is not zero, as the result of a call: by the kernel's habit it has failed. */
static bool has_failed(const struct state *s, val_t v)
{
	val_t zero = val_int(s->vs, 0);

	return state_decide(s, IR_OP_LT, v, zero) > 0 ||
	       (state_decide(s, IR_OP_NE, v, zero) > 0 && state_decide(s, IR_OP_GT, v, zero) <= 0);
}

void escape_refused(struct state *s)
{
	for (unsigned int i = 0; i < s->nheld; i++) {
		struct held *h = &s->held[i];

		h->refused |= h->answer && !h->spread && !h->released && has_failed(s, h->answer);
	}
}

/* What lies in an object that others know now is known to them too. */
static void visit_content(struct escape *e, val_t object)
{
	if (escape_is_local(e->s, object) || escape_is_alloc(e->s, object))
		state_mark(e->s, object, e->stored ? MARK_STORED : MARK_KNOWN);
	/* pages that the acquire stored into it have no cell of their own */
	for (unsigned int i = 0; i < e->s->nheld; i++)
		if (e->s->held[i].root && val_object(e->s->vs, e->s->held[i].root) == object)
			visit_held(e, &e->s->held[i]);
	for (unsigned int i = 0; i < e->s->ncells; i++) {
		val_t outer = e->near, at = e->s->cells[i].addr;

		if (e->s->cells[i].object != object)
			continue;
		if (e->stored && solved_place(e->s->vs, at).field)
			e->near = at;
		visit_value(e, e->s->cells[i].val);
		e->near = outer;
	}
}

/* The pages are reached from @v: it is the object that holds the array, or leads to it. */
static bool leads_to(const struct state *s, val_t v, val_t root)
{
	while (root && root != v)
		root = val_get(s->vs, root)->a;
	return root;
}

static void visit_value(struct escape *e, val_t v)
{
	const struct val *x = val_get(e->s->vs, v);

	if (val_mark(e->s->vs, v))
		return;
	/* the caller's, be it by way of a variable of this function */
	if (e->handed && state_external(e->s, v))
		solver_passed(e->sv, e->n, v);
	for (unsigned int i = 0; i < e->s->nheld; i++)
		if (state_derives(e->s, &e->s->held[i], v) || leads_to(e->s, v, e->s->held[i].root))
			visit_held(e, &e->s->held[i]);
	if (x->kind == VAL_OP) {
		if (x->a)
			visit_value(e, x->a);
		if (x->b)
			visit_value(e, x->b);
		return;
	}
	if (x->kind != VAL_INT)
		visit_content(e, val_object(e->s->vs, v));
}

static void visit(struct escape *e, val_t v)
{
	val_marks_clear(e->s->vs);
	visit_value(e, v);
}

void escape_unknown(struct solver *sv, struct state *s, const struct ir_node *n, val_t v)
{
	struct escape e = { .sv = sv, .s = s, .n = n, .given = v };

	visit(&e, v);
}

void escape_stored(struct solver *sv, struct state *s, const struct ir_node *n, val_t v, val_t addr)
{
	struct escape e = { .sv = sv, .s = s, .n = n, .addr = addr, .stored = true };

	visit(&e, v);
}

static bool holds_root(const struct state *s, val_t v)
{
	for (unsigned int i = 0; i < s->nheld; i++)
		if (s->held[i].root == v)
			return true;
	return false;
}

void escape_changed(struct state *s, const struct ir_node *n, val_t v)
{
	val_t object = val_object(s->vs, v);
	enum val_kind kind = val_get(s->vs, object)->kind;

	if (kind != VAL_VAR && kind != VAL_LOAD && kind != VAL_RESULT)
		return;
	state_touched(s, v);
	drops_forget_behind(s, object);
	drops_forget_page(s, v);
	for (unsigned int i = 0; i < s->ncells; i++) {
		struct cell *c = &s->cells[i];

		/* a pointer to the pages themselves is taken to stay: callees rarely replace it */
		if (c->object == object && !holds_root(s, c->val))
			c->val = state_replace(s, c->val, val_stale(s->vs, n, c->addr));
	}
	if (kind == VAL_VAR && v == object && !holds_root(s, state_read(s, object, false)))
		state_write(s, object, val_stale(s->vs, n, object));
}

void escape_hand_over(struct solver *sv, struct state *s, const struct ir_node *n, val_t v)
{
	struct passed p = { n, v };

	escape_hand_over_all(sv, s, &p, 1);
}

void escape_hand_over_all(struct solver *sv, struct state *s, const struct passed *p, size_t n)
{
	struct escape e = { .sv = sv, .s = s, .handed = true };

	val_marks_clear(s->vs);
	for (size_t i = 0; i < n; i++) {
		e.n = p[i].node;
		e.given = p[i].v;
		visit_value(&e, p[i].v);
		atomic_unknown(s, p[i].v);
	}
	for (size_t i = 0; i < n; i++)
		escape_changed(s, p[i].node, p[i].v);
}

/* The array, or the object in which the pages are stored, is @object itself. */
static bool lies_in(const struct state *s, const struct held *h, val_t object)
{
	return h->root && val_object(s->vs, h->root) == object;
}

/* A page of it was copied to some other place: a scatterlist, a bio, another array. */
static bool lies_elsewhere(const struct state *s, const struct held *h, val_t object)
{
	for (unsigned int i = 0; i < s->ncells; i++) {
		const struct cell *c = &s->cells[i];
		const struct val *o = val_get(s->vs, c->addr);

		if (c->object == object)
			continue;
		if (o->kind == VAL_FIELD && o->record[0] == '#' && state_derives(s, h, c->val))
			return true;
		if (c->val == h->root)
			continue;
		if (o->kind != VAL_VAR && state_derives(s, h, c->val))
			return true;
	}
	return false;
}

bool escape_moved(const struct state *s, const struct held *h, unsigned int head)
{
	val_t object = h->root ? val_object(s->vs, h->root) : 0;

	for (unsigned int i = 0; object && i < s->ncells; i++) {
		const struct cell *c = &s->cells[i];

		if (c->object != object && val_get(s->vs, c->addr)->kind != VAL_VAR &&
		    (val_mentions_phi(s->vs, c->addr, head) ||
		     val_mentions_phi(s->vs, c->val, head)) &&
		    state_derives(s, h, c->val))
			return true;
	}
	return false;
}

void escape_freed(struct state *s, val_t v)
{
	val_t object = val_object(s->vs, v);

	if (v != object)
		return;
	for (unsigned int i = 0; i < s->nheld; i++) {
		struct held *h = &s->held[i];

		if (!(h->now || h->before) || h->released || h->escaped || !lies_in(s, h, object) ||
		    lies_elsewhere(s, h, object))
			continue;
		h->freed = true;
		h->owned = true;
		h->stored = false;
	}
}
