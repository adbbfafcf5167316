// SPDX-License-Identifier: GPL-2.0-or-later
#include "gup_sparse/others.h"

#include <dirent.h>
#include <string.h>

#include <uthash.h>

#include "api/api.h"
#include "base/file.h"
#include "facts/facts.h"

/* What one unit may bring with it. */
#define MAX_UNITS 24
#define MAX_ROUNDS 3

/* A name that somebody else's facts may hold: "func NAME", "call NAME", "{record}field". */
struct wish {
	char *text;
	UT_hash_handle hh;
};

struct others {
	const struct ir_unit *u;
	struct arena mem;
	struct wish *wishes;
	bool more;
	unit_list *out;
};

static void wish(struct others *o, const char *what, const char *name)
{
	char *text = arena_printf(&o->mem, "%s%s", what, name);
	struct wish *w;

	HASH_FIND_STR(o->wishes, text, w);
	if (w)
		return;
	w = arena_new(&o->mem, struct wish);
	w->text = text;
	HASH_ADD_KEYPTR(hh, o->wishes, w->text, strlen(w->text), w);
	o->more = true;
}

static bool defines(const struct ir_unit *u, const char *name)
{
	for (size_t i = 0; i < u->funcs.n; i++)
		if (u->funcs.v[i]->name == name)
			return true;
	return false;
}

static const char *record_name(const char *record)
{
	return str_starts(record, "struct ") ? record + strlen("struct ") : record;
}

/* "{region}pages", as the text form writes the step; what everybody keeps pages in ties none together. */
static void wish_fields(struct others *o, const struct ir_place *p)
{
	for (unsigned int i = 0; i < p->n; i++) {
		const struct ir_proj *s = &p->proj[i];

		if (s->kind == IR_FIELD && !api_is_carrier(s->record))
			wish(o, "",
			     arena_printf(&o->mem, "{%s}%s", record_name(s->record), s->field));
	}
}

static bool moves_pages(const struct ir_node *n)
{
	return n->kind == IR_ACQUIRE || n->kind == IR_RELEASE || n->kind == IR_DIRTY;
}

static void wish_node(struct others *o, const struct ir_unit *u, const struct ir_node *n)
{
	if (n->kind == IR_CALL && n->callee && !defines(u, n->callee) && !api_find(n->callee))
		wish(o, "func ", n->callee);
	if (!moves_pages(n))
		return;
	for (unsigned int i = 0; i < n->nargs; i++)
		if (n->args[i].kind == IR_PLACE || n->args[i].kind == IR_ADDR)
			wish_fields(o, n->args[i].place);
}

static bool wished(const struct others *o, const char *p, size_t n)
{
	struct wish *w;

	HASH_FIND(hh, o->wishes, p, n, w);
	return w;
}

/* ---- which functions of another unit matter ---- */

static bool place_wished(struct others *o, const struct ir_place *p)
{
	char text[256];
	int n;

	for (unsigned int i = 0; p && i < p->n; i++) {
		const struct ir_proj *s = &p->proj[i];

		if (s->kind != IR_FIELD)
			continue;
		n = snprintf(text, sizeof(text), "{%s}%s", record_name(s->record), s->field);
		if (n < (int)sizeof(text) && wished(o, text, (size_t)n))
			return true;
	}
	return false;
}

static bool name_is_wished(struct others *o, const char *what, const char *name)
{
	char text[256];
	int n = snprintf(text, sizeof(text), "%s%s", what, name);

	return n < (int)sizeof(text) && wished(o, text, (size_t)n);
}

static bool func_wished(struct others *o, const struct ir_func *f)
{
	if (!f->is_static && name_is_wished(o, "func ", f->name))
		return true;
	for (size_t b = 0; b < f->blocks.n; b++)
		for (size_t k = 0; k < f->blocks.v[b]->nodes.n; k++) {
			const struct ir_node *n = f->blocks.v[b]->nodes.v[k];

			if (n->kind == IR_CALL && n->callee &&
			    name_is_wished(o, "call ", n->callee))
				return true;
			if (place_wished(o, n->dst))
				return true;
			for (unsigned int i = 0; i < n->nargs; i++)
				if ((n->args[i].kind == IR_PLACE || n->args[i].kind == IR_ADDR) &&
				    place_wished(o, n->args[i].place))
					return true;
		}
	return false;
}

