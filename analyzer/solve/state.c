// SPDX-License-Identifier: GPL-2.0-or-later
#include "solve/state.h"

#include <string.h>

#include "solve/pages.h"
#include "solve/state_impl.h"

#define MAX_FACTS 64u

const char *outcome_text(enum outcome o)
{
	static const char *const text[] = {
		[OUT_ERROR] = "takes nothing: it fails",
		[OUT_ZERO] = "takes nothing: it returns 0",
		[OUT_PART] = "takes fewer pages than asked for",
		[OUT_FULL] = "takes what was asked for",
	};

	return text[o];
}

struct state *state_new(struct arena *a, struct values *vs)
{
	struct state *s = arena_new(a, struct state);

	s->mem = a;
	s->vs = vs;
	return s;
}

void *state_copy_array(struct arena *a, const void *p, unsigned int n, unsigned int cap,
		       size_t size)
{
	void *q;

	if (!cap)
		return NULL;
	q = arena_alloc(a, cap * size);
	if (n)
		memcpy(q, p, n * size);
	return q;
}

struct state *state_copy(const struct state *s)
{
	struct state *t = arena_new(s->mem, struct state);

	*t = *s;
	t->ccells = s->ncells + 4;
	t->cranges = s->nranges + 2;
	t->cfacts = s->nfacts + 2;
	t->cheld = s->nheld + 1;
	t->ceffects = s->neffects + (s->neffects > 0);
	t->cdrops = s->ndrops + (s->ndrops > 0);
	t->cells = state_copy_array(s->mem, s->cells, s->ncells, t->ccells, sizeof(*t->cells));
	t->ranges = state_copy_array(s->mem, s->ranges, s->nranges, t->cranges, sizeof(*t->ranges));
	t->facts = state_copy_array(s->mem, s->facts, s->nfacts, t->cfacts, sizeof(*t->facts));
	t->held = state_copy_array(s->mem, s->held, s->nheld, t->cheld, sizeof(*t->held));
	t->effects =
		state_copy_array(s->mem, s->effects, s->neffects, t->ceffects, sizeof(*t->effects));
	t->drops = state_copy_array(s->mem, s->drops, s->ndrops, t->cdrops, sizeof(*t->drops));
	return t;
}

struct step *state_step(struct state *s, struct ir_loc loc, const struct ir_node *n,
			const char *text)
{
	struct step *st = arena_new(s->mem, struct step);

	st->prev = s->trace;
	st->loc = loc;
	st->node = n;
	st->text = text;
	s->trace = st;
	s->nsteps++;
	return st;
}

