// SPDX-License-Identifier: GPL-2.0-or-later
/* Marks on single pages, and who writes their data. */
#include "solve/pages.h"

#include <string.h>

#include "solve/state_impl.h"

static const val_t mark_array[] = {
	[PAGE_LOCKED] = VAL_PAGE_LOCKED,
	[PAGE_DIRTIED] = VAL_PAGE_DIRTIED,
	[PAGE_MAPPED] = VAL_PAGE_MAPPED,
};
#define NR_MARKS (sizeof(mark_array) / sizeof(mark_array[0]))

/* A store through an address of a page's data, and an address that others may store through. */
static const struct api_row row_store = { .name = "store",
					  .role = API_ACCESS,
					  .kind = A_CPU_WRITE,
					  .shape = S_PAGE };
static const struct api_row row_shown = { .name = "address",
					  .role = API_ACCESS,
					  .kind = A_CPU_MAP,
					  .shape = S_PAGE };

/* The lock of a page is taken or given back. */
static const struct api_row row_lock = { .name = "lock",
					 .role = API_ACCESS,
					 .kind = A_STRUCT_PAGE,
					 .shape = S_PAGE };

static val_t mark_addr(const struct state *s, enum page_mark m, val_t page)
{
	return val_elem(s->vs, mark_array[m], val_page(s->vs, page));
}

static void set_mark(struct state *s, enum page_mark m, val_t page, const struct ir_node *n)
{
	/* a number, because the node may run again and the mark still stands */
	state_write(s, mark_addr(s, m, page), val_int(s->vs, n ? (int64_t)(uintptr_t)n : 1));
}

static val_t get_mark(const struct state *s, enum page_mark m, val_t page)
{
	val_t addr = mark_addr(s, m, page);
	unsigned int i = state_cell_find(s, addr);

	return i < s->ncells && s->cells[i].addr == addr ? s->cells[i].val : 0;
}

/* Which mark lies at @addr, NR_MARKS if none does. */
static size_t mark_at(const struct state *s, val_t addr)
{
	const struct val *x = val_get(s->vs, addr);
	size_t m = 0;

	if (x->kind != VAL_ELEM || x->a >= VAL_NAMES_END)
		return NR_MARKS;
	while (m < NR_MARKS && x->a != mark_array[m])
		m++;
	return m;
}

bool pages_is_mark(const struct state *s, val_t addr)
{
	return mark_at(s, addr) < NR_MARKS;
}

bool pages_is_private(const struct state *s, val_t addr)
{
	size_t m = mark_at(s, addr);

	return m < NR_MARKS && m != PAGE_MAPPED;
}

/* Drop the marks that @gone says no to. */
static void sweep(struct state *s, bool (*gone)(const struct state *, size_t, val_t, const void *),
		  const void *arg)
{
	unsigned int k = 0;

	for (unsigned int i = 0; i < s->ncells; i++) {
		size_t m = mark_at(s, s->cells[i].addr);

		if (m == NR_MARKS || !gone(s, m, val_get(s->vs, s->cells[i].addr)->b, arg))
			s->cells[k++] = s->cells[i];
	}
	s->ncells = k;
}

static bool of_node(const struct state *s, size_t m, val_t page, const void *n)
{
	(void)m;
	return val_mentions(s->vs, page, n);
}

void pages_forget(struct state *s, const struct ir_node *n)
{
	sweep(s, of_node, n);
}

static bool of_round(const struct state *s, size_t m, val_t page, const void *head)
{
	(void)m;
	return val_mentions_phi(s->vs, page, *(const unsigned int *)head);
}

void pages_forget_round(struct state *s, unsigned int head)
{
	sweep(s, of_round, &head);
}

static bool of_root(const struct state *s, size_t m, val_t page, const void *root)
{
	return m != PAGE_MAPPED && val_contains(s->vs, page, *(const val_t *)root);
}

void pages_taken(struct state *s, val_t root)
{
	if (val_get(s->vs, root)->kind != VAL_INT)
		sweep(s, of_root, &root);
}

static bool same_page(const struct state *s, size_t m, val_t page, const void *v)
{
	return m == PAGE_LOCKED && page == *(const val_t *)v;
}

static const struct ir_node *node_of(const struct state *s, val_t v)
{
	return (const struct ir_node *)(uintptr_t)val_get(s->vs, v)->num;
}

bool pages_locked(const struct state *s, val_t page)
{
	return get_mark(s, PAGE_LOCKED, page);
}

/* The address of the array that @page was read from, 0 if it was read from none. */
static val_t array_of(const struct state *s, val_t page)
{
	const struct val *x = val_get(s->vs, val_page(s->vs, page));

	return x->kind == VAL_LOAD && x->a ? val_array(s->vs, x->a) : 0;
}

