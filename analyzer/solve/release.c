// SPDX-License-Identifier: GPL-2.0-or-later
/* What happens to pages between the acquire and the end: access, carriers, dirtying, release. */
#include "solve/atomic.h"
#include "solve/pages.h"

static void note_release(struct solver *sv, const struct held *h, const struct ir_node *n)
{
	struct solved_site *site = solver_site(sv, h->node, h->row);

	for (size_t i = 0; i < site->releases.n; i++)
		if (site->releases.v[i] == n)
			return;
	vec_push(&site->releases, n);
}

static void note_dirtied(struct solver *sv, const struct event *ev)
{
	struct solved_site *site = solver_site(sv, ev->h->node, ev->h->row);

	site->dirtied |= ev->dirty != TRI_NO;
	if ((ev->dirty == TRI_NO && !ev->h->dirty) || rule_write(ev) == TRI_NO)
		return;
	for (size_t i = 0; i < site->dirtied_at.n; i++)
		if (site->dirtied_at.v[i] == ev->n)
			return;
	vec_push(&site->dirtied_at, ev->n);
}

static void release_held(struct solver *sv, struct event *ev, bool must)
{
	struct held *h = ev->h;
	int64_t num;

	if (!h->now && !h->before) {
		/* nothing is held: the rules may say something to the call itself */
		if (must)
			solver_ask(sv, ev, ON_RELEASE);
		return;
	}
	if (ev->count && val_is_int(ev->s->vs, ev->count, &num) && !num)
		return;
	if (!must || (h->extra && ev->row->kind == K_GET)) {
		/* one of the references may be the one that get_page() took */
		if (!must)
			note_release(sv, h, ev->n);
		h->doubt = h->unclear = true;
		return;
	}
	note_release(sv, h, ev->n);
	note_dirtied(sv, ev);
	solver_ask(sv, ev, ON_RELEASE);
	h->released = true;
	h->release = ev->n;
	h->dirtied |= ev->dirty == TRI_YES;
	if (ev->dirty != TRI_NO)
		h->dirty = ev->n;
	h->elems |= ev->row->shape == S_PAGE;
	state_step(ev->s, ev->n->loc, ev->n,
		   arena_printf(sv->mem, "%s() drops them", ev->n->callee));
}

/* A page that cannot be traced may be any page. */
static bool untraceable(const struct state *s, val_t v)
{
	const struct val *x = val_get(s->vs, val_page(s->vs, v));

	if (x->kind == VAL_LOAD && x->a)
		x = val_get(s->vs, val_object(s->vs, x->a));
	return x->kind != VAL_LOAD && x->kind != VAL_VAR;
}

val_t release_carrier(struct state *s, val_t v)
{
	const struct val *x = val_get(s->vs, v);

	for (;; x = val_get(s->vs, v)) {
		if (x->kind == VAL_ELEM || (x->kind == VAL_FIELD && api_is_carrier(x->record)))
			v = x->a;
		else if (x->kind == VAL_LOAD && val_get(s->vs, x->a)->kind == VAL_FIELD &&
			 api_is_carrier(val_get(s->vs, x->a)->record))
			v = x->a;
		else
			break;
	}
	return val_field(s->vs, v, "#carrier", "pages");
}

/* Pages in a carrier are what was put there. */
static val_t carried(struct state *s, const struct api_row *row, val_t v)
{
	val_t at, in;
	const struct val *x;

	if (row->shape != S_BIO && row->shape != S_OTHER)
		return v;
	at = release_carrier(s, v);
	in = state_read(s, at, false);
	x = val_get(s->vs, in);
	return x->kind == VAL_LOAD && x->a == at ? v : in;
}

static void note_written(const struct state *s, struct held *h, const struct effect *e)
{
	enum written w = effect_written(s, e);

	if (w <= h->written)
		return;
	h->written = w;
	h->writer = e->node;
}

static void note_access(struct solver *sv, const struct held *h, const struct effect *e)
{
	struct solved_site *site = solver_site(sv, h->node, h->row);

	site->access |= 1u << e->row->kind;
	for (size_t i = 0; i < site->accesses.n; i++)
		if (site->accesses.v[i] == e->node)
			return;
	vec_push(&site->accesses, e->node);
}

