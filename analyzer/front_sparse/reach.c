// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Which functions have to do with pages that the unit takes, by the names that their bodies hold.  It is
 * found out before sparse evaluates anything: what has nothing to do with them is never lowered, and a
 * unit that takes none is left alone.
 *
 * Near are those that take pages, all that call or mention those, and all that these call; who else
 * calls one of these that drops pages; and of the rest, who drops pages and names a member of a structure
 * that one of the former fills, or is what a member that one of the former calls is set to.
 */
#include "api/api.h"
#include "front_sparse/fs.h"

struct sparse_reach {
	struct arena mem;
	VEC(struct fs_body *) bodies; /* in the order in which they were met */
	struct fs_map by_name, roles;
};

/* A member that is set to a function. */
struct fs_bound {
	struct ident *member, *function;
};

/* One function, or a variable with its initialiser. */
struct fs_body {
	struct sparse_reach *r;
	struct symbol *sym;
	VEC(struct ident *) functions;
	VEC(struct ident *) members;
	VEC(struct fs_bound) bound;
	VEC(struct fs_body *) callers; /* or who mentions it otherwise */
	bool variable, takes, moves;
	bool mover; /* it or a function that it mentions moves pages */
	bool near, lowered;
};

static struct fs_body *add_body(struct sparse_reach *r, struct symbol *sym)
{
	struct fs_body *b = arena_new(&r->mem, struct fs_body);

	b->r = r;
	b->sym = sym;
	b->variable = !fs_is_function(sym);
	vec_push(&r->bodies, b);
	if (sym->ident && !b->variable)
		fs_map_set(&r->by_name, sym->ident, b);
	return b;
}

enum role { ROLE_UNKNOWN, ROLE_NONE, ROLE_OTHER, ROLE_MOVES, ROLE_TAKES };

/* What the table says of a name. */
static enum role role_of(struct sparse_reach *r, struct ident *name)
{
	enum role role = (enum role)(uintptr_t)fs_map_get(&r->roles, name);
	const struct api_row *row;

	if (role != ROLE_UNKNOWN)
		return role;
	row = api_find(fs_name(name));
	if (!row)
		role = ROLE_NONE;
	else if (row->role == API_ACQUIRE)
		role = ROLE_TAKES;
	else if (row->role == API_RELEASE || row->role == API_DIRTY || row->role == API_REF ||
		 row->role == API_QUERY)
		role = ROLE_MOVES;
	else
		role = ROLE_OTHER;
	fs_map_set(&r->roles, name, (void *)(uintptr_t)role);
	return role;
}

/* A function of a header is looked at when somebody names it; the table says what its own do. */
static void meet(struct sparse_reach *r, struct symbol *sym)
{
	struct symbol *def = sym->definition;

	if (!def || !def->ident || !fs_is_function(def) || fs_map_get(&r->by_name, def->ident))
		return;
	if (role_of(r, def->ident) == ROLE_NONE || fs_is_source(def))
		add_body(r, def);
}

void fs_names_function(struct fs_body *b, struct ident *name)
{
	enum role role = role_of(b->r, name);

	b->takes |= role == ROLE_TAKES;
	b->moves |= role == ROLE_MOVES || role == ROLE_TAKES;
	vec_push(&b->functions, name);
}

void fs_names_symbol(struct fs_body *b, const struct expression *e)
{
	const struct symbol *sym = e->symbol;

	/* sparse has no symbol for what is not declared */
	if (!e->symbol_name || (sym && !fs_is_function(sym)))
		return;
	fs_names_function(b, e->symbol_name);
	if (sym)
		meet(b->r, e->symbol);
}

void fs_names_cleanup(struct fs_body *b, struct ident *name)
{
	struct symbol *sym = lookup_symbol(name, NS_SYMBOL);

	fs_names_function(b, name);
	/* inline functions of the source are found only by those who name them */
	if (sym && fs_is_function(sym))
		meet(b->r, sym);
}

void fs_names_member(struct fs_body *b, struct ident *name)
{
	if (name)
		vec_push(&b->members, name);
}

