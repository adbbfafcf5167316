// SPDX-License-Identifier: GPL-2.0-or-later
/* The text form, read back.  Input is hostile: every step checks, one line says what is wrong. */
#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "ir/ir.h"

#define MAX_INDEX 10000000u
#define MAX_NESTING 8u

struct parser {
	const char *name; /* for messages */
	unsigned int line;
	const char *p, *end; /* rest of the current line */
	const char *next; /* start of the next line */
	struct ir_unit *u;
	struct ir_func *f;
	unsigned int depth; /* of indices */
	const char *why; /* first thing that was wrong */
};

static int fail(struct parser *s, const char *why)
{
	if (!s->why)
		s->why = why;
	return -1;
}

static bool next_line(struct parser *s)
{
	const char *nl;

	if (!*s->next)
		return false;
	nl = strchrnul(s->next, '\n');
	s->p = s->next;
	s->end = nl;
	s->next = *nl ? nl + 1 : nl;
	s->line++;
	return true;
}

static void skip_blanks(struct parser *s)
{
	while (s->p < s->end && *s->p == ' ')
		s->p++;
}

static bool at_end(struct parser *s)
{
	skip_blanks(s);
	return s->p == s->end;
}

/* A token up to the next blank; a back-quoted part may hold anything but blanks. */
static const char *word(struct parser *s)
{
	const char *start;

	skip_blanks(s);
	start = s->p;
	while (s->p < s->end && *s->p != ' ')
		s->p++;
	return s->p == start ? NULL : str_intern_n(start, (size_t)(s->p - start));
}

static const char *rest(struct parser *s)
{
	const char *start;

	skip_blanks(s);
	start = s->p;
	s->p = s->end;
	return str_intern_n(start, (size_t)(s->end - start));
}

static bool accept(struct parser *s, const char *lit)
{
	size_t n = strlen(lit);

	skip_blanks(s);
	if ((size_t)(s->end - s->p) < n || memcmp(s->p, lit, n))
		return false;
	if (s->p + n < s->end && s->p[n] != ' ')
		return false;
	s->p += n;
	return true;
}

static int number(struct parser *s, unsigned int *out)
{
	unsigned long v = 0;

	if (s->p == s->end || !isdigit((unsigned char)*s->p))
		return fail(s, "a number is missing");
	while (s->p < s->end && isdigit((unsigned char)*s->p)) {
		v = v * 10 + (unsigned long)(*s->p++ - '0');
		if (v > 0xffffffffu)
			return fail(s, "a number is too large");
	}
	*out = (unsigned int)v;
	return 0;
}

static int parse_loc(struct parser *s, struct ir_loc *loc)
{
	unsigned int a;

	*loc = (struct ir_loc){ 0 };
	skip_blanks(s);
	if (number(s, &a))
		return -1;
	if (s->p < s->end && *s->p == '/') {
		s->p++;
		loc->file = a;
		if (number(s, &a))
			return -1;
	}
	loc->line = a;
	if (s->p == s->end || *s->p != ':')
		return fail(s, "a position without a column");
	s->p++;
	if (number(s, &loc->col))
		return -1;
	if (s->p < s->end && *s->p == 'm') {
		loc->macro = true;
		s->p++;
	}
	return loc->file < s->u->files.n ? 0 : fail(s, "a position in an undeclared file");
}

static int parse_opnd(struct parser *s, struct ir_opnd *o);

static bool name_char(char c)
{
	return isalnum((unsigned char)c) || strchr("_#@%$~", c);
}

/* `{tag}field`: gives the record's type text and the field */
static int parse_field(struct parser *s, const char **record, const char **field)
{
	const char *start = s->p, *close;
	bool is_union;

	close = start < s->end ? memchr(start, '}', (size_t)(s->end - start)) : NULL;
	if (!close || *start != '{')
		return fail(s, "a field without its record");
	start++;
	is_union = str_starts(start, "u:");
	if (is_union)
		start += 2;
	char *text = arena_printf(&s->u->mem, "%s%.*s", is_union ? "union " : "struct ",
				  (int)(close - start), start);

	*record = str_intern(text);
	for (s->p = start = close + 1; s->p < s->end && name_char(*s->p);)
		s->p++;
	*field = str_intern_n(start, (size_t)(s->p - start));
	return **field ? 0 : fail(s, "a field without a name");
}

static int parse_elem(struct parser *s, const struct ir_place **p)
{
	struct ir_opnd index;
	int rc;

	if (++s->depth > MAX_NESTING)
		return fail(s, "indices nested too deeply");
	rc = parse_opnd(s, &index);
	s->depth--;
	if (rc)
		return -1;
	if (s->p == s->end || *s->p != ']')
		return fail(s, "an index without its end");
	s->p++;
	if (index.kind != IR_INT && index.kind != IR_ANY &&
	    (index.kind != IR_PLACE || index.place->n))
		return fail(s, "an index that is neither a variable nor a number");
	*p = ir_place_elem(s->f, *p, index);
	return 0;
}

