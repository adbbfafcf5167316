// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Places in memory.  sparse knows addresses only: a variable is what its address points to, a
 * member what stands at an offset, and an array that decays is its address with another type.
 */
#include "front_sparse/fs.h"

/* The place behind a pointer operand, through a temporary if the operand is no place itself. */
static const struct ir_place *behind(struct fs *fs, struct ir_opnd ptr, const char *ptr_type)
{
	const struct ir_place *p = ir_points_to(fs->l.f, ptr);

	if (p)
		return p;
	p = ir_place_var(fs->l.f, ir_temp(fs->l.f, ptr_type));
	lower_assign(&fs->l, p, ptr);
	return ir_place_deref(fs->l.f, p);
}

/* A value that is used as a place: a structure that a function returned. */
static const struct ir_place *materialize(struct fs *fs, struct expression *e)
{
	struct ir_opnd o = fs_expr(fs, e);
	const struct ir_place *p;

	if (o.kind == IR_PLACE)
		return o.place;
	p = ir_place_var(fs->l.f, ir_temp(fs->l.f, fs_type_of(fs, e)));
	lower_assign(&fs->l, p, o);
	return p;
}

/* A literal, or the name of the function; the initialiser of a variable is no EXPR_STRING any more. */
bool fs_is_string(const struct symbol *sym)
{
	return sym->string || (sym->initializer && sym->initializer->type == EXPR_STRING);
}

bool fs_is_literal(const struct symbol *sym)
{
	return !sym->ident && sym->initializer && !fs_is_string(sym);
}

static const struct ir_place *symbol_place(struct fs *fs, struct symbol *sym)
{
	return fs_is_literal(sym) ? fs_literal(fs, sym) : fs_variable(fs, sym);
}

static const struct ir_place *member_place(struct fs *fs, struct expression *add, const char **type)
{
	const char *record;
	struct symbol *field = fs_member(fs, add, &record);
	const struct ir_place *base = behind(fs, fs_expr(fs, add->left), "ptr ?");

	if (!field || !field->ident) {
		lower_unknown(&fs->l, "member-without-name");
		*type = "?";
		return ir_place_elem(fs->l.f, base, ir_any());
	}
	*type = fs_type(fs, field);
	return ir_place_field(fs->l.f, base, record, fs_name(field->ident));
}

/* Address of @p, which has @type; as the pointer @e sees it an array may have decayed. */
static struct ir_opnd address(struct fs *fs, const struct expression *e, const struct ir_place *p,
			      const char *type)
{
	struct symbol *target = fs_target_type(e);

	if (str_starts(type, "arr ") && target && fs_type(fs, target) != type)
		p = ir_place_elem(fs->l.f, p, ir_int(0, NULL));
	return ir_addr(fs->l.f, p);
}

struct ir_opnd fs_address(struct fs *fs, struct expression *e)
{
	const struct ir_place *p;
	const char *type;

	if (e->type == EXPR_SYMBOL) {
		if (!e->symbol)
			return fs_unknown(fs, "symbol-not-declared");
		if (fs_is_function(e->symbol))
			return ir_fn(fs_name(e->symbol->ident));
		if (fs_is_string(e->symbol))
			return ir_str();
		return address(fs, e, symbol_place(fs, e->symbol), fs_type(fs, e->symbol));
	}
	p = member_place(fs, e, &type);
	return address(fs, e, p, type);
}

/* A member of a value, not of a place. */
static const struct ir_place *slice_place(struct fs *fs, struct expression *e)
{
	const struct ir_place *base = materialize(fs, e->base);
	const char *name = e->ctype ? fs_name(e->ctype->ident) : NULL;
	const char *record = fs_type_of(fs, e->base);

	if (!name || !fs_is_record(record))
		return ir_place_elem(fs->l.f, base, ir_any());
	return ir_place_field(fs->l.f, base, record, name);
}

const struct ir_place *fs_place(struct fs *fs, struct expression *e)
{
	const char *type;

	if (!e || !e->ctype || e->ctype == &bad_ctype)
		return materialize(fs, e);
	if (e->type == EXPR_SLICE)
		return slice_place(fs, e);
	if (e->type != EXPR_PREOP || e->op != '*')
		return materialize(fs, e);
	if (e->unop->type == EXPR_SYMBOL && e->unop->symbol && !fs_is_string(e->unop->symbol) &&
	    !fs_is_function(e->unop->symbol))
		return symbol_place(fs, e->unop->symbol);
	if (fs_is_member(e->unop))
		return member_place(fs, e->unop, &type);
	return behind(fs, fs_expr(fs, e->unop), fs_type_of(fs, e->unop));
}
