// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The classes of paths of a site: what was taken, and what becomes of it.  A rule that finds
 * nothing wrong watches the walks; of each class the solver keeps the surest and shortest path.
 */
#include <stdlib.h>
#include <string.h>

#include "link/found.h"
#include "link/linker.h"
#include "rules/rules.h"

enum end { END_NOTHING, END_RELEASED, END_HANDED_ON, END_DOUBT, END_LEFT, END_LOST, END_NR };

/* What was taken, in the order in which it is told. */
enum taken {
	TAKEN_ALL,
	TAKEN_STORED, /* by who finds the pages in storage */
	TAKEN_PART,
	TAKEN_ZERO,
	TAKEN_ERROR,
	/* the newest round of a loop ended so, and earlier ones had taken some */
	TAKEN_THEN_PART,
	TAKEN_THEN_ZERO,
	TAKEN_THEN_ERROR,
	TAKEN_NR
};

static const char *const taken_text[TAKEN_NR] = {
	[TAKEN_ALL] = "all taken",
	[TAKEN_STORED] = "",
	[TAKEN_PART] = "part taken",
	[TAKEN_ZERO] = "nothing taken",
	[TAKEN_ERROR] = "error",
	[TAKEN_THEN_PART] = "taken in earlier rounds, then part",
	[TAKEN_THEN_ZERO] = "taken in earlier rounds, then nothing",
	[TAKEN_THEN_ERROR] = "taken in earlier rounds, then error",
};

/* One for each class, as reports of one rule, acquire and place are one. */
static const struct rule marks[TAKEN_NR][END_NR] = {
	[0 ... TAKEN_NR - 1] = { [0 ... END_NR - 1] = { .id = "" } },
};

static enum taken taken_of(const struct held *h)
{
	switch (h->outcome) {
	case OUT_ERROR:
		return h->before ? TAKEN_THEN_ERROR : TAKEN_ERROR;
	case OUT_ZERO:
		return h->before ? TAKEN_THEN_ZERO : TAKEN_ZERO;
	case OUT_PART:
		return h->before ? TAKEN_THEN_PART : TAKEN_PART;
	default:
		return TAKEN_ALL;
	}
}

static void mark(const struct event *ev, enum end end)
{
	rule_report(ev, &marks[taken_of(ev->h)][end], 0.5, "%s", "");
}

static void at_release(const struct event *ev)
{
	if (ev->h && (ev->h->now || ev->h->before))
		mark(ev, END_RELEASED);
}

static void at_exit(const struct event *ev)
{
	const struct held *h = ev->h;

	if (!h->now && !h->before)
		mark(ev, END_NOTHING);
	else if (h->released)
		return; /* marked where it was */
	else if (h->escaped)
		mark(ev, END_HANDED_ON);
	else if (h->doubt)
		mark(ev, END_DOUBT);
	else
		mark(ev, h->owned && !h->stored ? END_LOST : END_LEFT);
}

static const struct rule watch = {
	.id = "",
	.title = "classes of paths",
	.on_release = at_release,
	.on_exit = at_exit,
};

const struct rule *const *linker_rules(struct linker *l, size_t *n)
{
	const struct rule **all = arena_array(&l->r->mem, const struct rule *, rules_nr + 1);

	memcpy(all, rules_all, rules_nr * sizeof(*all));
	all[rules_nr] = &watch;
	*n = rules_nr + 1;
	return all;
}

bool linker_watches(const struct rule *r)
{
	return r >= &marks[0][0] && r <= &marks[TAKEN_NR - 1][END_NR - 1];
}

/* ---- in words ---- */

/**
 * struct class - one class of a site
 * @path: in words, and the steps of one path of the class
 */
struct class
{
	const struct link_site *s;
	enum taken taken;
	enum end end;
	struct site_path path;
};

struct classes {
	struct linker *l;
	VEC(struct class) v;
};

static void add_place(struct buf *b, const struct place *p)
{
	/* a record without a name is called after its place in the source */
	if (p->record && !strchr(p->record, '@'))
		buf_addf(b, "%s.", p->record);
	buf_add(b, p->field ? p->field : "storage");
}

/* Where pages lie that a function leaves behind. */
static void add_left(struct buf *b, const struct link_site *s)
{
	const struct site_view *v = s->view;

	if (!v->places.n) {
		buf_add(b, v->to_caller ? "handed to the caller" :
					  "left in storage that outlives the function");
		return;
	}
	for (size_t i = 0; i < v->places.n; i++) {
		buf_add(b, i ? " or " : "kept in ");
		add_place(b, &v->places.v[i]);
	}
	if (v->to_caller)
		buf_add(b, ", or handed to the caller");
}