static const struct ir_place *parse_place(struct parser *s)
{
	const char *start = s->p, *record, *field;
	const struct ir_place *p;
	const struct ir_var *v;

	while (s->p < s->end && name_char(*s->p))
		s->p++;
	v = ir_var_find(s->f, str_intern_n(start, (size_t)(s->p - start)));
	if (!v) {
		fail(s, "a variable that is not declared");
		return NULL;
	}
	p = ir_place_var(s->f, v);
	for (; s->p < s->end;) {
		if (*s->p == '*') {
			s->p++;
			p = ir_place_deref(s->f, p);
		} else if (*s->p == '.') {
			s->p++;
			if (parse_field(s, &record, &field))
				return NULL;
			p = ir_place_field(s->f, p, record, field);
		} else if (*s->p == '[') {
			s->p++;
			if (parse_elem(s, &p))
				return NULL;
		} else {
			break;
		}
	}
	return p;
}

static int parse_int(struct parser *s, struct ir_opnd *o)
{
	const char *quote;
	char *stop;

	errno = 0;
	*o = ir_int(strtoll(s->p, &stop, 10), NULL);
	if (errno || stop == s->p || stop > s->end)
		return fail(s, "a bad number");
	s->p = stop;
	if (s->p == s->end || *s->p != '`')
		return 0;
	quote = memchr(s->p + 1, '`', (size_t)(s->end - s->p - 1));
	if (!quote)
		return fail(s, "a quote without its end");
	o->text = str_intern_n(s->p + 1, (size_t)(quote - s->p - 1));
	s->p = quote + 1;
	return 0;
}

static int parse_opnd(struct parser *s, struct ir_opnd *o)
{
	bool addr;

	if (s->p == s->end)
		return fail(s, "an operand is missing");
	if (isdigit((unsigned char)*s->p) || *s->p == '-')
		return parse_int(s, o);
	if (*s->p == '?') {
		s->p++;
		*o = ir_any();
		return 0;
	}
	if (s->end - s->p >= 2 && !memcmp(s->p, "\"\"", 2)) {
		s->p += 2;
		*o = ir_str();
		return 0;
	}
	if (s->end - s->p > 3 && !memcmp(s->p, "fn:", 3)) {
		s->p += 3;
		*o = ir_fn(word(s));
		return 0;
	}
	addr = *s->p == '&';
	s->p += addr;
	const struct ir_place *p = parse_place(s);

	if (!p)
		return -1;
	*o = addr ? ir_addr(s->f, p) : ir_use(p);
	return 0;
}

/* `name=` in front of an argument, or NULL */
static const char *parse_param(struct parser *s)
{
	const char *q = s->p;

	while (q < s->end && (isalnum((unsigned char)*q) || *q == '_'))
		q++;
	if (q == s->p || q == s->end || *q != '=')
		return NULL;
	const char *name = str_intern_n(s->p, (size_t)(q - s->p));

	s->p = q + 1;
	return name;
}

typedef VEC(struct ir_opnd) opnd_vec;
typedef VEC(const char *) name_vec;
typedef VEC(unsigned int) block_vec;

struct parts {
	opnd_vec args;
	name_vec params;
	block_vec targets;
	const char *text;
};

static void parts_release(struct parts *x)
{
	vec_release(&x->args);
	vec_release(&x->params);
	vec_release(&x->targets);
}

/* A variable may be called b1 too: targets stand where operands do not. */
static bool at_target(const struct parser *s, enum ir_kind kind, const struct parts *x)
{
	const char *q = s->p;

	if (kind != IR_GOTO && kind != IR_MULTI && (kind != IR_BRANCH || x->args.n != 2))
		return false;
	if (q + 1 >= s->end || *q != 'b' || q[1] == ' ')
		return false;
	for (q++; q < s->end && *q != ' '; q++)
		if (!isdigit((unsigned char)*q))
			return false;
	return true;
}

/* Everything behind the head of a node: arguments, targets, the argument text. */
static int parse_parts(struct parser *s, enum ir_kind kind, struct parts *x)
{
	while (!at_end(s)) {
		struct ir_opnd o;
		unsigned int t;

		if (*s->p == '`') {
			const char *q = s->end - 1;

			if (q <= s->p || *q != '`')
				return fail(s, "a quote without its end");
			x->text = str_intern_n(s->p + 1, (size_t)(q - s->p - 1));
			s->p = s->end;
		} else if (at_target(s, kind, x)) {
			s->p++;
			if (number(s, &t))
				return -1;
			if (t > MAX_INDEX)
				return fail(s, "a block number is too large");
			vec_push(&x->targets, t);
		} else {
			const char *param = kind <= IR_ACCESS ? parse_param(s) : NULL;

			if (parse_opnd(s, &o))
				return -1;
			vec_push(&x->args, o);
			vec_push(&x->params, param);
		}
	}
	return 0;
}