void fs_binds(struct fs_body *b, struct ident *name, const struct expression *e)
{
	struct fs_bound x = { .member = name };

	while (e && (fs_is_cast(e) || (e->type == EXPR_PREOP && (e->op == '&' || e->op == '('))))
		e = fs_is_cast(e) ? e->cast_expression : e->unop;
	if (!name || !e || e->type != EXPR_SYMBOL || !e->symbol || !fs_is_function(e->symbol))
		return;
	x.function = e->symbol_name;
	vec_push(&b->bound, x);
}

static void walk(struct fs_body *b)
{
	struct fs_notes n = { .body = b };
	struct symbol *fn = fs_base(b->sym->ctype.base_type);

	if (b->variable)
		fs_record_expr(&n, b->sym->initializer);
	else
		fs_record(&n, fn->stmt ? fn->stmt : fn->inline_stmt);
}

static void find_callers(struct sparse_reach *r)
{
	for (size_t i = 0; i < r->bodies.n; i++) {
		struct fs_body *b = r->bodies.v[i];

		for (size_t k = 0; !b->variable && k < b->functions.n; k++) {
			struct fs_body *f = fs_map_get(&r->by_name, b->functions.v[k]);

			if (f && f != b && (!f->callers.n || vec_last(&f->callers) != b))
				vec_push(&f->callers, b);
		}
	}
}

/* Mark as movers what is a mover, and on to its callers. */
static void mark_movers(struct fs_body *b)
{
	if (b->mover)
		return;
	b->mover = true;
	for (size_t i = 0; i < b->callers.n; i++)
		mark_movers(b->callers.v[i]);
}

typedef VEC(struct fs_body *) body_vec;

/* @b and all that call it, and what they call; of that, who moves pages has its callers near, too. */
static void mark_near(struct fs_body *first)
{
	body_vec todo = { 0 };
	struct fs_body *b;

	vec_push(&todo, first);
	first->near = true;
	while (todo.n) {
		b = vec_pop(&todo);
		for (size_t i = 0; i < b->functions.n; i++) {
			struct fs_body *f = fs_map_get(&b->r->by_name, b->functions.v[i]);

			if (!f || f->near)
				continue;
			f->near = true;
			vec_push(&todo, f);
		}
		for (size_t i = 0; b->mover && i < b->callers.n; i++) {
			if (b->callers.v[i]->near)
				continue;
			b->callers.v[i]->near = true;
			vec_push(&todo, b->callers.v[i]);
		}
	}
	vec_release(&todo);
}

bool fs_is_source(const struct symbol *sym)
{
	const char *name = stream_name((int)sym->pos.stream);

	return name && str_ends(name, ".c");
}

struct sparse_reach *sparse_reach(struct symbol_list *list, bool taken)
{
	struct sparse_reach *r = calloc(1, sizeof(*r));
	struct symbol *sym;
	bool wanted = false;

	if (!r)
		die("out of memory");
	FOR_EACH_PTR (list, sym) {
		if (fs_is_source(sym))
			add_body(r, sym);
	}
	END_FOR_EACH_PTR(sym);
	for (size_t i = 0; i < r->bodies.n; i++) {
		walk(r->bodies.v[i]);
		wanted |= taken ? r->bodies.v[i]->takes : r->bodies.v[i]->moves;
	}
	if (wanted)
		return r;
	sparse_reach_free(r);
	return NULL;
}

void sparse_reach_free(struct sparse_reach *r)
{
	if (!r)
		return;
	for (size_t i = 0; i < r->bodies.n; i++) {
		vec_release(&r->bodies.v[i]->functions);
		vec_release(&r->bodies.v[i]->members);
		vec_release(&r->bodies.v[i]->bound);
		vec_release(&r->bodies.v[i]->callers);
	}
	vec_release(&r->bodies);
	fs_map_release(&r->by_name);
	fs_map_release(&r->roles);
	arena_release(&r->mem);
	free(r);
}