/* Which pages go, and what dropped some of them before. */
static void name_drop(const struct state *s, const struct effect *e, struct drop *d,
		      struct event *ev)
{
	if (e->kind != EFF_RELEASE || !drop_name(s, d, e->row, e->v, e->count))
		return;
	d->node = e->node;
	d->chance = e->chance;
	ev->part = d;
	if (e->must)
		ev->again = drops_find(s, d);
}

static void reference(struct state *s, const struct effect *e)
{
	for (unsigned int i = 0; i < s->nheld; i++)
		if (state_match(s, &s->held[i], e->v))
			s->held[i].extra = true;
	drops_forget_page(s, e->v);
	if (state_external(s, e->v))
		state_effect(s, e);
}

static void dirty_held(struct solver *sv, struct event *ev, bool must)
{
	struct held *h = ev->h;
	bool locked = ev->locked;

	ev->locked |= h->locked;
	if (must)
		solver_ask(sv, ev, ON_DIRTY);
	ev->locked = locked;
	h->dirtied |= must;
	h->dirty = ev->n;
	solver_site(sv, h->node, h->row)->dirtied = true;
}

/* The object of it is the result of a call: somebody looked it up. */
static bool is_found(const struct state *s, val_t v)
{
	const struct val *x = val_get(s->vs, v);
	bool field = false;

	while (x->a && (x->kind == VAL_LOAD || x->kind == VAL_FIELD || x->kind == VAL_ELEM ||
			x->kind == VAL_OP)) {
		field |= x->kind == VAL_FIELD && x->record[0] != '#';
		v = x->a;
		x = val_get(s->vs, v);
	}
	return field && x->kind == VAL_RESULT && !escape_is_alloc(s, v);
}

/* What lies in storage goes, though nothing can be said of it to callers: one page in a variable,
 * or in an object that was looked up. */
static void drop_stored(struct solver *sv, struct state *s, const struct effect *e, val_t v)
{
	struct effect mine = *e;

	mine.v = escape_is_local(s, v) ? state_read(s, v, false) : v;
	mine.dirty = effect_dirty(s, e);
	mine.locked |= e->kind == EFF_DIRTY && pages_locked(s, e->v);
	if (mine.v != v ? state_external(s, mine.v) : is_found(s, v))
		solver_foreign(sv, &mine, NULL);
}

/* Pages that were taken one by one, and copied into the array that goes as a whole. */
static bool in_array(const struct state *s, const struct held *h, const struct effect *e, val_t v)
{
	val_t array = val_array(s->vs, v);

	if (e->row->shape != S_ARRAY || (e->kind != EFF_RELEASE && e->kind != EFF_DIRTY))
		return false;
	for (unsigned int i = 0; i < s->ncells; i++) {
		const struct cell *c = &s->cells[i];
		const struct val *x = val_get(s->vs, c->addr);

		if ((c->addr == array || (x->kind == VAL_ELEM && x->a == array)) &&
		    (state_match(s, h, c->val) || state_derives(s, h, c->val)))
			return true;
	}
	return false;
}

/* Elements of the same array, but not those that the call filled. */
static bool is_apart(const struct state *s, const struct held *h, const struct effect *e)
{
	struct drop d = { 0 };

	if (e->row->shape != S_ARRAY || !h->first || !h->asked || !h->now || h->before ||
	    !drop_name(s, &d, e->row, e->v, e->count) || d.root != h->root || d.page)
		return false;
	return state_decide(s, IR_OP_GE, d.from, val_op(s->vs, IR_OP_ADD, h->first, h->asked)) >
		       0 ||
	       (d.to && state_decide(s, IR_OP_LT, d.from, d.to) > 0 &&
		state_decide(s, IR_OP_LE, d.to, h->first) > 0);
}

