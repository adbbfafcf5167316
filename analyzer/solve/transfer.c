// SPDX-License-Identifier: GPL-2.0-or-later
/* What one node does to one path. */
#include <string.h>

#include "solve/indirect.h"
#include "solve/pages.h"
#include "solve/solver.h"

static bool reads_unsigned(const struct ir_place *p)
{
	const char *t = ir_place_type(p);

	return ir_type_is_int(t) && ir_type_is_unsigned(t);
}

static val_t place_addr(struct state *s, const struct ir_place *p, const struct ir_node *n)
{
	val_t a = val_var(s->vs, p->var);

	for (unsigned int i = 0; i < p->n; i++) {
		const struct ir_proj *x = &p->proj[i];

		switch (x->kind) {
		case IR_DEREF:
			a = state_read(s, a, false);
			break;
		case IR_FIELD:
			a = val_field(s->vs, a, x->record, x->field);
			break;
		case IR_ELEM:
			a = val_elem(s->vs, a, transfer_value(s, &x->index, n));
			break;
		}
	}
	return a;
}

/* A union is what was last put into one of its members. */
static val_t union_value(struct state *s, val_t addr)
{
	for (unsigned int i = 0; i < s->ncells; i++) {
		const struct val *x = val_get(s->vs, s->cells[i].addr);

		if (x->kind == VAL_FIELD && x->a == addr)
			return s->cells[i].val;
	}
	return state_read(s, addr, false);
}

val_t transfer_value(struct state *s, const struct ir_opnd *o, const struct ir_node *n)
{
	switch (o->kind) {
	case IR_INT:
		return val_int(s->vs, o->num);
	case IR_STR:
		return val_fn(s->vs, "\"\"");
	case IR_FUNC:
		return val_fn(s->vs, o->text);
	case IR_PLACE:
		if (str_starts(ir_place_type(o->place), "union "))
			return union_value(s, place_addr(s, o->place, n));
		return state_read(s, place_addr(s, o->place, n), reads_unsigned(o->place));
	case IR_ADDR:
		return place_addr(s, o->place, n);
	case IR_ANY:
		return val_stale(s->vs, n, 0);
	}
	return val_stale(s->vs, n, 0);
}

void transfer_doubt(struct state *s)
{
	for (unsigned int i = 0; i < s->nheld; i++)
		state_doubt(&s->held[i]);
}

void transfer_result(struct state *s, const struct ir_node *n, val_t v)
{
	val_t addr;

	if (!n->dst)
		return;
	addr = val_var(s->vs, n->dst->var);
	drops_changed(s, addr);
	state_write(s, addr, v);
}

void transfer_fresh(struct state *s, const struct ir_node *n)
{
	state_forget(s, n);
	if (n->dst)
		transfer_result(s, n, val_result(s->vs, n, reads_unsigned(n->dst)));
}

static val_t truth(struct state *s, enum ir_op op, val_t a, val_t b)
{
	int known = state_decide(s, op, a, b);

	return known >= 0 ? val_int(s->vs, known) : val_op(s->vs, op, a, b);
}

/* Tests of pointers that may carry an errno: a number in [-4095, -1]. */
static val_t errno_test(struct state *s, enum ir_op op, val_t a)
{
	int64_t lo, hi;

	state_range(s, a, &lo, &hi);
	if (op == IR_OP_PTR_ERR_OR_ZERO) {
		if (hi < 0)
			return a;
		return lo >= 0 ? val_int(s->vs, 0) : val_op(s->vs, op, a, 0);
	}
	if (hi < (op == IR_OP_IS_ERR ? 0 : 1) && lo >= ERRNO_MIN)
		return val_int(s->vs, 1);
	if (lo >= (op == IR_OP_IS_ERR ? 0 : 1))
		return val_int(s->vs, 0);
	return val_op(s->vs, op, a, 0);
}

static val_t assigned_value(struct state *s, const struct ir_node *n)
{
	val_t a = n->nargs > 0 ? transfer_value(s, &n->args[0], n) : 0;
	val_t b = n->nargs > 1 ? transfer_value(s, &n->args[1], n) : 0;
	int64_t lo, hi;

	if (ir_op_is_cmp(n->op))
		return truth(s, n->op, a, b);
	if (n->op == IR_OP_IS_ERR || n->op == IR_OP_IS_ERR_OR_NULL ||
	    n->op == IR_OP_PTR_ERR_OR_ZERO)
		return errno_test(s, n->op, a);
	if (n->op == IR_OP_COPY && !strcmp(n->dst->var->type, "bool")) {
		state_range(s, a, &lo, &hi);
		if (lo < 0 || hi > 1)
			return truth(s, IR_OP_NE, a, val_int(s->vs, 0));
	}
	return val_op(s->vs, n->op, a, b);
}

/* A variable that holds a page frame number or the like: who holds the number may own the page. */
static void note_number(struct state *s, const struct ir_node *n, val_t v)
{
	const struct val *x = val_get(s->vs, val_page(s->vs, v));

	if (n->dst->var->kind != IR_LOCAL || x->kind != VAL_OP)
		return;
	for (unsigned int i = 0; i < s->nheld; i++)
		if (state_derives(s, &s->held[i], v))
			s->held[i].numbered = true;
}