/* Cells are sorted by address, so that equal memories hash equally. */
unsigned int state_cell_find(const struct state *s, val_t addr)
{
	unsigned int lo = 0, hi = s->ncells;

	while (lo < hi) {
		unsigned int mid = (lo + hi) / 2;

		if (s->cells[mid].addr < addr)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* Marks on values lie in cells of arrays that no program names. */
static bool is_marked(const struct state *s, val_t marks, val_t v)
{
	val_t addr = val_elem(s->vs, marks, v);
	unsigned int i = state_cell_find(s, addr);

	return i < s->ncells && s->cells[i].addr == addr;
}

static const val_t mark_array
	[] = { [MARK_KNOWN] = VAL_KNOWN, [MARK_STORED] = VAL_STORED, [MARK_LOST] = VAL_LOST };

void state_mark(struct state *s, val_t v, enum mark m)
{
	state_write(s, val_elem(s->vs, mark_array[m], v), val_int(s->vs, 1));
}

bool state_marked(const struct state *s, val_t v, enum mark m)
{
	return is_marked(s, mark_array[m], v);
}

void state_zeroed(struct state *s, val_t object)
{
	state_write(s, val_elem(s->vs, VAL_ZEROED, object), val_int(s->vs, 1));
}

void state_touched(struct state *s, val_t addr)
{
	if (is_marked(s, VAL_ZEROED, val_object(s->vs, addr)))
		state_write(s, val_elem(s->vs, VAL_TOUCHED, addr), val_int(s->vs, 1));
}

/* Nobody but this function has written to @addr since it was allocated with zeroes. */
static bool is_zero(const struct state *s, val_t addr)
{
	const struct val *x = val_get(s->vs, addr);

	if (x->kind != VAL_FIELD || !is_marked(s, VAL_ZEROED, val_object(s->vs, addr)))
		return false;
	for (;;) {
		if (is_marked(s, VAL_TOUCHED, addr))
			return false;
		x = val_get(s->vs, addr);
		if (x->kind != VAL_FIELD && x->kind != VAL_ELEM)
			return true;
		addr = x->a;
	}
}

/* Another element of the same array may be the one that is read. */
static val_t any_element(const struct state *s, val_t addr, val_t v)
{
	val_t array = val_array(s->vs, addr);

	for (unsigned int i = 0; i < s->ncells && v; i++)
		if (s->cells[i].addr != addr && val_array(s->vs, s->cells[i].addr) == array)
			v = state_replace(s, s->cells[i].val, v);
	return v;
}

val_t state_read(struct state *s, val_t addr, bool is_unsigned)
{
	unsigned int i = state_cell_find(s, addr);
	val_t v;

	if (i < s->ncells && s->cells[i].addr == addr)
		return s->cells[i].val;
	if (is_zero(s, addr))
		return val_int(s->vs, 0);
	v = val_load(s->vs, addr, NULL, is_unsigned);
	return val_get(s->vs, addr)->kind == VAL_ELEM ? any_element(s, addr, v) : v;
}

void state_write(struct state *s, val_t addr, val_t v)
{
	unsigned int i = state_cell_find(s, addr);

	if (i < s->ncells && s->cells[i].addr == addr) {
		s->cells[i].val = v;
		return;
	}
	STATE_GROW(s, cells, ncells, ccells);
	memmove(&s->cells[i + 1], &s->cells[i], (s->ncells - i) * sizeof(*s->cells));
	s->cells[i] = (struct cell){ addr, val_object(s->vs, addr), v };
	s->ncells++;
}

val_t state_replace(const struct state *s, val_t old, val_t now)
{
	for (unsigned int i = 0; i < s->nheld; i++)
		if (state_derives(s, &s->held[i], old) && !state_derives(s, &s->held[i], now))
			return val_derived(s->vs, now, s->held[i].root);
	return now;
}

/* @addr is @at, or a part of what lies there. */
static bool lies_at(const struct values *vs, val_t addr, val_t at)
{
	const struct val *x = val_get(vs, addr);

	while (addr != at && (x->kind == VAL_FIELD || x->kind == VAL_ELEM)) {
		addr = x->a;
		x = val_get(vs, addr);
	}
	return addr == at;
}

void state_clobber(struct state *s, val_t at, const struct ir_node *n)
{
	val_t object = val_object(s->vs, at);

	for (unsigned int i = 0; i < s->ncells; i++)
		if (s->cells[i].object == object && lies_at(s->vs, s->cells[i].addr, at))
			s->cells[i].val = val_stale(s->vs, n, s->cells[i].addr);
	if (val_get(s->vs, object)->kind == VAL_VAR)
		state_write(s, at, val_stale(s->vs, n, at));
}

void state_forget(struct state *s, const struct ir_node *n)
{
	unsigned int k = 0;

	pages_forget(s, n);
	for (unsigned int i = 0; i < s->ncells; i++)
		if (val_mentions(s->vs, s->cells[i].val, n))
			s->cells[i].val = state_replace(s, s->cells[i].val,
							val_stale(s->vs, NULL, s->cells[i].addr));
	for (unsigned int i = 0; i < s->nranges; i++)
		if (!val_mentions(s->vs, s->ranges[i].v, n))
			s->ranges[k++] = s->ranges[i];
	s->nranges = k;
	k = 0;
	for (unsigned int i = 0; i < s->nfacts; i++)
		if (!val_mentions(s->vs, s->facts[i].a, n) &&
		    !val_mentions(s->vs, s->facts[i].b, n))
			s->facts[k++] = s->facts[i];
	s->nfacts = k;
	k = 0;
	for (unsigned int i = 0; i < s->nheld; i++) {
		struct held *h = &s->held[i];

		/* how an earlier round of a called function failed */
		if (h->node->via == n && !h->now && !h->before)
			continue;
		if (h->first && val_mentions(s->vs, h->first, n))
			h->first = 0;
		s->held[k++] = *h;
	}
	s->nheld = k;
	drops_forget_node(s, n);
}

unsigned int state_range_find(const struct state *s, val_t v)
{
	unsigned int i;

	for (i = 0; i < s->nranges && s->ranges[i].v < v; i++)
		;
	return i;
}

static int64_t add_sat(int64_t a, int64_t b)
{
	int64_t r;

	if (a == NUM_MIN || a == NUM_MAX)
		return a;
	if (__builtin_add_overflow(a, b, &r))
		return b < 0 ? NUM_MIN : NUM_MAX;
	return r;
}

/* A sum of two terms that both have a bound has one: `pinned + ret` of a loop is not below 1. */
static void sum_range(const struct state *s, const struct val *x, int64_t *lo, int64_t *hi)
{
	int64_t al, ah, bl, bh;

	state_range(s, x->a, &al, &ah);
	state_range(s, x->b, &bl, &bh);
	if (al != NUM_MIN && bl != NUM_MIN)
		*lo = add_sat(al, bl);
	if (ah != NUM_MAX && bh != NUM_MAX)
		*hi = add_sat(ah, bh);
}

/* Range that follows from the form of the term alone. */
static void term_range(const struct state *s, const struct val *x, int64_t *lo, int64_t *hi)
{
	int64_t n;

	switch (x->kind) {
	case VAL_VAR:
	case VAL_FN:
		*lo = 1;
		break;
	case VAL_FIELD:
	case VAL_ELEM:
		/* a field's address is as valid as its object's */
		*lo = 1;
		break;
	case VAL_LOAD:
	case VAL_RESULT:
	case VAL_PHI:
		if (x->is_unsigned)
			*lo = 0;
		break;
	case VAL_OP:
		if (ir_op_is_cmp(x->op) || x->op == IR_OP_IS_ERR || x->op == IR_OP_IS_ERR_OR_NULL) {
			*lo = 0;
			*hi = 1;
		} else if (x->op == IR_OP_AND && val_is_int(s->vs, x->b, &n) && n >= 0) {
			*lo = 0;
			*hi = n;
		} else if ((x->op == IR_OP_SHR || x->op == IR_OP_DIV) && x->a && x->b &&
			   val_is_int(s->vs, x->b, &n) && n >= 0) {
			state_range(s, x->a, lo, hi);
			if (*lo >= 0) {
				*lo = x->op == IR_OP_SHR ? *lo >> (n & 63) : n ? *lo / n : 0;
			} else {
				*lo = NUM_MIN;
				*hi = NUM_MAX;
			}
		} else if (x->op == IR_OP_PTR_ERR_OR_ZERO) {
			*lo = ERRNO_MIN;
			*hi = 0;
		} else if (x->op == IR_OP_ADD) {
			sum_range(s, x, lo, hi);
		}
		break;
	default:
		break;
	}
}

void state_range(const struct state *s, val_t v, int64_t *lo, int64_t *hi)
{
	const struct val *x = val_get(s->vs, v);
	unsigned int i = state_range_find(s, v);
	val_t base;
	int64_t off;

	if (x->kind == VAL_INT) {
		*lo = *hi = x->num;
		return;
	}
	*lo = NUM_MIN;
	*hi = NUM_MAX;
	off = val_offset(s->vs, v, &base);
	if (off) {
		state_range(s, base, lo, hi);
		*lo = add_sat(*lo, off);
		*hi = add_sat(*hi, off);
	} else {
		term_range(s, x, lo, hi);
	}
	if (i < s->nranges && s->ranges[i].v == v) {
		if (s->ranges[i].lo > *lo)
			*lo = s->ranges[i].lo;
		if (s->ranges[i].hi < *hi)
			*hi = s->ranges[i].hi;
	}
}

bool state_is_zero(const struct state *s, val_t v)
{
	int64_t lo, hi;

	state_range(s, v, &lo, &hi);
	return !lo && !hi;
}

/* Return: false if nothing is left */
static bool narrow(struct state *s, val_t v, int64_t lo, int64_t hi)
{
	int64_t l, h, off;
	unsigned int i;
	val_t base;

	off = val_offset(s->vs, v, &base);
	if (off)
		return narrow(s, base, add_sat(lo, -off), add_sat(hi, -off));
	state_range(s, v, &l, &h);
	if (lo <= l && hi >= h)
		return true;
	if (lo > l)
		l = lo;
	if (hi < h)
		h = hi;
	if (l > h)
		return false;
	if (val_get(s->vs, v)->kind == VAL_INT)
		return true;
	i = state_range_find(s, v);
	if (i == s->nranges || s->ranges[i].v != v) {
		STATE_GROW(s, ranges, nranges, cranges);
		memmove(&s->ranges[i + 1], &s->ranges[i], (s->nranges - i) * sizeof(*s->ranges));
		s->ranges[i].v = v;
		s->nranges++;
	}
	s->ranges[i].lo = l;
	s->ranges[i].hi = h;
	return true;
}

enum { REL_LT = 1, REL_EQ = 2, REL_GT = 4, REL_ANY = 7 };

static unsigned int rel_of_op(enum ir_op op)
{
	switch (op) {
	case IR_OP_EQ:
		return REL_EQ;
	case IR_OP_NE:
		return REL_LT | REL_GT;
	case IR_OP_LT:
	case IR_OP_ULT:
		return REL_LT;
	case IR_OP_LE:
	case IR_OP_ULE:
		return REL_LT | REL_EQ;
	case IR_OP_GT:
	case IR_OP_UGT:
		return REL_GT;
	case IR_OP_GE:
	case IR_OP_UGE:
		return REL_GT | REL_EQ;
	default:
		BUG("%s is no comparison", ir_op_name(op));
	}
}

static unsigned int rel_swap(unsigned int r)
{
	return (r & REL_EQ) | (r & REL_LT ? REL_GT : 0) | (r & REL_GT ? REL_LT : 0);
}

/* Which orders of a and b are possible (as signed numbers). */
static unsigned int relation(const struct state *s, val_t a, val_t b)
{
	int64_t al, ah, bl, bh, oa, ob;
	unsigned int rel = REL_ANY;
	val_t ba, bb;

	oa = val_offset(s->vs, a, &ba);
	ob = val_offset(s->vs, b, &bb);
	if (ba == bb)
		return oa < ob ? REL_LT : oa > ob ? REL_GT : REL_EQ;
	state_range(s, a, &al, &ah);
	state_range(s, b, &bl, &bh);
	if (ah < bl)
		return REL_LT;
	if (al > bh)
		return REL_GT;
	if (ah == bl)
		rel &= ~(unsigned int)REL_GT;
	if (al == bh)
		rel &= ~(unsigned int)REL_LT;
	for (unsigned int i = 0; i < s->nfacts; i++) {
		const struct fact *f = &s->facts[i];

		if (f->a == a && f->b == b)
			rel &= rel_of_op(f->op);
		else if (f->a == b && f->b == a)
			rel &= rel_swap(rel_of_op(f->op));
	}
	return rel;
}

static bool is_unsigned_cmp(enum ir_op op)
{
	return op >= IR_OP_ULT && op <= IR_OP_UGE;
}

/* As unsigned numbers: a negative one is larger than every other. */
static unsigned int relation_unsigned(const struct state *s, val_t a, val_t b)
{
	int64_t al, ah, bl, bh;

	state_range(s, a, &al, &ah);
	state_range(s, b, &bl, &bh);
	if (ah < 0 && bl >= 0)
		return REL_GT;
	if (al >= 0 && bh < 0)
		return REL_LT;
	if ((al >= 0 && bl >= 0) || (ah < 0 && bh < 0))
		return relation(s, a, b);
	if (bl == 0 && bh == 0)
		return REL_EQ | REL_GT;
	return REL_ANY;
}

/* @v is what the acquire stored into the array. */
static bool is_element(const struct state *s, const struct held *h, val_t v)
{
	const struct val *x = val_get(s->vs, v);
	bool current = x->kind == VAL_LOAD ? !x->node || x->node == h->node :
					     x->kind == VAL_STALE && x->node == h->node;

	return current && x->a && val_array(s->vs, x->a) == h->root;
}

/* A page that the call took is not NULL. */
static bool is_taken_page(const struct state *s, val_t v)
{
	const struct val *x = val_get(s->vs, v);
	int64_t n;

	for (unsigned int i = 0; i < s->nheld; i++) {
		const struct held *h = &s->held[i];

		if (!h->now || h->released || !is_element(s, h, v))
			continue;
		if (h->outcome == OUT_FULL)
			return true;
		x = val_get(s->vs, x->a);
		return x->kind != VAL_ELEM || (val_is_int(s->vs, x->b, &n) && n == 0);
	}
	return false;
}

static enum ir_op signed_op(enum ir_op op)
{
	static const enum ir_op map[] = { IR_OP_LT, IR_OP_LE, IR_OP_GT, IR_OP_GE };

	return is_unsigned_cmp(op) ? map[op - IR_OP_ULT] : op;
}

/* Addresses of elements of one array compare as their indexes do: `p < pages + got`. */
static void to_indexes(const struct state *s, enum ir_op *op, val_t *a, val_t *b)
{
	const struct val *x = val_get(s->vs, *a), *y = val_get(s->vs, *b);

	if ((x->kind != VAL_ELEM && y->kind != VAL_ELEM) ||
	    val_array(s->vs, *a) != val_array(s->vs, *b))
		return;
	*a = x->kind == VAL_ELEM ? x->b : val_int(s->vs, 0);
	*b = y->kind == VAL_ELEM ? y->b : val_int(s->vs, 0);
	*op = signed_op(*op);
}

/* An object that was allocated after the function began. */
static bool is_new_object(const struct state *s, val_t v)
{
	const struct val *x = val_get(s->vs, v);
	const struct api_row *row;
	int64_t lo, hi;

	if (x->kind != VAL_RESULT || x->node->kind != IR_ACCESS || !x->node->callee)
		return false;
	row = api_find(x->node->callee);
	state_range(s, v, &lo, &hi);
	return lo > 0 && row && row->role == API_ALLOC;
}

/* A pointer that cannot lead to an object allocated by the function: its value is older. */
static bool is_older(const struct state *s, val_t v)
{
	const struct val *x = val_get(s->vs, v);

	return x->kind == VAL_VAR || x->kind == VAL_FN || (x->kind == VAL_LOAD && !x->node);
}

static bool differ(const struct state *s, val_t a, val_t b)
{
	return is_new_object(s, a) && (is_older(s, b) || (a != b && is_new_object(s, b)));
}

int state_decide(const struct state *s, enum ir_op cmp, val_t a, val_t b)
{
	unsigned int possible, wanted;
	int64_t n;

	to_indexes(s, &cmp, &a, &b);
	wanted = rel_of_op(cmp);
	if (val_is_int(s->vs, b, &n) && !n && (cmp == IR_OP_EQ || cmp == IR_OP_NE) &&
	    is_taken_page(s, a))
		return cmp == IR_OP_NE;
	if ((cmp == IR_OP_EQ || cmp == IR_OP_NE) && (differ(s, a, b) || differ(s, b, a)))
		return cmp == IR_OP_NE;
	possible = is_unsigned_cmp(cmp) ? relation_unsigned(s, a, b) : relation(s, a, b);
	if (!(possible & ~wanted))
		return 1;
	return possible & wanted ? -1 : 0;
}

/* Return: false if the fact contradicts what is known */
static bool add_fact(struct state *s, enum ir_op op, val_t a, val_t b)
{
	unsigned int i;

	if (op == IR_OP_GT || op == IR_OP_GE || ((op == IR_OP_EQ || op == IR_OP_NE) && a > b)) {
		val_t t = a;

		a = b;
		b = t;
		op = ir_op_swap(op);
	}
	for (i = 0; i < s->nfacts; i++)
		if (s->facts[i].op == op && s->facts[i].a == a && s->facts[i].b == b)
			return true;
	if (s->nfacts >= MAX_FACTS)
		return true;
	STATE_GROW(s, facts, nfacts, cfacts);
	for (i = s->nfacts++;
	     i > 0 && (s->facts[i - 1].a > a || (s->facts[i - 1].a == a && s->facts[i - 1].b > b));
	     i--)
		s->facts[i] = s->facts[i - 1];
	s->facts[i] = (struct fact){ op, a, b };
	return true;
}

static bool assume_order(struct state *s, enum ir_op op, val_t a, val_t b)
{
	int64_t al, ah, bl, bh;

	state_range(s, a, &al, &ah);
	state_range(s, b, &bl, &bh);
	switch (op) {
	case IR_OP_EQ:
		return narrow(s, a, bl, bh) && narrow(s, b, al, ah);
	case IR_OP_NE:
		if (bl == bh && al == bl && !narrow(s, a, al + 1, NUM_MAX))
			return false;
		if (bl == bh && ah == bl && !narrow(s, a, NUM_MIN, ah - 1))
			return false;
		return true;
	case IR_OP_LT:
		return narrow(s, a, NUM_MIN, add_sat(bh, -1)) &&
		       narrow(s, b, add_sat(al, 1), NUM_MAX);
	case IR_OP_LE:
		return narrow(s, a, NUM_MIN, bh) && narrow(s, b, al, NUM_MAX);
	case IR_OP_GT:
		return assume_order(s, IR_OP_LT, b, a);
	case IR_OP_GE:
		return assume_order(s, IR_OP_LE, b, a);
	default:
		return true;
	}
}

/* The truth of a comparison that became a value: `ok = ret < 0; if (ok)`. */
static bool assume_nested(struct state *s, const struct val *x, bool truth)
{
	if (ir_op_is_cmp(x->op))
		return state_assume(s, x->op, x->a, x->b, truth);
	if (x->op == IR_OP_IS_ERR)
		return truth ? narrow(s, x->a, ERRNO_MIN, -1) : narrow(s, x->a, 0, NUM_MAX);
	if (x->op == IR_OP_IS_ERR_OR_NULL)
		return truth ? narrow(s, x->a, ERRNO_MIN, 0) : narrow(s, x->a, 1, NUM_MAX);
	return true;
}

bool state_assume(struct state *s, enum ir_op cmp, val_t a, val_t b, bool truth)
{
	enum ir_op op = truth ? cmp : ir_op_negate(cmp);
	int64_t n, al, ah, bl, bh;
	const struct val *x;
	int known;

	to_indexes(s, &op, &a, &b);
	x = val_get(s->vs, a);
	known = state_decide(s, op, a, b);

	if (known >= 0)
		return known;
	if (x->kind == VAL_INT && val_get(s->vs, b)->kind != VAL_INT)
		return state_assume(s, ir_op_swap(op), b, a, true);
	if (x->kind == VAL_OP && val_is_int(s->vs, b, &n) && !n &&
	    (op == IR_OP_EQ || op == IR_OP_NE) && !assume_nested(s, x, op == IR_OP_NE))
		return false;
	if (is_unsigned_cmp(op)) {
		state_range(s, a, &al, &ah);
		state_range(s, b, &bl, &bh);
		if ((op == IR_OP_ULT || op == IR_OP_ULE) && bl >= 0) {
			if (!narrow(s, a, 0, NUM_MAX))
				return false;
		} else if ((op == IR_OP_UGT || op == IR_OP_UGE) && al >= 0) {
			if (!narrow(s, b, 0, NUM_MAX))
				return false;
		} else if (al < 0 || bl < 0) {
			return true;
		}
		op = signed_op(op);
	}
	if (!assume_order(s, op, a, b))
		return false;
	/* what the ranges say needs no fact of its own */
	return state_decide(s, op, a, b) > 0 || add_fact(s, op, a, b);
}

struct held *state_held(struct state *s, const struct ir_node *acquire)
{
	for (unsigned int i = 0; i < s->nheld; i++)
		if (s->held[i].node == acquire)
			return &s->held[i];
	STATE_GROW(s, held, nheld, cheld);
	memset(&s->held[s->nheld], 0, sizeof(*s->held));
	s->held[s->nheld].node = acquire;
	return &s->held[s->nheld++];
}

void state_exists(struct state *s, val_t object)
{
	enum val_kind kind = val_get(s->vs, object)->kind;

	if (kind == VAL_RESULT || kind == VAL_LOAD)
		state_assume(s, IR_OP_GT, object, val_int(s->vs, 0), true);
}

bool state_match(const struct state *s, const struct held *h, val_t v)
{
	if (!h->root)
		return false;
	if (v == h->root || val_array(s->vs, v) == h->root)
		return true;
	v = val_page(s->vs, v);
	/* pages of a compound page lie side by side: page + i */
	return v == h->root || is_element(s, h, v) || is_element(s, h, val_array(s->vs, v));
}

bool state_derives(const struct state *s, const struct held *h, val_t v)
{
	return h->root && val_contains(s->vs, v, h->root);
}

bool state_external(const struct state *s, val_t v)
{
	const struct val *x = val_get(s->vs, v);

	switch (x->kind) {
	case VAL_VAR:
		return x->var->kind == IR_GLOBAL || x->var->is_static;
	case VAL_LOAD:
		if (x->node)
			return false;
		/* what a parameter held at entry */
		return (val_get(s->vs, x->a)->kind == VAL_VAR &&
			val_get(s->vs, x->a)->var->kind == IR_PARAM) ||
		       state_external(s, x->a);
	case VAL_FIELD:
	case VAL_ELEM:
	case VAL_STALE:
		return x->a && state_external(s, x->a);
	case VAL_OP:
		return (x->a && state_external(s, x->a)) || (x->b && state_external(s, x->b));
	default:
		return false;
	}
}

bool state_is_mark(const struct state *s, val_t addr, enum mark m)
{
	const struct val *x = val_get(s->vs, addr);

	return x->kind == VAL_ELEM && x->a == mark_array[m];
}
