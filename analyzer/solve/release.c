// SPDX-License-Identifier: GPL-2.0-or-later
/* What happens to pages between the acquire and the end: access, carriers, dirtying, release. */
#include "solve/solver.h"

static void note_release(struct solver *sv, const struct held *h, const struct ir_node *n)
{
	struct solved_site *site = solver_site(sv, h->node, h->row);

	for (size_t i = 0; i < site->releases.n; i++)
		if (site->releases.v[i] == n)
			return;
	vec_push(&site->releases, n);
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
		h->doubt = true;
		return;
	}
	note_release(sv, h, ev->n);
	solver_ask(sv, ev, ON_RELEASE);
	h->released = true;
	h->release = ev->n;
	if (ev->dirty == TRI_YES) {
		h->dirtied = true;
		h->dirty = ev->n;
	}
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
	val_t in;

	if (row->shape != S_BIO && row->shape != S_OTHER)
		return v;
	in = state_read(s, release_carrier(s, v), false);
	return val_get(s->vs, in)->kind == VAL_LOAD ? v : in;
}

/* What the access does to the data. */
static enum written written_by(const struct effect *e)
{
	switch (e->row->kind) {
	case A_CPU_WRITE:
		return WRITTEN_YES;
	case A_DMA:
	case A_CPU_MAP:
		return WRITTEN_MAYBE;
	default:
		return WRITTEN_NO;
	}
}

static void note_written(struct held *h, const struct effect *e)
{
	enum written w = written_by(e);

	if (!e->must && w == WRITTEN_YES)
		w = WRITTEN_MAYBE;
	if (w <= h->written)
		return;
	h->written = w;
	h->writer = e->node;
}

void release_effect(struct solver *sv, struct state *s, const struct effect *e)
{
	struct event ev = { .sv = sv,
			    .s = s,
			    .n = e->node,
			    .row = e->row,
			    .pages = e->v,
			    .count = e->count,
			    .dirty = e->dirty };
	val_t v = carried(s, e->row, e->v);
	bool matched = false;

	for (unsigned int i = 0; i < s->nheld; i++) {
		struct held *h = &s->held[i];

		ev.h = h;
		if (e->kind == EFF_ACCESS) {
			if (!state_derives(s, h, v) && !state_match(s, h, v))
				continue;
			solver_site(sv, h->node, h->row)->access |= 1u << e->row->kind;
			solver_ask(sv, &ev, ON_ACCESS);
			note_written(h, e);
			continue;
		}
		if (!state_match(s, h, v) && !(v != e->v && state_match(s, h, e->v)))
			continue;
		matched = true;
		if (e->kind == EFF_RELEASE) {
			release_held(sv, &ev, e->must);
		} else {
			solver_ask(sv, &ev, ON_DIRTY);
			h->dirtied |= e->must;
			h->dirty = e->node;
		}
	}
	if (!matched && e->kind == EFF_RELEASE && untraceable(s, v))
		transfer_doubt(s);
	if (state_external(s, v)) {
		struct effect mine = *e;

		mine.v = v;
		state_effect(s, &mine);
		solver_foreign(sv, &mine);
	}
	ev.h = NULL;
	if (!matched && e->kind != EFF_ACCESS)
		solver_ask(sv, &ev, ON_FOREIGN);
}

static enum tri makes_dirty(struct state *s, const struct ir_node *n, const struct api_row *row)
{
	val_t v = transfer_arg(s, n, row->dirty);
	int64_t lo, hi;

	if (!row->dirty)
		return TRI_NO;
	if (!v)
		return api_always_dirties(row, n->params, (int)n->nargs) ? TRI_YES : TRI_NO;
	state_range(s, v, &lo, &hi);
	if (!lo && !hi)
		return TRI_NO;
	return lo > 0 || hi < 0 ? TRI_YES : TRI_MAYBE;
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
				.dirty = kind == EFF_RELEASE ? makes_dirty(s, n, row) : TRI_YES };
}

void release_node(struct solver *sv, struct state *s, const struct ir_node *n)
{
	struct effect e = effect_of(s, n, EFF_RELEASE);

	if (e.v) {
		release_effect(sv, s, &e);
	} else {
		transfer_doubt(s);
		s->lossy = true;
	}
	transfer_fresh(s, n);
}

void release_dirty_node(struct solver *sv, struct state *s, const struct ir_node *n)
{
	struct effect e = effect_of(s, n, EFF_DIRTY);

	if (e.v)
		release_effect(sv, s, &e);
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

/* What @pages leads to is reached through another carrier, too. */
static void copy_node(struct solver *sv, struct state *s, const struct ir_node *n,
		      const struct api_row *row)
{
	val_t from = transfer_arg(s, n, row->pages), to;

	transfer_fresh(s, n);
	to = row->carrier ? transfer_arg(s, n, row->carrier) : val_result(s->vs, n, false);
	if (from && to)
		transfer_store(sv, s, n, release_carrier(s, to),
			       state_read(s, release_carrier(s, from), false));
}

/* The callback gets the object, at a time that is not known. */
static void context_node(struct solver *sv, struct state *s, const struct ir_node *n,
			 const struct api_row *row)
{
	val_t v = transfer_arg(s, n, row->carrier);

	if (v)
		escape_hand_over(sv, s, n, v);
	transfer_fresh(s, n);
}

static void inert_node(struct state *s, const struct ir_node *n, const struct api_row *row)
{
	val_t v = row->kind == I_WRITES ? transfer_arg(s, n, row->pages) : 0;

	if (v)
		escape_changed(s, n, v);
	transfer_fresh(s, n);
}

static void free_node(struct state *s, const struct ir_node *n, const struct api_row *row)
{
	val_t v = row->pages ? transfer_arg(s, n, row->pages) : 0;

	if (!row->pages && n->nargs)
		v = transfer_value(s, &n->args[n->nargs - 1], n);
	if (v)
		escape_freed(s, v);
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
	val_t carrier = transfer_arg(s, n, row->carrier), v;

	transfer_fresh(s, n);
	if (!carrier || !n->dst)
		return;
	v = state_read(s, release_carrier(s, carrier), false);
	transfer_result(s, n, v);
}

static void ref_node(struct state *s, const struct ir_node *n, const struct api_row *row)
{
	val_t v = transfer_arg(s, n, row->pages);

	for (unsigned int i = 0; v && i < s->nheld; i++)
		if (state_match(s, &s->held[i], v))
			s->held[i].extra = true;
	transfer_fresh(s, n);
}

static void access_effect(struct solver *sv, struct state *s, const struct ir_node *n)
{
	struct effect e = effect_of(s, n, EFF_ACCESS);
	val_t kept = transfer_arg(s, n, e.row->keeps);

	if (e.v)
		release_effect(sv, s, &e);
	if (kept)
		escape_hand_over(sv, s, n, kept);
	transfer_fresh(s, n);
}

void release_access_node(struct solver *sv, struct state *s, const struct ir_node *n,
			 state_vec *next)
{
	const struct api_row *row = api_find(n->callee);
	val_t v;

	switch (row->role) {
	case API_REF:
		ref_node(s, n, row);
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
		access_effect(sv, s, n);
		break;
	case API_COPY:
		copy_node(sv, s, n, row);
		break;
	case API_CONTEXT:
		context_node(sv, s, n, row);
		break;
	case API_INERT:
		inert_node(s, n, row);
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
