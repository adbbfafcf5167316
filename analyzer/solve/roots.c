// SPDX-License-Identifier: GPL-2.0-or-later
#include "solve/roots.h"

#include <stdlib.h>
#include <string.h>

#include <uthash.h>

#include "api/api.h"

/* A function, how it is entered itself, and who calls it. */
struct entry {
	const struct ir_func *f;
	unsigned int own;
	unsigned int visit; /* the number of the last question that came by */
	VEC(struct entry *) callers;
	UT_hash_handle hh;
};

struct roots {
	struct program *prog;
	struct arena mem;
	struct entry *all;
	unsigned int visit;
};

static struct entry *entry_of(struct roots *r, const struct ir_func *f)
{
	struct entry *e;

	HASH_FIND_PTR(r->all, &f, e);
	if (e)
		return e;
	e = arena_new(&r->mem, struct entry);
	e->f = f;
	HASH_ADD_PTR(r->all, f, e);
	return e;
}

/* Fields by whose name an operation ends the life of what it is called for: the naming of
 * file_operations, vm_operations_struct, vb2_mem_ops, drm_gem_object_funcs, ib_device_ops, ... */
static bool ends_life(const char *field)
{
	static const char *const words[] = { "release",	 "close",     "free",  "destroy",
					     "put",	 "remove",    "dereg", "detach",
					     "exit",	 "cleanup",   "unmap", "uninit",
					     "fini",	 "kill",      "unpin", "delete",
					     "teardown", "disconnect" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strstr(field, words[i]))
			return true;
	return false;
}

static unsigned int field_root(const char *record, const char *field)
{
	switch (api_context_field(record, field)) {
	case C_HARDIRQ:
	case C_SOFTIRQ:
		return ROOT_ATOMIC;
	case C_PROCESS:
		return ROOT_WORK;
	default:
		return ends_life(field) ? ROOT_END : ROOT_OPS;
	}
}

static unsigned int context_root(const struct api_row *row)
{
	return row->kind == C_PROCESS ? ROOT_THREAD : ROOT_ATOMIC;
}

static void address_taken(struct roots *r, const struct ir_func *f, const struct ir_node *n,
			  const char *name)
{
	const struct ir_func *g = program_resolve(r->prog, f, name);
	const struct api_row *row = n->callee ? api_find(n->callee) : NULL;
	const struct ir_place *d = n->kind == IR_STORE ? n->dst : NULL;
	const struct ir_proj *last = d && d->n ? &d->proj[d->n - 1] : NULL;

	if (!g)
		return;
	if (row && row->role == API_CONTEXT && row->kind == C_CALLED) /* kref_put() */
		vec_push(&entry_of(r, g)->callers, entry_of(r, f));
	else if (row && row->role == API_CONTEXT)
		entry_of(r, g)->own |= context_root(row);
	else if (last && last->kind == IR_FIELD)
		entry_of(r, g)->own |= field_root(last->record, last->field);
	else
		entry_of(r, g)->own |= ROOT_POINTER;
}

static void see_node(struct roots *r, const struct ir_func *f, const struct ir_node *n)
{
	const struct ir_func *g = NULL;

	for (unsigned int i = 0; i < n->nargs; i++)
		if (n->args[i].kind == IR_FUNC)
			address_taken(r, f, n, n->args[i].text);
	if (ir_is_call(n) && n->callee)
		g = program_resolve(r->prog, f, n->callee);
	if (g)
		vec_push(&entry_of(r, g)->callers, entry_of(r, f));
}

static void see_unit(const struct ir_unit *u, void *arg)
{
	struct roots *r = arg;

	for (size_t i = 0; i < u->funcs.n; i++) {
		const struct ir_func *f = u->funcs.v[i];

		entry_of(r, f);
		for (size_t b = 0; b < f->blocks.n; b++)
			for (size_t k = 0; k < f->blocks.v[b]->nodes.n; k++)
				see_node(r, f, f->blocks.v[b]->nodes.v[k]);
	}
	for (size_t i = 0; i < u->bindings.n && u->funcs.n; i++) {
		const struct ir_binding *b = &u->bindings.v[i];
		const struct ir_func *g = program_resolve(r->prog, u->funcs.v[0], b->func);

		if (g)
			entry_of(r, g)->own |= field_root(b->record, b->field);
	}
}

struct roots *roots_new(struct program *p)
{
	struct roots *r = calloc(1, sizeof(*r));

	if (!r)
		die("out of memory");
	r->prog = p;
	program_units(p, see_unit, r);
	return r;
}

void roots_free(struct roots *r)
{
	struct entry *e, *t;

	if (!r)
		return;
	HASH_ITER (hh, r->all, e, t)
		vec_release(&e->callers);
	HASH_CLEAR(hh, r->all);
	arena_release(&r->mem);
	free(r);
}

/* Nobody outside its unit was seen to call it: then somebody does who was not read, else it could
 * be static. */
static bool is_open(const struct entry *e)
{
	for (size_t i = 0; i < e->callers.n; i++)
		if (e->callers.v[i]->f->unit != e->f->unit)
			return false;
	return !e->f->is_static;
}

static unsigned int visit(struct roots *r, struct entry *e)
{
	unsigned int mask = e->own;

	if (e->visit == r->visit)
		return 0;
	e->visit = r->visit;
	if (!e->own && is_open(e))
		mask |= ROOT_OPEN;
	for (size_t i = 0; i < e->callers.n; i++)
		mask |= visit(r, e->callers.v[i]);
	return mask;
}

unsigned int roots_of(struct roots *r, const struct ir_func *f)
{
	r->visit++;
	return visit(r, entry_of(r, f));
}

unsigned int roots_own(struct roots *r, const struct ir_func *f)
{
	return entry_of(r, f)->own;
}

bool roots_open(struct roots *r, const struct ir_func *f)
{
	return is_open(entry_of(r, f));
}

unsigned int roots_apart(struct roots *r, const struct ir_func *f,
			 const struct ir_func *const *others, size_t n)
{
	r->visit++;
	/* who was come by here is not entered again below */
	for (size_t i = 0; i < n; i++)
		visit(r, entry_of(r, others[i]));
	return visit(r, entry_of(r, f));
}
