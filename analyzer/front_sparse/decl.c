// SPDX-License-Identifier: GPL-2.0-or-later
/* Functions, variables, and what is known of a function from its declaration. */
#include "front_sparse/fs.h"

bool fs_is_function(const struct symbol *sym)
{
	struct symbol *t = fs_base(sym->ctype.base_type);

	return t && t->type == SYM_FN;
}

static unsigned int named_params(struct symbol *fn)
{
	struct symbol *arg;
	unsigned int n = 0;

	FOR_EACH_PTR (fs_base(fn->ctype.base_type)->arguments, arg) {
		n += arg->ident != NULL;
	}
	END_FOR_EACH_PTR(arg);
	return n;
}

/* Of all declarations the one that names most parameters. */
static struct symbol *best_declaration(struct symbol *sym)
{
	struct symbol *best = sym;

	if (sym->definition && fs_is_function(sym->definition))
		best = sym->definition;
	for (struct symbol *s = sym->same_symbol; s; s = s->same_symbol)
		if (fs_is_function(s) && named_params(s) > named_params(best))
			best = s;
	return best;
}

static bool is_noreturn(struct symbol *sym)
{
	for (; sym; sym = sym->same_symbol)
		if (sym->ctype.modifiers & MOD_NORETURN ||
		    (fs_is_function(sym) &&
		     fs_base(sym->ctype.base_type)->ctype.modifiers & MOD_NORETURN))
			return true;
	return false;
}

/* A driver's own static function of that name, not one of a header. */
static bool is_local(struct fs *fs, struct symbol *sym)
{
	struct fs_file *f;

	if (!sym->definition || !(sym->ctype.modifiers & MOD_STATIC))
		return false;
	f = fs_file(fs, sym->definition->pos);
	return f && f->source;
}

const struct fs_callee *fs_callee(struct fs *fs, struct symbol *sym)
{
	struct fs_callee *k = fs_map_get(&fs->callees, sym);
	struct symbol *decl, *arg;

	if (k)
		return k;
	k = arena_new(&fs->u->mem, struct fs_callee);
	decl = best_declaration(sym);
	k->params = arena_array(
		&fs->u->mem, const char *,
		(size_t)symbol_list_size(fs_base(decl->ctype.base_type)->arguments) + 1);
	FOR_EACH_PTR (fs_base(decl->ctype.base_type)->arguments, arg) {
		k->params[k->nparams++] = fs_name(arg->ident);
	}
	END_FOR_EACH_PTR(arg);
	k->noreturn = is_noreturn(sym);
	k->local = is_local(fs, sym);
	vec_push(&fs->called, sym);
	fs_map_set(&fs->callees, sym, k);
	return k;
}

const struct ir_place *fs_new_local(struct fs *fs, const char *name, const char *type)
{
	return ir_place_var(fs->l.f, ir_var_new(fs->l.f, IR_LOCAL, name, type));
}

static struct ir_var *global_var(struct fs *fs, const char *name, struct symbol *sym)
{
	struct ir_var *v;
	char at[512];

	snprintf(at, sizeof(at), "@%s", name);
	v = ir_var_find(fs->l.f, at);
	if (!v) {
		v = ir_var_new(fs->l.f, IR_GLOBAL, at, fs_type(fs, sym));
		v->is_static = sym->ctype.modifiers & MOD_STATIC;
	}
	return v;
}

const struct ir_place *fs_variable(struct fs *fs, struct symbol *sym)
{
	struct ir_var *v = fs_map_get(&fs->known, sym);
	const char *name = fs_name(sym->ident);

	if (v)
		return ir_place_var(fs->l.f, v);
	if (!name)
		name = "unnamed";
	if (sym->ctype.modifiers & MOD_NONLOCAL) {
		v = global_var(fs, name, sym);
	} else {
		v = ir_var_new(fs->l.f, IR_LOCAL, name, fs_type(fs, sym));
		v->is_static = sym->ctype.modifiers & MOD_STATIC;
	}
	fs_map_set(&fs->known, sym, v);
	return ir_place_var(fs->l.f, v);
}

static void local_variable(struct fs *fs, struct symbol *sym)
{
	const struct ir_place *p;
	struct ident *fn;

	if (sym->ctype.modifiers & MOD_EXTERN || fs_is_function(sym))
		return;
	p = fs_variable(fs, sym);
	if (sym->ctype.modifiers & MOD_STATIC) {
		fs_bindings(fs, sym);
		return;
	}
	fs_at(fs, sym->pos);
	if (sym->initializer)
		fs_init(fs, p, sym, sym->initializer);
	fn = cleanup_of(sym);
	if (fn) {
		fs_at(fs, sym->pos);
		fs_enter(fs, p, fn);
	}
}

void fs_declaration(struct fs *fs, struct symbol_list *list)
{
	struct symbol *sym;

	FOR_EACH_PTR (list, sym) {
		local_variable(fs, sym);
	}
	END_FOR_EACH_PTR(sym);
}

static void add_params(struct fs *fs, struct symbol *fn)
{
	struct symbol *arg;
	char unnamed[16];
	int n = 0;

	FOR_EACH_PTR (fn->arguments, arg) {
		const char *name = fs_name(arg->ident);

		snprintf(unnamed, sizeof(unnamed), "arg%d", n++);
		fs_map_set(&fs->known, arg,
			   ir_var_new(fs->l.f, IR_PARAM, name ? name : unnamed, fs_type(fs, arg)));
	}
	END_FOR_EACH_PTR(arg);
}

static void function_end(struct fs *fs)
{
	lower_end(&fs->l);
	fs_map_release(&fs->known);
	fs_map_release(&fs->cases);
	fs->labels.n = fs->jumps.n = 0;
	fs->scope = NULL;
	fs->target = NULL;
	arena_release(&fs->tmp);
}

void fs_function(struct fs *fs, struct symbol *sym)
{
	struct symbol *fn = fs_base(sym->ctype.base_type);

	if (!fn->stmt || !sym->ident)
		return;
	fs->fn = sym;
	lower_begin(&fs->l, fs->u, fs_name(sym->ident), fs_type(fs, fn->ctype.base_type));
	fs_at(fs, sym->pos);
	fs->l.f->loc = fs->l.loc;
	fs->l.f->end_line = fs_end_line(fs, sym);
	fs->l.f->is_static = sym->ctype.modifiers & MOD_STATIC;
	fs->l.f->is_inline = sym->ctype.modifiers & MOD_INLINE;
	add_params(fs, fn);
	fs_stmt(fs, fn->stmt);
	fs->l.loc.line = fs->l.f->end_line;
	fs->l.loc.col = 1;
	fs_finish_jumps(fs);
	function_end(fs);
}