void release_effect(struct solver *sv, struct state *s, const struct effect *e)
{
	struct drop d = { 0 };
	struct event ev = { .sv = sv,
			    .s = s,
			    .n = e->node,
			    .row = e->row,
			    .pages = e->v,
			    .count = e->count,
			    .dirty = effect_dirty(s, e),
			    .locked = e->locked,
			    .looped = e->looped };
	val_t v = carried(s, e->row, e->v);
	bool matched = false;

	if (e->kind == EFF_REF) {
		reference(s, e);
		return;
	}
	if (e->kind == EFF_SLEEP) {
		atomic_sleep(sv, s, e);
		return;
	}
	ev.locked |= e->kind == EFF_DIRTY && pages_locked(s, e->v);
	if (e->kind == EFF_RELEASE)
		ev.asked = e->row->kind == K_PIN ?
				   query_stronger(e->asked, query_asked(sv, s, e->v)) :
				   TRI_NO;
	name_drop(s, e, &d, &ev);
	for (unsigned int i = 0; i < s->nheld; i++) {
		struct held *h = &s->held[i];

		ev.h = h;
		if (e->kind == EFF_ACCESS) {
			if (!state_derives(s, h, v) && !state_match(s, h, v))
				continue;
			note_access(sv, h, e);
			solver_ask(sv, &ev, ON_ACCESS);
			note_written(s, h, e);
			continue;
		}
		if (!state_match(s, h, v) && !(v != e->v && state_match(s, h, e->v)) &&
		    !in_array(s, h, e, v))
			continue;
		if (is_apart(s, h, e))
			continue;
		matched = true;
		if (e->kind == EFF_RELEASE) {
			release_held(sv, &ev, e->must);
		} else {
			dirty_held(sv, &ev, e->must);
		}
	}
	if (!matched && e->kind == EFF_RELEASE && untraceable(s, v))
		transfer_doubt(s);
	if (state_external(s, v)) {
		struct effect mine = *e;

		mine.v = v;
		mine.looped = e->looped || cfg_in_loop(sv->cfg, sv->block);
		mine.locked = ev.locked;
		mine.dirty = ev.dirty;
		mine.asked = ev.asked;
		mine.written = e->kind == EFF_ACCESS ? effect_written(s, e) : WRITTEN_NO;
		state_effect(s, &mine);
		/* of a page that others know too, more than one reference may be dropped here */
		solver_foreign(sv, &mine, matched || !e->row->user ? NULL : ev.again);
	} else if (!matched && (e->kind == EFF_RELEASE || e->kind == EFF_DIRTY)) {
		drop_stored(sv, s, e, v);
	}
	ev.h = NULL;
	if (!matched && e->kind != EFF_ACCESS)
		solver_ask(sv, &ev, ON_FOREIGN);
	if (!matched && e->kind == EFF_DIRTY && untraceable(s, v))
		for (unsigned int i = 0; i < s->nheld; i++)
			s->held[i].dirty = e->node;
	if (e->kind == EFF_DIRTY && e->must)
		pages_dirty(s, e, ev.locked);
	if (ev.part && e->must)
		drops_add(s, &d);
}

/* As far as the call alone says it; what its argument is worth is the business of effect_dirty(). */
static enum tri makes_dirty(const struct ir_node *n, const struct api_row *row)
{
	if (!row->dirty)
		return TRI_NO;
	return api_always_dirties(row, n->params, (int)n->nargs) ? TRI_YES : TRI_NO;
}

static struct effect effect_of(struct state *s, const struct ir_node *n, enum effect_kind kind)
{
	const struct api_row *row = api_find(n->callee);

	return (struct effect){ .kind = kind,
				.must = true,
				.node = n,
				.row = row,
				.v = transfer_arg(s, n, row->pages),
				.count = transfer_count(s, n, row),
				.how = transfer_arg(s, n,
						    kind == EFF_RELEASE ? row->dirty : row->dir),
				.dirty = kind == EFF_RELEASE ? makes_dirty(n, row) : TRI_YES };
}

/* NULL, read from the variable that a call should have filled: it is that call's page that goes. */
static val_t missing_page(struct state *s, const struct ir_node *n, const struct effect *e)
{
	int i = api_arg(e->row->pages, n->params, (int)n->nargs);
	val_t addr;

	if (e->row->shape != S_PAGE || i < 0 || (unsigned int)i >= n->nargs ||
	    n->args[i].kind != IR_PLACE || n->args[i].place->n || !state_is_zero(s, e->v))
		return e->v;
	addr = val_var(s->vs, n->args[i].place->var);
	for (unsigned int k = 0; k < s->nheld; k++)
		if (s->held[k].root == addr && !s->held[k].now && !s->held[k].before)
			return val_load(s->vs, addr, NULL, false);
	return e->v;
}

void release_node(struct solver *sv, struct state *s, const struct ir_node *n)
{
	struct effect e = effect_of(s, n, EFF_RELEASE);

	if (e.v)
		e.v = missing_page(s, n, &e);
	if (e.v) {
		release_effect(sv, s, &e);
		atomic_sleep(sv, s, &e);
	} else {
		transfer_doubt(s);
		s->lossy = true;
	}
	transfer_fresh(s, n);
}