/* The array went from its start on, and nothing says that the element lies behind the end. */
static const struct drop *array_dropped(const struct state *s, const struct drop *d)
{
	int64_t from;

	for (unsigned int i = 0; i < s->ndrops; i++) {
		const struct drop *o = &s->drops[i];

		if (o->root == d->root && !o->page && !o->chance && o->to &&
		    val_is_int(s->vs, o->from, &from) && !from &&
		    state_decide(s, IR_OP_LT, d->from, o->to))
			return o;
	}
	return NULL;
}

const struct drop *pages_dropped(const struct state *s, val_t page)
{
	static const struct api_row pin = { .kind = K_PIN, .shape = S_PAGE };
	static const struct api_row get = { .kind = K_GET, .shape = S_PAGE };
	struct drop d = { 0 };
	const struct drop *o;

	if (!drop_name(s, &d, &pin, page, val_int(s->vs, 1)))
		return NULL;
	o = drops_find(s, &d);
	d.row = &get;
	if (!o)
		o = drops_find(s, &d);
	return o ? o : array_dropped(s, &d);
}

const struct ir_node *pages_dirtied(const struct state *s, val_t v, unsigned int i)
{
	for (unsigned int k = 0; k < s->ncells; k++) {
		val_t addr = s->cells[k].addr, page;

		if (mark_at(s, addr) != PAGE_DIRTIED)
			continue;
		page = val_get(s->vs, addr)->b;
		if ((page == val_page(s->vs, v) || array_of(s, page) == val_array(s->vs, v)) &&
		    !i--)
			return node_of(s, s->cells[k].val);
	}
	return NULL;
}

void pages_dirty(struct state *s, const struct effect *e, bool locked)
{
	if (e->row->shape == S_PAGE && (!locked || e->row->kind == D_LOCKED))
		set_mark(s, PAGE_DIRTIED, e->v, e->node);
}

static void lock(struct state *s, val_t page, bool locked)
{
	for (unsigned int i = 0; i < s->nheld; i++)
		if (state_match(s, &s->held[i], page))
			s->held[i].locked = locked;
	if (locked) {
		set_mark(s, PAGE_LOCKED, page, NULL);
	} else {
		page = val_page(s->vs, page);
		sweep(s, same_page, &page);
	}
}

void pages_lock_node(struct solver *sv, struct state *s, const struct ir_node *n,
		     const struct api_row *row, state_vec *next)
{
	val_t page = transfer_arg(s, n, row->pages), zero = val_int(s->vs, 0), result;
	struct effect e = { .kind = EFF_ACCESS, .must = true, .node = n, .row = &row_lock };
	struct state *t;

	e.v = page;
	if (page)
		release_effect(sv, s, &e);
	transfer_fresh(s, n);
	if (page && row->kind == L_TRYLOCK && n->dst) {
		result = state_read(s, val_var(s->vs, n->dst->var), false);
		t = state_copy(s);
		if (state_assume(t, row->held == H_ZERO ? IR_OP_NE : IR_OP_EQ, result, zero, true))
			vec_push(next, t);
		if (!state_assume(s, row->held == H_ZERO ? IR_OP_EQ : IR_OP_NE, result, zero, true))
			return;
	}
	if (page)
		lock(s, page, row->kind != L_UNLOCK);
	vec_push(next, s);
}

static bool is_address(const struct ir_node *n)
{
	return n->dst && ir_type_is_ptr(ir_place_type(n->dst));
}

void pages_mapped(struct state *s, const struct ir_node *n, val_t page)
{
	if (is_address(n))
		state_write(s, mark_addr(s, PAGE_MAPPED, val_result(s->vs, n, false)), page);
}

/* The page whose data @addr points into, 0 if it is not known to.  @by: the call that mapped it */
static val_t page_behind(const struct state *s, val_t addr, const struct ir_node **by)
{
	const struct val *x = val_get(s->vs, addr);
	const struct api_row *row;
	val_t v = 0;

	switch (x->kind) {
	case VAL_RESULT:
		if (x->node->kind != IR_ACCESS)
			return 0;
		row = api_find(x->node->callee);
		if (!row || row->kind != A_CPU_MAP)
			return 0;
		*by = x->node;
		return get_mark(s, PAGE_MAPPED, addr);
	case VAL_FIELD:
	case VAL_ELEM:
		return page_behind(s, x->a, by);
	case VAL_OP:
		if (ir_op_is_cmp(x->op))
			return 0;
		if (x->a)
			v = page_behind(s, x->a, by);
		return v || !x->b ? v : page_behind(s, x->b, by);
	default:
		return 0;
	}
}

