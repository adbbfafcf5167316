// SPDX-License-Identifier: GPL-2.0-or-later
#include "solve/program_impl.h"

#include <stdlib.h>
#include <string.h>

#include "solve/atomic.h"
#include "solve/summary.h"

struct named {
	const char *name; /* interned */
	const struct ir_func *f;
	UT_hash_handle hh;
};

/* A node @inner of another function at @call. */
struct copy_key {
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

struct program *program_new(const struct rule *const *rules, size_t nrules)
{
	struct program *p = calloc(1, sizeof(*p));

	if (!p)
		die("out of memory");
	p->rules = rules;
	p->nrules = nrules;
	p->jobs = 1;
	pthread_mutex_init(&p->shared, NULL);
	return p;
}

void program_threads(struct program *p, unsigned int n)
{
	p->jobs = n;
}

static void entry_clear(struct entry *e)
{
	if (e->solved)
		solved_release(e->solved);
	free(e->solved);
	summary_free(e->summary);
	HASH_CLEAR(hh, e->copies);
	arena_release(&e->mem);
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
	contexts_free(p->contexts);
	for (size_t i = 0; i < p->retired.n; i++)
		summary_free(p->retired.v[i]);
	vec_release(&p->retired);
	answers_release(&p->answers);
	vec_release(&p->places);
	vec_release(&p->circles);
	pthread_mutex_destroy(&p->shared);
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
	e->number = HASH_COUNT(p->entries);
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

struct entry *program_entry(struct program *p, const struct ir_func *f)
{
	struct entry *e;

	HASH_FIND_PTR(p->entries, &f, e);
	return e;
}

/* Position in the host's unit: its table of files learns the file. */
static struct ir_loc here(struct program *p, const struct ir_func *host, const struct ir_func *f,
			  struct ir_loc loc)
{
	if (host->unit == f->unit)
		return loc;
	pthread_mutex_lock(&p->shared);
	loc.file = ir_file(host->unit, f->unit->files.v[loc.file]);
	pthread_mutex_unlock(&p->shared);
	return loc;
}

/* The node that already stands for it at @call, if the function calls itself by way of others. */
static const struct ir_node *unrolled(const struct ir_node *call, const struct ir_node *inner)
{
	while (inner->via) {
		const struct copy *c =
			(const struct copy *)((const char *)inner - offsetof(struct copy, node));

		if (c->key.call == call)
			return inner;
		inner = c->key.inner;
	}
	return NULL;
}

static struct copy *new_copy(struct program *p, struct entry *host, const struct copy_key *key,
			     const struct ir_func *f)
{
	struct copy *c = arena_new(&host->mem, struct copy);

	c->key = *key;
	c->node = *key->inner;
	c->node.via = key->call;
	c->node.of = key->inner->of ? key->inner->of : f;
	c->node.loc = here(p, host->f, f, key->inner->loc);
	return c;
}

const struct ir_node *program_instance(struct program *p, const struct ir_func *host,
				       const struct ir_node *call, const struct ir_func *f,
				       const struct ir_node *inner)
{
	struct copy_key key = { call, inner };
	struct entry *e = program_entry(p, host);
	const struct ir_node *same = unrolled(call, inner);
	struct copy *c;

	if (same)
		return same;
	HASH_FIND(hh, e->copies, &key, sizeof(key), c);
	if (c)
		return &c->node;
	c = new_copy(p, e, &key, f);
	HASH_ADD(hh, e->copies, key, sizeof(c->key), c);
	return &c->node;
}

const struct summary *program_summary(struct program *p, const struct ir_func *f)
{
	const struct entry *e = program_entry(p, f);

	return e && (e->done || e->busy) ? e->summary : NULL;
}

const struct solved *program_solved(struct program *p, const struct ir_func *f)
{
	struct entry *e = program_entry(p, f);
	entry_vec todo = { .v = &e, .n = 1 };

	if (!e)
		return NULL;
	if (!e->done)
		program_walk(p, &todo);
	return e->solved;
}

void program_each(struct program *p, void (*fn)(const struct solved *w, void *arg), void *arg)
{
	for (size_t i = 0; i < p->units.n; i++)
		for (size_t k = 0; k < p->units.v[i]->funcs.n; k++) {
			const struct entry *e = program_entry(p, p->units.v[i]->funcs.v[k]);

			if (e->done && e->solved)
				fn(e->solved, arg);
		}
}

const struct solved *program_walked(struct program *p, const struct ir_func *f)
{
	const struct entry *e = program_entry(p, f);

	return e && e->done ? e->solved : NULL;
}
