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

/* An array that was allocated here lies where a field points to it. */
static struct place place_of_pointer(const struct state *s, val_t object)
{
	struct place p = { 0 };

	for (unsigned int i = 0; i < s->ncells && !p.field; i++)
		if (s->cells[i].val == object)
			p = solved_place(s->vs, s->cells[i].addr);
	return p;
}

void solver_stored(const struct state *s, struct solved_site *site, val_t addr)
{
	struct place p = { 0 };

	if (addr)
		p = solved_place(s->vs, addr);
	if (addr && !p.field)
		p = place_of_pointer(s, val_object(s->vs, addr));
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

static void follow(struct walk *w, struct state *s, unsigned int from, unsigned int to,
		   bool decided)
{
	int loop = cfg_back(w->sv.cfg, from, to);

	if (!decided)
		loop_leave(&w->sv, s, from, to);
	if (loop >= 0)
		loop_widen(w->sv.cfg, s, (unsigned int)loop);
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
			loop_skip_release(&w->sv, t, st, block, n->block[i], n->block[!i]);
			loop_skip_null(&w->sv, t, st, n->block[i], n->block[!i]);
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
