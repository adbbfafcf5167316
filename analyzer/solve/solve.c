// SPDX-License-Identifier: GPL-2.0-or-later
/* The walk over the paths of one function. */
#include "solve/solve.h"

#include <stdarg.h>
#include <string.h>

#include "solve/pages.h"

/* A joined path; @waiting: the form of it that was the last to wait for its turn, or is gone by now. */
struct joined {
	struct state *s, *waiting;
};

/* Paths that wait at a block, those that were there already, and the joined ones. */
struct stop {
	state_vec waiting;
	VEC(struct joined) joined;
	hash_vec seen;
	unsigned int joins;
};

struct walk {
	struct solver sv;
	struct stop *at; /* by block */
	unsigned int nwaiting;
	bool keep, overflow;
};

struct solved_site *solver_site(struct solver *sv, const struct ir_node *acquire,
				const struct api_row *row)
{
	struct solved_site site = { .node = acquire, .row = row };

	for (size_t i = 0; i < sv->out->sites.n; i++)
		if (sv->out->sites.v[i].node == acquire)
			return &sv->out->sites.v[i];
	vec_push(&sv->out->sites, site);
	return &vec_last(&sv->out->sites);
}

/* Conditions were forgotten that might have shown that the path cannot be; or the kernel itself says
 * so where it comes by. */
static bool doubtful(const struct state *s, const struct rule *rule)
{
	return (s->coarse && !rule->local) || s->warned;
}

void solver_report(struct solver *sv, const struct event *ev, const struct rule *rule,
		   double confidence, const char *message)
{
	const struct ir_node *acquire = ev->h ? ev->h->node : ev->n;
	struct report r = { .rule = rule,
			    .acquire = acquire,
			    .at = ev->n,
			    .message = message,
			    .trace = ev->s->trace,
			    .nsteps = ev->s->nsteps,
			    .confidence = doubtful(ev->s, rule) ? confidence * 0.6 : confidence };

	for (size_t i = 0; i < sv->out->reports.n; i++) {
		struct report *old = &sv->out->reports.v[i];

		if (old->rule != rule || old->acquire != acquire || old->at != ev->n)
			continue;
		if (old->confidence < r.confidence ||
		    (!(old->confidence > r.confidence) && old->nsteps > r.nsteps))
			*old = r;
		return;
	}
	vec_push(&sv->out->reports, r);
}

