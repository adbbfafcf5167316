// SPDX-License-Identifier: GPL-2.0-or-later
/* Statements. */
#include <ctype.h>

#include "front_clang/fc.h"

void fc_compound(struct fc *fc, struct kids k)
{
	struct fc_scope *outer = fc->scope;

	for (unsigned int i = 0; i < k.n; i++)
		fc_stmt(fc, k.v[i]);
	fc_leave(fc, outer);
	fc->scope = outer;
}

static void if_stmt(struct fc *fc, CXCursor c)
{
	struct kids k = fc_kids(fc, c);
	unsigned int yes = lower_block(&fc->l), no = lower_block(&fc->l), out;

	if (k.n < 2 || k.n > 3) {
		lower_unknown(&fc->l, "IfStmt");
		return;
	}
	fc_cond(fc, k.v[0], yes, no);
	lower_start(&fc->l, yes);
	fc_stmt(fc, k.v[1]);
	if (k.n == 2) {
		lower_start(&fc->l, no);
		return;
	}
	out = lower_block(&fc->l);
	lower_goto(&fc->l, out);
	lower_start(&fc->l, no);
	fc_stmt(fc, k.v[2]);
	lower_start(&fc->l, out);
}

/* Lower the body of a loop with its targets in force. */
static void loop_body(struct fc *fc, CXCursor body, unsigned int brk, unsigned int cont)
{
	struct fc_target outer = fc->target;

	fc->target = (struct fc_target){ .brk = brk,
					 .cont = cont,
					 .brk_scope = fc->scope,
					 .cont_scope = fc->scope,
					 .has_cont = true };
	fc_stmt(fc, body);
	fc->target = outer;
}

static void while_stmt(struct fc *fc, CXCursor c)
{
	struct kids k = fc_kids(fc, c);
	unsigned int head = lower_block(&fc->l), body = lower_block(&fc->l);
	unsigned int out = lower_block(&fc->l);

	if (k.n != 2) {
		lower_unknown(&fc->l, "WhileStmt");
		return;
	}
	lower_start(&fc->l, head);
	fc_at(fc, k.v[0]);
	fc_cond(fc, k.v[0], body, out);
	lower_start(&fc->l, body);
	loop_body(fc, k.v[1], out, head);
	lower_goto(&fc->l, head);
	lower_start(&fc->l, out);
}

static void do_stmt(struct fc *fc, CXCursor c)
{
	struct kids k = fc_kids(fc, c);
	unsigned int body = lower_block(&fc->l), test = lower_block(&fc->l);
	unsigned int out = lower_block(&fc->l);

	if (k.n != 2) {
		lower_unknown(&fc->l, "DoStmt");
		return;
	}
	lower_start(&fc->l, body);
	loop_body(fc, k.v[0], out, test);
	lower_start(&fc->l, test);
	fc_at(fc, k.v[1]);
	fc_cond(fc, k.v[1], body, out);
	lower_start(&fc->l, out);
}

/* Skip blanks, comments and line splices. */
static const char *skip_blank(const char *p, const char *end)
{
	while (p < end) {
		if (isspace((unsigned char)*p) || *p == '\\') {
			p++;
		} else if (end - p > 1 && p[0] == '/' && p[1] == '*') {
			for (p += 2; end - p > 1 && (p[0] != '*' || p[1] != '/'); p++)
				;
			p = end - p > 1 ? p + 2 : end;
		} else if (end - p > 1 && p[0] == '/' && p[1] == '/') {
			while (p < end && *p != '\n')
				p++;
		} else {
			break;
		}
	}
	return p;
}

/* Behind the string or character constant that begins at @p. */
static const char *skip_quoted(const char *p, const char *end)
{
	char quote = *p++;

	while (p < end && *p != quote)
		p += *p == '\\' && end - p > 1 ? 2 : 1;
	return p < end ? p + 1 : end;
}

/* Which of the three parts of a `for (;;)` are there: the text @p begins behind `for`. */
static bool for_parts(const char *p, const char *end, bool have[3])
{
	int depth = 0, part = 0;

	p = skip_blank(p, end);
	if (p >= end || *p++ != '(')
		return false;
	have[0] = have[1] = have[2] = false;
	while ((p = skip_blank(p, end)) < end) {
		if (*p == ')' && depth == 0)
			return part == 2;
		if (*p == ';' && depth == 0) {
			if (++part > 2)
				return false;
			p++;
			continue;
		}
		have[part] = true;
		if (*p == '(' || *p == '{' || *p == '[')
			depth++;
		else if (*p == ')' || *p == '}' || *p == ']')
			depth--;
		p = *p == '"' || *p == '\'' ? skip_quoted(p, end) : p + 1;
	}
	return false;
}

