// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Which pages a release drops, as far as they can be named for certain: the elements
 * [from, to) behind an address, or one page.  Two drops of the same elements are a fault, so
 * a drop is forgotten as soon as its name may mean something else.
 */
#include "solve/state_impl.h"

#define MAX_DROPS 12u

/* Two values with this term need not be the same one. */
static bool is_vague(const struct values *vs, val_t v, int depth)
{
	const struct val *x = val_get(vs, v);

	if (depth > 32 || (x->kind == VAL_STALE && !x->node) ||
	    (x->kind == VAL_OP && x->op == IR_OP_FRESH))
		return true;
	return (x->a && is_vague(vs, x->a, depth + 1)) || (x->b && is_vague(vs, x->b, depth + 1));
}

static bool vague(const struct state *s, val_t v)
{
	return v && is_vague(s->vs, v, 0);
}

bool state_is_vague(const struct state *s, val_t v)
{
	return vague(s, v) || val_get(s->vs, v)->kind == VAL_PHI;
}

/* The page itself, without the views that lead to one and the same page. */
static val_t strip_views(const struct values *vs, val_t v)
{
	const struct val *x = val_get(vs, v);

	while (x->kind == VAL_FIELD || (x->kind == VAL_OP && x->op == IR_OP_PAGE && !x->b)) {
		v = x->a;
		x = val_get(vs, v);
	}
	return v;
}

static void name_elements(const struct state *s, struct drop *d, val_t v, val_t count)
{
	const struct val *x = val_get(s->vs, v);

	d->root = val_array(s->vs, v);
	d->from = x->kind == VAL_ELEM ? x->b : val_int(s->vs, 0);
	if (count)
		d->to = val_op(s->vs, IR_OP_ADD, d->from, count);
}

/* pages[i] is an element of pages, anything else a page of its own. */
static void name_page(const struct state *s, struct drop *d, val_t v, val_t count)
{
	const struct val *x;

	v = strip_views(s->vs, v);
	x = val_get(s->vs, v);
	if ((x->kind == VAL_LOAD || x->kind == VAL_STALE) && x->a) {
		name_elements(s, d, x->a, val_int(s->vs, 1));
		d->loaded = x->node;
	} else {
		name_elements(s, d, v, count);
		d->loaded = NULL;
	}
}

/* `unpin_user_pages(&page, 1)`: the page that the variable holds; 0 for anything else. */
static val_t only_page(const struct state *s, val_t v, val_t count)
{
	const struct val *x = val_get(s->vs, v);
	unsigned int i = state_cell_find(s, v);
	int64_t n;

	if (x->kind != VAL_VAR || !count || !val_is_int(s->vs, count, &n) || n != 1 ||
	    i == s->ncells || s->cells[i].addr != v)
		return 0;
	return s->cells[i].val;
}

bool drop_name(const struct state *s, struct drop *d, const struct api_row *row, val_t v,
	       val_t count)
{
	val_t page = row->shape == S_ARRAY ? only_page(s, v, count) : v;

	switch (row->shape) {
	case S_ARRAY:
		if (!page) {
			name_elements(s, d, v, count);
			break;
		}
		/* fallthrough */
	case S_PAGE:
		name_page(s, d, page, count ? count : val_int(s->vs, 1));
		d->page = true;
		break;
	default:
		d->root = v;
		d->whole = true;
		break;
	}
	d->row = row;
	return !vague(s, d->root) && !vague(s, d->from) && !vague(s, d->to) && (d->to || d->whole);
}

/* Both hold elements, and one of them is the same for certain; or both are the same, of a number
 * that is not known. */
static bool meet(const struct state *s, const struct drop *a, const struct drop *b)
{
	if (a->from == b->from && a->to == b->to)
		return state_decide(s, IR_OP_GE, a->from, a->to) <= 0;
	return state_decide(s, IR_OP_LT, a->from, a->to) > 0 &&
	       state_decide(s, IR_OP_LT, b->from, b->to) > 0 &&
	       state_decide(s, IR_OP_LT, a->from, b->to) > 0 &&
	       state_decide(s, IR_OP_LT, b->from, a->to) > 0;
}

