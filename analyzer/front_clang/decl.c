// SPDX-License-Identifier: GPL-2.0-or-later
/* Functions, variables, and what is known of a function from its declaration. */
#include "front_clang/fc.h"

bool fc_is_function(CXCursor c)
{
	return c.kind == CXCursor_FunctionDecl;
}

static const char **param_names(struct fc *fc, CXCursor fn, unsigned int *n)
{
	int count = clang_Cursor_getNumArguments(fn);
	const char **names;

	*n = count > 0 ? (unsigned int)count : 0;
	if (!*n)
		return NULL;
	names = arena_array(&fc->u->mem, const char *, *n);
	for (unsigned int i = 0; i < *n; i++)
		names[i] = fc_name(clang_Cursor_getArgument(fn, i));
	return names;
}

static bool all_unnamed(const char **names, unsigned int n)
{
	for (unsigned int i = 0; i < n; i++)
		if (names[i])
			return false;
	return true;
}

static bool is_noreturn(CXCursor fn)
{
	CXString s = clang_getTypeSpelling(clang_getCursorType(fn));
	bool noreturn = strstr(clang_getCString(s), "noreturn") != NULL;

	clang_disposeString(s);
	return noreturn;
}

/* A driver's own static function of that name, not one of a header. */
static bool is_local(struct fc *fc, CXCursor fn)
{
	CXCursor def;
	struct fc_pos p;

	if (clang_Cursor_getStorageClass(fn) != CX_SC_Static)
		return false;
	def = clang_getCursorDefinition(fn);
	if (fc_is_null(def))
		return false;
	p = fc_pos(fc, clang_getCursorLocation(def));
	return p.file && p.file->source;
}

/* Return: whether @c is declared in a header, by name and place before @best, which may be null */
static bool is_better(struct fc *fc, CXCursor c, CXCursor best)
{
	struct fc_pos a, b;
	int d;

	if (fc_is_null(c))
		return false;
	a = fc_pos(fc, clang_getCursorLocation(c));
	if (!a.file || a.file->source)
		return false;
	if (fc_is_null(best))
		return true;
	b = fc_pos(fc, clang_getCursorLocation(best));
	d = strcmp(a.file->path, b.file->path);
	return d ? d < 0 : a.offset < b.offset;
}

/*
 * The declaration that gives the names.  Which one a call refers to, and which comes first, depends
 * on the order of headers, and on whether they are precompiled: of several in headers it is the
 * first by name of the file, and what a unit repeats does not count.
 */
static CXCursor naming_decl(struct fc *fc, CXCursor decl)
{
	const CXCursor all[] = { decl, clang_getCanonicalCursor(decl),
				 clang_getCursorDefinition(decl) };
	struct fc_pos at = fc_pos(fc, clang_getCursorLocation(decl));
	CXCursor best = clang_getNullCursor();

	if (at.file && at.file->source && clang_isCursorDefinition(decl))
		return decl;
	for (int i = 0; i < 3; i++)
		if (is_better(fc, all[i], best))
			best = all[i];
	return fc_is_null(best) ? decl : best;
}

static void callee_function(struct fc *fc, CXCursor decl, struct fc_callee *k)
{
	CXCursor named = naming_decl(fc, decl);

	k->name = fc_name(decl);
	k->params = param_names(fc, named, &k->nparams);
	if (all_unnamed(k->params, k->nparams))
		k->params = param_names(fc, clang_getCanonicalCursor(decl), &k->nparams);
	k->noreturn = is_noreturn(decl) || is_noreturn(named);
	k->local = is_local(fc, decl);
}