/* Where a function of the unit stands, by its name. */
struct index {
	const char *name; /* interned */
	size_t i;
	UT_hash_handle hh;
};

/* A function of the unit calls another one of it. */
struct edge {
	size_t from, to;
};
typedef VEC(struct edge) edge_vec;

static void add_edges(const struct index *table, const struct ir_func *f, size_t from,
		      edge_vec *out)
{
	for (size_t b = 0; b < f->blocks.n; b++)
		for (size_t k = 0; k < f->blocks.v[b]->nodes.n; k++) {
			const char *callee = f->blocks.v[b]->nodes.v[k]->callee;
			const struct index *x = NULL;

			if (callee)
				HASH_FIND_PTR(table, &callee, x);
			if (x)
				vec_push(out, ((struct edge){ from, x->i }));
		}
}

static void find_edges(struct others *o, const struct ir_unit *u, edge_vec *out)
{
	struct index *table = NULL, *x;

	for (size_t i = 0; i < u->funcs.n; i++) {
		x = arena_new(&o->mem, struct index);
		x->name = u->funcs.v[i]->name;
		x->i = i;
		HASH_ADD_PTR(table, name, x);
	}
	for (size_t i = 0; i < u->funcs.n; i++)
		add_edges(table, u->funcs.v[i], i, out);
	HASH_CLEAR(hh, table);
}

/* One function is kept: so are those that it calls, or, if @up, that call it. */
static void spread(const edge_vec *edges, bool *keep, bool up)
{
	bool more = true;

	while (more) {
		more = false;
		for (size_t i = 0; i < edges->n; i++) {
			bool from = keep[edges->v[i].from], to = keep[edges->v[i].to];

			if (up ? from || !to : !from || to)
				continue;
			keep[up ? edges->v[i].from : edges->v[i].to] = more = true;
		}
	}
}

/* Mark the functions of @u that are asked for, who calls them, and what all of these call. */
static bool *find_kept(struct others *o, const struct ir_unit *u)
{
	bool *keep = arena_array(&o->mem, bool, u->funcs.n + 1);
	edge_vec edges = { 0 };

	for (size_t i = 0; i < u->funcs.n; i++)
		keep[i] = func_wished(o, u->funcs.v[i]);
	find_edges(o, u, &edges);
	spread(&edges, keep, true);
	spread(&edges, keep, false);
	vec_release(&edges);
	return keep;
}

/* What has nothing to do with the unit at hand need not be solved with it. */
static void drop_rest(struct others *o, struct ir_unit *u)
{
	const bool *keep = find_kept(o, u);
	size_t kept = 0;

	for (size_t i = 0; i < u->funcs.n; i++)
		if (keep[i])
			u->funcs.v[kept++] = u->funcs.v[i];
	u->funcs.n = kept;
}

/* ---- which units ---- */

static void wish_func(struct others *o, const struct ir_unit *u, const struct ir_func *f)
{
	if (!f->is_static && ir_touches(f))
		wish(o, "call ", f->name);
	for (size_t b = 0; b < f->blocks.n; b++)
		for (size_t k = 0; k < f->blocks.v[b]->nodes.n; k++)
			wish_node(o, u, f->blocks.v[b]->nodes.v[k]);
}

/* What would explain more of @u: the functions that it calls, the fields that its pages lie in, and
 * who calls a function of it that moves pages.  Of another unit only what is asked for and moves pages. */
static void wish_unit(struct others *o, const struct ir_unit *u)
{
	const bool *keep = u == o->u ? NULL : find_kept(o, u);

	for (size_t i = 0; i < u->funcs.n; i++)
		if (!keep || (keep[i] && ir_touches(u->funcs.v[i])))
			wish_func(o, u, u->funcs.v[i]);
}

