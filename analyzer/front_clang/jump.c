// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Leaving scopes: labels, goto, inline assembly that jumps, and the cleanup functions
 * that run on the way out.  Where a goto leads, and so what it leaves, is known only
 * when the function has been read: such jumps wait in an open block.
 */
#include <ctype.h>

#include "front_clang/fc.h"

struct name_walk {
	const char *name;
	CXCursor found;
};

static enum CXChildVisitResult find_function(CXCursor c, CXCursor parent, CXClientData data)
{
	struct name_walk *w = data;

	if (fc_is_function(c) && fc_name(c) == w->name) {
		w->found = c;
		return CXChildVisit_Break;
	}
	return CXChildVisit_Continue;
}

/* Declaration of a cleanup function: the attribute only gives its name. */
static const struct fc_callee *cleanup_callee(struct fc *fc, const char *name)
{
	struct name_walk w = { name, clang_getNullCursor() };

	for (size_t i = 0; i < fc->cleanups.n; i++)
		if (fc->cleanups.v[i].name == name)
			return fc->cleanups.v[i].callee;
	clang_visitChildren(clang_getTranslationUnitCursor(fc->tu), find_function, &w);
	if (fc_is_null(w.found) && fc->pch)
		w.found = fc_pch_find(fc, name);
	vec_push(
		&fc->cleanups,
		((struct fc_cleanup){ name, fc_is_null(w.found) ? NULL : fc_callee(fc, w.found) }));
	return vec_last(&fc->cleanups).callee;
}

static void call_cleanup(struct fc *fc, const struct fc_scope *s)
{
	const struct fc_callee *k = cleanup_callee(fc, s->fn);
	struct ir_opnd arg = ir_addr(fc->l.f, s->var);
	const char *params[1] = { k && k->nparams ? k->params[0] : NULL };
	struct lower_call call = { .callee = s->fn,
				   .is_local = k && k->local,
				   .args = &arg,
				   .params = params,
				   .n = 1,
				   .type = "void",
				   .loc = s->loc };

	lower_call(&fc->l, &call);
}

void fc_leave(struct fc *fc, const struct fc_scope *outer)
{
	struct ir_loc loc = fc->l.loc;

	if (fc->l.cur == LOWER_DEAD)
		return;
	for (const struct fc_scope *s = fc->scope; s != outer; s = s->up)
		call_cleanup(fc, s);
	fc->l.loc = loc;
}

static int label_number(struct fc *fc, CXCursor label)
{
	CXSourceLocation at = clang_getCursorLocation(label);
	struct fc_label l = { .at = at };

	for (size_t i = 0; i < fc->labels.n; i++)
		if (clang_equalLocations(fc->labels.v[i].at, at))
			return (int)i;
	l.name = fc_name(label);
	l.block = lower_block(&fc->l);
	vec_push(&fc->labels, l);
	return (int)fc->labels.n - 1;
}

void fc_label(struct fc *fc, CXCursor c)
{
	int n = label_number(fc, c);
	struct fc_label *l = &fc->labels.v[n];

	l->defined = true;
	l->scope = fc->scope;
	lower_start(&fc->l, l->block);
}

/* A reference to a label: the statement that it names. */
static int label_referenced(struct fc *fc, CXCursor c)
{
	CXCursor label = clang_getCursorReferenced(fc_kid(c, 0));

	return label.kind == CXCursor_LabelStmt ? label_number(fc, label) : -1;
}

void fc_label_addressed(struct fc *fc, CXCursor c)
{
	int n = label_referenced(fc, c);

	if (n < 0)
		lower_unknown(&fc->l, "AddrLabelExpr");
	else
		fc->labels.v[n].addressed = true;
}

/* Leave the current block open until the function is read. */
static struct fc_jump *wait_here(struct fc *fc)
{
	struct fc_jump j = { .scope = fc->scope, .label = -1, .loc = fc->l.loc };

	if (fc->l.cur == LOWER_DEAD)
		fc->l.cur = lower_block(&fc->l);
	j.block = fc->l.cur;
	fc->l.cur = LOWER_DEAD;
	vec_push(&fc->jumps, j);
	return &vec_last(&fc->jumps);
}

void fc_goto(struct fc *fc, CXCursor c)
{
	int n = label_referenced(fc, c);

	fc_at(fc, c);
	if (n < 0) {
		lower_unknown(&fc->l, "GotoStmt");
		return;
	}
	if (fc->scope) {
		wait_here(fc)->label = n;
		return;
	}
	lower_goto(&fc->l, fc->labels.v[n].block);
	fc->l.cur = LOWER_DEAD;
}