/* The prototype of a function pointer: in its declaration, or in that of its typedef. */
static void callee_pointer(struct fc *fc, CXCursor decl, struct fc_callee *k)
{
	struct kids kids = fc_kids(fc, decl);

	for (unsigned int i = 0; i < kids.n; i++)
		k->nparams += kids.v[i].kind == CXCursor_ParmDecl;
	if (k->nparams) {
		unsigned int n = 0;

		k->params = arena_array(&fc->u->mem, const char *, k->nparams);
		for (unsigned int i = 0; i < kids.n; i++)
			if (kids.v[i].kind == CXCursor_ParmDecl)
				k->params[n++] = fc_name(kids.v[i]);
		return;
	}
	if (decl.kind != CXCursor_TypedefDecl) {
		CXType t = clang_getCursorType(decl);

		while (t.kind == CXType_Pointer || t.kind == CXType_ConstantArray)
			t = t.kind == CXType_Pointer ? clang_getPointeeType(t) :
						       clang_getArrayElementType(t);
		decl = clang_getTypeDeclaration(t);
		if (decl.kind == CXCursor_TypedefDecl)
			callee_pointer(fc, decl, k);
	}
}

const struct fc_callee *fc_callee(struct fc *fc, CXCursor decl)
{
	struct fc_callee *k = curmap_get(&fc->callees, decl);

	if (k)
		return k;
	k = arena_new(&fc->u->mem, struct fc_callee);
	if (fc_is_function(decl)) {
		callee_function(fc, decl, k);
		vec_push(&fc->called, decl);
	} else {
		callee_pointer(fc, decl, k);
	}
	curmap_set(&fc->callees, decl, k);
	return k;
}

const struct ir_place *fc_new_local(struct fc *fc, const char *name, const char *type)
{
	return ir_place_var(fc->l.f, ir_var_new(fc->l.f, IR_LOCAL, name, type));
}

static struct ir_var *global_var(struct fc *fc, const char *name, CXCursor decl)
{
	struct ir_var *v;
	char at[512];

	snprintf(at, sizeof(at), "@%s", name);
	v = ir_var_find(fc->l.f, at);
	if (!v) {
		v = ir_var_new(fc->l.f, IR_GLOBAL, at, fc_type_of(fc, decl));
		v->is_static = clang_Cursor_getStorageClass(decl) == CX_SC_Static;
	}
	return v;
}

const struct ir_place *fc_variable(struct fc *fc, CXCursor decl)
{
	struct ir_var *v = curmap_get(&fc->known, decl);
	const char *name;

	if (v)
		return ir_place_var(fc->l.f, v);
	name = fc_name(decl);
	if (!name)
		name = "unnamed";
	if (decl.kind == CXCursor_ParmDecl || clang_getCursorLinkage(decl) == CXLinkage_NoLinkage) {
		v = ir_var_new(fc->l.f, IR_LOCAL, name, fc_type_of(fc, decl));
		v->is_static = clang_Cursor_getStorageClass(decl) == CX_SC_Static;
	} else {
		v = global_var(fc, name, decl);
	}
	curmap_set(&fc->known, decl, v);
	return ir_place_var(fc->l.f, v);
}

/* Name of the function in __attribute__((cleanup(fn))), interned; NULL if there is none. */
static const char *cleanup_of(struct fc *fc, CXCursor var)
{
	static const char attr[] = "cleanup(";
	struct kids k = fc_kids(fc, var);
	const char *text, *p, *fn = NULL;
	bool any = false;
	CXString s;

	for (unsigned int i = 0; i < k.n; i++)
		any |= k.v[i].kind == CXCursor_UnexposedAttr;
	if (!any)
		return NULL;
	s = clang_getCursorPrettyPrinted(var, NULL);
	text = clang_getCString(s);
	/* the attribute stands before the initialiser, which may hold statements of its own */
	p = strstr(text, attr);
	if (p && (p - text < 2 || p[-1] == '(' || p[-1] == ' ' || p[-1] == ',')) {
		p += sizeof(attr) - 1;
		fn = str_intern_n(p, strcspn(p, " )"));
	}
	clang_disposeString(s);
	return fn;
}

static void add_cleanup(struct fc *fc, const struct ir_place *var, const char *fn)
{
	struct fc_scope *s = arena_new(&fc->tmp, struct fc_scope);

	s->up = fc->scope;
	s->var = var;
	s->fn = fn;
	s->loc = fc->l.loc;
	fc->scope = s;
}

