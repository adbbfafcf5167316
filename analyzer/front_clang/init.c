// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Initialiser lists, as C reads them: braces may be left out, designators move the
 * position.  One walk serves two ends: stores to a local variable, and the list of
 * functions that a static table binds to fields.
 */
#include "front_clang/fc.h"

/* Elements of a list, taken one after the other. */
struct elems {
	struct kids k;
	unsigned int next;
};

/* The object that is being filled. */
struct object {
	const struct ir_place *p; /* NULL while bindings are collected */
	const char *type;
	CXType t;
	const char *record, *field; /* last step of the path, for bindings */
	bool zeroed;
};

struct fields {
	struct fc *fc;
	struct kids k;
};

static void fill_list(struct fc *fc, const struct object *o, struct elems *e, bool braced);

static enum CXVisitorResult fields_add(CXCursor c, CXClientData data)
{
	struct fields *f = data;

	/* an unnamed bit field holds no value */
	if (!fc_field_name(c) && clang_Cursor_isBitField(c))
		return CXVisit_Continue;
	if (f->k.n == f->k.cap) {
		CXCursor *v = arena_array(&f->fc->tmp, CXCursor, f->k.cap ? f->k.cap * 4 : 8);

		if (f->k.n)
			memcpy(v, f->k.v, f->k.n * sizeof(*v));
		f->k.cap = f->k.cap ? f->k.cap * 4 : 8;
		f->k.v = v;
	}
	f->k.v[f->k.n++] = c;
	return CXVisit_Continue;
}

static struct kids fields_of(struct fc *fc, CXType t)
{
	struct fields f = { .fc = fc };

	clang_Type_visitFields(clang_getCanonicalType(t), fields_add, &f);
	return f.k;
}

static struct object object_field(struct fc *fc, const struct object *o, CXCursor field)
{
	const char *name = fc_field_name(field);
	struct object m = *o;

	m.t = clang_getCursorType(field);
	if (!name)
		return m; /* a member of the anonymous record is named as one of ours */
	m.type = fc_type(fc, m.t);
	m.record = o->type;
	m.field = name;
	if (m.p)
		m.p = ir_place_field(fc->l.f, m.p, o->type, name);
	return m;
}

static struct object object_elem(struct fc *fc, const struct object *o, struct ir_opnd index)
{
	struct object m = *o;

	m.t = clang_getArrayElementType(clang_getCanonicalType(o->t));
	m.type = fc_type(fc, m.t);
	if (m.p)
		m.p = ir_place_elem(fc->l.f, m.p, index);
	return m;
}

static void bind(struct fc *fc, const struct object *o, CXCursor value)
{
	CXCursor c = fc_strip_casts(value), ref;
	struct ir_binding b;

	if (c.kind == CXCursor_UnaryOperator)
		c = fc_strip_casts(fc_kid(c, 0));
	if (c.kind == CXCursor_CompoundLiteralExpr) {
		struct object literal = { .t = clang_getCursorType(c) };
		struct elems e = { .k = fc_kids(fc, fc_last_kid(c)) };

		literal.type = fc_type(fc, literal.t);
		fill_list(fc, &literal, &e, true);
		return;
	}
	if (c.kind != CXCursor_DeclRefExpr || !o->field)
		return;
	ref = clang_getCursorReferenced(c);
	if (!fc_is_function(ref))
		return;
	b = (struct ir_binding){ .record = o->record,
				 .field = o->field,
				 .func = fc_name(ref),
				 .var = fc->init_var,
				 .loc = fc_loc(fc, clang_getCursorLocation(c)) };
	vec_push(&fc->u->bindings, b);
}

static bool is_wide_anonymous(const struct object *o, CXCursor field)
{
	return !fc_field_name(field) && fc_is_record(o->type);
}

/* Whether expression @c initialises the whole record @t, not its first member. */
static bool same_record(struct fc *fc, const char *type, CXCursor c)
{
	return fc_is_record(type) && fc_type_of(fc, c) == type;
}

static bool is_string(const char *type, CXCursor c)
{
	CXCursor s = fc_strip_casts(c);

	return str_starts(type, "arr ") && s.kind == CXCursor_StringLiteral;
}

