// SPDX-License-Identifier: GPL-2.0-or-later
#include "solve/program.h"

#include <stdlib.h>
#include <string.h>

#include <uthash.h>

#include "solve/query.h"
#include "solve/atomic.h"
#include "api/api.h"
#include "solve/summary.h"

#define MAX_ROUNDS 4

/**
 * struct entry - one function
 * @depth: while it is walked: how many walks are under way, else 0
 * @used: somebody asked for its summary while it was walked (recursion)
 * @summary: its own once walked; of the last round while it is walked
 */
struct entry {
	const struct ir_func *f;
	struct solved *solved;
	struct summary *summary;
	unsigned int depth;
	bool done, used;
	bool concerned; /* it, or what it calls, deals with page references */
	struct edge *callers;
	UT_hash_handle hh;
};

/* One call of a function. */
struct edge {
	struct entry *caller;
	struct edge *next;
};

struct named {
	const char *name; /* interned */
	const struct ir_func *f;
	UT_hash_handle hh;
};

struct copy_key {
	const struct ir_func *host;
	const struct ir_node *call, *inner;
};

struct copy {
	struct copy_key key;
	struct ir_node node;
	UT_hash_handle hh;
};

struct global {
	const char *name;
	const struct ir_var *var;
	UT_hash_handle hh;
};

/* Static functions and variables of one unit. */
struct unit_names {
	const struct ir_unit *u;
	struct named *statics;
	struct global *globals;
	UT_hash_handle hh;
};

struct program {
	struct arena mem;
	const struct rule *const *rules;
	size_t nrules;
	VEC(struct ir_unit *) units;
	VEC(struct ir_const) consts;
	struct entry *entries;
	struct named *externs;
	struct global *globals;
	struct unit_names *names;
	struct copy *copies;
	VEC(struct place) places; /* where sites leave their pages */
	struct contexts *contexts;
	struct answers answers;
	size_t answered; /* units whose answers are known */
	bool concerns; /* who is concerned is known */
	unsigned int depth,
		lowest; /* of the walks under way; the lowest one that was asked again */
	VEC(struct summary *) retired; /* of rounds that did not settle */
};

struct program *program_new(const struct rule *const *rules, size_t nrules)
{
	struct program *p = calloc(1, sizeof(*p));

	if (!p)
		die("out of memory");
	p->rules = rules;
	p->nrules = nrules;
	return p;
}

static void entry_clear(struct entry *e)
{
	if (e->solved)
		solved_release(e->solved);
	free(e->solved);
	summary_free(e->summary);
	e->solved = NULL;
	e->summary = NULL;
}

void program_free(struct program *p)
{
	struct entry *e, *t;

	HASH_ITER (hh, p->entries, e, t)
		entry_clear(e);
	HASH_CLEAR(hh, p->entries);
	HASH_CLEAR(hh, p->externs);
	HASH_CLEAR(hh, p->globals);
	for (struct unit_names *n = p->names; n; n = n->hh.next) {
		HASH_CLEAR(hh, n->statics);
		HASH_CLEAR(hh, n->globals);
	}
	HASH_CLEAR(hh, p->names);
	HASH_CLEAR(hh, p->copies);
	contexts_free(p->contexts);
	for (size_t i = 0; i < p->retired.n; i++)
		summary_free(p->retired.v[i]);
	vec_release(&p->retired);
	answers_release(&p->answers);
	vec_release(&p->places);
	vec_release(&p->units);
	vec_release(&p->consts);
	arena_release(&p->mem);
	free(p);
}

static void add_named(struct program *p, struct named **table, const struct ir_func *f)
{
	struct named *n;

	HASH_FIND_PTR(*table, &f->name, n);
	if (n)
		return;
	n = arena_new(&p->mem, struct named);
	n->name = f->name;
	n->f = f;
	HASH_ADD_PTR(*table, name, n);
}

static const struct ir_var *same_global(struct program *p, struct global **table,
					const struct ir_var *v)
{
	struct global *g;

	HASH_FIND_PTR(*table, &v->name, g);
	if (g)
		return g->var;
	g = arena_new(&p->mem, struct global);
	g->name = v->name;
	g->var = v;
	HASH_ADD_PTR(*table, name, g);
	return v;
}

static void add_func(struct program *p, struct unit_names *names, const struct ir_func *f)
{
	struct entry *e = arena_new(&p->mem, struct entry);

	e->f = f;
	HASH_ADD_PTR(p->entries, f, e);
	add_named(p, f->is_static ? &names->statics : &p->externs, f);
	for (size_t i = 0; i < f->vars.n; i++) {
		struct ir_var *v = f->vars.v[i];

		if (v->kind == IR_GLOBAL)
			v->same = same_global(p, v->is_static ? &names->globals : &p->globals, v);
	}
}

