// SPDX-License-Identifier: GPL-2.0-or-later
#include "front_clang/fc.h"

struct kids_walk {
	struct fc *fc;
	struct kids k;
};

static enum CXChildVisitResult kids_add(CXCursor c, CXCursor parent, CXClientData data)
{
	struct kids_walk *w = data;

	if (w->k.n == w->k.cap) {
		CXCursor *v = arena_array(&w->fc->tmp, CXCursor, w->k.cap ? w->k.cap * 4 : 4);

		if (w->k.n)
			memcpy(v, w->k.v, w->k.n * sizeof(*v));
		w->k.cap = w->k.cap ? w->k.cap * 4 : 4;
		w->k.v = v;
	}
	w->k.v[w->k.n++] = c;
	return CXChildVisit_Continue;
}

struct kids fc_kids(struct fc *fc, CXCursor c)
{
	struct kids_walk w = { .fc = fc };

	clang_visitChildren(c, kids_add, &w);
	return w.k;
}

struct kid_pick {
	CXCursor c;
	unsigned int left;
};

static enum CXChildVisitResult kid_pick(CXCursor c, CXCursor parent, CXClientData data)
{
	struct kid_pick *p = data;

	if (p->left--)
		return CXChildVisit_Continue;
	p->c = c;
	return CXChildVisit_Break;
}

CXCursor fc_kid(CXCursor c, unsigned int i)
{
	struct kid_pick p = { clang_getNullCursor(), i };

	clang_visitChildren(c, kid_pick, &p);
	return p.c;
}

static enum CXChildVisitResult kid_last(CXCursor c, CXCursor parent, CXClientData data)
{
	*(CXCursor *)data = c;
	return CXChildVisit_Continue;
}

CXCursor fc_last_kid(CXCursor c)
{
	CXCursor last = clang_getNullCursor();

	clang_visitChildren(c, kid_last, &last);
	return last;
}

bool fc_is_null(CXCursor c)
{
	return clang_Cursor_isNull(c) || clang_isInvalid(c.kind);
}

bool fc_is_expr(CXCursor c)
{
	return clang_isExpression(c.kind);
}

/* `__extension__ x` is x. */
static bool is_extension(CXCursor c)
{
	return c.kind == CXCursor_UnaryOperator &&
	       clang_getCursorUnaryOperatorKind(c) == CXUnaryOperator_Extension;
}

CXCursor fc_strip(CXCursor c)
{
	while (c.kind == CXCursor_ParenExpr || is_extension(c))
		c = fc_kid(c, 0);
	return c;
}

static enum CXChildVisitResult count_two(CXCursor c, CXCursor parent, CXClientData data)
{
	unsigned int *n = data;

	return ++*n < 2 ? CXChildVisit_Continue : CXChildVisit_Break;
}

bool fc_is_implicit(CXCursor c, const struct kids *k)
{
	return k->n == 1 && fc_is_expr(k->v[0]) &&
	       clang_equalLocations(clang_getRangeStart(clang_getCursorExtent(c)),
				    clang_getRangeStart(clang_getCursorExtent(k->v[0])));
}

CXCursor fc_strip_casts(CXCursor c)
{
	for (;;) {
		struct kids one = { .n = 1 };
		unsigned int n = 0;
		CXCursor kid;

		c = fc_strip(c);
		if (c.kind == CXCursor_CStyleCastExpr) {
			c = fc_last_kid(c);
			continue;
		}
		if (c.kind != CXCursor_UnexposedExpr)
			return c;
		clang_visitChildren(c, count_two, &n);
		kid = fc_kid(c, 0);
		one.v = &kid;
		if (n != 1 || !fc_is_implicit(c, &one))
			return c;
		c = kid;
	}
}

/* libclang's own comparison also looks at the parent, which depends on how one got there. */
bool fc_same_stmt(CXCursor a, CXCursor b)
{
	return a.kind == b.kind &&
	       clang_equalLocations(clang_getCursorLocation(a), clang_getCursorLocation(b));
}

/* Names that __COUNTER__ made: the number says how much was read before, not what this is. */
static size_t stable_len(const char *name)
{
	size_t n = strlen(name);

	if (str_starts(name, "__UNIQUE_ID_") || str_starts(name, "__compiletime_assert_"))
		while (name[n - 1] >= '0' && name[n - 1] <= '9')
			n--;
	return n;
}

const char *fc_name(CXCursor c)
{
	CXString s = clang_getCursorSpelling(c);
	const char *text = clang_getCString(s);
	const char *name = text && *text ? str_intern_n(text, stable_len(text)) : NULL;

	clang_disposeString(s);
	return name;
}

struct curmap_entry {
	CXCursor key;
	unsigned int hash;
	void *value;
	struct curmap_entry *next;
};

void *curmap_get(const struct curmap *m, CXCursor key)
{
	unsigned int hash = clang_hashCursor(key);

	if (!m->nslots)
		return NULL;
	for (struct curmap_entry *e = m->slot[hash % m->nslots]; e; e = e->next)
		if (e->hash == hash && clang_equalCursors(e->key, key))
			return e->value;
	return NULL;
}

static void curmap_grow(struct curmap *m)
{
	struct curmap bigger = { .nslots = m->nslots ? m->nslots * 4 : 64, .used = m->used };

	bigger.slot = calloc(bigger.nslots, sizeof(*bigger.slot));
	if (!bigger.slot)
		die("out of memory");
	for (unsigned int i = 0; i < m->nslots; i++) {
		for (struct curmap_entry *e = m->slot[i], *next; e; e = next) {
			next = e->next;
			e->next = bigger.slot[e->hash % bigger.nslots];
			bigger.slot[e->hash % bigger.nslots] = e;
		}
	}
	free(m->slot);
	*m = bigger;
}

void curmap_set(struct curmap *m, CXCursor key, void *value)
{
	struct curmap_entry *e = malloc(sizeof(*e));

	if (!e)
		die("out of memory");
	if (m->used >= m->nslots)
		curmap_grow(m);
	*e = (struct curmap_entry){ .key = key, .hash = clang_hashCursor(key), .value = value };
	e->next = m->slot[e->hash % m->nslots];
	m->slot[e->hash % m->nslots] = e;
	m->used++;
}

void curmap_clear(struct curmap *m)
{
	for (unsigned int i = 0; i < m->nslots; i++) {
		for (struct curmap_entry *e = m->slot[i], *next; e; e = next) {
			next = e->next;
			free(e);
		}
	}
	free(m->slot);
	*m = (struct curmap){ 0 };
}