/* By the node that mapped it. */
static void touched(struct solver *sv, struct state *s, val_t addr, const struct api_row *row)
{
	struct effect e = { .kind = EFF_ACCESS, .must = true, .row = row };

	e.v = page_behind(s, addr, &e.node);
	if (e.v)
		release_effect(sv, s, &e);
}

void pages_stored(struct solver *sv, struct state *s, val_t addr)
{
	touched(sv, s, addr, &row_store);
}

void pages_shown(struct solver *sv, struct state *s, val_t addr)
{
	touched(sv, s, addr, &row_shown);
}

enum tri effect_dirty(const struct state *s, const struct effect *e)
{
	int64_t lo, hi;

	if ((e->kind != EFF_RELEASE && e->kind != EFF_SLEEP) || !e->how)
		return e->dirty;
	state_range(s, e->how, &lo, &hi);
	if (!lo && !hi)
		return TRI_NO;
	return lo > 0 || hi < 0 || state_decide(s, IR_OP_NE, e->how, val_int(s->vs, 0)) > 0 ?
		       TRI_YES :
		       TRI_MAYBE;
}

static enum written written_by_device(const struct state *s, const struct effect *e)
{
	int64_t lo = -1, hi = -1;

	if (e->how) {
		state_range(s, e->how, &lo, &hi);
		if (lo != hi)
			lo = -1;
	}
	switch (api_dir(e->row, (long)lo)) {
	case DIR_FROM_DEVICE:
		return WRITTEN_YES;
	case DIR_TO_DEVICE:
		return WRITTEN_NO;
	case DIR_BOTH:
		return WRITTEN_BOTH;
	default:
		return e->row->kind == A_DMA ? WRITTEN_MAYBE : WRITTEN_NO;
	}
}

enum written effect_written(const struct state *s, const struct effect *e)
{
	enum written w = WRITTEN_NO;

	switch (e->row->kind) {
	case A_CPU_WRITE:
		w = WRITTEN_YES;
		break;
	case A_DMA:
	case A_DMA_END:
		w = written_by_device(s, e);
		break;
	case A_CPU_MAP:
		/* what is done through an address is seen where it is done */
		w = e->row == &row_shown || !is_address(e->node) ? WRITTEN_MAYBE : WRITTEN_NO;
		break;
	default:
		break;
	}
	return e->must || w == WRITTEN_NO ? w : WRITTEN_MAYBE;
}

/* The boolean `write` of old kernels stands where the flags are. */
static bool is_boolean(const struct ir_node *n, const struct api_row *row)
{
	int i = api_arg(row->flags, n->params, (int)n->nargs);

	return i >= 0 && n->params[i] && !strcmp(n->params[i], "write");
}

enum tri rule_write(const struct event *ev)
{
	uint64_t write = rule_flag(ev, "FOLL_WRITE"), must, may;
	const struct held *h = ev->h;
	int64_t lo, hi;

	if (!h->flags)
		return TRI_MAYBE;
	if (is_boolean(h->node, h->row)) {
		state_range(ev->s, h->flags, &lo, &hi);
		return lo > 0 || hi < 0 ? TRI_YES : lo || hi ? TRI_MAYBE : TRI_NO;
	}
	if (!write)
		return TRI_MAYBE;
	val_bits(ev->s->vs, h->flags, &must, &may);
	return must & write ? TRI_YES : may & write ? TRI_MAYBE : TRI_NO;
}

const struct drop *rule_dropped(const struct event *ev)
{
	return pages_dropped(ev->s, ev->pages);
}

const struct ir_node *rule_dirtied(const struct event *ev, unsigned int i)
{
	return pages_dirtied(ev->s, ev->pages, i);
}

bool rule_fails(const struct event *ev)
{
	const char *ret = ev->sv->f->ret;
	enum val_kind kind;
	val_t zero = val_int(ev->s->vs, 0);
	int64_t lo, hi;

	if (!ev->result)
		return false;
	state_range(ev->s, ev->result, &lo, &hi);
	if (ir_type_is_ptr(ret))
		return hi <= 0;
	if (!strcmp(ret, "bool"))
		return !lo && !hi;
	if (hi < 0)
		return true;
	/* what a call that failed said; what memory held is rather a length */
	kind = val_get(ev->s->vs, ev->result)->kind;
	return kind != VAL_LOAD && kind != VAL_STALE &&
	       (lo <= 0 && state_decide(ev->s, IR_OP_NE, ev->result, zero) > 0);
}