void fc_computed_goto(struct fc *fc)
{
	wait_here(fc)->computed = true;
}

static bool is_ancestor(const struct fc_scope *a, const struct fc_scope *s)
{
	for (; s; s = s->up)
		if (s == a)
			return true;
	return !a;
}

/* Run what lies between the jump and its label; the current block is open. */
static void leave_for(struct fc *fc, struct fc_scope *from, const struct fc_label *to)
{
	struct fc_scope *common = from;

	while (!is_ancestor(common, to->scope))
		common = common->up;
	fc->scope = from;
	fc_leave(fc, common);
}

static bool is_target(const struct fc_jump *j, const struct fc_label *l)
{
	if (j->computed)
		return l->addressed;
	for (unsigned int i = 0; i < j->nnames; i++)
		if (j->names[i] == l->name)
			return true;
	return false;
}

static void finish_multi(struct fc *fc, const struct fc_jump *j)
{
	VEC(unsigned int) to = { 0 };

	if (!j->computed)
		vec_push(&to, j->next);
	for (size_t i = 0; i < fc->labels.n; i++) {
		const struct fc_label *l = &fc->labels.v[i];
		unsigned int b;

		if (!l->defined || !is_target(j, l))
			continue;
		b = l->block;
		if (j->scope != l->scope) {
			b = lower_block(&fc->l);
			fc->l.cur = b;
			leave_for(fc, j->scope, l);
			lower_goto(&fc->l, l->block);
		}
		vec_push(&to, b);
	}
	fc->l.cur = j->block;
	fc->l.loc = j->loc;
	lower_multi(&fc->l, to.v, (unsigned int)to.n);
	vec_release(&to);
}

void fc_finish_jumps(struct fc *fc)
{
	unsigned int cur = fc->l.cur;
	struct ir_loc loc = fc->l.loc;

	for (size_t i = 0; i < fc->jumps.n; i++) {
		const struct fc_jump *j = &fc->jumps.v[i];

		fc->l.loc = j->loc;
		if (j->label < 0) {
			finish_multi(fc, j);
			continue;
		}
		fc->l.cur = j->block;
		leave_for(fc, j->scope, &fc->labels.v[j->label]);
		lower_goto(&fc->l, fc->labels.v[j->label].block);
	}
	fc->l.cur = cur;
	fc->l.loc = loc;
}

struct ordinal {
	CXCursor at;
	unsigned int n;
	bool found;
};

static enum CXChildVisitResult count_before(CXCursor c, CXCursor parent, CXClientData data)
{
	struct ordinal *o = data;

	if (c.kind == o->at.kind) {
		if (fc_same_stmt(c, o->at)) {
			o->found = true;
			return CXChildVisit_Break;
		}
		o->n++;
	}
	return CXChildVisit_Recurse;
}