/* The parts of a for loop; libclang lists those that are there and does not say which they are. */
static bool split_for(struct fc *fc, CXCursor c, const struct kids *k, CXCursor part[3])
{
	struct fc_pos p;
	bool have[3] = { true, true, true };
	unsigned int next = 0;
	const char *text, *end;

	if (!k->n || k->n > 4)
		return false;
	if (k->n < 4 && k->n > 1) {
		p = fc_spelled(fc, clang_getRangeStart(clang_getCursorExtent(c)));
		text = fc_text_at(fc, &p, &end);
		if (!text || end - text < 3 || strncmp(text, "for", 3) ||
		    !for_parts(text + 3, end, have))
			return false;
		if ((unsigned int)(have[0] + have[1] + have[2]) != k->n - 1) {
			/* a macro's argument is empty */
			text = fc_pretty_stmt(fc, c, "for");
			if (!text || !for_parts(text + 3, text + strlen(text), have) ||
			    (unsigned int)(have[0] + have[1] + have[2]) != k->n - 1)
				return false;
		}
	} else if (k->n == 1) {
		have[0] = have[1] = have[2] = false;
	}
	for (int i = 0; i < 3; i++)
		part[i] = have[i] ? k->v[next++] : clang_getNullCursor();
	return true;
}

static void for_stmt(struct fc *fc, CXCursor c)
{
	struct kids k = fc_kids(fc, c);
	unsigned int head = lower_block(&fc->l), body = lower_block(&fc->l);
	unsigned int step = lower_block(&fc->l), out = lower_block(&fc->l);
	struct fc_scope *outer = fc->scope;
	CXCursor part[3];

	if (!split_for(fc, c, &k, part)) {
		lower_unknown(&fc->l, "ForStmt");
		return;
	}
	if (!fc_is_null(part[0]))
		fc_stmt(fc, part[0]);
	lower_start(&fc->l, head);
	if (!fc_is_null(part[1])) {
		fc_at(fc, part[1]);
		fc_cond(fc, part[1], body, out);
	}
	lower_start(&fc->l, body);
	loop_body(fc, k.v[k.n - 1], out, step);
	lower_start(&fc->l, step);
	if (!fc_is_null(part[2]))
		fc_stmt(fc, part[2]);
	lower_goto(&fc->l, head);
	lower_start(&fc->l, out);
	fc_leave(fc, outer);
	fc->scope = outer;
}

struct case_walk {
	struct fc *fc;
	struct fc_switch *sw;
};

static enum CXChildVisitResult case_find(CXCursor c, CXCursor parent, CXClientData data)
{
	struct case_walk *w = data;
	struct fc_case found = { .at = c };

	if (c.kind == CXCursor_SwitchStmt || clang_isExpression(c.kind) ||
	    c.kind == CXCursor_DeclStmt)
		return CXChildVisit_Continue;
	if (c.kind == CXCursor_CaseStmt || c.kind == CXCursor_DefaultStmt) {
		found.block = lower_block(&w->fc->l);
		vec_push(&w->sw->cases, found);
	}
	return CXChildVisit_Recurse;
}

/* One comparison, or two for a range; falls out where no label matches. */
static void dispatch(struct fc *fc, const struct fc_case *k, struct ir_opnd v, bool is_unsigned)
{
	struct kids kids = fc_kids(fc, k->at);
	unsigned int next = lower_block(&fc->l), high;

	fc_at(fc, k->at);
	if (kids.n < 3) {
		lower_branch(&fc->l, IR_OP_EQ, v, fc_expr(fc, kids.v[0]), k->block, next);
	} else {
		high = lower_block(&fc->l);
		lower_branch(&fc->l, is_unsigned ? IR_OP_UGE : IR_OP_GE, v, fc_expr(fc, kids.v[0]),
			     high, next);
		lower_start(&fc->l, high);
		lower_branch(&fc->l, is_unsigned ? IR_OP_ULE : IR_OP_LE, v, fc_expr(fc, kids.v[1]),
			     k->block, next);
	}
	lower_start(&fc->l, next);
}

static void switch_stmt(struct fc *fc, CXCursor c)
{
	struct kids k = fc_kids(fc, c);
	struct fc_switch sw = { .up = fc->sw };
	struct case_walk w = { fc, &sw };
	struct fc_target outer = fc->target;
	unsigned int out = lower_block(&fc->l), other = out;
	struct ir_opnd v;
	const char *type;

	if (k.n != 2) {
		lower_unknown(&fc->l, "SwitchStmt");
		return;
	}
	type = fc_type_of(fc, k.v[0]);
	v = fc_expr(fc, k.v[0]);
	if (case_find(k.v[1], c, &w) == CXChildVisit_Recurse)
		clang_visitChildren(k.v[1], case_find, &w);
	for (size_t i = 0; i < sw.cases.n; i++) {
		if (sw.cases.v[i].at.kind == CXCursor_DefaultStmt)
			other = sw.cases.v[i].block;
		else
			dispatch(fc, &sw.cases.v[i], v, ir_type_is_unsigned(type));
	}
	lower_goto(&fc->l, other);
	fc->sw = &sw;
	fc->target.brk = out;
	fc->target.brk_scope = fc->scope;
	fc_stmt(fc, k.v[1]);
	fc->target = outer;
	fc->sw = sw.up;
	vec_release(&sw.cases);
	lower_start(&fc->l, out);
}

