// SPDX-License-Identifier: GPL-2.0-or-later
#include "solve/notified.h"

#include <stdlib.h>
#include <string.h>

#include <uthash.h>

#include "api/api.h"

struct entry {
	const char *record; /* interned */
	UT_hash_handle hh;
};

struct notified {
	struct arena mem;
	struct entry *records;
	const char *plain, *interval;
};

static void add(struct notified *n, const char *record)
{
	struct entry *e;

	HASH_FIND_PTR(n->records, &record, e);
	if (e)
		return;
	e = arena_new(&n->mem, struct entry);
	e->record = record;
	HASH_ADD_PTR(n->records, record, e);
}

/* The fields that lead to step @end of the place without a pointer between them: the records they
 * belong to have the notifier inside. */
static void add_around(struct notified *n, const struct ir_place *p, unsigned int end)
{
	for (unsigned int i = end; i-- > 0 && p->proj[i].kind != IR_DEREF;)
		if (p->proj[i].kind == IR_FIELD)
			add(n, p->proj[i].record);
}

/* `obj->notifier.mm`: what is looked at is a field of an embedded notifier. */
static void see_place(struct notified *n, const struct ir_place *p)
{
	for (unsigned int i = 1; p && i < p->n; i++)
		if (p->proj[i].kind == IR_FIELD &&
		    (p->proj[i].record == n->plain || p->proj[i].record == n->interval))
			add_around(n, p, i);
}

/* `mmu_interval_notifier_insert(&obj->notifier, ...)` */
static void see_registration(struct notified *n, const struct ir_node *node)
{
	const struct api_row *row = node->callee ? api_find(node->callee) : NULL;
	int i;

	if (!row || row->role != API_NOTIFIER || !row->carrier)
		return;
	i = api_arg(row->carrier, node->params, (int)node->nargs);
	if (i >= 0 && (unsigned int)i < node->nargs && node->args[i].kind == IR_ADDR)
		add_around(n, node->args[i].place, node->args[i].place->n);
}

static void see_node(struct notified *n, const struct ir_node *node)
{
	see_place(n, node->dst);
	for (unsigned int i = 0; i < node->nargs; i++)
		if (node->args[i].kind == IR_PLACE || node->args[i].kind == IR_ADDR)
			see_place(n, node->args[i].place);
	if (ir_is_call(node))
		see_registration(n, node);
}

static void see_unit(const struct ir_unit *u, void *arg)
{
	for (size_t i = 0; i < u->funcs.n; i++) {
		const struct ir_func *f = u->funcs.v[i];

		for (size_t b = 0; b < f->blocks.n; b++)
			for (size_t k = 0; k < f->blocks.v[b]->nodes.n; k++)
				see_node(arg, f->blocks.v[b]->nodes.v[k]);
	}
}

struct notified *notified_new(struct program *p)
{
	struct notified *n = calloc(1, sizeof(*n));

	if (!n)
		die("out of memory");
	n->plain = str_intern("struct mmu_notifier");
	n->interval = str_intern("struct mmu_interval_notifier");
	program_units(p, see_unit, n);
	return n;
}

void notified_free(struct notified *n)
{
	if (!n)
		return;
	HASH_CLEAR(hh, n->records);
	arena_release(&n->mem);
	free(n);
}

bool notified_has(const struct notified *n, const char *record)
{
	struct entry *e = NULL;

	if (record)
		HASH_FIND_PTR(n->records, &record, e);
	return e;
}