static struct ir_node *make_node(struct parser *s, enum ir_kind kind, struct ir_loc loc,
				 struct parts *x)
{
	struct ir_node *n = ir_node_new(s->f, kind, loc, (unsigned int)x->args.n);

	for (size_t i = 0; i < x->args.n; i++) {
		n->args[i] = x->args.v[i];
		if (n->params)
			n->params[i] = x->params.v[i];
	}
	n->text = x->text;
	n->ntargets = (unsigned int)x->targets.n;
	if (n->ntargets) {
		n->block = arena_array(&s->u->mem, unsigned int, n->ntargets);
		memcpy(n->block, x->targets.v, n->ntargets * sizeof(*n->block));
	}
	return n;
}

static int find_op(const char *text)
{
	for (int i = 0; i < IR_NR_OPS; i++)
		if (!strcmp(text, ir_op_name((enum ir_op)i)))
			return i;
	return -1;
}

/* What stands between the kind and the operands. */
struct head {
	int op;
	const char *callee, *text;
	const struct ir_place *target, *dst;
};

static int parse_head(struct parser *s, enum ir_kind kind, struct head *h)
{
	skip_blanks(s);
	if (kind >= IR_CALL && kind <= IR_ACCESS) {
		if (s->p < s->end && *s->p == '*') {
			s->p++;
			h->target = parse_place(s);
			if (!h->target)
				return -1;
		} else {
			h->callee = word(s);
			if (!h->callee)
				return fail(s, "a call without a callee");
		}
		if (accept(s, "->")) {
			skip_blanks(s);
			h->dst = parse_place(s);
			if (!h->dst)
				return -1;
		}
	} else if (kind == IR_STORE) {
		h->dst = parse_place(s);
		if (!h->dst)
			return -1;
	} else if (kind == IR_BRANCH) {
		const char *op = word(s);

		h->op = op ? find_op(op) : -1;
		if (h->op < 0)
			return fail(s, "an unknown comparison");
	} else if (kind == IR_UNKNOWN || kind == IR_STOP) {
		h->text = at_end(s) ? NULL : rest(s);
	}
	return 0;
}

static int parse_kind(struct parser *s, enum ir_kind *kind, struct head *h)
{
	const char *save = s->p, *w = word(s);

	if (!w)
		return fail(s, "a node without a kind");
	for (int k = 0; k < IR_NR_KINDS; k++)
		if (k != IR_ASSIGN && !strcmp(w, ir_kind_name((enum ir_kind)k))) {
			/* a variable may bear the name of a kind: then `=` follows */
			if (accept(s, "="))
				break;
			*kind = (enum ir_kind)k;
			return parse_head(s, *kind, h);
		}
	s->p = save;
	skip_blanks(s);
	*kind = IR_ASSIGN;
	h->dst = parse_place(s);
	if (!h->dst)
		return -1;
	if (!accept(s, "="))
		return fail(s, "an unknown kind of node");
	w = word(s);
	h->op = w ? find_op(w) : -1;
	return h->op < 0 ? fail(s, "an unknown operation") : 0;
}

static int parse_node(struct parser *s)
{
	struct head h = { 0 };
	struct parts x = { 0 };
	struct ir_loc loc;
	enum ir_kind kind;
	int rc = -1;

	if (!s->f || !s->f->blocks.n)
		return fail(s, "a node outside a block");
	if (parse_loc(s, &loc) == 0 && parse_kind(s, &kind, &h) == 0 &&
	    parse_parts(s, kind, &x) == 0) {
		struct ir_node *n = make_node(s, kind, loc, &x);

		n->op = (enum ir_op)h.op;
		n->callee = h.callee;
		n->target = h.target;
		n->dst = h.dst;
		if (h.text)
			n->text = h.text;
		ir_append(s->f, (unsigned int)s->f->blocks.n - 1, n);
		rc = 0;
	}
	parts_release(&x);
	return rc;
}

static int parse_func(struct parser *s)
{
	const char *name = word(s);

	if (!name)
		return fail(s, "a function without a name");
	if (s->f)
		return fail(s, "a function inside a function");
	s->f = ir_func_new(s->u, name, "?");
	s->f->is_static = accept(s, "static");
	s->f->is_inline = accept(s, "inline");
	s->f->errors = accept(s, "errors");
	if (!accept(s, "at") || parse_loc(s, &s->f->loc))
		return fail(s, "a function without a position");
	if (!accept(s, "end"))
		return fail(s, "a function without an end line");
	skip_blanks(s);
	if (number(s, &s->f->end_line))
		return -1;
	if (!accept(s, "returns") || at_end(s))
		return fail(s, "a function without a result type");
	s->f->ret = rest(s);
	return 0;
}