/* The address of the same part of another structure; 0 if @addr is no part of @from. */
static val_t rebased(struct state *s, val_t addr, val_t from, val_t to)
{
	const struct val *x = val_get(s->vs, addr);
	val_t a;

	if (addr == from)
		return to;
	if (x->kind != VAL_FIELD && x->kind != VAL_ELEM)
		return 0;
	a = rebased(s, x->a, from, to);
	if (!a)
		return 0;
	return x->kind == VAL_FIELD ? val_field(s->vs, a, x->record, x->text) :
				      val_elem(s->vs, a, x->b);
}

/* Where a part of @from would lie in @to; 0 if the cell is none. */
static val_t part_of(struct state *s, const struct cell *c, val_t from, val_t to)
{
	if (c->addr == from || c->object != val_object(s->vs, from))
		return 0;
	return rebased(s, c->addr, from, to);
}

static bool has_parts(const struct state *s, val_t at)
{
	val_t object = val_object(s->vs, at);

	for (unsigned int i = 0; i < s->ncells; i++)
		if (s->cells[i].object == object && s->cells[i].addr != at)
			return true;
	return false;
}

/* `*out = local;`: with a structure go its fields. */
static void copy_parts(struct solver *sv, struct state *s, const struct ir_node *n, val_t to)
{
	val_t from;
	unsigned int count = s->ncells;
	struct cell *parts;

	if (!n->nargs || n->args[0].kind != IR_PLACE)
		return;
	from = place_addr(s, n->args[0].place, n);
	/* hardly any copy is one of a structure */
	if (!has_parts(s, from) && !has_parts(s, to))
		return;
	parts = arena_array(s->mem, struct cell, count + 1);
	memcpy(parts, s->cells, count * sizeof(*parts));
	for (unsigned int i = 0; i < count; i++) {
		val_t old = part_of(s, &parts[i], to, from);

		if (old)
			state_write(s, parts[i].addr, state_read(s, old, false));
	}
	for (unsigned int i = 0; i < count; i++) {
		val_t at = part_of(s, &parts[i], from, to);

		if (at)
			transfer_store(sv, s, n, at, parts[i].val);
	}
}

static void do_assign(struct solver *sv, struct state *s, const struct ir_node *n)
{
	val_t v;

	if (n->op == IR_OP_FRESH) {
		transfer_fresh(s, n);
		return;
	}
	v = assigned_value(s, n);
	note_number(s, n, v);
	transfer_result(s, n, v);
	if (n->op == IR_OP_COPY)
		copy_parts(sv, s, n, val_var(s->vs, n->dst->var));
}

void transfer_store(struct solver *sv, struct state *s, const struct ir_node *n, val_t addr,
		    val_t v)
{
	if (!escape_is_owned(s, val_object(s->vs, addr)))
		escape_stored(sv, s, n, v, addr);
	pages_stored(sv, s, addr);
	drops_changed(s, addr);
	state_write(s, addr, v);
}

/* The source stores a page there that some other call returned. */
static void note_filled(struct solver *sv, const struct state *s, const struct ir_node *n,
			val_t addr, val_t v)
{
	const struct ir_opnd *from = &n->args[0];

	if (from->kind != IR_PLACE || val_get(s->vs, v)->kind != VAL_RESULT ||
	    (strcmp(ir_place_type(from->place), "ptr struct page") &&
	     strcmp(ir_place_type(from->place), "ptr struct folio")))
		return;
	for (unsigned int i = 0; i < s->nheld; i++)
		if (state_derives(s, &s->held[i], v))
			return;
	solver_filled(sv, solved_place(s->vs, addr));
}

static void do_store(struct solver *sv, struct state *s, const struct ir_node *n)
{
	val_t addr = place_addr(s, n->dst, n), v = transfer_value(s, &n->args[0], n);

	note_filled(sv, s, n, addr, v);
	for (unsigned int i = 0; i < s->nheld; i++)
		if (state_derives(s, &s->held[i], v))
			state_exists(s, val_object(s->vs, addr));
	transfer_store(sv, s, n, addr, v);
	copy_parts(sv, s, n, addr);
}

static void do_call(struct solver *sv, struct state *s, unsigned int block, const struct ir_node *n,
		    state_vec *next)
{
	if (n->kind == IR_CALL && summary_call(sv, s, block, n, next))
		return;
	if (n->kind == IR_CALL && !n->callee)
		indirect_note(sv, s, n);
	for (unsigned int i = 0; i < n->nargs; i++) {
		val_t v = transfer_value(s, &n->args[i], n);

		pages_shown(sv, s, v);
		escape_hand_over(sv, s, n, v);
	}
	if (ir_is_call(n))
		transfer_fresh(s, n);
	if (n->kind == IR_CALL && n->dst)
		escape_answered(s, n, state_read(s, val_var(s->vs, n->dst->var), false));
	vec_push(next, s);
}