static void fill_leaf(struct fc *fc, const struct object *o, CXCursor c)
{
	if (!o->p) {
		bind(fc, o, c);
		return;
	}
	if (is_string(o->type, c))
		lower_assign(&fc->l, o->p, ir_str());
	else
		lower_assign(&fc->l, o->p, fc_expr(fc, c));
}

/* Whether the list names every part itself, so that nothing is zeroed behind its back. */
static bool is_complete(struct fc *fc, CXType t, const char *type, const struct kids *k)
{
	t = clang_getCanonicalType(t);
	if (str_starts(type, "arr "))
		return t.kind == CXType_ConstantArray && clang_getArraySize(t) <= (long long)k->n;
	return fields_of(fc, t).n <= k->n;
}

static void zero_rest(struct fc *fc, struct object *o, const char *type, const struct kids *k)
{
	if (!o->p || o->zeroed || !fc_is_aggregate(type) || is_complete(fc, o->t, type, k))
		return;
	lower_assign(&fc->l, o->p, ir_int(0, NULL));
	o->zeroed = true;
}

/* Fill one object from the next element, or from several if braces were left out. */
static void fill_next(struct fc *fc, const struct object *o, struct elems *e, bool anonymous)
{
	CXCursor c = e->k.v[e->next];
	const char *type = anonymous ? fc_type(fc, o->t) : o->type;

	if (c.kind == CXCursor_InitListExpr) {
		struct elems inner = { .k = fc_kids(fc, c) };
		struct object part = *o;

		e->next++;
		if (!anonymous) /* it shares the place of its record */
			zero_rest(fc, &part, type, &inner.k);
		fill_list(fc, &part, &inner, true);
		return;
	}
	if (!fc_is_aggregate(type) || same_record(fc, type, c) || is_string(type, c)) {
		e->next++;
		fill_leaf(fc, o, c);
		return;
	}
	fill_list(fc, o, e, false);
}

static bool is_designated(CXCursor c)
{
	return c.kind == CXCursor_UnexposedExpr && clang_getCursorType(c).kind == CXType_Void;
}

/* `[a ... b]` and `[a][b]` look the same but for the text. */
static bool is_range(struct fc *fc, CXCursor c)
{
	const char *text, *close;
	size_t n;

	if (!fc_text(fc, c, &text, &n))
		return true;
	close = memchr(text, ']', n);
	return memmem(text, close ? (size_t)(close - text) : n, "...", 3) != NULL;
}

static unsigned int field_number(const struct kids *fields, CXCursor field)
{
	for (unsigned int i = 0; i < fields->n; i++)
		if (clang_equalCursors(fields->v[i], field))
			return i;
	return fields->n;
}

static struct object designate_index(struct fc *fc, const struct object *o, CXCursor c,
				     const struct kids *k, unsigned int *i, unsigned int *pos)
{
	struct object m;
	int64_t v = 0;

	if (*i + 2 < k->n && fc_is_expr(k->v[*i + 1]) && is_range(fc, c)) {
		if (fc_evaluate(k->v[*i + 1], &v))
			*pos = (unsigned int)v;
		*i += 2;
		return object_elem(fc, o, ir_any());
	}
	m = object_elem(fc, o, fc_evaluate(k->v[*i], &v) ? ir_int(v, NULL) : ir_any());
	*pos = (unsigned int)v;
	*i += 1;
	return m;
}

/* `.a.b[3] = x`.  @pos: gets the position of the outermost step; Return: false if what follows
 * without a designator would go on inside. */
static bool fill_designated(struct fc *fc, const struct object *o, const struct kids *fields,
			    CXCursor c, unsigned int *pos)
{
	struct kids k = fc_kids(fc, c);
	struct object m = *o;
	unsigned int i = 0, step = 0, inner, named = 0;
	struct elems one = { 0 };

	while (i + 1 < k.n) {
		inner = 0;
		if (k.v[i].kind == CXCursor_MemberRef) {
			CXCursor field = clang_getCursorReferenced(k.v[i]);

			inner = field_number(fields, field);
			m = object_field(fc, &m, field);
			named += fc_field_name(field) != NULL;
			i++;
		} else if (k.v[i].kind == CXCursor_TypeRef) {
			i++;
			continue;
		} else {
			m = designate_index(fc, &m, c, &k, &i, &inner);
			named++;
		}
		if (!step++)
			*pos = inner;
	}
	one.k = (struct kids){ .n = 1, .v = &k.v[k.n - 1] };
	if (k.n)
		fill_next(fc, &m, &one, false);
	return named <= 1;
}