static int parse_var(struct parser *s, enum ir_var_kind kind)
{
	bool is_static = accept(s, "static");
	const char *name = word(s);
	struct ir_var *v;

	if (!s->f || s->f->blocks.n)
		return fail(s, "a variable in the wrong place");
	if (!name || at_end(s))
		return fail(s, "a variable without a name or a type");
	if (ir_var_find(s->f, name))
		return fail(s, "a variable that is declared twice");
	v = ir_var_new(s->f, kind, name, rest(s));
	v->is_static = is_static;
	if (kind == IR_TEMP)
		s->f->ntemps++;
	return 0;
}

static int parse_binding(struct parser *s)
{
	struct ir_binding x = { 0 };

	skip_blanks(s);
	if (parse_field(s, &x.record, &x.field))
		return -1;
	x.func = word(s);
	x.var = word(s);
	if (!x.func || !x.var || parse_loc(s, &x.loc))
		return fail(s, "an incomplete binding");
	vec_push(&s->u->bindings, x);
	return 0;
}

static int parse_trust(struct parser *s)
{
	for (int t = IR_CLEAN; t <= IR_NOT_PARSED; t++)
		if (accept(s, ir_trust_text((enum ir_trust)t))) {
			s->u->trust = (enum ir_trust)t;
			return 0;
		}
	return fail(s, "an unknown degree of trust");
}

static int parse_file(struct parser *s)
{
	unsigned int i;

	skip_blanks(s);
	if (number(s, &i))
		return -1;
	if (i != s->u->files.n || at_end(s))
		return fail(s, "a file out of order");
	vec_push(&s->u->files, rest(s));
	return 0;
}

static int parse_const(struct parser *s)
{
	struct ir_const c;
	struct ir_opnd o;

	c.name = word(s);
	skip_blanks(s);
	if (!c.name || s->p == s->end || parse_int(s, &o))
		return fail(s, "a constant without a value");
	c.value = o.num;
	vec_push(&s->u->consts, c);
	return 0;
}

static int parse_block(struct parser *s)
{
	unsigned int i;

	s->p++;
	if (!s->f)
		return fail(s, "a block outside a function");
	if (number(s, &i))
		return -1;
	if (i != s->f->blocks.n)
		return fail(s, "a block out of order");
	ir_block_new(s->f);
	return 0;
}

static int parse_line(struct parser *s)
{
	if (s->p < s->end && *s->p == '\t') {
		s->p++;
		return parse_node(s);
	}
	if (s->end - s->p > 1 && *s->p == 'b' && isdigit((unsigned char)s->p[1]))
		return parse_block(s);
	if (accept(s, "local"))
		return parse_var(s, IR_LOCAL);
	if (accept(s, "param"))
		return parse_var(s, IR_PARAM);
	if (accept(s, "global"))
		return parse_var(s, IR_GLOBAL);
	if (accept(s, "temp"))
		return parse_var(s, IR_TEMP);
	if (accept(s, "func"))
		return parse_func(s);
	if (accept(s, "end")) {
		if (!s->f)
			return fail(s, "an end without a function");
		s->f = NULL;
		return 0;
	}
	if (accept(s, "bind"))
		return parse_binding(s);
	if (accept(s, "file"))
		return parse_file(s);
	if (accept(s, "const"))
		return parse_const(s);
	if (accept(s, "frontend")) {
		s->u->frontend = rest(s);
		return 0;
	}
	if (accept(s, "trust"))
		return parse_trust(s);
	if (accept(s, "errors")) {
		skip_blanks(s);
		return number(s, &s->u->errors);
	}
	if (accept(s, "reason")) {
		s->u->reason = rest(s);
		return 0;
	}
	return at_end(s) || *s->p == '#' ? 0 : fail(s, "an unknown line");
}

struct ir_unit *ir_parse(const char *text, const char *name)
{
	struct parser s = { .name = name, .next = text };

	while (next_line(&s) && (at_end(&s) || *s.p == '#'))
		;
	if (!accept(&s, "unit") || at_end(&s)) {
		error("%s:%u: this is no IR: it does not start with 'unit'", name, s.line);
		return NULL;
	}
	s.u = ir_unit_new(rest(&s), "?");
	while (!s.why && next_line(&s))
		parse_line(&s);
	if (!s.why && s.f)
		fail(&s, "the text ends inside a function");
	if (s.why) {
		error("%s:%u: %s", name, s.line, s.why);
		ir_unit_free(s.u);
		return NULL;
	}
	if (ir_verify(s.u)) {
		ir_unit_free(s.u);
		return NULL;
	}
	return s.u;
}
