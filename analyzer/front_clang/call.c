// SPDX-License-Identifier: GPL-2.0-or-later
/* Calls; which of them matter is known to lower.c alone. */
#include "api/api.h"
#include "front_clang/fc.h"

/* The arguments as written: what stands between the last parentheses. */
static const char *args_text(struct fc *fc, CXCursor c)
{
	const char *text, *open, *close;
	int depth = 1;
	size_t n;

	if (!fc_text(fc, c, &text, &n))
		return NULL;
	close = memrchr(text, ')', n);
	if (!close)
		return NULL;
	for (open = close; open > text && depth;) {
		open--;
		depth += *open == ')' ? 1 : *open == '(' ? -1 : 0;
	}
	return depth ? NULL : fc_squeeze(open + 1, (size_t)(close - open - 1));
}

/* How the arguments are written tells sites apart; of locks and messages nobody asks. */
static bool wants_text(const struct api_row *row)
{
	return row && row->role != API_LOCK && row->role != API_INERT;
}

/* Compiler builtins that are no calls.  Return: false if @name is none. */
static bool builtin(struct fc *fc, const char *name, CXCursor c, struct ir_opnd *out)
{
	static const char *const silent[] = {
		"__builtin_va_start",	    "__builtin_va_end",
		"__builtin_va_copy",	    "__builtin_prefetch",
		"__builtin_object_size",    "__builtin_dynamic_object_size",
		"__builtin_return_address", "__builtin_frame_address",
	};
	int64_t v;

	if (!str_starts(name, "__builtin_"))
		return false;
	*out = ir_any();
	if (fc_is_expect(c)) {
		*out = fc_expr(fc, clang_Cursor_getArgument(c, 0));
		return true;
	}
	if (!strcmp(name, "__builtin_unreachable") || !strcmp(name, "__builtin_trap")) {
		fc_at(fc, c);
		lower_stop(&fc->l, name);
		return true;
	}
	if (!strcmp(name, "__builtin_constant_p")) {
		fc_known(fc, c, &v);
		*out = ir_int(v, NULL);
		return true;
	}
	for (size_t i = 0; i < sizeof(silent) / sizeof(silent[0]); i++) {
		if (strcmp(name, silent[i]))
			continue;
		if (fc_evaluate(c, &v))
			*out = ir_int(v, NULL);
		return true;
	}
	return false;
}

/* The declaration that a call through a pointer goes through: a field, a variable. */
static CXCursor pointer_decl(CXCursor callee)
{
	CXCursor c = fc_strip_casts(callee);

	for (;;) {
		if (c.kind == CXCursor_UnaryOperator || c.kind == CXCursor_ArraySubscriptExpr)
			c = fc_strip_casts(fc_kid(c, 0));
		else if (c.kind == CXCursor_DeclRefExpr || c.kind == CXCursor_MemberRefExpr)
			return c;
		else
			return clang_getNullCursor();
	}
}

static void callee_of(struct fc *fc, CXCursor callee, struct lower_call *k,
		      const struct fc_callee **decl)
{
	CXCursor named = pointer_decl(callee);
	struct ir_opnd o = fc_expr(fc, callee);

	*decl = NULL;
	if (!fc_is_null(named)) {
		*decl = fc_callee(fc, clang_getCursorReferenced(named));
		k->loc = fc_loc(fc, clang_getCursorLocation(named));
	} else {
		k->loc = fc_loc(fc, clang_getCursorLocation(callee));
	}
	if (o.kind == IR_FUNC) {
		k->callee = o.text;
	} else if (o.kind == IR_PLACE) {
		k->target = o.place;
	} else {
		k->target = ir_place_var(fc->l.f, ir_temp(fc->l.f, str_intern("ptr fn")));
		lower_assign(&fc->l, k->target, o);
	}
}

struct ir_opnd fc_call(struct fc *fc, CXCursor c)
{
	struct kids k = fc_kids(fc, c);
	struct lower_call call = { .type = fc_type_of(fc, c) };
	const struct fc_callee *decl;
	struct ir_opnd *args, out;
	const char **params;
	CXCursor direct;

	if (!k.n) {
		lower_unknown(&fc->l, "CallExpr");
		return ir_any();
	}
	direct = fc_strip_casts(k.v[0]);
	if (direct.kind == CXCursor_DeclRefExpr) {
		CXCursor ref = clang_getCursorReferenced(direct);

		if (fc_is_function(ref) && fc_name(ref) && builtin(fc, fc_name(ref), c, &out))
			return out;
	}
	callee_of(fc, k.v[0], &call, &decl);
	call.n = k.n - 1;
	args = arena_array(&fc->tmp, struct ir_opnd, k.n);
	params = arena_array(&fc->tmp, const char *, k.n);
	for (unsigned int i = 0; i < call.n; i++) {
		args[i] = fc_expr(fc, k.v[i + 1]);
		if (decl && i < decl->nparams)
			params[i] = decl->params[i];
	}
	call.args = args;
	call.params = params;
	if (call.callee && decl) {
		call.is_local = decl->local;
		call.noreturn = decl->noreturn;
		if (!decl->local && wants_text(api_find(call.callee)))
			call.text = args_text(fc, c);
	}
	return lower_call(&fc->l, &call);
}

bool fc_macro_call(struct fc *fc, CXCursor c, CXCursor arg, struct ir_opnd *out)
{
	const char *name = fc_macro_of(fc, arg);
	const struct api_row *row = name ? api_find(name) : NULL;
	struct lower_call call = { .callee = name, .n = 1, .type = fc_type_of(fc, c) };
	struct ir_opnd value;

	if (!row || row->role != API_VALUE)
		return false;
	value = fc_expr(fc, arg);
	call.args = &value;
	call.params = (const char *const[]){ NULL };
	call.loc = fc_loc(fc, clang_getCursorLocation(c));
	*out = lower_call(&fc->l, &call);
	return true;
}