static void case_stmt(struct fc *fc, CXCursor c)
{
	struct fc_switch *sw = fc->sw;
	CXCursor body = fc_last_kid(c);

	for (size_t i = 0; sw && i < sw->cases.n; i++) {
		struct fc_case *k = &sw->cases.v[(sw->next + i) % sw->cases.n];

		if (!fc_same_stmt(k->at, c))
			continue;
		sw->next = (size_t)(k - sw->cases.v) + 1;
		lower_start(&fc->l, k->block);
		if (!fc_is_null(body))
			fc_stmt(fc, body);
		return;
	}
	lower_unknown(&fc->l, "CaseStmt");
}

static void jump_out(struct fc *fc, CXCursor c, unsigned int to, const struct fc_scope *scope)
{
	fc_at(fc, c);
	fc_leave(fc, scope);
	lower_goto(&fc->l, to);
	fc->l.cur = LOWER_DEAD;
}

static void return_stmt(struct fc *fc, CXCursor c)
{
	CXCursor value = fc_kid(c, 0);
	struct ir_opnd o;

	if (fc_is_null(value)) {
		fc_at(fc, c);
		fc_leave(fc, NULL);
		lower_return(&fc->l, NULL);
		return;
	}
	if (!strcmp(fc_type_of(fc, value), "void")) {
		fc_discard(fc, value);
		fc_leave(fc, NULL);
		lower_return(&fc->l, NULL);
		return;
	}
	o = fc_expr(fc, value);
	fc_at(fc, c);
	if (fc->scope) {
		o = lower_snapshot(&fc->l, o, fc_type_of(fc, value));
		fc_leave(fc, NULL);
		fc_at(fc, c);
	}
	lower_return(&fc->l, &o);
}

static void other_stmt(struct fc *fc, CXCursor c)
{
	CXString s;

	if (fc_is_expr(c)) {
		fc_discard(fc, c);
		return;
	}
	if (clang_isAttribute(c.kind) || clang_isDeclaration(c.kind))
		return;
	s = clang_getCursorKindSpelling(c.kind);
	lower_unknown(&fc->l, clang_getCString(s));
	clang_disposeString(s);
}

/* A statement with attributes (fallthrough). */
static void attributed(struct fc *fc, CXCursor c)
{
	struct kids k = fc_kids(fc, c);

	for (unsigned int i = 0; i < k.n; i++)
		fc_stmt(fc, k.v[i]);
}

void fc_stmt(struct fc *fc, CXCursor c)
{
	if (c.kind != CXCursor_CompoundStmt)
		fc_at(fc, c);
	switch (c.kind) {
	case CXCursor_CompoundStmt:
		fc_compound(fc, fc_kids(fc, c));
		break;
	case CXCursor_DeclStmt:
		fc_decl_stmt(fc, c);
		break;
	case CXCursor_IfStmt:
		if_stmt(fc, c);
		break;
	case CXCursor_WhileStmt:
		while_stmt(fc, c);
		break;
	case CXCursor_DoStmt:
		do_stmt(fc, c);
		break;
	case CXCursor_ForStmt:
		for_stmt(fc, c);
		break;
	case CXCursor_SwitchStmt:
		switch_stmt(fc, c);
		break;
	case CXCursor_CaseStmt:
	case CXCursor_DefaultStmt:
		case_stmt(fc, c);
		break;
	case CXCursor_BreakStmt:
		jump_out(fc, c, fc->target.brk, fc->target.brk_scope);
		break;
	case CXCursor_ContinueStmt:
		jump_out(fc, c, fc->target.cont, fc->target.cont_scope);
		break;
	case CXCursor_ReturnStmt:
		return_stmt(fc, c);
		break;
	case CXCursor_GotoStmt:
		fc_goto(fc, c);
		break;
	case CXCursor_IndirectGotoStmt:
		fc_expr(fc, fc_kid(c, 0));
		fc_at(fc, c);
		fc_computed_goto(fc);
		break;
	case CXCursor_LabelStmt:
		fc_label(fc, c);
		fc_stmt(fc, fc_last_kid(c));
		break;
	case CXCursor_GCCAsmStmt:
	case CXCursor_MSAsmStmt:
		fc_asm(fc, c);
		break;
	case CXCursor_UnexposedStmt:
		attributed(fc, c);
		break;
	case CXCursor_NullStmt:
		break;
	default:
		other_stmt(fc, c);
	}
}