void program_add(struct program *p, struct ir_unit *u)
{
	struct unit_names *names = arena_new(&p->mem, struct unit_names);

	names->u = u;
	HASH_ADD_PTR(p->names, u, names);
	vec_push(&p->units, u);
	contexts_add(&p->contexts, &p->mem, u);
	for (size_t i = 0; i < u->funcs.n; i++)
		add_func(p, names, u->funcs.v[i]);
	for (size_t i = 0; i < u->consts.n; i++) {
		size_t k;

		for (k = 0; k < p->consts.n && p->consts.v[k].name != u->consts.v[i].name; k++)
			;
		if (k == p->consts.n)
			vec_push(&p->consts, u->consts.v[i]);
	}
}

const struct answers *program_answers(struct program *p)
{
	for (; p->answered < p->units.n; p->answered++)
		answers_collect(&p->answers, p->units.v[p->answered]);
	return &p->answers;
}

void program_units(struct program *p, void (*fn)(const struct ir_unit *u, void *arg), void *arg)
{
	for (size_t i = 0; i < p->units.n; i++)
		fn(p->units.v[i], arg);
}

uint64_t program_flag(const struct program *p, const char *name)
{
	for (size_t i = 0; i < p->consts.n; i++)
		if (!strcmp(p->consts.v[i].name, name))
			return (uint64_t)p->consts.v[i].value;
	return 0;
}

const struct context *program_context(const struct program *p, const struct ir_func *f)
{
	return contexts_find(p->contexts, f);
}

const struct rule *const *program_rules(const struct program *p, size_t *n)
{
	*n = p->nrules;
	return p->rules;
}

/* @name: interned */
static const struct ir_func *find_func(struct program *p, const struct ir_unit *u, const char *name)
{
	struct unit_names *names;
	struct named *n = NULL;

	HASH_FIND_PTR(p->names, &u, names);
	if (names)
		HASH_FIND_PTR(names->statics, &name, n);
	if (!n)
		HASH_FIND_PTR(p->externs, &name, n);
	return n && !n->f->errors ? n->f : NULL;
}

const struct ir_func *program_find(struct program *p, const struct ir_unit *u, const char *name)
{
	return find_func(p, u, str_intern(name));
}

const struct ir_func *program_resolve(struct program *p, const struct ir_func *from,
				      const char *name)
{
	return find_func(p, from->unit, name);
}

/* Position in the host's unit: its table of files learns the file. */
static struct ir_loc here(const struct ir_func *host, const struct ir_func *f, struct ir_loc loc)
{
	if (host->unit != f->unit)
		loc.file = ir_file(host->unit, f->unit->files.v[loc.file]);
	return loc;
}

const struct ir_node *program_instance(struct program *p, const struct ir_func *host,
				       const struct ir_node *call, const struct ir_func *f,
				       const struct ir_node *inner)
{
	struct copy_key key;
	struct copy *c;

	memset(&key, 0, sizeof(key));
	key.host = host;
	key.call = call;
	key.inner = inner;
	HASH_FIND(hh, p->copies, &key, sizeof(key), c);
	if (c)
		return &c->node;
	c = arena_new(&p->mem, struct copy);
	memcpy(&c->key, &key, sizeof(key));
	c->node = *inner;
	c->node.via = call;
	c->node.of = inner->of ? inner->of : f;
	c->node.loc = here(host, f, inner->loc);
	HASH_ADD(hh, p->copies, key, sizeof(c->key), c);
	return &c->node;
}

static struct entry *find_entry(struct program *p, const struct ir_func *f)
{
	struct entry *e;

	HASH_FIND_PTR(p->entries, &f, e);
	return e;
}

/* The node deals with page references, or with what carries them. */
static bool node_concerns(const struct ir_node *n)
{
	const struct api_row *row;

	if (n->kind == IR_ACQUIRE || n->kind == IR_RELEASE || n->kind == IR_DIRTY)
		return true;
	row = n->kind == IR_ACCESS ? api_find(n->callee) : NULL;
	if (!row)
		return false;
	switch (row->role) {
	case API_REF:
	case API_PUT:
	case API_GET:
	case API_COPY:
	case API_QUERY:
		return true;
	case API_ACCESS:
		return row->kind != A_STRUCT_PAGE;
	default:
		return false;
	}
}

/* Note who calls whom.  Return: @f itself is concerned */
static bool note_calls(struct program *p, struct entry *caller)
{
	const struct ir_func *f = caller->f, *g;
	bool concerned = false;

	for (size_t b = 0; b < f->blocks.n; b++)
		for (size_t i = 0; i < f->blocks.v[b]->nodes.n; i++) {
			const struct ir_node *n = f->blocks.v[b]->nodes.v[i];
			struct edge *edge;
			struct entry *e;

			concerned |= node_concerns(n);
			if (n->kind != IR_CALL || !n->callee)
				continue;
			g = program_resolve(p, f, n->callee);
			e = g ? find_entry(p, g) : NULL;
			if (!e)
				continue;
			edge = arena_new(&p->mem, struct edge);
			edge->caller = caller;
			edge->next = e->callers;
			e->callers = edge;
		}
	return concerned;
}