/* The element that was dropped as a page was read when the array held what it holds now. */
static bool same_content(const struct drop *a, const struct drop *b)
{
	return !a->page || !b->page || a->loaded == b->loaded;
}

const struct drop *drops_find(const struct state *s, const struct drop *d)
{
	for (unsigned int i = 0; i < s->ndrops; i++) {
		const struct drop *o = &s->drops[i];

		/* `put(o); put(o);` where only one of them drops the last count */
		if (o->chance && d->chance)
			continue;
		if (o->root != d->root || o->whole != d->whole || !same_content(o, d) ||
		    (o->row->kind == K_GET) != (d->row->kind == K_GET))
			continue;
		if (d->whole || meet(s, o, d))
			return o;
	}
	return NULL;
}

void drops_add(struct state *s, const struct drop *d)
{
	if (s->ndrops >= MAX_DROPS)
		return;
	STATE_GROW(s, drops, ndrops, cdrops);
	s->drops[s->ndrops++] = *d;
}

static void forget_if(struct state *s,
		      bool (*match)(const struct state *, const struct drop *, const void *),
		      const void *arg)
{
	unsigned int k = 0;

	for (unsigned int i = 0; i < s->ndrops; i++)
		if (!match(s, &s->drops[i], arg))
			s->drops[k++] = s->drops[i];
	s->ndrops = k;
}

static bool mentions_node(const struct state *s, const struct drop *d, const void *n)
{
	return val_mentions(s->vs, d->root, n) || (d->from && val_mentions(s->vs, d->from, n)) ||
	       (d->to && val_mentions(s->vs, d->to, n)) || d->loaded == n;
}

void drops_forget_node(struct state *s, const struct ir_node *n)
{
	forget_if(s, mentions_node, n);
}

struct round {
	unsigned int head;
	bool stores;
};

static bool ends_with_round(const struct state *s, const struct drop *d, const void *arg)
{
	const struct round *r = arg;

	/* what memory of others held may have changed behind our back: lists are walked so */
	return (r->stores && state_external(s, d->root)) ||
	       val_mentions_phi(s->vs, d->root, r->head) ||
	       (d->from && val_mentions_phi(s->vs, d->from, r->head)) ||
	       (d->to && val_mentions_phi(s->vs, d->to, r->head));
}

void drops_forget_round(struct state *s, unsigned int head, bool stores)
{
	struct round r = { head, stores };

	forget_if(s, ends_with_round, &r);
}

static bool lies_behind(const struct state *s, const struct drop *d, const void *object)
{
	return val_contains(s->vs, d->root, *(const val_t *)object);
}

void drops_forget_behind(struct state *s, val_t object)
{
	forget_if(s, lies_behind, &object);
}

static bool has_root(const struct state *s, const struct drop *d, const void *root)
{
	(void)s;
	return d->root == *(const val_t *)root;
}

void drops_forget_page(struct state *s, val_t v)
{
	val_t root = val_array(s->vs, v), page = strip_views(s->vs, v);
	const struct val *x = val_get(s->vs, page);

	forget_if(s, has_root, &root);
	page = (x->kind == VAL_LOAD || x->kind == VAL_STALE) && x->a ? val_array(s->vs, x->a) :
								       val_array(s->vs, page);
	forget_if(s, has_root, &page);
}

static bool is_changed(const struct state *s, const struct drop *d, const void *arg)
{
	val_t addr = *(const val_t *)arg;

	return d->whole ? val_object(s->vs, d->root) == val_object(s->vs, addr) :
			  d->root == val_array(s->vs, addr);
}

void drops_changed(struct state *s, val_t addr)
{
	forget_if(s, is_changed, &addr);
}