void fs_reach_takers(struct sparse_reach *r)
{
	find_callers(r);
	for (size_t i = 0; i < r->bodies.n; i++)
		if (r->bodies.v[i]->moves && !r->bodies.v[i]->variable)
			mark_movers(r->bodies.v[i]);
	for (size_t i = 0; i < r->bodies.n; i++)
		if (r->bodies.v[i]->takes)
			mark_near(r->bodies.v[i]);
}

static void note_members(struct fs_map *set, const struct ir_place *p)
{
	for (unsigned int i = 0; p && i < p->n; i++)
		if (p->proj[i].kind == IR_FIELD)
			fs_map_set(set, p->proj[i].field, (void *)p);
}

/* A length or a flag, not a page, nor the number of one. */
static bool is_small(const struct ir_opnd *o)
{
	const char *type = o->kind == IR_PLACE && !o->place->n ? o->place->var->type : "";

	return o->kind == IR_INT || (ir_type_is_int(type) && ir_type_bits(type) < 64);
}

/* Members that pages may be left in, and members that are called. */
struct touched {
	struct fs_map filled, called;
};

/* What is handed as a value to a function that moves no pages gets none. */
static bool may_fill(const struct sparse_reach *r, const struct ir_node *n, const struct ir_opnd *o)
{
	const struct fs_body *f;

	if (o->kind != IR_PLACE || n->kind != IR_CALL || !n->callee)
		return o->kind == IR_PLACE || o->kind == IR_ADDR;
	f = fs_map_get(&r->by_name, built_in_ident(n->callee));
	return f && f->mover;
}

static void note_node(const struct sparse_reach *r, struct touched *t, const struct ir_node *n)
{
	const struct ir_place *p = n->target;

	if (n->kind == IR_STORE && !is_small(&n->args[0]))
		note_members(&t->filled, n->dst);
	for (unsigned int i = 0; ir_is_call(n) && i < n->nargs; i++)
		if (may_fill(r, n, &n->args[i]))
			note_members(&t->filled, n->args[i].place);
	if (p && p->n && p->proj[p->n - 1].kind == IR_FIELD)
		fs_map_set(&t->called, p->proj[p->n - 1].field, (void *)p);
}

static bool names_any(const struct fs_body *b, const struct fs_map *filled)
{
	for (size_t i = 0; i < b->members.n; i++)
		if (fs_map_get(filled, fs_name(b->members.v[i])))
			return true;
	return false;
}

/* Functions that a called member may mean. */
static void reach_bound(struct sparse_reach *r, const struct fs_body *b,
			const struct fs_map *called)
{
	for (size_t i = 0; i < b->bound.n; i++) {
		struct fs_body *f = fs_map_get(&r->by_name, b->bound.v[i].function);

		if (f && f->mover && fs_map_get(called, fs_name(b->bound.v[i].member)))
			mark_near(f);
	}
}

void fs_reach_storage(struct sparse_reach *r, const struct ir_unit *u)
{
	struct touched t = { 0 };

	for (size_t f = 0; f < u->funcs.n; f++)
		for (size_t k = 0; k < u->funcs.v[f]->blocks.n; k++)
			for (size_t i = 0; i < u->funcs.v[f]->blocks.v[k]->nodes.n; i++)
				note_node(r, &t, u->funcs.v[f]->blocks.v[k]->nodes.v[i]);
	for (size_t i = 0; i < r->bodies.n; i++) {
		struct fs_body *b = r->bodies.v[i];

		if (b->mover && !b->near && names_any(b, &t.filled))
			mark_near(b);
		reach_bound(r, b, &t.called);
	}
	fs_map_release(&t.filled);
	fs_map_release(&t.called);
}

struct symbol *fs_reach_next(struct sparse_reach *r)
{
	for (size_t i = 0; i < r->bodies.n; i++) {
		struct fs_body *b = r->bodies.v[i];

		if (!b->near || b->lowered || b->variable || !fs_is_source(b->sym))
			continue;
		b->lowered = true;
		return b->sym;
	}
	return NULL;
}