/* From those that deal with pages to their callers, and on. */
static void find_concerned(struct program *p)
{
	VEC(struct entry *) todo = { 0 };
	struct entry *e, *t;

	HASH_ITER (hh, p->entries, e, t)
		if (note_calls(p, e))
			vec_push(&todo, e);
	while (todo.n) {
		e = vec_pop(&todo);
		if (e->concerned)
			continue;
		e->concerned = true;
		for (const struct edge *c = e->callers; c; c = c->next)
			if (!c->caller->concerned)
				vec_push(&todo, c->caller);
	}
	vec_release(&todo);
	p->concerns = true;
}

/* The call may leave references to its caller. */
static bool gives_references(const struct summary *m)
{
	for (size_t i = 0; m && i < m->cases.n; i++)
		if (m->cases.v[i]->nheld)
			return true;
	return false;
}

bool program_concerns(struct program *p, const struct ir_func *f)
{
	struct entry *e;

	if (!p->concerns)
		find_concerned(p);
	e = find_entry(p, f);
	if (!e || !e->concerned)
		return !e;
	for (size_t b = 0; b < f->blocks.n; b++)
		for (size_t i = 0; i < f->blocks.v[b]->nodes.n; i++) {
			const struct ir_node *n = f->blocks.v[b]->nodes.v[i];
			const struct ir_func *g;

			if (node_concerns(n))
				return true;
			if (n->kind != IR_CALL || !n->callee)
				continue;
			g = program_resolve(p, f, n->callee);
			if (g && gives_references(program_summary(p, g)))
				return true;
		}
	return false;
}

/* One walk.  What the last one left is kept for those who use it still. */
static void walk(struct program *p, struct entry *e)
{
	struct summary *old = e->summary;

	if (e->solved)
		solved_release(e->solved);
	else
		e->solved = calloc(1, sizeof(*e->solved));
	if (!e->solved)
		die("out of memory");
	memset(e->solved, 0, sizeof(*e->solved));
	solve_func(p, e->f, e->solved);
	e->summary = e->solved->summary;
	if (old)
		vec_push(&p->retired, old);
}

/* Calls of the function inside itself see what the last round found, at first nothing: until
 * nothing new is found. */
static void walk_rounds(struct program *p, struct entry *e)
{
	uint64_t last = 0, now;

	for (int round = 0; round < MAX_ROUNDS; round++) {
		e->used = false;
		walk(p, e);
		now = summary_hash(e->summary);
		if (!e->used || now == last)
			return;
		last = now;
	}
	e->summary->opaque = true;
}

static void solve_entry(struct program *p, struct entry *e)
{
	e->depth = ++p->depth;
	walk_rounds(p, e);
	e->done = true;
	p->depth--;
	e->depth = 0;
}

const struct summary *program_summary(struct program *p, const struct ir_func *f)
{
	struct entry *e = find_entry(p, f);

	if (!e)
		return NULL;
	if (e->depth == p->depth) {
		e->used = true;
		return e->summary;
	}
	/* round a longer circle of calls: whoever closes it sees code that is not followed */
	if (e->depth)
		return NULL;
	if (e->done)
		return e->summary;
	if (p->depth >= SOLVE_DEPTH)
		return NULL;
	solve_entry(p, e);
	return e->summary;
}

const struct solved *program_solved(struct program *p, const struct ir_func *f)
{
	struct entry *e = find_entry(p, f);

	if (!e)
		return NULL;
	if (!e->done)
		solve_entry(p, e);
	return e->solved;
}

void program_each(struct program *p, void (*fn)(const struct solved *w, void *arg), void *arg)
{
	for (size_t i = 0; i < p->units.n; i++)
		for (size_t k = 0; k < p->units.v[i]->funcs.n; k++) {
			const struct entry *e = find_entry(p, p->units.v[i]->funcs.v[k]);

			if (e->done && e->solved)
				fn(e->solved, arg);
		}
}

const struct solved *program_walked(struct program *p, const struct ir_func *f)
{
	const struct entry *e = find_entry(p, f);

	return e && e->done ? e->solved : NULL;
}

/* Its callers have something to see: references, or what happens to pages that they pass.  Pages
 * that the function finds in a field are found without them. */
static bool is_telling(const struct summary *m)
{
	if (gives_references(m))
		return true;
	for (size_t i = 0; m && i < m->cases.n; i++) {
		const struct state *s = m->cases.v[i];

		for (unsigned int k = 0; k < s->neffects; k++)
			if (!solved_place(m->vs, s->effects[k].v).field)
				return true;
	}
	return false;
}

