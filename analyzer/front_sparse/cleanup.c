// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Variables whose end calls a function.  sparse parses the attribute and forgets it: what parses it
 * is wrapped, so that the function and the variable it was said of are kept beside the tree.
 */
#include "front_sparse/fs.h"

/* One attribute, in the order of the source. */
struct said {
	struct ident *fn, *var;
	struct position pos;
};

static VEC(struct said) all;
static struct fs_map named; /* variables that it was said of, by name */
static struct symbol_op *wrapped;

static struct token *cleanup_attribute(struct token *token, struct symbol *attr,
				       struct decl_state *ctx)
{
	struct said s = { .var = ctx->ident ? *ctx->ident : NULL, .pos = token->pos };

	if (match_op(token, '(') && token_type(token->next) == TOKEN_IDENT) {
		s.fn = token->next->ident;
		vec_push(&all, s);
		if (s.var)
			fs_map_set(&named, s.var, s.var);
	}
	return wrapped->attribute(token, attr, ctx);
}

void cleanup_init(void)
{
	static const char *const names[] = { "cleanup", "__cleanup__" };
	static struct symbol_op op;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct symbol *sym = lookup_keyword(built_in_ident(names[i]), NS_KEYWORD);

		if (!sym || !sym->op || !sym->op->attribute || sym->op == &op)
			continue;
		wrapped = sym->op;
		op = *wrapped;
		op.attribute = cleanup_attribute;
		sym->op = &op;
	}
}

static bool is_before(struct position a, struct position b)
{
	return a.line != b.line ? a.line < b.line : a.pos <= b.pos;
}

/* The attribute stands behind the name; one in front of it has no name yet. */
struct ident *cleanup_of(const struct symbol *var)
{
	const struct said *best = NULL, *s;

	if (!fs_map_get(&named, var->ident))
		return NULL;
	vec_each (s, &all) {
		if (s->pos.stream != var->pos.stream)
			continue;
		if (s->var == var->ident && is_before(var->pos, s->pos) &&
		    is_before(s->pos, var->endpos))
			best = best ? best : s;
	}
	return best ? best->fn : NULL;
}

static void call_cleanup(struct fs *fs, const struct fs_scope *s)
{
	struct symbol *fn = lookup_symbol(s->fn, NS_SYMBOL);
	const struct fs_callee *k = fn && fs_is_function(fn) ? fs_callee(fs, fn) : NULL;
	struct ir_opnd arg = ir_addr(fs->l.f, s->var);
	const char *params[1] = { k && k->nparams ? k->params[0] : NULL };
	struct lower_call call = { .callee = fs_name(s->fn),
				   .is_local = k && k->local,
				   .args = &arg,
				   .params = params,
				   .n = 1,
				   .type = "void",
				   .loc = s->loc };

	lower_call(&fs->l, &call);
}

void fs_leave(struct fs *fs, const struct fs_scope *outer)
{
	struct ir_loc loc = fs->l.loc;

	if (fs->l.cur == LOWER_DEAD)
		return;
	for (const struct fs_scope *s = fs->scope; s != outer; s = s->up)
		call_cleanup(fs, s);
	fs->l.loc = loc;
}

void fs_enter(struct fs *fs, const struct ir_place *var, struct ident *fn)
{
	struct fs_scope *s = arena_new(&fs->tmp, struct fs_scope);

	s->up = fs->scope;
	s->var = var;
	s->fn = fn;
	s->loc = fs->l.loc;
	fs->scope = s;
}