static void add_end(struct buf *b, const struct link_site *s, const struct ir_func *f,
		    const struct ir_node *at, enum end end)
{
	const char *where = at->of ? at->of->name : f->name;

	switch (end) {
	case END_NOTHING:
		buf_add(b, "nothing held");
		break;
	case END_RELEASED:
		buf_addf(b, "released by %s()", at->callee);
		if (strcmp(where, s->site.function))
			buf_addf(b, " in %s()", where);
		break;
	case END_HANDED_ON:
		buf_add(b, "handed on to code that is not followed");
		break;
	case END_DOUBT:
		buf_add(b, "released or not: that hangs on what is not known");
		break;
	case END_LOST:
		buf_add(b, "lost: held when the storage dies");
		if (strcmp(f->name, s->site.function))
			buf_addf(b, ", in %s()", f->name);
		break;
	default:
		add_left(b, s);
		break;
	}
}

static const char *kind_of(struct classes *c, const struct class *x, const struct ir_func *f,
			   const struct ir_node *at)
{
	struct buf b = { 0 };
	const char *text;

	buf_addf(&b, "%s -> ", taken_text[x->taken]);
	add_end(&b, x->s, f, at, x->end);
	text = arena_strdup(&c->l->r->mem, buf_str(&b));
	buf_release(&b);
	return text;
}

static void collect(const struct solved *w, void *arg)
{
	struct classes *c = arg;

	for (size_t i = 0; i < w->reports.n; i++) {
		const struct report *r = &w->reports.v[i];
		struct class x = { 0 };
		struct found found;
		size_t nr;

		if (!linker_watches(r->rule) || !r->acquire)
			continue;
		x.s = linker_site(c->l, linker_path(w->f->unit, r->acquire->loc),
				  r->acquire->loc.line, r->acquire->loc.col);
		if (!x.s || !x.s->view || !strcmp(x.s->site.role, "core"))
			continue;
		nr = (size_t)(r->rule - &marks[0][0]);
		x.taken = (enum taken)(nr / END_NR);
		x.end = (enum end)(nr % END_NR);
		x.path.kind = kind_of(c, &x, w->f, r->at);
		found = found_report(&c->l->r->mem, w, r);
		x.path.steps = found.f.trace;
		vec_push(&c->v, x);
	}
}

/* Pages that are dropped by who finds them in storage. */
static void collect_storage(struct classes *c, const struct link_site *s)
{
	for (size_t i = 0; s->view && i < s->view->releases.n; i++) {
		const struct site_release_view *v = &s->view->releases.v[i];
		const struct ir_loc loc = v->node->loc;
		struct class x = { .s = s, .taken = TAKEN_STORED, .end = END_RELEASED };
		struct arena *mem = &c->l->r->mem;
		struct buf b = { 0 };
		struct trace_step taken = { s->site.path, s->site.line, s->site.col,
					    arena_printf(mem, "%s() takes the pages",
							 s->site.api) };
		struct trace_step dropped = { linker_path(v->walk->f->unit, loc), loc.line, loc.col,
					      arena_printf(mem, "%s() drops what lies there",
							   v->node->callee) };

		if (v->way != WAY_STORAGE || !strcmp(s->site.role, "core"))
			continue;
		buf_add(&b, "kept in ");
		add_place(&b, &v->place);
		buf_addf(&b, " -> released by %s() in %s()", v->node->callee, v->f->name);
		x.path.kind = arena_strdup(mem, buf_str(&b));
		buf_release(&b);
		vec_push(&x.path.steps, taken);
		vec_push(&x.path.steps, dropped);
		vec_push(&c->v, x);
	}
}

/* ---- order ---- */

static int cmp_uint(size_t a, size_t b)
{
	return a < b ? -1 : a > b;
}

/* Where the path ends tells two releases by the same function apart. */
static unsigned int last_line(const struct class *x)
{
	return x->end == END_RELEASED && x->path.steps.n ? vec_last(&x->path.steps).line : 0;
}

static int cmp_what(const struct class *a, const struct class *b)
{
	int c = a->s < b->s ? -1 : a->s > b->s;

	if (!c)
		c = cmp_uint(a->taken, b->taken);
	if (!c)
		c = cmp_uint(a->end, b->end);
	if (!c)
		c = strcmp(a->path.kind, b->path.kind);
	return c ? c : cmp_uint(last_line(a), last_line(b));
}

static int cmp_class(const void *a, const void *b)
{
	const struct class *x = a, *y = b;
	int c = cmp_what(x, y);

	return c ? c : cmp_uint(x->path.steps.n, y->path.steps.n);
}

void linker_paths(struct linker *l)
{
	struct classes c = { .l = l };

	program_each(l->prog, collect, &c);
	for (size_t i = 0; i < l->sites.n; i++)
		collect_storage(&c, &l->sites.v[i]);
	if (c.v.n > 1)
		qsort(c.v.v, c.v.n, sizeof(*c.v.v), cmp_class);
	for (size_t i = 0; i < c.v.n; i++) {
		struct class *x = &c.v.v[i];
		struct site *s = &l->sites.v[x->s - l->sites.v].site;

		if (i && !cmp_what(x - 1, x))
			vec_release(&x->path.steps);
		else
			vec_push(&s->paths, x->path);
	}
	vec_release(&c.v);
}