static bool calls_telling(struct program *p, const struct ir_func *f)
{
	for (size_t b = 0; b < f->blocks.n; b++)
		for (size_t i = 0; i < f->blocks.v[b]->nodes.n; i++) {
			const struct ir_node *n = f->blocks.v[b]->nodes.v[i];
			const struct ir_func *g;
			const struct entry *e;

			if (n->kind != IR_CALL || !n->callee)
				continue;
			g = program_resolve(p, f, n->callee);
			e = g ? find_entry(p, g) : NULL;
			if (e && e->done && is_telling(e->summary))
				return true;
		}
	return false;
}

/* It takes pages, or drops what can only be pages of users. */
static bool takes_or_unpins(struct program *p, const struct ir_func *f)
{
	for (size_t b = 0; b < f->blocks.n; b++)
		for (size_t i = 0; i < f->blocks.v[b]->nodes.n; i++) {
			const struct ir_node *n = f->blocks.v[b]->nodes.v[i];

			if (n->kind == IR_ACQUIRE ||
			    (n->kind == IR_RELEASE && api_find(n->callee)->user))
				return true;
		}
	return false;
}

static bool is_place(const struct program *p, const char *record, const char *field)
{
	for (size_t i = 0; i < p->places.n; i++)
		if (p->places.v[i].field == field && p->places.v[i].record == record)
			return true;
	return false;
}

static bool place_mentions(const struct program *p, const struct ir_place *x)
{
	for (unsigned int i = 0; x && i < x->n; i++)
		if (x->proj[i].kind == IR_FIELD && is_place(p, x->proj[i].record, x->proj[i].field))
			return true;
	return x && x->var->kind == IR_GLOBAL && is_place(p, NULL, x->var->name);
}

/* It drops or looks at pages, by itself or through functions that it calls. */
static bool handles_pages(struct program *p, const struct ir_func *f, int depth)
{
	for (size_t b = 0; b < f->blocks.n; b++)
		for (size_t i = 0; i < f->blocks.v[b]->nodes.n; i++) {
			const struct ir_node *n = f->blocks.v[b]->nodes.v[i];
			const struct api_row *row = n->callee ? api_find(n->callee) : NULL;
			const struct ir_func *g;

			if (n->kind == IR_RELEASE || n->kind == IR_DIRTY ||
			    (row && row->role == API_ACCESS && row->kind != A_STRUCT_PAGE))
				return true;
			if (n->kind != IR_CALL || !n->callee || !depth)
				continue;
			g = program_resolve(p, f, n->callee);
			if (g && handles_pages(p, g, depth - 1))
				return true;
		}
	return false;
}

/* It names storage in which pages of some site are left, and handles pages. */
static bool names_place(struct program *p, const struct ir_func *f)
{
	for (size_t b = 0; b < f->blocks.n; b++)
		for (size_t i = 0; i < f->blocks.v[b]->nodes.n; i++) {
			const struct ir_node *n = f->blocks.v[b]->nodes.v[i];

			if (place_mentions(p, n->dst))
				return true;
			for (unsigned int k = 0; k < n->nargs; k++)
				if (n->args[k].kind >= IR_PLACE && n->args[k].kind <= IR_ADDR &&
				    place_mentions(p, n->args[k].place))
					return true;
		}
	return false;
}

static bool handles_place(struct program *p, const struct ir_func *f)
{
	return names_place(p, f) && handles_pages(p, f, 2);
}

static void find_places(const struct solved *w, void *arg)
{
	struct program *p = arg;

	for (size_t i = 0; i < w->sites.n; i++)
		for (size_t k = 0; k < w->sites.v[i].places.n; k++) {
			struct place x = w->sites.v[i].places.v[k];

			if (!is_place(p, x.record, x.field))
				vec_push(&p->places, x);
		}
}

/* Walk those that @due picks.  Return: how many */
static size_t solve_due(struct program *p, bool (*due)(struct program *, const struct ir_func *))
{
	size_t solved = 0;

	for (size_t i = 0; i < p->units.n; i++)
		for (size_t k = 0; k < p->units.v[i]->funcs.n; k++) {
			const struct ir_func *f = p->units.v[i]->funcs.v[k];
			const struct entry *e = find_entry(p, f);

			if (f->errors || !e || e->done || !due(p, f))
				continue;
			program_solved(p, f);
			solved++;
		}
	return solved;
}

void program_solve(struct program *p)
{
	solve_due(p, takes_or_unpins);
	while (solve_due(p, calls_telling))
		;
	program_each(p, find_places, p);
	if (!solve_due(p, handles_place))
		return;
	while (solve_due(p, calls_telling))
		;
}
