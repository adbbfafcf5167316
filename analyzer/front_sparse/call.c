// SPDX-License-Identifier: GPL-2.0-or-later
/* Calls; which of them matter is known to lower.c alone. */
#include "api/api.h"
#include "front_sparse/fs.h"

struct symbol *fs_callee_symbol(const struct expression *call)
{
	const struct expression *fn = fs_strip_casts(call->fn);

	while (fn->type == EXPR_PREOP && fn->op == '*')
		fn = fs_strip_casts(fn->unop);
	return fn->type == EXPR_SYMBOL && fn->symbol && fs_is_function(fn->symbol) ? fn->symbol :
										     NULL;
}

/* How the arguments are written tells sites apart; of locks and messages nobody asks. */
static bool wants_text(const struct api_row *row)
{
	return row && row->role != API_LOCK && row->role != API_INERT;
}

/* Compiler builtins that are no calls.  Return: false if @name is none. */
static bool builtin(struct fs *fs, const char *name, struct expression *e, struct ir_opnd *out)
{
	static const char *const silent[] = {
		"__builtin_va_start",	    "__builtin_va_end",
		"__builtin_va_copy",	    "__builtin_prefetch",
		"__builtin_object_size",    "__builtin_dynamic_object_size",
		"__builtin_return_address", "__builtin_frame_address",
		"__builtin_va_arg_pack",    "__builtin_warning",
		"__builtin_safe_p",
	};
	int64_t v = 0;

	if (!str_starts(name, "__builtin_"))
		return false;
	*out = ir_any();
	if (fs_expected(e)) {
		*out = fs_expr(fs, fs_expected(e));
		return true;
	}
	if (!strcmp(name, "__builtin_unreachable") || !strcmp(name, "__builtin_trap")) {
		fs_at(fs, e->fn->pos);
		lower_stop(&fs->l, name);
		return true;
	}
	if (!strcmp(name, "__builtin_constant_p")) {
		fs_known(fs, e, &v);
		*out = ir_int(v, NULL);
		return true;
	}
	for (size_t i = 0; i < sizeof(silent) / sizeof(silent[0]); i++)
		if (!strcmp(name, silent[i]))
			return true;
	return false;
}

/* The names of parameters in the type of a function pointer. */
static unsigned int pointer_params(struct fs *fs, const struct expression *fn, const char ***names)
{
	struct symbol *t = fs_base(fn->ctype), *arg;
	unsigned int n = 0;

	if (t && t->type == SYM_PTR)
		t = fs_base(t->ctype.base_type);
	if (!t || t->type != SYM_FN)
		return 0;
	*names = arena_array(&fs->tmp, const char *, (size_t)symbol_list_size(t->arguments) + 1);
	FOR_EACH_PTR (t->arguments, arg) {
		(*names)[n++] = fs_name(arg->ident);
	}
	END_FOR_EACH_PTR(arg);
	return n;
}

static void target_of(struct fs *fs, struct expression *fn, struct lower_call *call)
{
	struct ir_opnd o = fs_expr(fs, fn);

	if (o.kind == IR_FUNC) {
		call->callee = o.text;
	} else if (o.kind == IR_PLACE) {
		call->target = o.place;
	} else {
		call->target = ir_place_var(fs->l.f, ir_temp(fs->l.f, str_intern("ptr fn")));
		lower_assign(&fs->l, call->target, o);
	}
}

static void arguments(struct fs *fs, struct expression *e, struct lower_call *call,
		      const char **names, unsigned int nnames)
{
	unsigned int n = (unsigned int)expression_list_size(e->args);
	struct ir_opnd *args = arena_array(&fs->tmp, struct ir_opnd, n + 1);
	const char **params = arena_array(&fs->tmp, const char *, n + 1);
	struct expression *arg;

	FOR_EACH_PTR (e->args, arg) {
		args[call->n] = fs_expr(fs, arg);
		if (call->n < nnames)
			params[call->n] = names[call->n];
		call->n++;
	}
	END_FOR_EACH_PTR(arg);
	call->args = args;
	call->params = params;
}

struct ir_opnd fs_call(struct fs *fs, struct expression *e)
{
	struct lower_call call = { .type = fs_type_of(fs, e) };
	struct symbol *fn = fs_callee_symbol(e);
	const struct fs_callee *decl = NULL;
	const char **names = NULL;
	unsigned int n;
	struct ir_opnd out;

	if (fn && !fs_name(fn->ident))
		return fs_unknown(fs, "call-without-name");
	call.loc = fs_loc(fs, fs_strip_casts(e->fn)->pos);
	if (fn) {
		if (builtin(fs, fs_name(fn->ident), e, &out))
			return out;
		decl = fs_callee(fs, fn);
		call.callee = fs_name(fn->ident);
		call.is_local = decl->local;
		call.noreturn = decl->noreturn;
		names = decl->params;
		n = decl->nparams;
		if (!decl->local && wants_text(api_find(call.callee)))
			call.text = fs_args_text(fs, e->pos, call.callee);
	} else {
		n = pointer_params(fs, e->fn, &names);
		target_of(fs, e->fn, &call);
	}
	arguments(fs, e, &call, names, n);
	return lower_call(&fs->l, &call);
}

const char *fs_macro_value(struct fs *fs, struct position pos, bool page)
{
	const char *end, *p = fs_macro_text(fs, pos, &end), *q;
	const struct api_row *row;

	for (; p && p < end; p = q) {
		for (q = p; q < end && fs_ident_char(*q);)
			q++;
		row = q > p ? api_find(str_intern_n(p, (size_t)(q - p))) : NULL;
		if (row && row->role == API_VALUE && row->kind == (page ? V_FOLIO : V_PFN))
			return row->name;
		q += q == p;
	}
	return NULL;
}

struct ir_opnd fs_macro_call(struct fs *fs, struct expression *e, const char *name,
			     struct ir_opnd arg)
{
	struct lower_call call = { .callee = name,
				   .args = &arg,
				   .params = (const char *const[]){ NULL },
				   .n = 1,
				   .type = fs_type_of(fs, e),
				   .loc = fs_loc(fs, e->pos) };

	return lower_call(&fs->l, &call);
}