static bool ident_char(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* The @n-th (from 0) @word of a text outside of strings, that an opening parenthesis or another
 * keyword follows. */
static const char *nth_word(const char *text, const char *word, unsigned int n)
{
	size_t len = strlen(word);
	char quote = 0;

	for (const char *p = text; *p; p++) {
		if (quote) {
			if (*p == '\\' && p[1])
				p++;
			else if (*p == quote)
				quote = 0;
			continue;
		}
		if (*p == '"' || *p == '\'') {
			quote = *p;
			continue;
		}
		if (strncmp(p, word, len) || ident_char(p[len]) || (p > text && ident_char(p[-1])))
			continue;
		if ((p[len] == ' ' || p[len] == '(') && !n--)
			return p;
	}
	return NULL;
}

/**
 * fc_pretty_stmt() - a statement of the function at work as clang prints it, macros expanded
 * @fc: the unit
 * @c: the statement
 * @word: keyword that it starts with
 *
 * For what libclang knows but does not tell.
 *
 * Return: text that starts with @word, valid until the function ends; NULL if it is not found
 */
const char *fc_pretty_stmt(struct fc *fc, CXCursor c, const char *word)
{
	struct ordinal o = { .at = c };

	if (!fc->pretty) {
		CXString s = clang_getCursorPrettyPrinted(fc->fn, NULL);

		fc->pretty = strdup(clang_getCString(s));
		clang_disposeString(s);
	}
	clang_visitChildren(fc->fn, count_before, &o);
	return o.found && fc->pretty ? nth_word(fc->pretty, word, o.n) : NULL;
}

/* Whether the words between `asm` and its parenthesis name goto; -1 if a macro hides them. */
static int says_goto(struct fc *fc, CXCursor c)
{
	struct fc_pos p = fc_spelled(fc, clang_getRangeStart(clang_getCursorExtent(c)));
	const char *end, *s = fc_text_at(fc, &p, &end);

	if (!s)
		return -1;
	while (s < end && (ident_char(*s) || *s == ' ' || *s == '\t')) {
		if (end - s > 4 && !strncmp(s, "goto", 4) && !ident_char(s[4]) &&
		    !ident_char(s[-1]))
			return 1;
		s++;
	}
	return s < end && *s == '(' ? 0 : -1;
}

/* Labels of an asm goto: what stands behind the fourth colon. */
static void asm_labels(struct fc *fc, const char *text, struct fc_jump *j)
{
	int depth = 0, colons = 0;
	const char *p = text, *start;
	VEC(const char *) names = { 0 };

	for (p = strchr(text, '('); p && *p; p++) {
		if (*p == '"') {
			for (p++; *p && *p != '"'; p++)
				if (*p == '\\' && p[1])
					p++;
		} else if (*p == '(') {
			depth++;
		} else if (*p == ')' && --depth == 0) {
			break;
		} else if (*p == ':' && depth == 1) {
			colons++;
		} else if (colons == 4 && ident_char(*p)) {
			for (start = p; ident_char(p[1]); p++)
				;
			vec_push(&names, str_intern_n(start, (size_t)(p + 1 - start)));
		}
	}
	j->nnames = (unsigned int)names.n;
	j->names = arena_array(&fc->tmp, const char *, names.n + 1);
	if (names.n)
		memcpy(j->names, names.v, names.n * sizeof(*names.v));
	vec_release(&names);
}

static void asm_goto(struct fc *fc, CXCursor c)
{
	const char *text = fc_pretty_stmt(fc, c, "asm");
	struct fc_jump *j;
	unsigned int next;

	if (!text) {
		lower_unknown(&fc->l, "asm-goto");
		return;
	}
	text += 3;
	while (*text == ' ' || ident_char(*text)) {
		if (!strncmp(text, "goto ", 5))
			break;
		text++;
	}
	if (strncmp(text, "goto ", 5))
		return;
	next = lower_block(&fc->l);
	j = wait_here(fc);
	j->next = next;
	asm_labels(fc, text, j);
	lower_start(&fc->l, next);
}

static bool is_lvalue(CXCursor c)
{
	c = fc_strip(c);
	return c.kind == CXCursor_DeclRefExpr || c.kind == CXCursor_MemberRefExpr ||
	       c.kind == CXCursor_ArraySubscriptExpr ||
	       (c.kind == CXCursor_UnaryOperator &&
		clang_getCursorUnaryOperatorKind(c) == CXUnaryOperator_Deref);
}

static bool is_object(CXCursor c)
{
	CXCursor ref = clang_getCursorReferenced(fc_strip(c));

	return ref.kind != CXCursor_EnumConstantDecl && !fc_is_function(ref);
}

/**
 * fc_asm() - inline assembly
 * @fc: the unit
 * @c: the statement
 *
 * Values escape; what is named as a place may be written.
 */
void fc_asm(struct fc *fc, CXCursor c)
{
	struct kids k = fc_kids(fc, c);
	struct ir_opnd *args = arena_array(&fc->tmp, struct ir_opnd, k.n + 1);
	const struct ir_place **out = arena_array(&fc->tmp, const struct ir_place *, k.n + 1);
	const char **type = arena_array(&fc->tmp, const char *, k.n + 1);
	unsigned int n = 0, nout = 0;

	for (unsigned int i = 0; i < k.n; i++) {
		struct ir_opnd o;

		if (!fc_is_expr(k.v[i]))
			continue;
		if (is_lvalue(k.v[i]) && is_object(k.v[i])) {
			out[nout] = fc_place(fc, k.v[i]);
			type[nout] = fc_type_of(fc, k.v[i]);
			o = ir_addr(fc->l.f, out[nout]);
			/* a register output of a local variable does not let its address out; "+r" lets
			 * out what it holds */
			if (out[nout++]->n == 0) {
				if (!ir_type_is_ptr(type[nout - 1]))
					continue;
				o = ir_use(out[nout - 1]);
			}
		} else {
			o = fc_expr(fc, k.v[i]);
		}
		if (o.kind == IR_PLACE || o.kind == IR_ADDR)
			args[n++] = o;
	}
	fc_at(fc, c);
	if (n)
		lower_escape(&fc->l, args, n);
	for (unsigned int i = 0; i < nout; i++)
		lower_assign(&fc->l, out[i],
			     lower_op(&fc->l, IR_OP_FRESH, type[i], ir_any(), ir_any()));
	if (says_goto(fc, c))
		asm_goto(fc, c);
}