val_t transfer_arg(struct state *s, const struct ir_node *n, const char *spec)
{
	int i = api_arg(spec, n->params, (int)n->nargs);

	return i < 0 || (unsigned int)i >= n->nargs ? 0 : transfer_value(s, &n->args[i], n);
}

val_t transfer_count(struct state *s, const struct ir_node *n, const struct api_row *row)
{
	if (row->count && row->count[0] >= '0' && row->count[0] <= '9')
		return val_int(s->vs, row->count[0] - '0');
	return transfer_arg(s, n, row->count);
}

void transfer_node(struct solver *sv, struct state *s, unsigned int block, const struct ir_node *n,
		   state_vec *next)
{
	sv->block = block;
	switch (n->kind) {
	case IR_ASSIGN:
		do_assign(sv, s, n);
		break;
	case IR_STORE:
		do_store(sv, s, n);
		break;
	case IR_ACQUIRE:
		acquire_node(sv, s, block, n, next);
		return;
	case IR_RELEASE:
		release_node(sv, s, n);
		break;
	case IR_DIRTY:
		release_dirty_node(sv, s, n);
		break;
	case IR_ACCESS:
		release_access_node(sv, s, n, next);
		return;
	case IR_CALL:
	case IR_ESCAPE:
		do_call(sv, s, block, n, next);
		return;
	case IR_UNKNOWN:
		transfer_doubt(s);
		s->lossy = true;
		break;
	default:
		BUG("%s is no step", ir_kind_name(n->kind));
	}
	vec_push(next, s);
}

static unsigned int fate_of(const struct held *h)
{
	unsigned int fate = h->kept ? FATE_LEFT : 0;

	if (!h->now && !h->before)
		return fate;
	if (h->released)
		return fate | FATE_RELEASED;
	if (h->escaped)
		return fate | FATE_KEPT | (h->refused ? FATE_REFUSED : 0);
	if (h->doubt)
		return fate | FATE_DOUBT;
	return fate | (h->owned && !h->stored ? FATE_LOST : FATE_LEFT);
}

/* The caller gets the result, and with it what can be reached from there. */
static void returned(struct solver *sv, struct state *s, const struct ir_node *n, val_t v)
{
	for (unsigned int i = 0; i < s->nheld; i++)
		if (state_is_held(&s->held[i]) && state_derives(s, &s->held[i], v))
			solver_site(sv, s->held[i].node, s->held[i].row)->to_caller = true;
	escape_stored(sv, s, n, v, 0);
}

/* References, or pages of which only the iterator knows whether they are any, stay. */
static bool is_left(const struct held *h)
{
	return state_is_held(h) || (h->kind == K_EXTRACT && (h->now || h->before) && !h->released &&
				    !h->stored && !h->escaped);
}

/* Others know the object: it is a parameter's, or was handed to somebody. */
static bool is_shared(const struct state *s, val_t object)
{
	return !escape_is_local(s, object) && !escape_is_owned(s, object);
}

/* Fields that lead to the pages when the function is over: also those of an object that was
 * filled first and made known as a whole then. */
static void note_places(const struct state *s, struct solved_site *site, const struct held *h)
{
	if (!h->root || !(h->now || h->before) || h->released)
		return;
	for (unsigned int i = 0; i < s->ncells; i++) {
		const struct cell *c = &s->cells[i];

		if (state_derives(s, h, c->val) && is_shared(s, c->object))
			solver_stored(s, site, c->addr);
	}
}

/* A device has the frame numbers: iommu_map(). */
static bool is_mapped(const struct held *h)
{
	const struct api_row *row =
		h->escaped && h->escape->kind == IR_ACCESS ? api_find(h->escape->callee) : NULL;

	return row && row->role == API_ACCESS && row->kind == A_DMA;
}

void transfer_return(struct solver *sv, struct state *s, const struct ir_node *n)
{
	val_t v = n->nargs ? transfer_value(s, &n->args[0], n) : 0;
	struct event ev = { .sv = sv, .s = s, .n = n, .result = v };

	summary_exit(sv, s, v);
	if (v)
		returned(sv, s, n, v);
	if (n->nargs && n->args[0].kind == IR_PLACE &&
	    str_starts(ir_place_type(n->args[0].place), "struct "))
		escape_stored(sv, s, n, place_addr(s, n->args[0].place, n), 0);
	for (unsigned int i = 0; i < s->nheld; i++) {
		struct held *h = &s->held[i];
		struct solved_site *site = solver_site(sv, h->node, h->row);

		ev.h = h;
		site->fate |= fate_of(h);
		if (h->written > site->written)
			site->written = h->written;
		if ((is_left(h) || h->stored || h->escaped) && h->root &&
		    (!h->owned || is_shared(s, val_object(s->vs, h->root))))
			solver_stored(s, site, h->root);
		note_places(s, site, h);
		site->by_number |= (state_is_held(h) || is_mapped(h)) && h->numbered && h->owned &&
				   !rule_fails(&ev);
		solver_ask(sv, &ev, ON_EXIT);
	}
}