/* A field that is asked for, in a step of a function. */
static bool field_wished(const struct others *o, const char *p, const char *end)
{
	while ((p = memchr(p, '{', (size_t)(end - p)))) {
		const char *q = p;

		while (q < end && !strchr(" .*[`", *q))
			q++;
		if (wished(o, p, (size_t)(q - p)))
			return true;
		p++;
	}
	return false;
}

static bool starts(const char *p, const char *end, const char *word)
{
	size_t n = strlen(word);

	return (size_t)(end - p) > n && !memcmp(p, word, n);
}

/* "func NAME" or "call NAME" at @p */
static bool name_wished(const struct others *o, const char *p, const char *end)
{
	const char *stop = memchr(p + 5, ' ', (size_t)(end - p - 5));

	return wished(o, p, (size_t)((stop ? stop : end) - p));
}

/* @called: the lines belong to a function that is asked for: does it move pages? */
static bool line_wished(const struct others *o, const char *p, const char *end, bool *called)
{
	const char *step;

	if (*p != '\t') {
		if (starts(p, end, "func "))
			*called = name_wished(o, p, end);
		return false;
	}
	step = memchr(p, ' ', (size_t)(end - p));
	if (!step)
		return false;
	step++;
	if (*called && (starts(step, end, "acquire ") || starts(step, end, "release ")))
		return true;
	if (starts(step, end, "call ") && name_wished(o, step, end))
		return true;
	return field_wished(o, step, end);
}

static bool text_wished(const struct others *o, const struct buf *b)
{
	const char *p = buf_str(b), *end = p + b->len, *nl;
	bool called = false;

	/* of code that never moves pages nothing is needed */
	if (!strstr(p, " acquire ") && !strstr(p, " release "))
		return false;
	for (; p < end; p = nl + 1) {
		nl = memchr(p, '\n', (size_t)(end - p));
		if (!nl)
			break;
		if (line_wished(o, p, nl, &called))
			return true;
	}
	return false;
}

static bool is_known(const struct others *o, const char *text)
{
	const char *name = strstr(text, "\nunit ");
	size_t n;

	if (!name)
		return true;
	name += strlen("\nunit ");
	n = strcspn(name, "\n");
	name = str_intern_n(name, n);
	if (name == o->u->path)
		return true;
	for (size_t i = 0; i < o->out->n; i++)
		if (o->out->v[i]->path == name)
			return true;
	return false;
}

static void look_at(struct others *o, const char *path)
{
	struct buf b = { 0 };
	struct ir_unit *u;

	if (!file_read(path, &b) && !is_known(o, buf_str(&b)) && text_wished(o, &b)) {
		u = facts_read(path);
		if (u)
			vec_push(o->out, u);
	}
	buf_release(&b);
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_facts(const struct dirent *d)
{
	return str_ends(d->d_name, ".gir");
}

static const char *facts_folder(struct others *o, const char *db)
{
	const char *slash = strrchr(db, '/'), *below;

	if (!file_is_dir(db))
		return slash ? arena_printf(&o->mem, "%.*s/facts", (int)(slash - db), db) : "facts";
	below = arena_printf(&o->mem, "%s/facts", db);
	return file_is_dir(below) ? below : db;
}

int others_read(const char *db, const struct ir_unit *u, unit_list *out)
{
	struct others o = { .u = u, .out = out };
	const char *folder = facts_folder(&o, db);
	struct dirent **names;
	int n = scandir(folder, &names, is_facts, by_name);
	size_t done = 0;

	if (n <= 0) {
		arena_release(&o.mem);
		return error("no facts of a scan in '%s'", folder);
	}
	wish_unit(&o, u);
	for (int round = 0; round < MAX_ROUNDS && o.more && out->n < MAX_UNITS; round++) {
		o.more = false;
		for (int i = 0; i < n && out->n < MAX_UNITS; i++)
			look_at(&o, arena_printf(&o.mem, "%s/%s", folder, names[i]->d_name));
		for (; done < out->n; done++)
			wish_unit(&o, out->v[done]);
	}
	for (size_t i = 0; i < out->n; i++)
		drop_rest(&o, out->v[i]);
	for (int i = 0; i < n; i++)
		free(names[i]);
	free(names);
	HASH_CLEAR(hh, o.wishes);
	arena_release(&o.mem);
	return 0;
}