void release_dirty_node(struct solver *sv, struct state *s, const struct ir_node *n)
{
	struct effect e = effect_of(s, n, EFF_DIRTY);

	if (e.v) {
		release_effect(sv, s, &e);
		atomic_sleep(sv, s, &e);
	}
	transfer_fresh(s, n);
}

static void put_into(struct solver *sv, struct state *s, const struct ir_node *n,
		     const struct api_row *row, val_t v)
{
	val_t carrier = transfer_arg(s, n, row->carrier);

	for (unsigned int i = 0; i < s->nheld; i++)
		if (state_derives(s, &s->held[i], v))
			solver_site(sv, s->held[i].node, s->held[i].row)->put = n;
	if (row->own_ref)
		return;
	if (!carrier) {
		escape_unknown(sv, s, n, v);
		return;
	}
	transfer_store(sv, s, n, release_carrier(s, carrier), v);
}

static bool leads_to_pages(const struct state *s, val_t v)
{
	for (unsigned int i = 0; i < s->nheld; i++)
		if (state_derives(s, &s->held[i], v))
			return true;
	return false;
}

/* What @pages leads to is reached through another carrier, too. */
static void copy_node(struct solver *sv, struct state *s, const struct ir_node *n,
		      const struct api_row *row)
{
	val_t from = transfer_arg(s, n, row->pages), to, in;

	transfer_fresh(s, n);
	to = row->carrier ? transfer_arg(s, n, row->carrier) : val_result(s->vs, n, false);
	if (!from || !to)
		return;
	in = state_read(s, release_carrier(s, from), false);
	/* the next page of an iterator is another one */
	drops_forget_behind(s, val_object(s->vs, to));
	/* an object that is no carrier is what leads to its pages */
	transfer_store(sv, s, n, release_carrier(s, to), leads_to_pages(s, in) ? in : from);
}

/* The callback gets the object, at a time that is not known; without one, whoever has the other
 * references has it, unless the call says that this was the last. */
static void context_node(struct solver *sv, struct state *s, const struct ir_node *n,
			 const struct api_row *row, state_vec *next)
{
	val_t v = transfer_arg(s, n, row->carrier), zero = val_int(s->vs, 0), result;
	struct state *t = s;

	transfer_fresh(s, n);
	if (row->kind == C_LAST && n->dst) {
		t = state_copy(s);
		result = state_read(s, val_var(s->vs, n->dst->var), false);
		if (state_assume(s, IR_OP_NE, result, zero, true))
			vec_push(next, s);
		if (!state_assume(t, IR_OP_EQ, result, zero, true))
			return;
	}
	if (v)
		escape_hand_over(sv, t, n, v);
	vec_push(next, t);
}

static void inert_node(struct solver *sv, struct state *s, const struct ir_node *n,
		       const struct api_row *row)
{
	val_t v = row->kind == I_WRITES ? transfer_arg(s, n, row->pages) : 0;
	val_t kept = transfer_arg(s, n, row->keeps);

	/* a work item, a timer: the object that it lies in is found again later */
	if (kept)
		escape_hand_over(sv, s, n, kept);

	if (v) {
		pages_stored(sv, s, v);
		escape_changed(s, n, v);
	}
	transfer_fresh(s, n);
}

static void free_node(struct state *s, const struct ir_node *n, const struct api_row *row)
{
	val_t v = row->pages ? transfer_arg(s, n, row->pages) : 0;

	if (!row->pages && n->nargs)
		v = transfer_value(s, &n->args[n->nargs - 1], n);
	if (v) {
		escape_freed(s, v);
		drops_forget_behind(s, v);
	}
	transfer_fresh(s, n);
}

/* The result says whether the carrier took the pages. */
static void put_node(struct solver *sv, struct state *s, const struct ir_node *n,
		     const struct api_row *row, val_t v, state_vec *next)
{
	val_t zero = val_int(s->vs, 0), result;
	struct state *t;

	transfer_fresh(s, n);
	result = val_result(s->vs, n, false);
	if (n->dst && (row->held == H_ZERO || row->held == H_COUNT || row->held == H_BYTES ||
		       row->held == H_TRUE || row->held == H_NOT_ERR || row->held == H_NONNULL)) {
		t = state_copy(s);
		/* nothing is put */
		if (state_assume(t, row->held == H_ZERO ? IR_OP_NE : IR_OP_LE, result, zero, true))
			vec_push(next, t);
		if (!state_assume(s, row->held == H_ZERO ? IR_OP_EQ : IR_OP_GT, result, zero, true))
			return;
	}
	put_into(sv, s, n, row, v);
	vec_push(next, s);
}