static void fill_record(struct fc *fc, const struct object *o, struct elems *e, bool braced)
{
	struct kids fields = fields_of(fc, o->t);
	bool is_union =
		clang_getTypeDeclaration(clang_getCanonicalType(o->t)).kind == CXCursor_UnionDecl;
	unsigned int pos = 0;
	bool lost = false;

	while (e->next < e->k.n) {
		CXCursor c = e->k.v[e->next];
		struct object m;

		if (is_designated(c)) {
			if (!braced)
				return;
			lost = !fill_designated(fc, o, &fields, c, &pos);
			e->next++;
			pos++;
			continue;
		}
		if (lost && o->p)
			lower_unknown(&fc->l, "InitListExpr-after-nested-designator");
		if (pos >= fields.n || (is_union && pos)) {
			if (!braced)
				return;
			e->next++; /* excess elements, which clang has warned of */
			continue;
		}
		m = object_field(fc, o, fields.v[pos]);
		fill_next(fc, &m, e, is_wide_anonymous(o, fields.v[pos]));
		pos++;
	}
}

static void fill_array(struct fc *fc, const struct object *o, struct elems *e, bool braced)
{
	CXType t = clang_getCanonicalType(o->t);
	long long n = t.kind == CXType_ConstantArray ? clang_getArraySize(t) : -1;
	struct kids none = { 0 };
	unsigned int pos = 0;

	while (e->next < e->k.n) {
		CXCursor c = e->k.v[e->next];
		struct object m;

		if (is_designated(c)) {
			if (!braced)
				return;
			fill_designated(fc, o, &none, c, &pos);
			e->next++;
			pos++;
			continue;
		}
		if (!braced && n >= 0 && pos >= n)
			return;
		m = object_elem(fc, o, ir_int(pos, NULL));
		fill_next(fc, &m, e, false);
		pos++;
	}
}

static void fill_list(struct fc *fc, const struct object *o, struct elems *e, bool braced)
{
	const char *type = fc_type(fc, o->t);

	if (str_starts(type, "arr ")) {
		if (braced && e->k.n == 1 && is_string(type, e->k.v[0]))
			fill_leaf(fc, o, e->k.v[e->next++]);
		else
			fill_array(fc, o, e, braced);
	} else if (fc_is_record(type)) {
		fill_record(fc, o, e, braced);
	} else if (e->next < e->k.n) {
		fill_next(fc, o, e, false);
	}
}

void fc_init(struct fc *fc, const struct ir_place *p, const char *type, CXType t, CXCursor init)
{
	struct object o = { .p = p, .type = type, .t = t };
	CXCursor c = fc_strip(init);
	struct elems e = { 0 };

	if (c.kind == CXCursor_CompoundLiteralExpr && fc_type_of(fc, c) == type)
		c = fc_last_kid(c);
	if (c.kind != CXCursor_InitListExpr) {
		fill_leaf(fc, &o, init);
		return;
	}
	e.k = fc_kids(fc, c);
	if (!fc_is_aggregate(type)) {
		if (e.k.n)
			fill_next(fc, &o, &e, false);
		else
			lower_assign(&fc->l, p, ir_int(0, NULL));
		return;
	}
	zero_rest(fc, &o, type, &e.k);
	fill_list(fc, &o, &e, true);
}

void fc_bindings(struct fc *fc, CXCursor var)
{
	CXCursor init = clang_Cursor_getVarDeclInitializer(var);
	struct object o = { .t = clang_getCursorType(var) };
	struct elems e = { 0 };

	if (fc_is_null(init) || init.kind != CXCursor_InitListExpr)
		return;
	o.type = fc_type(fc, o.t);
	fc->init_var = fc_name(var);
	e.k = fc_kids(fc, init);
	fill_list(fc, &o, &e, true);
}
