// SPDX-License-Identifier: GPL-2.0-or-later
/* What one node does to one path. */
#include <string.h>

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
		if (state_is_held(&s->held[i]))
			s->held[i].doubt = true;
}

static bool is_local(const struct state *s, val_t object)
{
	const struct val *x = val_get(s->vs, object);

	return x->kind == VAL_VAR && x->var->kind != IR_GLOBAL && !x->var->is_static;
}

static bool is_alloc(const struct state *s, val_t object)
{
	const struct val *x = val_get(s->vs, object);
	const struct api_row *row;

	if (x->kind != VAL_RESULT || !x->node->callee || x->node->kind != IR_ACCESS)
		return false;
	row = api_find(x->node->callee);
	return row && row->role == API_ALLOC;
}

/* The object dies with the function unless it becomes known to others. */
static bool is_owned(const struct state *s, val_t object)
{
	return (is_local(s, object) || is_alloc(s, object)) && !state_marked(s, object);
}

struct escape {
	struct solver *sv;
	struct state *s;
	const struct ir_node *n;
	VEC(val_t) seen;
};

static void escape_value(struct escape *e, val_t v);

static void escape_held(struct escape *e, struct held *h)
{
	struct solved_site *site = solver_site(e->sv, h->node, h->row);

	if (!h->now && !h->before)
		return;
	/* even behind the release: who gets the page may look at its data */
	if (!site->escape)
		site->escape = e->n;
	if (h->released || h->escaped)
		return;
	h->escaped = true;
	h->escape = e->n;
}

/* What lies in an object that others know now is known to them too. */
static void escape_content(struct escape *e, val_t object)
{
	if (is_local(e->s, object) || is_alloc(e->s, object))
		state_mark(e->s, object);
	/* pages that the acquire stored into it have no cell of their own */
	for (unsigned int i = 0; i < e->s->nheld; i++)
		if (e->s->held[i].root && val_object(e->s->vs, e->s->held[i].root) == object)
			escape_held(e, &e->s->held[i]);
	for (unsigned int i = 0; i < e->s->ncells; i++)
		if (val_object(e->s->vs, e->s->cells[i].addr) == object)
			escape_value(e, e->s->cells[i].val);
}

/* The pages are reached from @v: it is the object that holds the array, or leads to it. */
static bool leads_to(const struct state *s, val_t v, val_t root)
{
	while (root && root != v)
		root = val_get(s->vs, root)->a;
	return root;
}

static void escape_value(struct escape *e, val_t v)
{
	const struct val *x = val_get(e->s->vs, v);

	for (size_t i = 0; i < e->seen.n; i++)
		if (e->seen.v[i] == v)
			return;
	vec_push(&e->seen, v);
	for (unsigned int i = 0; i < e->s->nheld; i++)
		if (state_derives(e->s, &e->s->held[i], v) || leads_to(e->s, v, e->s->held[i].root))
			escape_held(e, &e->s->held[i]);
	if (x->kind == VAL_OP) {
		if (x->a)
			escape_value(e, x->a);
		if (x->b)
			escape_value(e, x->b);
		return;
	}
	if (x->kind != VAL_INT)
		escape_content(e, val_object(e->s->vs, v));
}

static void escape(struct solver *sv, struct state *s, const struct ir_node *n, val_t v)
{
	struct escape e = { .sv = sv, .s = s, .n = n };

	escape_value(&e, v);
	vec_release(&e.seen);
}

static void write_result(struct state *s, const struct ir_node *n, val_t v)
{
	if (n->dst)
		state_write(s, val_var(s->vs, n->dst->var), v);
}