static void get_node(struct state *s, const struct ir_node *n, const struct api_row *row)
{
	val_t carrier = transfer_arg(s, n, row->carrier), v, at;

	transfer_fresh(s, n);
	if (!carrier || !n->dst)
		return;
	v = state_read(s, release_carrier(s, carrier), false);
	/* a carrier is taken for one place, whichever of its pages is asked for */
	at = state_read(s, val_field(s->vs, carrier, "#carrier", "at"), false);
	transfer_result(s, n, val_op(s->vs, IR_OP_PAGE, v, at));
}

static void ref_node(struct solver *sv, struct state *s, const struct ir_node *n)
{
	struct effect e = effect_of(s, n, EFF_REF);

	if (e.v)
		release_effect(sv, s, &e);
	transfer_fresh(s, n);
}

/* A path on which the device did not get the pages goes to @next.  Return: false if it cannot have
 * got them */
static bool device_took(struct state *s, const struct ir_node *n, enum api_held held,
			state_vec *next)
{
	val_t zero = val_int(s->vs, 0), result;
	enum ir_op fails = held == H_ZERO ? IR_OP_NE : IR_OP_EQ;
	struct state *t;

	if (!n->dst || (held != H_ZERO && held != H_TRUE))
		return true;
	result = state_read(s, val_var(s->vs, n->dst->var), false);
	t = state_copy(s);
	if (state_assume(t, fails, result, zero, true))
		vec_push(next, t);
	return state_assume(s, fails, result, zero, false);
}

static void access_effect(struct solver *sv, struct state *s, const struct ir_node *n,
			  state_vec *next)
{
	struct effect e = effect_of(s, n, EFF_ACCESS);
	val_t kept = transfer_arg(s, n, e.row->keeps);

	transfer_fresh(s, n);
	if (!device_took(s, n, e.row->held, next))
		return;
	if (e.v)
		release_effect(sv, s, &e);
	if (kept)
		escape_hand_over(sv, s, n, kept);
	if (e.v && e.row->kind == A_CPU_MAP)
		pages_mapped(s, n, e.v);
	/* of one page there is an address, of many vmap() may find none */
	if (n->dst && e.row->kind == A_CPU_MAP && e.row->shape == S_PAGE)
		state_assume(s, IR_OP_GT, state_read(s, val_var(s->vs, n->dst->var), false),
			     val_int(s->vs, 0), true);
	vec_push(next, s);
}

void release_access_node(struct solver *sv, struct state *s, const struct ir_node *n,
			 state_vec *next)
{
	const struct api_row *row = api_find(n->callee);
	val_t v;

	switch (row->role) {
	case API_REF:
		ref_node(sv, s, n);
		break;
	case API_PUT:
		v = transfer_arg(s, n, row->pages);
		if (v) {
			put_node(sv, s, n, row, v, next);
			return;
		}
		transfer_fresh(s, n);
		break;
	case API_GET:
		get_node(s, n, row);
		break;
	case API_ACCESS:
		if (row->kind == L_LOCK || row->kind == L_UNLOCK || row->kind == L_TRYLOCK) {
			pages_lock_node(sv, s, n, row, next);
			return;
		}
		access_effect(sv, s, n, next);
		return;
	case API_LOCK:
		atomic_lock_node(s, n, row, next);
		return;
	case API_COPY:
		copy_node(sv, s, n, row);
		break;
	case API_CONTEXT:
		context_node(sv, s, n, row, next);
		return;
	case API_INERT:
		inert_node(sv, s, n, row);
		break;
	case API_FREE:
		free_node(s, n, row);
		break;
	case API_NOTIFIER:
		sv->notifier = true;
		transfer_fresh(s, n);
		break;
	default:
		transfer_fresh(s, n);
		if (row->role == API_ALLOC && row->kind == M_ZEROED && n->dst)
			state_zeroed(s, val_result(s->vs, n, false));
	}
	vec_push(next, s);
}
