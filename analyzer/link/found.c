// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/found.h"

#include <stdlib.h>
#include <string.h>

#define MAX_TRACE 48u

static const char *path_of(const struct ir_func *f, struct ir_loc loc)
{
	return f->unit->files.v[loc.file];
}

static void add_step(struct arena *mem, trace_vec *out, const struct ir_func *f, struct ir_loc loc,
		     const char *text)
{
	struct trace_step st = { .path = path_of(f, loc),
				 .line = loc.line,
				 .col = loc.col,
				 .text = arena_strdup(mem, text) };

	vec_push(out, st);
}

/* From the first time that the acquire ran on this path to the end. */
static void make_trace(struct arena *mem, const struct ir_func *f, const struct report *r,
		       trace_vec *out)
{
	const struct step *steps[MAX_TRACE], *st;
	unsigned int n = 0, from = 0;

	for (st = r->trace; st; st = st->prev) {
		/* what a macro like min() decides inside itself explains nothing */
		if (st->loc.macro && st->node && st->node->kind == IR_BRANCH)
			continue;
		if (n == MAX_TRACE) /* a long way round a loop: the end tells most */
			break;
		steps[n++] = st;
		if (r->acquire && st->node == r->acquire)
			from = n;
	}
	if (n == MAX_TRACE && !from && r->acquire)
		add_step(mem, out, f, r->acquire->loc,
			 "taken here; then a longer way than is told");
	for (unsigned int i = from ? from : n; i-- > 0;)
		add_step(mem, out, f, steps[i]->loc, steps[i]->text);
	if (r->at != r->acquire)
		add_step(mem, out, f, r->at->loc,
			 r->at->kind == IR_RETURN ? "returns here" : "reached here");
}

/* @at may stand in a function that @f calls: its position is one of the unit of @f. */
static struct found new_found(struct arena *mem, const struct ir_func *f, const struct ir_node *at,
			      const struct rule *rule, const char *message, double confidence)
{
	struct found x = { .f = { .rule = rule->id,
				  .path = path_of(f, at->loc),
				  .line = at->loc.line,
				  .col = at->loc.col,
				  .function = at->of ? at->of->name : f->name,
				  .message = arena_strdup(mem, message),
				  .confidence = confidence },
			   .callee = at->callee,
			   .args = at->text,
			   .once = rule->once && (at->kind == IR_RELEASE || at->kind == IR_DIRTY) };

	return x;
}

static void set_acquire(struct found *x, const struct ir_func *f, const struct ir_node *n)
{
	x->path = path_of(f, n->loc);
	x->line = n->loc.line;
	x->col = n->loc.col;
	x->callee = n->callee;
	x->args = n->text;
}

struct found found_report(struct arena *mem, const struct solved *w, const struct report *r)
{
	struct found x = new_found(mem, w->f, r->at, r->rule, r->message, r->confidence);

	make_trace(mem, w->f, r, &x.f.trace);
	/* what is said of pages that the function did not take has no acquire here */
	if (r->acquire->kind == IR_ACQUIRE)
		set_acquire(&x, w->f, r->acquire);
	return x;
}

struct found found_told(struct arena *mem, const struct site_view *v, const struct site_told *t)
{
	struct found x = new_found(mem, t->f, t->at, t->rule, t->message, t->confidence);

	set_acquire(&x, v->f, v->node);
	if (t->at != v->node) {
		add_step(mem, &x.f.trace, v->f, v->node->loc,
			 arena_printf(mem, "%s() takes the pages", v->node->callee));
		add_step(mem, &x.f.trace, t->f, t->at->loc, "reached here");
	}
	return x;
}

/* ---- order and identity ---- */

/* The same rule at the same place about the same acquire: one finding.  Of a call that is
 * wrong whoever took the pages one is enough. */
static int cmp_what(const struct found *a, const struct found *b)
{
	const struct finding *x = &a->f, *y = &b->f;
	int c = finding_cmp_spot(x->path, x->line, x->col, y->path, y->line, y->col);

	if (!c)
		c = strcmp(x->rule, y->rule);
	if (!c && a->once && b->once)
		return 0;
	if (c || !a->path || !b->path)
		return c ? c : !!a->path - !!b->path;
	return finding_cmp_spot(a->path, a->line, a->col, b->path, b->line, b->col);
}

/* Of the same finding in several units or callers the surest first, then the shortest. */
static int cmp_found(const void *va, const void *vb)
{
	const struct found *a = va, *b = vb;
	int c = cmp_what(a, b);

	if (c)
		return c;
	if (a->f.confidence != b->f.confidence)
		return a->f.confidence > b->f.confidence ? -1 : 1;
	if (a->f.trace.n != b->f.trace.n)
		return a->f.trace.n < b->f.trace.n ? -1 : 1;
	c = strcmp(a->f.function, b->f.function);
	return c ? c : strcmp(a->f.message, b->f.message);
}

/* The order decides the ordinals in the fingerprints, so it is that of the source. */
void found_finish(found_vec *v, finding_vec *out)
{
	struct fingerprints names = { 0 };

	if (v->n > 1)
		qsort(v->v, v->n, sizeof(*v->v), cmp_found);
	for (size_t i = 0; i < v->n; i++) {
		struct found *x = &v->v[i];

		if (i && !cmp_what(x - 1, x)) {
			finding_release_vecs(&x->f);
			continue;
		}
		x->f.fingerprint = fingerprint_next(&names, x->f.rule, x->f.path, x->f.function,
						    x->callee, x->args);
		vec_push(out, x->f);
	}
	fingerprints_release(&names);
	vec_release(v);
}