static void fresh_result(struct state *s, const struct ir_node *n)
{
	state_forget(s, n);
	if (n->dst)
		write_result(s, n, val_result(s->vs, n, reads_unsigned(n->dst)));
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

static void do_assign(struct state *s, const struct ir_node *n)
{
	val_t v;

	if (n->op == IR_OP_FRESH) {
		fresh_result(s, n);
		return;
	}
	v = assigned_value(s, n);
	note_number(s, n, v);
	write_result(s, n, v);
}

static void do_store(struct solver *sv, struct state *s, const struct ir_node *n)
{
	val_t v = transfer_value(s, &n->args[0], n);
	val_t addr = place_addr(s, n->dst, n);

	if (!is_owned(s, val_object(s->vs, addr)))
		escape(sv, s, n, v);
	state_write(s, addr, v);
}

static bool holds_root(const struct state *s, val_t v)
{
	for (unsigned int i = 0; i < s->nheld; i++)
		if (s->held[i].root == v)
			return true;
	return false;
}

/* Code that is not followed gets @v: it may keep it and change what it points to. */
static void hand_over(struct solver *sv, struct state *s, const struct ir_node *n, val_t v)
{
	val_t object = val_object(s->vs, v);
	enum val_kind kind = val_get(s->vs, object)->kind;

	escape(sv, s, n, v);
	if (kind != VAL_VAR && kind != VAL_LOAD && kind != VAL_RESULT)
		return;
	state_touched(s, v);
	for (unsigned int i = 0; i < s->ncells; i++) {
		struct cell *c = &s->cells[i];

		/* a pointer to the pages themselves is taken to stay: callees rarely replace it */
		if (val_object(s->vs, c->addr) == object && !holds_root(s, c->val))
			c->val = state_replace(s, c->val, val_stale(s->vs, n, c->addr));
	}
	if (kind == VAL_VAR && v == object && !holds_root(s, state_read(s, object, false)))
		state_write(s, object, val_stale(s->vs, n, object));
}

static void do_call(struct solver *sv, struct state *s, const struct ir_node *n)
{
	for (unsigned int i = 0; i < n->nargs; i++)
		hand_over(sv, s, n, transfer_value(s, &n->args[i], n));
	if (ir_is_call(n))
		fresh_result(s, n);
}

static val_t named_arg(struct state *s, const struct ir_node *n, const char *spec)
{
	int i = api_arg(spec, n->params, (int)n->nargs);

	return i < 0 || (unsigned int)i >= n->nargs ? 0 : transfer_value(s, &n->args[i], n);
}

static val_t count_arg(struct state *s, const struct ir_node *n, const struct api_row *row)
{
	if (row->count && row->count[0] >= '0' && row->count[0] <= '9')
		return val_int(s->vs, row->count[0] - '0');
	return named_arg(s, n, row->count);
}

enum hook { ON_ACQUIRE, ON_RELEASE, ON_EXIT };

static void ask_rules(struct solver *sv, struct event *ev, enum hook hook)
{
	for (size_t i = 0; i < sv->nrules; i++) {
		const struct rule *r = sv->rules[i];
		void (*const fn[])(const struct event *) = { r->on_acquire, r->on_release,
							     r->on_exit };

		if (fn[hook])
			fn[hook](ev);
	}
}

/* The array that `struct page ***` ends up with: the caller's own, or one that the call makes. */
static val_t out_array(struct state *s, const struct ir_node *n, val_t addr)
{
	val_t old = state_read(s, addr, false), made;
	int64_t lo, hi;

	state_range(s, old, &lo, &hi);
	if (lo >= 1)
		return old;
	made = val_load(s->vs, addr, n, false);
	state_write(s, addr, made);
	return made;
}

static val_t acquire_root(struct state *s, const struct ir_node *n, const struct api_row *row,
			  val_t pages)
{
	switch (row->shape) {
	case S_RESULT:
		return val_result(s->vs, n, false);
	case S_ARRAYP:
		return pages ? out_array(s, n, pages) : 0;
	case S_ARRAY:
		/* a pointer that moves on round by round stays in the array that it began in */
		return pages ? val_array(s->vs, val_origin(s->vs, pages)) : 0;
	default:
		return pages;
	}
}

static bool root_owned(const struct state *s, const struct ir_node *n, const struct api_row *row,
		       val_t root)
{
	const struct val *x = val_get(s->vs, root);

	if (row->shape == S_RESULT)
		return true;
	if (x->kind == VAL_LOAD && x->node == n) /* made by the call: owned if the pointer is */
		return is_owned(s, val_object(s->vs, x->a));
	if (row->shape == S_BIO || row->shape == S_OTHER)
		return false;
	return is_owned(s, val_object(s->vs, root));
}

/* Result and relation for one outcome.  Return: false if it cannot be. */
static bool set_outcome(struct state *s, const struct ir_node *n, struct held *h, enum outcome o)
{
	val_t result = val_result(s->vs, n, false), zero = val_int(s->vs, 0);
	val_t one = val_int(s->vs, 1);
	enum api_held held = h->row->held;

	h->result = result;
	/* nobody asks for a negative number: an errno is never all that was asked for */
	if (h->asked)
		state_assume(s, IR_OP_GE, h->asked, zero, true);
	switch (o) {
	case OUT_ERROR:
		if (held == H_TRUE || held == H_ALWAYS)
			return false;
		if (held == H_NONNULL)
			h->result = zero;
		else
			return state_assume(s, IR_OP_LT, result, zero, true) &&
			       state_assume(s, IR_OP_GE, result, val_int(s->vs, ERRNO_MIN), true);
		return true;
	case OUT_ZERO:
		if (held != H_COUNT && held != H_BYTES && held != H_TRUE)
			return false;
		h->result = zero;
		return true;
	case OUT_PART:
		if (held != H_COUNT || !h->asked)
			return false;
		return state_assume(s, IR_OP_GT, result, zero, true) &&
		       state_assume(s, IR_OP_LT, result, h->asked, true);
	case OUT_FULL:
		if (held == H_ZERO) {
			h->result = zero;
			return true;
		}
		if (held == H_TRUE) {
			h->result = one;
			return true;
		}
		if (held == H_COUNT && h->asked) {
			h->result = h->asked;
			return state_assume(s, IR_OP_GT, h->asked, zero, true);
		}
		return state_assume(s, IR_OP_GT, result, zero, true);
	}
	return false;
}

static void start_held(struct state *s, unsigned int block, const struct ir_node *n,
		       const struct api_row *row, val_t root, val_t asked)
{
	struct held *h = state_held(s, n);
	bool before = h->row && state_is_held(h);
	bool doubt = h->doubt, numbered = h->numbered;

	memset(h, 0, sizeof(*h));
	h->node = n;
	h->row = row;
	h->block = block;
	h->kind = row->kind;
	h->root = root;
	h->asked = asked;
	h->before = before;
	h->numbered = numbered;
	/* whether an extracted page is pinned at all hangs on the iterator */
	h->doubt = doubt || row->kind == K_EXTRACT;
	h->owned = root && root_owned(s, n, row, root);
}

static void split_outcome(struct solver *sv, const struct state *s, const struct ir_node *n,
			  enum outcome o, state_vec *next)
{
	struct state *t = state_copy(s);
	struct held *h = state_held(t, n);
	const char *text;

	h->outcome = o;
	h->now = o == OUT_PART || o == OUT_FULL;
	if (!set_outcome(t, n, h, o))
		return;
	if (!h->now)
		solver_site(sv, n, h->row)->fate |= FATE_FAILED;
	write_result(t, n, h->result);
	text = arena_printf(&sv->out->mem, "%s() %s", n->callee, outcome_text(o));
	state_step(t, n->loc, n, text);
	vec_push(next, t);
}

static void note_acquire(struct solver *sv, const struct event *ev, bool none)
{
	struct solved_site *site = solver_site(sv, ev->n, ev->row);
	uint64_t must, may;

	site->none |= none;
	site->some |= !none;
	if (!ev->flags)
		return;
	val_bits(sv->vs, ev->flags, &must, &may);
	site->must = site->has_flags ? site->must & must : must;
	site->may |= may;
	site->has_flags = true;
	site->boolean = !strcmp(
		ev->n->params[api_arg(ev->row->flags, ev->n->params, (int)ev->n->nargs)], "write");
}

/* Who else can reach the array: the function's caller, if it came in through a parameter. */
static bool from_caller(const struct state *s, val_t root)
{
	const struct val *x = val_get(s->vs, root);

	if (x->kind != VAL_LOAD)
		return false;
	x = val_get(s->vs, x->a);
	if (x->kind == VAL_LOAD) /* *pages of struct page ***pages */
		x = val_get(s->vs, x->a);
	return x->kind == VAL_VAR && x->var->kind == IR_PARAM;
}

static void do_acquire(struct solver *sv, struct state *s, unsigned int block,
		       const struct ir_node *n, state_vec *next)
{
	const struct api_row *row = api_find(n->callee);
	struct event ev = { .sv = sv, .s = s, .n = n, .row = row };
	bool none;

	ev.pages = named_arg(s, n, row->pages);
	ev.flags = named_arg(s, n, row->flags);
	none = ev.pages && state_is_zero(s, ev.pages);
	note_acquire(sv, &ev, none);
	ask_rules(sv, &ev, ON_ACQUIRE);
	if (none || (row->pages && !ev.pages)) {
		fresh_result(s, n);
		vec_push(next, s);
		return;
	}
	val_t asked = count_arg(s, n, row), root;

	/* asked for may be what the last round left over */
	if (asked && val_mentions(s->vs, asked, n))
		asked = val_stale(s->vs, NULL, val_fn(s->vs, "#asked"));
	state_forget(s, n);
	root = acquire_root(s, n, row, ev.pages);
	if (root && row->shape != S_RESULT && row->shape != S_ARRAYP && row->shape != S_BIO &&
	    is_local(s, val_object(s->vs, root)))
		state_clobber(s, root, n);
	start_held(s, block, n, row, root, asked);
	if (root && from_caller(s, root))
		solver_site(sv, n, row)->to_caller = true;
	for (int o = OUT_ERROR; o <= OUT_FULL; o++)
		split_outcome(sv, s, n, (enum outcome)o, next);
}

static void note_release(struct solver *sv, const struct held *h, const struct ir_node *n)
{
	struct solved_site *site = solver_site(sv, h->node, h->row);

	for (size_t i = 0; i < site->releases.n; i++)
		if (site->releases.v[i] == n)
			return;
	vec_push(&site->releases, n);
}

static void release_held(struct solver *sv, struct event *ev)
{
	struct held *h = ev->h;
	int64_t num;

	if (!h->now && !h->before) {
		/* nothing is held: the rules may say something to the call itself */
		ask_rules(sv, ev, ON_RELEASE);
		return;
	}
	if (ev->count && val_is_int(ev->s->vs, ev->count, &num) && !num)
		return;
	if (h->extra && ev->row->kind == K_GET) {
		/* one of the references may be the one that get_page() took */
		h->doubt = true;
		return;
	}
	note_release(sv, h, ev->n);
	ask_rules(sv, ev, ON_RELEASE);
	h->released = true;
	h->release = ev->n;
	h->elems |= ev->row->shape == S_PAGE;
	state_step(ev->s, ev->n->loc, ev->n,
		   arena_printf(&sv->out->mem, "%s() drops them", ev->n->callee));
}

/* A page that cannot be traced may be any page. */
static bool untraceable(const struct state *s, val_t v)
{
	const struct val *x = val_get(s->vs, val_page(s->vs, v));

	if (x->kind == VAL_LOAD && x->a)
		x = val_get(s->vs, val_object(s->vs, x->a));
	return x->kind != VAL_LOAD && x->kind != VAL_VAR;
}

static void do_release(struct solver *sv, struct state *s, const struct ir_node *n)
{
	const struct api_row *row = api_find(n->callee);
	struct event ev = { .sv = sv, .s = s, .n = n, .row = row };
	bool matched = false;

	ev.pages = named_arg(s, n, row->pages);
	ev.count = count_arg(s, n, row);
	for (unsigned int i = 0; ev.pages && i < s->nheld; i++) {
		ev.h = &s->held[i];
		if (!state_match(s, ev.h, ev.pages))
			continue;
		matched = true;
		release_held(sv, &ev);
	}
	if (!matched && (!ev.pages || untraceable(s, ev.pages)))
		transfer_doubt(s);
	fresh_result(s, n);
}

static void do_dirty(struct state *s, const struct ir_node *n)
{
	const struct api_row *row = api_find(n->callee);
	val_t v = named_arg(s, n, row->pages);

	for (unsigned int i = 0; v && i < s->nheld; i++)
		if (state_match(s, &s->held[i], v))
			s->held[i].dirtied = true;
	fresh_result(s, n);
}

static void note_access(struct solver *sv, struct state *s, const struct api_row *row, val_t v)
{
	for (unsigned int i = 0; i < s->nheld; i++)
		if (state_derives(s, &s->held[i], v))
			solver_site(sv, s->held[i].node, s->held[i].row)->access |= 1u << row->kind;
}

static void do_access(struct solver *sv, struct state *s, const struct ir_node *n)
{
	const struct api_row *row = api_find(n->callee);
	val_t v = named_arg(s, n, row->pages);

	switch (row->role) {
	case API_REF:
		for (unsigned int i = 0; v && i < s->nheld; i++)
			if (state_match(s, &s->held[i], v))
				s->held[i].extra = true;
		break;
	case API_PUT:
		if (v) {
			note_access(sv, s, row, v);
			escape(sv, s, n, v);
		}
		break;
	case API_ACCESS:
		if (v)
			note_access(sv, s, row, v);
		break;
	case API_NOTIFIER:
		sv->notifier = true;
		break;
	default:
		break;
	}
	fresh_result(s, n);
	if (row->role == API_ALLOC && row->kind == M_ZEROED && n->dst)
		state_zeroed(s, val_result(s->vs, n, false));
}

void transfer_node(struct solver *sv, struct state *s, unsigned int block, const struct ir_node *n,
		   state_vec *next)
{
	switch (n->kind) {
	case IR_ASSIGN:
		do_assign(s, n);
		break;
	case IR_STORE:
		do_store(sv, s, n);
		break;
	case IR_ACQUIRE:
		do_acquire(sv, s, block, n, next);
		return;
	case IR_RELEASE:
		do_release(sv, s, n);
		break;
	case IR_DIRTY:
		do_dirty(s, n);
		break;
	case IR_ACCESS:
		do_access(sv, s, n);
		break;
	case IR_CALL:
	case IR_ESCAPE:
		do_call(sv, s, n);
		break;
	case IR_UNKNOWN:
		transfer_doubt(s);
		break;
	default:
		BUG("%s is no step", ir_kind_name(n->kind));
	}
	vec_push(next, s);
}

static unsigned int fate_of(const struct held *h)
{
	if (!h->now && !h->before)
		return 0;
	if (h->released)
		return FATE_RELEASED;
	if (h->escaped)
		return FATE_KEPT;
	if (h->doubt)
		return FATE_DOUBT;
	return h->owned ? FATE_LOST : FATE_LEFT;
}

void transfer_return(struct solver *sv, struct state *s, const struct ir_node *n)
{
	struct event ev = { .sv = sv, .s = s, .n = n };
	val_t v;

	if (n->nargs) {
		v = transfer_value(s, &n->args[0], n);
		for (unsigned int i = 0; i < s->nheld; i++)
			if (state_is_held(&s->held[i]) && state_derives(s, &s->held[i], v))
				solver_site(sv, s->held[i].node, s->held[i].row)->to_caller = true;
		escape(sv, s, n, v);
	}
	for (unsigned int i = 0; i < s->nheld; i++) {
		ev.h = &s->held[i];
		solver_site(sv, ev.h->node, ev.h->row)->fate |= fate_of(ev.h);
		ask_rules(sv, &ev, ON_EXIT);
	}
}
