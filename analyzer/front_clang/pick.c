// SPDX-License-Identifier: GPL-2.0-or-later
/* What of a unit is lowered, and in which order: the same however its headers came in. */
#include "api/api.h"
#include "front_clang/fc.h"

struct want_walk {
	bool found;
};

static enum CXChildVisitResult find_wanted(CXCursor c, CXCursor parent, CXClientData data)
{
	struct want_walk *w = data;
	const struct api_row *row;
	const char *name;

	if (c.kind != CXCursor_DeclRefExpr)
		return CXChildVisit_Recurse;
	if (!fc_is_function(clang_getCursorReferenced(c)))
		return CXChildVisit_Continue;
	name = fc_name(c);
	row = name ? api_find(name) : NULL;
	w->found = row && (api_is_gup(row) || row->role == API_RELEASE);
	return w->found ? CXChildVisit_Break : CXChildVisit_Continue;
}

/* Functions of headers count only if they take or drop pages themselves. */
static bool header_function_wanted(struct fc *fc, struct fc_file *f, CXCursor c)
{
	struct want_walk w = { false };
	const char *text;
	size_t n;

	if (f->wanted < 0) {
		text = fc_file_text(fc, f, &n);
		f->wanted = text && lower_wants(text, n);
	}
	if (!f->wanted || !clang_isCursorDefinition(c))
		return false;
	if (fc_text(fc, c, &text, &n) && !lower_wants(text, n))
		return false;
	clang_visitChildren(c, find_wanted, &w);
	return w.found;
}

struct flag_walk {
	struct fc *fc;
	struct fc_file *f;
};

static void add_flag(struct fc *fc, const char *path, const char *name, int64_t value)
{
	struct fc_flag k = { path, { name, value }, fc->flags.n };

	vec_push(&fc->flags, k);
}

static enum CXChildVisitResult add_enumerator(CXCursor c, CXCursor parent, CXClientData data)
{
	struct flag_walk *w = data;
	const char *name = fc_name(c);

	if (c.kind == CXCursor_EnumConstantDecl && name && str_starts(name, "FOLL_"))
		add_flag(w->fc, w->f->path, name, clang_getEnumConstantDeclValue(c));
	return CXChildVisit_Continue;
}

/* Look at a file once: the flag values that it defines, whether it has flags at all. */
static bool has_flags(struct fc *fc, struct fc_file *f)
{
	struct ir_unit scratch = { 0 };
	const struct ir_const *k;
	const char *text;
	size_t n;

	if (f->flags < 0) {
		text = fc_file_text(fc, f, &n);
		f->flags = text && memmem(text, n, "FOLL_", 5);
		if (f->flags)
			lower_consts(&scratch, text, n);
		vec_each (k, &scratch.consts)
			add_flag(fc, f->path, k->name, k->value);
		vec_release(&scratch.consts);
	}
	return f->flags;
}

static void pick(struct fc *fc, CXCursor c, bool header)
{
	struct fc_pos p = fc_pos(fc, clang_getCursorLocation(c));
	struct fc_picked k = { .c = c,
			       .header = header,
			       .path = header && p.file ? p.file->path : "",
			       .at = header ? p.offset : 0,
			       .nr = (unsigned int)fc->picked.n };

	vec_push(&fc->picked, k);
}

static enum CXChildVisitResult top_level(CXCursor c, CXCursor parent, CXClientData data)
{
	struct fc *fc = data;
	struct fc_file *f;
	CXFile handle = NULL;

	if (c.kind != CXCursor_FunctionDecl && c.kind != CXCursor_VarDecl &&
	    c.kind != CXCursor_EnumDecl)
		return CXChildVisit_Continue;
	clang_getFileLocation(clang_getCursorLocation(c), &handle, NULL, NULL, NULL);
	f = handle == fc->last_handle ? fc->last_file : fc_file(fc, handle);
	fc->last_handle = handle;
	fc->last_file = f;
	if (!f)
		return CXChildVisit_Continue;
	if (has_flags(fc, f) && c.kind == CXCursor_EnumDecl)
		clang_visitChildren(c, add_enumerator, &(struct flag_walk){ fc, f });
	if (c.kind == CXCursor_FunctionDecl) {
		if (f->source ? clang_isCursorDefinition(c) : header_function_wanted(fc, f, c))
			pick(fc, c, !f->source);
		if (!f->source && fc->precompiling)
			fc_pch_note(fc, c);
	} else if (c.kind == CXCursor_VarDecl && f->source && !fc_pch_is_anchor(fc, c)) {
		pick(fc, c, false);
	}
	return CXChildVisit_Continue;
}

static int flag_order(const void *a, const void *b)
{
	const struct fc_flag *x = a, *y = b;
	int d = strcmp(x->path, y->path);

	return d ? d : x->nr < y->nr ? -1 : x->nr > y->nr;
}

/* Of several definitions of a flag, that of the first file by name counts. */
static void give_flags(struct fc *fc)
{
	const struct fc_flag *k;

	if (fc->flags.n)
		qsort(fc->flags.v, fc->flags.n, sizeof(*fc->flags.v), flag_order);
	vec_each (k, &fc->flags) {
		size_t i;

		for (i = 0; i < fc->u->consts.n && fc->u->consts.v[i].name != k->k.name; i++)
			;
		if (i == fc->u->consts.n)
			vec_push(&fc->u->consts, k->k);
	}
}

/* Functions of headers first, by file and place: the order in which a unit includes its headers
 * says nothing, and with a precompiled header it is another one. */
static int pick_order(const void *a, const void *b)
{
	const struct fc_picked *x = a, *y = b;
	int d;

	if (x->header != y->header)
		return x->header ? -1 : 1;
	d = strcmp(x->path, y->path);
	if (!d && x->at != y->at)
		d = x->at < y->at ? -1 : 1;
	return d ? d : x->nr < y->nr ? -1 : 1;
}

void fc_pick(struct fc *fc)
{
	CXCursor tu = clang_getTranslationUnitCursor(fc->tu);
	const CXCursor *c;

	if (fc->pch)
		vec_each (c, &fc->pch->wanted)
			pick(fc, *c, true);
	clang_visitChildren(tu, top_level, fc);
	if (fc->picked.n)
		qsort(fc->picked.v, fc->picked.n, sizeof(*fc->picked.v), pick_order);
}

void fc_lower_picked(struct fc *fc)
{
	const struct fc_picked *k;

	give_flags(fc);
	vec_each (k, &fc->picked) {
		if (fc_is_function(k->c)) {
			fc_function(fc, k->c);
		} else {
			fc_bindings(fc, k->c);
			arena_release(&fc->tmp);
		}
	}
}