static enum CXChildVisitResult find_label_address(CXCursor c, CXCursor parent, CXClientData data)
{
	if (c.kind == CXCursor_AddrLabelExpr)
		fc_label_addressed(data, c);
	return CXChildVisit_Recurse;
}

static void local_variable(struct fc *fc, CXCursor c)
{
	CXCursor init = clang_Cursor_getVarDeclInitializer(c);
	enum CX_StorageClass sc = clang_Cursor_getStorageClass(c);
	const struct ir_place *p;
	const char *fn;

	if (sc == CX_SC_Extern)
		return;
	p = fc_variable(fc, c);
	if (sc == CX_SC_Static) {
		if (!fc_is_null(init))
			clang_visitChildren(init, find_label_address, fc); /* a jump table */
		fc_bindings(fc, c);
		return;
	}
	fc_at(fc, c);
	if (!fc_is_null(init))
		fc_init(fc, p, p->var->type, clang_getCursorType(c), init);
	fn = cleanup_of(fc, c);
	if (fn) {
		fc_at(fc, c);
		add_cleanup(fc, p, fn);
	}
}

void fc_decl_stmt(struct fc *fc, CXCursor c)
{
	struct kids k = fc_kids(fc, c);

	for (unsigned int i = 0; i < k.n; i++)
		if (k.v[i].kind == CXCursor_VarDecl)
			local_variable(fc, k.v[i]);
		else if (!clang_isDeclaration(k.v[i].kind) && !clang_isReference(k.v[i].kind))
			fc_stmt(fc, k.v[i]);
}

static void add_params(struct fc *fc, CXCursor c)
{
	int n = clang_Cursor_getNumArguments(c);

	for (int i = 0; i < n; i++) {
		CXCursor p = clang_Cursor_getArgument(c, (unsigned int)i);
		const char *name = fc_name(p);
		char unnamed[16];

		snprintf(unnamed, sizeof(unnamed), "arg%d", i);
		curmap_set(&fc->known, p,
			   ir_var_new(fc->l.f, IR_PARAM, name ? name : unnamed, fc_type_of(fc, p)));
	}
}

static bool has_errors(struct fc *fc, CXCursor c)
{
	CXSourceRange r = clang_getCursorExtent(c);
	struct fc_pos from = fc_pos(fc, clang_getRangeStart(r));
	struct fc_pos to = fc_pos(fc, clang_getRangeEnd(r));

	for (size_t i = 0; i < fc->errors.n; i++)
		if (from.file && fc->errors.v[i].file == from.file->handle &&
		    fc->errors.v[i].offset >= from.offset && fc->errors.v[i].offset <= to.offset)
			return true;
	return false;
}

static void function_end(struct fc *fc)
{
	lower_end(&fc->l);
	curmap_clear(&fc->known);
	fc->labels.n = fc->jumps.n = 0;
	free(fc->pretty);
	fc->pretty = NULL;
	fc->scope = NULL;
	fc->sw = NULL;
	arena_release(&fc->tmp);
}

void fc_function(struct fc *fc, CXCursor c)
{
	CXCursor body = fc_last_kid(c);
	CXSourceLocation end = clang_getRangeEnd(clang_getCursorExtent(c));
	const char *name = fc_name(c);

	if (body.kind != CXCursor_CompoundStmt || !name || !fc_pch_allows(fc, c))
		return;
	fc->fn = c;
	lower_begin(&fc->l, fc->u, name, fc_type(fc, clang_getCursorResultType(c)));
	fc_at(fc, c);
	fc->l.f->loc = fc->l.loc;
	fc->l.f->end_line = fc_pos(fc, end).line;
	fc->l.f->is_static = clang_Cursor_getStorageClass(c) == CX_SC_Static;
	fc->l.f->is_inline = clang_Cursor_isFunctionInlined(c);
	fc->l.f->errors = fc->errors.n && has_errors(fc, c);
	add_params(fc, c);
	fc_compound(fc, fc_kids(fc, body));
	fc->l.loc = fc_loc(fc, end);
	fc->l.loc.col -= fc->l.loc.col > 1; /* the brace, not what follows it */
	fc_finish_jumps(fc);
	function_end(fc);
}