void rule_report(const struct event *ev, const struct rule *rule, double confidence,
		 const char *fmt, ...)
{
	char text[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	solver_report(ev->sv, ev, rule, confidence, arena_strdup(&ev->sv->out->mem, text));
}

uint64_t rule_flag(const struct event *ev, const char *name)
{
	return program_flag(ev->sv->prog, name);
}

void solver_ask(struct solver *sv, struct event *ev, enum hook hook)
{
	size_t n;
	const struct rule *const *rules = program_rules(sv->prog, &n);

	for (size_t i = 0; i < n; i++) {
		const struct rule *r = rules[i];
		void (*const fn[])(const struct event *) = {
			[ON_ACQUIRE] = r->on_acquire, [ON_ACCESS] = r->on_access,
			[ON_DIRTY] = r->on_dirty,     [ON_RELEASE] = r->on_release,
			[ON_FOREIGN] = r->on_foreign, [ON_SLEEP] = r->on_sleep,
			[ON_EXIT] = r->on_exit,
		};

		if (fn[hook])
			fn[hook](ev);
	}
}

/* The innermost field that is no part of a mere carrier. */
struct place solved_place(const struct values *vs, val_t addr)
{
	struct place p = { 0 };

	while (addr) {
		const struct val *x = val_get(vs, addr);

		if (x->kind == VAL_FIELD && x->record[0] != '#' && !api_is_carrier(x->record)) {
			p.record = x->record;
			p.field = x->text;
			break;
		}
		if (x->kind == VAL_VAR && (x->var->kind == IR_GLOBAL || x->var->is_static))
			p.field = x->var->name;
		addr = x->a;
	}
	return p;
}

void solver_stored(const struct state *s, struct solved_site *site, val_t addr)
{
	struct place p = { 0 };

	if (addr)
		p = solved_place(s->vs, addr);
	if (!p.field)
		return;
	for (size_t i = 0; i < site->places.n; i++)
		if (site->places.v[i].record == p.record && site->places.v[i].field == p.field)
			return;
	vec_push(&site->places, p);
}

void solver_foreign(struct solver *sv, const struct effect *e, const struct drop *again)
{
	struct foreign f = { .kind = e->kind,
			     .node = e->node,
			     .row = e->row,
			     .dirty = e->dirty,
			     .again = again ? again->node : NULL,
			     .asked = e->asked,
			     .written = e->written,
			     .locked = e->locked,
			     .place = solved_place(sv->vs, e->v) };

	/* what a called function does to its parameter is told where it is known what that is */
	if (e->node->via && !f.place.field)
		return;
	for (size_t i = 0; i < sv->out->foreign.n; i++) {
		struct foreign *o = &sv->out->foreign.v[i];

		if (o->node != f.node || o->place.record != f.place.record ||
		    o->place.field != f.place.field)
			continue;
		o->asked = query_weaker(o->asked, f.asked);
		o->locked &= f.locked;
		if (f.written > o->written)
			o->written = f.written;
		if (f.dirty != o->dirty)
			o->dirty = TRI_MAYBE;
		if (!o->again)
			o->again = f.again;
		return;
	}
	vec_push(&sv->out->foreign, f);
}

void solver_filled(struct solver *sv, struct place place)
{
	for (size_t i = 0; i < sv->out->filled.n; i++)
		if (sv->out->filled.v[i].record == place.record &&
		    sv->out->filled.v[i].field == place.field)
			return;
	if (place.field)
		vec_push(&sv->out->filled, place);
}

void solver_passed(struct solver *sv, const struct ir_node *n, val_t v)
{
	struct passed p = { n, v };

	/* what is passed again and again are some hundred values */
	while (sv->passed.n <= v)
		vec_push(&sv->passed, false);
	if (sv->passed.v[v])
		return;
	sv->passed.v[v] = true;
	vec_push(&sv->out->passed, p);
}

static void wait_at(struct walk *w, struct stop *p, struct state *s)
{
	vec_push(&p->waiting, s);
	w->nwaiting++;
}

/* The joined path knows less now: that takes the place of what it knew while it waited. */
static void wait_joined(struct walk *w, struct stop *p, struct joined *j)
{
	struct state *t = state_copy(j->s);

	for (size_t i = 0; j->waiting && i < p->waiting.n; i++)
		if (p->waiting.v[i] == j->waiting) {
			p->waiting.v[i] = j->waiting = t;
			return;
		}
	j->waiting = t;
	wait_at(w, p, t);
}

static void join_with(struct walk *w, struct stop *p, struct joined *j, const struct state *s)
{
	struct state *t = state_join(j->s, s);

	if (p->joins++ > SOLVE_JOINS) /* a range that grows and grows */
		t->nranges = 0;
	if (state_hash(t) == state_hash(j->s))
		return;
	j->s = t;
	if (hash_is_new(&p->seen, state_hash(t)))
		wait_joined(w, p, j);
}

/* Many paths came here: those that hold the same references go on as one, which knows what all
 * of them know. */
static void join_at(struct walk *w, struct stop *p, struct state *s)
{
	struct joined j = { .s = s };

	s->coarse = true;
	for (size_t i = 0; i < p->joined.n; i++)
		if (state_same_held(p->joined.v[i].s, s)) {
			join_with(w, p, &p->joined.v[i], s);
			return;
		}
	if (p->joined.n >= w->sv.max_states) {
		w->sv.out->incomplete = true;
		return;
	}
	vec_push(&p->joined, j);
	wait_joined(w, p, &vec_last(&p->joined));
}

/* A path arrives at a block. */
static void arrive(struct walk *w, struct state *s, unsigned int block)
{
	struct stop *p = &w->at[block];
	const struct cfg *c = w->sv.cfg;

	state_drop_dead(s, c->live[block], c->fields[block]);
	if (!hash_is_new(&p->seen, state_hash(s)))
		return;
	if (p->seen.n > w->sv.max_states && w->keep)
		w->overflow = true;
	else if (p->seen.n > w->sv.max_states)
		join_at(w, p, s);
	else
		wait_at(w, p, s);
}

static void forget_phis(struct state *s, unsigned int head)
{
	unsigned int k = 0;

	pages_forget_round(s, head);
	for (unsigned int i = 0; i < s->nranges; i++)
		if (!val_mentions_phi(s->vs, s->ranges[i].v, head))
			s->ranges[k++] = s->ranges[i];
	s->nranges = k;
	k = 0;
	for (unsigned int i = 0; i < s->nfacts; i++)
		if (!val_mentions_phi(s->vs, s->facts[i].a, head) &&
		    !val_mentions_phi(s->vs, s->facts[i].b, head))
			s->facts[k++] = s->facts[i];
	s->nfacts = k;
}

static bool is_root(const struct state *s, val_t v)
{
	for (unsigned int i = 0; i < s->nheld; i++)
		if (s->held[i].root == v)
			return true;
	return false;
}

/* Memory that a loop may have changed; an object that hung there may hang there still. */
static val_t widen_memory(const struct state *s, const struct cell *cell)
{
	val_t stale = val_stale(s->vs, NULL, cell->addr), old = val_origin(s->vs, cell->val);
	enum val_kind kind = val_get(s->vs, old)->kind;

	return kind == VAL_RESULT || kind == VAL_VAR ? val_derived(s->vs, stale, old) : stale;
}

/* The loop may store to a field of that name; of what has none it may be any. */
static bool may_store(const struct cfg *c, const struct state *s, unsigned int loop, val_t addr)
{
	const struct val *x = val_get(s->vs, addr);

	if (!c->stores[loop] || !c->stored[loop])
		return c->stores[loop];
	while (x->kind == VAL_ELEM)
		x = val_get(s->vs, x->a);
	/* pages are put into carriers by calls */
	if (x->kind != VAL_FIELD || x->record[0] == '#')
		return true;
	for (const char **name = c->stored[loop]; *name; name++)
		if (!strcmp(*name, x->text))
			return true;
	return false;
}

/* The value of one cell in "some further round" of a loop. */
static val_t widen_cell(const struct cfg *c, const struct state *s, unsigned int loop,
			const struct cell *cell)
{
	const struct val *addr = val_get(s->vs, cell->addr);
	unsigned int head = c->head[loop];

	if (addr->kind == VAL_VAR && cfg_owns(c, addr->var) &&
	    bit_test(c->assigned[loop], addr->var->number))
		return val_phi(s->vs, head, addr->var);
	if (is_root(s, cell->val))
		return cell->val;
	if (addr->kind != VAL_VAR && addr->kind != VAL_FN && may_store(c, s, loop, cell->addr) &&
	    val_get(s->vs, cell->object)->kind != VAL_FN)
		return widen_memory(s, cell);
	if (val_mentions_phi(s->vs, cell->val, head))
		return val_stale(s->vs, NULL, cell->addr);
	return cell->val;
}

/* Something in the loop may change what memory of others holds. */
static bool changes_memory(const struct cfg *c, unsigned int loop)
{
	for (unsigned int b = 0; b < c->n; b++) {
		const struct ir_block *blk = c->f->blocks.v[c->order[b]];

		for (size_t i = 0; bit_test(c->body[loop], c->order[b]) && i < blk->nodes.n; i++) {
			enum ir_kind kind = blk->nodes.v[i]->kind;

			if (kind != IR_ASSIGN && kind != IR_RELEASE && kind != IR_DIRTY &&
			    kind < IR_FIRST_TERMINATOR)
				return true;
		}
	}
	return false;
}

/* The variable that held the page, or the list that its object hangs on, does not tell any more in
 * the next round whether it does. */
static void lose_page(struct state *s, const struct cell *c)
{
	bool var = val_get(s->vs, c->addr)->kind == VAL_VAR;

	for (unsigned int i = 0; i < s->nheld; i++) {
		struct held *h = &s->held[i];
		val_t home = h->root ? val_object(s->vs, h->root) : 0;

		if (home && val_get(s->vs, home)->kind == VAL_RESULT &&
		    (h->root == c->val ||
		     (!var && home != h->root && val_contains(s->vs, c->val, home))))
			state_doubt(h);
	}
}

/* Once round the loop: what it changes is unknown from here on, but for a lower bound of 0 or 1
 * that counters keep. */
static void widen(const struct cfg *c, struct state *s, unsigned int loop)
{
	int64_t *lo = arena_array(s->mem, int64_t, s->ncells + 1), hi;
	val_t *now = arena_array(s->mem, val_t, s->ncells + 1);

	for (unsigned int i = 0; i < s->ncells; i++) {
		state_range(s, s->cells[i].val, &lo[i], &hi);
		now[i] = widen_cell(c, s, loop, &s->cells[i]);
		if (now[i] == s->cells[i].val)
			continue;
		lose_page(s, &s->cells[i]);
		now[i] = state_replace(s, s->cells[i].val, now[i]);
	}
	state_end_round(s, c->head[loop]);
	forget_phis(s, c->head[loop]);
	drops_forget_round(s, c->head[loop], changes_memory(c, loop));
	for (unsigned int i = 0; i < s->ncells; i++) {
		/* a counter that this round left alone keeps its bound too */
		s->cells[i].val = now[i];
		if (lo[i] >= 0 && val_get(s->vs, now[i])->kind == VAL_PHI)
			state_assume(s, IR_OP_GE, now[i], val_int(s->vs, lo[i] > 0), true);
	}
	for (unsigned int i = 0; i < s->nheld; i++) {
		struct held *h = &s->held[i];

		if (h->asked && val_mentions_phi(s->vs, h->asked, c->head[loop]))
			h->asked = val_stale(s->vs, h->node, 0);
		/* which round is the newest one is not known any more */
		if (bit_test(c->body[loop], h->block))
			h->first = 0;
	}
}

/* The loop names a variable through which the pages can be reached. */
static bool uses(const struct cfg *c, struct state *s, unsigned int loop, const struct held *h)
{
	for (unsigned int v = 0; v < c->nvars; v++) {
		val_t addr;

		if (!bit_test(c->used[loop], v))
			continue;
		addr = val_var(s->vs, c->f->vars.v[v]);
		if (val_contains(s->vs, h->root, addr) ||
		    state_derives(s, h, state_read(s, addr, false)))
			return true;
	}
	return false;
}

/* Something in the object leads to the pages, or to the object that they lie in. */
static bool holds(const struct state *s, val_t object, const struct held *h)
{
	val_t home = h->root ? val_object(s->vs, h->root) : 0;

	for (unsigned int i = 0; home && i < s->ncells; i++)
		if (s->cells[i].object == object && (state_derives(s, h, s->cells[i].val) ||
						     val_contains(s->vs, s->cells[i].val, home)))
			return true;
	return false;
}

/* The loop names a variable that is, or leads to, an object in which the pages can be found. */
static bool finds(const struct cfg *c, struct state *s, unsigned int loop, const struct held *h)
{
	for (unsigned int v = 0; v < c->nvars; v++) {
		val_t addr;

		if (!bit_test(c->used[loop], v))
			continue;
		addr = val_var(s->vs, c->f->vars.v[v]);
		if (holds(s, val_object(s->vs, state_read(s, addr, false)), h) ||
		    (str_starts(c->f->vars.v[v]->type, "struct ") && holds(s, addr, h)))
			return true;
	}
	return false;
}

/* The call gets the pages, or an object that leads to them. */
static bool takes_address(struct state *s, const struct ir_node *n, const struct held *h)
{
	for (unsigned int i = 0; i < n->nargs; i++) {
		val_t v = transfer_value(s, &n->args[i], n);

		if (state_derives(s, h, v) || (h->root && val_contains(s->vs, h->root, v)))
			return true;
	}
	return false;
}

/* The node may take pages away from their array: drop them, put them elsewhere. */
static bool takes_away(struct state *s, const struct ir_node *n, const struct held *h)
{
	const struct api_row *row;

	switch (n->kind) {
	case IR_ASSIGN:
	case IR_DIRTY:
		return false;
	case IR_CALL:
		return takes_address(s, n, h);
	case IR_ACCESS:
		row = api_find(n->callee);
		return row->role == API_PUT || row->role == API_COPY || row->role == API_FREE;
	default:
		return n->kind < IR_FIRST_TERMINATOR;
	}
}

/* The node may only copy a page to another place, where it can be found. */
static bool moves(const struct ir_node *n)
{
	return n->kind == IR_STORE ||
	       (n->kind == IR_ACCESS && api_find(n->callee)->role == API_PUT);
}

/* Round by round, the loop does something to the pages that counts. */
static bool works_on(const struct cfg *c, struct state *s, unsigned int loop, const struct held *h)
{
	bool moved = escape_moved(s, h, c->head[loop]);

	if (!uses(c, s, loop, h) && !finds(c, s, loop, h))
		return false;
	for (unsigned int b = 0; b < c->n; b++) {
		const struct ir_block *blk = c->f->blocks.v[c->order[b]];

		for (size_t i = 0; bit_test(c->body[loop], c->order[b]) && i < blk->nodes.n; i++)
			if (takes_away(s, blk->nodes.v[i], h) && !(moved && moves(blk->nodes.v[i])))
				return true;
	}
	return false;
}

/* The edge leaves the loop as its own condition does, before or between rounds. */
static bool is_regular_exit(const struct cfg *c, unsigned int loop, unsigned int from)
{
	const struct ir_block *b = c->f->blocks.v[from];

	if (from == c->head[loop])
		return true;
	/* `while (a && b)`: the second condition has a block of its own, which only computes */
	for (size_t i = 0; i + 1 < b->nodes.n; i++)
		if (b->nodes.v[i]->kind != IR_ASSIGN)
			return false;
	return cfg_enters(c, c->head[loop], from);
}

static bool summary_dirties(const struct summary *m)
{
	for (size_t i = 0; m && i < m->cases.n; i++)
		for (unsigned int k = 0; k < m->cases.v[i]->neffects; k++)
			if (m->cases.v[i]->effects[k].kind == EFF_DIRTY)
				return true;
	return false;
}

/* The call in the loop that marks pages dirty, NULL if none does. */
static const struct ir_node *dirties(const struct walk *w, unsigned int loop)
{
	const struct ir_func *f = w->sv.f, *g;

	for (size_t b = 0; b < f->blocks.n; b++)
		for (size_t i = 0;
		     bit_test(w->sv.cfg->body[loop], b) && i < f->blocks.v[b]->nodes.n; i++) {
			const struct ir_node *n = f->blocks.v[b]->nodes.v[i];

			if (n->kind == IR_DIRTY)
				return n;
			if (n->kind != IR_CALL || !n->callee)
				continue;
			g = program_resolve(w->sv.prog, f, n->callee);
			if (g && summary_dirties(program_summary(w->sv.prog, g)))
				return n;
		}
	return NULL;
}

/* A loop that works on the pages one by one, left by a condition that could not be decided:
 * whether it ran at all is not known. */
static void leave_loops(struct walk *w, struct state *s, unsigned int from, unsigned int to)
{
	const struct cfg *c = w->sv.cfg;

	for (unsigned int l = 0; l < c->nloops; l++) {
		if (!cfg_leaves(c, l, from, to) || !is_regular_exit(c, l, from))
			continue;
		const struct ir_node *dirty = NULL;

		for (unsigned int i = 0; i < s->nheld; i++) {
			struct held *h = &s->held[i];

			if (!h->dirty && (h->now || h->before) && uses(c, s, l, h)) {
				if (!dirty)
					dirty = dirties(w, l);
				h->dirty = dirty;
			}
			if ((state_is_held(h) || state_may_hold(h)) &&
			    !bit_test(c->body[l], h->block) && works_on(c, s, l, h))
				state_doubt(h);
		}
	}
}

static void follow(struct walk *w, struct state *s, unsigned int from, unsigned int to,
		   bool decided)
{
	int loop = cfg_back(w->sv.cfg, from, to);

	if (!decided)
		leave_loops(w, s, from, to);
	if (loop >= 0)
		widen(w->sv.cfg, s, (unsigned int)loop);
	arrive(w, s, to);
}

/* min() and kmalloc() have such variables; no reader knows them. */
static bool is_macro_local(const struct ir_var *v)
{
	return v->name[0] == '_';
}

/* A variable of the source that has the value, for the temporaries of the frontend; the @last of
 * several. */
static const char *variable_with(const struct state *s, val_t v, bool last)
{
	const char *name = NULL;

	for (unsigned int i = 0; i < s->ncells; i++) {
		const struct val *x = val_get(s->vs, s->cells[i].addr);

		if (s->cells[i].val == v && x->kind == VAL_VAR && !is_macro_local(x->var) &&
		    (x->var->kind == IR_LOCAL || x->var->kind == IR_PARAM))
			name = x->var->name;
		if (name && !last)
			break;
	}
	return name;
}

/* The name for an operand that the source does not spell out, NULL for none. */
static const char *operand_name(const struct state *s, const struct ir_opnd *o, val_t v, bool last)
{
	if (val_get(s->vs, v)->kind == VAL_INT || (o->kind == IR_INT && o->text) ||
	    (o->kind == IR_PLACE && !o->place->n && o->place->var->kind != IR_TEMP &&
	     !is_macro_local(o->place->var)))
		return NULL;
	return variable_with(s, v, last);
}

static void operand_text(const struct values *vs, const struct ir_opnd *o, val_t v,
			 const char *name, struct buf *b)
{
	if (o->kind == IR_INT && o->text)
		buf_add(b, o->text);
	else if (o->kind == IR_PLACE && !o->place->n && o->place->var->kind != IR_TEMP &&
		 !is_macro_local(o->place->var))
		buf_add(b, o->place->var->name + (o->place->var->kind == IR_GLOBAL));
	else if (name)
		buf_add(b, name);
	else
		val_print(vs, v, b);
}

static const char *condition_text(struct arena *a, const struct values *vs, const struct step *st)
{
	static const char *const sign[] = {
		"==", "!=", "<", "<=", ">", ">=", "<", "<=", ">", ">="
	};
	struct buf text = { 0 };
	const char *copy;

	buf_addch(&text, '\'');
	operand_text(vs, &st->node->args[0], st->a, st->name[0], &text);
	buf_addf(&text, " %s ", sign[st->node->op - IR_OP_EQ]);
	operand_text(vs, &st->node->args[1], st->b, st->name[1], &text);
	buf_addf(&text, "' is %s", st->truth ? "true" : "false");
	copy = arena_strdup(a, buf_str(&text));
	buf_release(&text);
	return copy;
}

/* `if (left < nr) release;` behind a loop that counts `left` down: the count and what is held hang
 * together, but how is not known any more. */
static void skip_release(struct walk *w, struct state *s, const struct step *st, unsigned int from,
			 unsigned int taken, unsigned int other)
{
	const struct cfg *c = w->sv.cfg;

	for (unsigned int l = 0; l < c->nloops; l++) {
		unsigned int head = c->head[l];

		if (bit_test(c->body[l], from) ||
		    !(val_mentions_phi(s->vs, st->a, head) ||
		      val_mentions_phi(s->vs, st->b, head)) ||
		    !cfg_skips_release(c, other, taken))
			continue;
		for (unsigned int i = 0; i < s->nheld; i++)
			if (bit_test(c->body[l], s->held[i].block))
				state_doubt(&s->held[i]);
	}
}

/* `if (obj[i].page) put_page(obj[i].page);`: which of many places it is that holds nothing, where one
 * does hold the page, is not known. */
static void skip_null(struct walk *w, struct state *s, const struct step *st, unsigned int taken,
		      unsigned int other)
{
	const struct val *x = val_get(s->vs, st->a);
	int64_t n;

	if ((x->kind != VAL_LOAD && x->kind != VAL_STALE) || !x->a ||
	    val_get(s->vs, x->a)->kind == VAL_VAR || !val_is_int(s->vs, st->b, &n) || n ||
	    (st->node->op == IR_OP_EQ) != st->truth || !cfg_skips_release(w->sv.cfg, other, taken))
		return;
	for (unsigned int i = 0; i < s->nheld; i++)
		if (s->held[i].root &&
		    val_object(s->vs, s->held[i].root) == val_object(s->vs, x->a))
			state_doubt(&s->held[i]);
}

/* How a call that takes pages ends is up to the user, whatever the author thinks of it. */
static bool is_outcome(const struct state *s, val_t v)
{
	for (unsigned int i = 0; i < s->nheld; i++)
		if (s->held[i].result && val_contains(s->vs, v, s->held[i].result))
			return true;
	return false;
}

/* The test that WARN_ON() and its kin make, of a variable that all architectures name alike. */
static bool warns(const struct state *s, const struct ir_node *n, val_t v, bool truth)
{
	const struct ir_opnd *a = &n->args[0], *b = &n->args[1];

	return (n->op == IR_OP_NE) == truth && (n->op == IR_OP_NE || n->op == IR_OP_EQ) &&
	       a->kind == IR_PLACE && !a->place->n && b->kind == IR_INT && !b->num &&
	       str_starts(a->place->var->name, "__ret_warn_on") && !is_outcome(s, v);
}

static void do_branch(struct walk *w, struct state *s, unsigned int block, const struct ir_node *n)
{
	val_t a = transfer_value(s, &n->args[0], n), b = transfer_value(s, &n->args[1], n);
	int known = state_decide(s, n->op, a, b);

	for (int i = 0; i < 2; i++) {
		bool truth = i == 0;
		struct state *t;
		struct step *st;

		if (known >= 0 && known != truth)
			continue;
		t = i == 0 ? state_copy(s) : s;
		if (!state_assume(t, n->op, a, b, truth))
			continue;
		st = state_step(t, n->loc, n, NULL);
		/* `if (ret != nr)` where they are the same: not both by one name */
		st->name[0] = operand_name(t, &n->args[0], a, a == b);
		st->name[1] = operand_name(t, &n->args[1], b, false);
		st->a = a;
		st->b = b;
		st->truth = truth;
		t->warned |= known < 0 && warns(t, n, a, truth);
		escape_refused(t);
		if (known < 0) {
			skip_release(w, t, st, block, n->block[i], n->block[!i]);
			skip_null(w, t, st, n->block[i], n->block[!i]);
		}
		follow(w, t, block, n->block[i], known >= 0);
	}
}

static void finish(struct walk *w, struct state *s, unsigned int block, const struct ir_node *n)
{
	switch (n->kind) {
	case IR_BRANCH:
		do_branch(w, s, block, n);
		break;
	case IR_GOTO:
		follow(w, s, block, n->block[0], true);
		break;
	case IR_MULTI:
		for (unsigned int i = 0; i < n->ntargets; i++)
			follow(w, state_copy(s), block, n->block[i], false);
		break;
	case IR_RETURN:
		transfer_return(&w->sv, s, n);
		break;
	default: /* IR_STOP: nobody comes back to miss the pages */
		break;
	}
}

/* Calls in one block multiply the paths before any other block is reached. */
static void crowd(struct walk *w, state_vec *v)
{
	size_t k = 0;

	if (v->n <= w->sv.max_states && w->sv.work <= w->sv.max_work)
		return;
	if (w->keep) {
		w->overflow = true;
		v->n = 1;
		return;
	}
	for (size_t i = 0; i < v->n; i++) {
		size_t m;

		for (m = 0; m < k && !state_same_held(v->v[m], v->v[i]); m++)
			;
		if (m < k)
			v->v[m] = state_join(v->v[m], v->v[i]);
		else
			v->v[k++] = v->v[i];
	}
	v->n = k;
	if (k > w->sv.max_states) {
		w->sv.out->incomplete = true;
		v->n = w->sv.max_states;
	}
}

static void run_block(struct walk *w, struct state *first, unsigned int block)
{
	const struct ir_block *blk = w->sv.f->blocks.v[block];
	state_vec now = { 0 }, next = { 0 };

	vec_push(&now, first);
	for (size_t i = 0; i < blk->nodes.n; i++) {
		const struct ir_node *n = blk->nodes.v[i];

		next.n = 0;
		for (size_t k = 0; k < now.n; k++) {
			if (n->kind >= IR_FIRST_TERMINATOR)
				finish(w, now.v[k], block, n);
			else
				transfer_node(&w->sv, now.v[k], block, n, &next);
		}
		crowd(w, &next);
		state_vec t = now;

		now = next;
		next = t;
	}
	vec_release(&now);
	vec_release(&next);
}

/* The waiting block that comes first in the order, so that paths meet before they go on. */
static unsigned int next_block(const struct walk *w)
{
	const struct cfg *c = w->sv.cfg;

	for (unsigned int i = 0; i < c->n; i++)
		if (w->at[c->order[i]].waiting.n)
			return c->order[i];
	BUG("nothing waits");
}

static bool is_covered(const struct solved *out, const struct report *r)
{
	for (size_t i = 0; i < out->reports.n; i++) {
		const struct report *o = &out->reports.v[i];

		/* a doubtful report does not stand in for a certain one */
		if (o->rule == r->rule->covered_by && o->acquire == r->acquire && o->at == r->at &&
		    o->confidence >= r->confidence)
			return true;
	}
	return false;
}

static void drop_covered(struct solved *out)
{
	size_t k = 0;

	for (size_t i = 0; i < out->reports.n; i++)
		if (!out->reports.v[i].rule->covered_by || !is_covered(out, &out->reports.v[i]))
			out->reports.v[k++] = out->reports.v[i];
	out->reports.n = k;
}

/* What a report is worth may hang on other paths. */
static void settle(struct solved *out)
{
	for (size_t i = 0; i < out->reports.n; i++) {
		struct report *r = &out->reports.v[i];

		for (size_t k = 0; r->rule->settle && k < out->sites.n; k++)
			if (out->sites.v[k].node == r->acquire)
				r->confidence =
					r->rule->settle(&out->sites.v[k], r->at, r->confidence);
	}
}

static const struct step *keep_steps(struct arena *a, const struct values *vs,
				     const struct step *st)
{
	struct step *first = NULL, **at = &first;

	for (; st; st = st->prev) {
		struct step *copy = arena_new(a, struct step);

		*copy = *st;
		copy->text = st->text ? arena_strdup(a, st->text) : condition_text(a, vs, st);
		copy->prev = NULL;
		*at = copy;
		at = (struct step **)&copy->prev;
	}
	return first;
}

/* What the reports tell outlives the walk. */
static void keep_reports(struct solved *out, const struct values *vs)
{
	for (size_t i = 0; i < out->reports.n; i++)
		out->reports.v[i].trace = keep_steps(&out->mem, vs, out->reports.v[i].trace);
}

static void walk_blocks(struct walk *w)
{
	while (w->nwaiting && !w->overflow) {
		unsigned int b = next_block(w);
		struct state *s = vec_pop(&w->at[b].waiting);

		w->nwaiting--;
		if (++w->sv.out->steps > SOLVE_STEPS || w->sv.work > w->sv.max_work) {
			w->sv.out->incomplete = true;
			break;
		}
		run_block(w, s, b);
	}
}

/* A function that takes no pages itself has fewer things to tell apart; one that has them from nobody
 * hardly any. */
static void set_bounds(struct solver *sv)
{
	unsigned int acquires = ir_count(sv->f, IR_ACQUIRE);

	if (acquires) {
		/* the outcomes of several calls multiply */
		sv->max_states = acquires > 1 ? 3 * SOLVE_STATES : 2 * SOLVE_STATES;
		sv->max_work = 4ul * SOLVE_WORK;
	} else if (program_concerns(sv->prog, sv->f)) {
		sv->max_states = SOLVE_STATES / 4;
		sv->max_work = SOLVE_WORK;
	} else {
		sv->max_states = SOLVE_STATES / 16;
		sv->max_work = SOLVE_WORK / 2;
	}
}

/* Return: false if there are too many paths to keep all that is known at entry */
static bool walk_func(struct program *prog, const struct ir_func *f, struct solved *out, bool keep)
{
	struct arena mem = { 0 };
	struct walk w = { .keep = keep,
			  .sv = { .f = f,
				  .out = out,
				  .prog = prog,
				  .mem = &mem,
				  .context = program_context(prog, f) } };
	struct state *first;

	out->f = f;
	set_bounds(&w.sv);
	w.sv.cfg = cfg_make(&mem, f);
	w.sv.vs = values_new(&mem);
	w.at = arena_array(&mem, struct stop, f->blocks.n);
	first = state_new(&mem, w.sv.vs);
	first->keep = keep;
	arrive(&w, first, 0);
	walk_blocks(&w);
	settle(out);
	drop_covered(out);
	keep_reports(out, w.sv.vs);
	for (size_t i = 0; i < out->sites.n; i++)
		out->sites.v[i].notifier = w.sv.notifier;
	for (size_t i = 0; i < f->blocks.n; i++) {
		vec_release(&w.at[i].waiting);
		vec_release(&w.at[i].joined);
		vec_release(&w.at[i].seen);
	}
	if (w.overflow)
		vec_release(&w.sv.exits);
	else
		out->summary = summary_make(&w.sv);
	vec_release(&w.sv.passed);
	values_free(w.sv.vs);
	arena_release(&mem);
	return !w.overflow;
}

void solve_func(struct program *prog, const struct ir_func *f, struct solved *out)
{
	if (walk_func(prog, f, out, true))
		return;
	solved_release(out);
	memset(out, 0, sizeof(*out));
	walk_func(prog, f, out, false);
}

static void solved_site_release(struct solved_site *s)
{
	vec_release(&s->releases);
	vec_release(&s->accesses);
	vec_release(&s->places);
	vec_release(&s->handed);
}

void solved_release(struct solved *out)
{
	for (size_t i = 0; i < out->sites.n; i++)
		solved_site_release(&out->sites.v[i]);
	vec_release(&out->sites);
	vec_release(&out->reports);
	vec_release(&out->passed);
	vec_release(&out->foreign);
	vec_release(&out->filled);
	arena_release(&out->mem);
}
