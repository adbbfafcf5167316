// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Initialiser lists: sparse has put every element to its place already.  One walk serves two ends:
 * stores to a local variable, and the list of functions that a static table binds to fields.
 */
#include "front_sparse/fs.h"

/* The object that is being filled. */
struct object {
	const struct ir_place *p; /* NULL while bindings are collected */
	struct symbol *t;
	const char *within; /* an anonymous member: the record that its members belong to */
	const char *record, *field; /* last step of the path, for bindings */
	bool zeroed;
};

static void fill(struct fs *fs, const struct object *o, struct expression *e);

static struct object object_field(struct fs *fs, const struct object *o, struct symbol *field)
{
	const char *name = fs_name(field->ident);
	struct object m = *o;

	m.t = field;
	m.within = o->within ? o->within : fs_type(fs, o->t);
	if (!name)
		return m;
	m.record = m.within;
	m.field = name;
	m.within = NULL;
	if (m.p)
		m.p = ir_place_field(fs->l.f, m.p, m.record, name);
	return m;
}

static struct object object_elem(struct fs *fs, const struct object *o, struct expression *pos)
{
	struct object m = *o;
	int size = pos->ctype->bit_size / bits_in_char;

	m.t = pos->ctype;
	m.within = NULL;
	if (m.p)
		m.p = ir_place_elem(fs->l.f, m.p,
				    pos->init_nr > 1 || size <= 0 ?
					    ir_any() :
					    ir_int(pos->init_offset / (unsigned int)size, NULL));
	return m;
}

static void bind(struct fs *fs, const struct object *o, struct expression *e)
{
	struct ir_binding b;

	e = fs_strip_casts(e);
	if (e->type == EXPR_PREOP && e->op == '*')
		e = e->unop;
	if (e->type != EXPR_SYMBOL || !e->symbol)
		return;
	if (fs_is_literal(e->symbol)) {
		struct object literal = { .t = e->symbol };

		fill(fs, &literal, e->symbol->initializer);
		return;
	}
	if (!fs_is_function(e->symbol) || !o->field)
		return;
	b = (struct ir_binding){ .record = o->record,
				 .field = o->field,
				 .func = fs_name(e->symbol->ident),
				 .var = fs->init_var,
				 .loc = fs_loc(fs, e->pos) };
	vec_push(&fs->u->bindings, b);
}

static unsigned int fields(struct symbol *t)
{
	struct symbol *f;
	unsigned int n = 0;

	FOR_EACH_PTR (t->symbol_list, f) {
		/* an unnamed bit field holds no value */
		n += f->ident || !is_bitfield_type(f);
	}
	END_FOR_EACH_PTR(f);
	return n;
}

/* Whether the list names every part itself, so that nothing is zeroed behind its back. */
static bool is_complete(struct symbol *node, struct expression *list)
{
	struct symbol *t = fs_base(node), *elem;
	unsigned int n = (unsigned int)expression_list_size(list->expr_list);
	long bits;

	if (t->type != SYM_ARRAY)
		return fields(t) <= n;
	elem = t->ctype.base_type;
	bits = t->bit_size > 0 ? t->bit_size : node->bit_size;
	return elem->bit_size > 0 && bits / elem->bit_size <= (long)n;
}

static void zero_rest(struct fs *fs, struct object *o, struct expression *list)
{
	if (!o->p || o->zeroed || is_complete(o->t, list))
		return;
	lower_assign(&fs->l, o->p, ir_int(0, NULL));
	o->zeroed = true;
}

static void fill_part(struct fs *fs, const struct object *o, struct expression *pos)
{
	struct object m;

	if (pos->type != EXPR_POS || !pos->ctype) {
		if (o->p)
			lower_unknown(&fs->l, "initialiser-without-position");
		return;
	}
	if (fs_base(o->t)->type == SYM_ARRAY)
		m = object_elem(fs, o, pos);
	else
		m = object_field(fs, o, pos->ctype);
	fill(fs, &m, pos->init_expr);
}

static void leaf(struct fs *fs, const struct object *o, struct expression *e)
{
	if (!o->p)
		bind(fs, o, e);
	else
		lower_assign(&fs->l, o->p, fs_expr(fs, e));
}

static void fill(struct fs *fs, const struct object *o, struct expression *e)
{
	struct object whole = *o;
	struct symbol *t = fs_base(o->t);
	struct expression *pos;

	if (!e || !t)
		return;
	if (e->type == EXPR_POS) {
		fill_part(fs, o, e);
		return;
	}
	if (e->type != EXPR_INITIALIZER ||
	    (t->type != SYM_ARRAY && t->type != SYM_STRUCT && t->type != SYM_UNION)) {
		leaf(fs, o, e);
		return;
	}
	if (!o->within) /* an anonymous member shares the place of its record */
		zero_rest(fs, &whole, e);
	FOR_EACH_PTR (e->expr_list, pos) {
		fill_part(fs, &whole, pos);
	}
	END_FOR_EACH_PTR(pos);
}

void fs_init(struct fs *fs, const struct ir_place *p, struct symbol *type, struct expression *init)
{
	struct object o = { .p = p, .t = type };
	struct expression *e = init;

	/* struct foo x = (struct foo){ ... } */
	if (e->type == EXPR_PREOP && e->op == '*' && e->unop->type == EXPR_SYMBOL &&
	    e->unop->symbol && fs_is_literal(e->unop->symbol) &&
	    fs_type(fs, e->unop->symbol) == fs_type(fs, type))
		e = e->unop->symbol->initializer;
	fill(fs, &o, e);
}

void fs_bindings(struct fs *fs, struct symbol *var)
{
	struct object o = { .t = var };

	if (!var->initializer || var->initializer->type != EXPR_INITIALIZER)
		return;
	fs->init_var = fs_name(var->ident);
	fill(fs, &o, var->initializer);
}
