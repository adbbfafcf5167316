// SPDX-License-Identifier: GPL-2.0-or-later
/* The text form, written.  parse.c reads it; the grammar is in text.md beside this file. */
#include <inttypes.h>
#include <string.h>

#include "ir/ir.h"

/* The verifier shows nodes that lack a part. */
static const char *or_none(const char *s)
{
	return s ? s : "(none)";
}

static void print_field(const struct ir_proj *s, struct buf *b)
{
	const char *record = or_none(s->record);

	buf_addf(b, ".{%s%s}%s", str_starts(record, "union ") ? "u:" : "",
		 strchr(record, ' ') ? strchr(record, ' ') + 1 : record, or_none(s->field));
}

void ir_print_place(const struct ir_place *p, struct buf *b)
{
	if (!p) {
		buf_add(b, or_none(NULL));
		return;
	}
	buf_add(b, p->var->name);
	for (unsigned int i = 0; i < p->n; i++) {
		const struct ir_proj *s = &p->proj[i];

		switch (s->kind) {
		case IR_DEREF:
			buf_addch(b, '*');
			break;
		case IR_FIELD:
			print_field(s, b);
			break;
		case IR_ELEM:
			buf_addch(b, '[');
			ir_print_opnd(&s->index, b);
			buf_addch(b, ']');
			break;
		}
	}
}

void ir_print_opnd(const struct ir_opnd *o, struct buf *b)
{
	switch (o->kind) {
	case IR_INT:
		buf_addf(b, "%" PRId64, o->num);
		if (o->text)
			buf_addf(b, "`%s`", o->text);
		break;
	case IR_STR:
		buf_add(b, "\"\"");
		break;
	case IR_FUNC:
		buf_addf(b, "fn:%s", or_none(o->text));
		break;
	case IR_ADDR:
		buf_addch(b, '&');
		ir_print_place(o->place, b);
		break;
	case IR_PLACE:
		ir_print_place(o->place, b);
		break;
	case IR_ANY:
		buf_addch(b, '?');
		break;
	}
}

static void print_loc(struct ir_loc loc, struct buf *b)
{
	if (loc.file)
		buf_addf(b, "%u/", loc.file);
	buf_addf(b, "%u:%u%s", loc.line, loc.col, loc.macro ? "m" : "");
}

static void print_call(const struct ir_node *n, struct buf *b)
{
	buf_addf(b, "%s ", ir_kind_name(n->kind));
	if (n->target) {
		buf_addch(b, '*');
		ir_print_place(n->target, b);
	} else {
		buf_add(b, or_none(n->callee));
	}
	if (n->dst) {
		buf_add(b, " -> ");
		ir_print_place(n->dst, b);
	}
	for (unsigned int i = 0; i < n->nargs; i++) {
		buf_addch(b, ' ');
		if (n->params[i])
			buf_addf(b, "%s=", n->params[i]);
		ir_print_opnd(&n->args[i], b);
	}
	if (n->text)
		buf_addf(b, " `%s`", n->text);
}

static void print_args(const struct ir_node *n, struct buf *b)
{
	for (unsigned int i = 0; i < n->nargs; i++) {
		buf_addch(b, ' ');
		ir_print_opnd(&n->args[i], b);
	}
	for (unsigned int i = 0; i < n->ntargets; i++)
		buf_addf(b, " b%u", n->block[i]);
}

void ir_print_node(const struct ir_func *f, const struct ir_node *n, struct buf *b)
{
	(void)f;
	print_loc(n->loc, b);
	buf_addch(b, ' ');
	if (ir_is_call(n)) {
		print_call(n, b);
		return;
	}
	if (n->kind == IR_ASSIGN) {
		ir_print_place(n->dst, b);
		buf_addf(b, " = %s", ir_op_name(n->op));
	} else {
		buf_add(b, ir_kind_name(n->kind));
	}
	if (n->kind == IR_STORE) {
		buf_addch(b, ' ');
		ir_print_place(n->dst, b);
	}
	if (n->kind == IR_BRANCH)
		buf_addf(b, " %s", ir_op_name(n->op));
	if ((n->kind == IR_UNKNOWN || n->kind == IR_STOP) && n->text)
		buf_addf(b, " %s", n->text);
	print_args(n, b);
}

static void print_var(const struct ir_var *v, struct buf *b)
{
	static const char *const names[] = { "local", "param", "global", "temp" };

	buf_addf(b, "%s%s %s %s\n", names[v->kind], v->is_static ? " static" : "", v->name,
		 v->type);
}

void ir_print_func(const struct ir_func *f, struct buf *b)
{
	buf_addf(b, "func %s%s%s%s at ", f->name, f->is_static ? " static" : "",
		 f->is_inline ? " inline" : "", f->errors ? " errors" : "");
	print_loc(f->loc, b);
	buf_addf(b, " end %u returns %s\n", f->end_line, f->ret);
	for (size_t i = 0; i < f->vars.n; i++)
		print_var(f->vars.v[i], b);
	for (size_t k = 0; k < f->blocks.n; k++) {
		const struct ir_block *blk = f->blocks.v[k];

		buf_addf(b, "b%zu:\n", k);
		for (size_t i = 0; i < blk->nodes.n; i++) {
			buf_addch(b, '\t');
			ir_print_node(f, blk->nodes.v[i], b);
			buf_addch(b, '\n');
		}
	}
	buf_add(b, "end\n");
}

void ir_print_unit(const struct ir_unit *u, struct buf *b)
{
	buf_addf(b, "unit %s\nfrontend %s\ntrust %s\nerrors %u\n", u->path, u->frontend,
		 ir_trust_text(u->trust), u->errors);
	if (u->reason[0])
		buf_addf(b, "reason %s\n", u->reason);
	for (size_t i = 1; i < u->files.n; i++)
		buf_addf(b, "file %zu %s\n", i, u->files.v[i]);
	for (size_t i = 0; i < u->consts.n; i++)
		buf_addf(b, "const %s %" PRId64 "\n", u->consts.v[i].name, u->consts.v[i].value);
	for (size_t i = 0; i < u->bindings.n; i++) {
		const struct ir_binding *x = &u->bindings.v[i];
		const char *tag = strchr(x->record, ' ') ? strchr(x->record, ' ') + 1 : x->record;

		buf_addf(b, "bind {%s%s}%s %s %s ", str_starts(x->record, "union ") ? "u:" : "",
			 tag, x->field, x->func, x->var);
		print_loc(x->loc, b);
		buf_addch(b, '\n');
	}
	for (size_t i = 0; i < u->funcs.n; i++)
		ir_print_func(u->funcs.v[i], b);
}
