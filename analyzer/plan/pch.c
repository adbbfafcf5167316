// SPDX-License-Identifier: GPL-2.0-or-later
#include "plan/pch.h"

#include <dirent.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/file.h"
#include "base/str.h"
#include "plan/headers.h"
#include "plan/pch_check.h"
#include "plan/pch_tree.h"

/* A macro that fewer of a hundred units define is theirs, not one of the kernel's headers. */
#define OWN_DEFINE 25u

struct unit_flags {
	size_t file; /* in the plan */
	const char *cwd, *group;
	strings_vec args; /* that matter to headers */
	strings_vec common, more; /* folders to search */
	strings_vec defines, own; /* macros: of all units, of this one */
	strings_vec prelude; /* what -include reads */
};
typedef VEC(struct unit_flags) unit_flags_vec;

struct maker {
	const char *state;
	const struct plan *p;
	struct pch_plan *out;
	unit_flags_vec units;
	struct buf uses; /* text of pch/uses.tsv */
	struct buf seen; /* text of pch/seen.list */
};

/* ------------------------------------------------------------------ flags */

static bool is_per_unit(const char *define)
{
	return str_starts(define, "KBUILD_") || str_starts(define, "__KBUILD_");
}

static const char *absolute(struct maker *m, const char *cwd, const char *dir)
{
	while (str_starts(dir, "./"))
		dir += 2;
	return dir[0] == '/' ? dir : arena_printf(&m->out->mem, "%s/%s", cwd, dir);
}

/* -I, -D and the like with the value in the same word or the next one. */
static const char *option_value(const strings_vec *args, size_t *i, const char *option)
{
	const char *a = args->v[*i];

	if (!str_starts(a, option))
		return NULL;
	a += strlen(option);
	if (*a)
		return a;
	return *i + 1 < args->n ? args->v[++*i] : NULL;
}

/* Return: whether the option belongs to the flags that all units of a group share */
static bool take_option(struct maker *m, const strings_vec *args, size_t *i, bool leading,
			struct unit_flags *u)
{
	const char *v;

	if ((v = option_value(args, i, "-I"))) {
		vec_push(leading ? &u->common : &u->more, absolute(m, u->cwd, v));
		return leading;
	}
	if ((v = option_value(args, i, "-include"))) {
		vec_push(&u->prelude, absolute(m, u->cwd, v));
	} else if ((v = option_value(args, i, "-D"))) {
		if (is_per_unit(v))
			return false;
		vec_push(&u->defines, v);
	}
	return true;
}

/* The folders in front are those of all units; what the unit's own Makefile adds comes behind. */
static void split_args(struct maker *m, const strings_vec *args, struct unit_flags *u)
{
	bool leading = true;

	for (size_t i = 0; i < args->n; i++) {
		size_t first = i;

		if (!str_starts(args->v[i], "-I") && strcmp(args->v[i], "-nostdinc"))
			leading = leading && args->v[i][0] != '-';
		if (!take_option(m, args, &i, leading, u))
			continue;
		for (; first <= i; first++)
			vec_push(&u->args, args->v[first]);
	}
}

static void read_args(struct maker *m, const struct plan_file *f, struct unit_flags *u)
{
	struct arena *a = &m->out->mem;
	strings_vec args = { 0 };
	struct buf b = { 0 };
	char *s, *next;

	if (f->cwd) {
		u->cwd = f->cwd;
		split_args(m, &f->args, u);
		return;
	}
	if (file_read(arena_printf(a, "%s/args/%s.args", m->state, f->index), &b))
		return;
	s = arena_strndup(a, buf_str(&b), b.len);
	for (; *s; s = next) {
		next = strchr(s, '\n');
		next = next ? (*next = '\0', next + 1) : s + strlen(s);
		if (!u->cwd)
			u->cwd = s;
		else
			vec_push(&args, s);
	}
	if (u->cwd)
		split_args(m, &args, u);
	vec_release(&args);
	buf_release(&b);
}

static bool defines(const struct unit_flags *u, const char *define)
{
	const char *const *d;

	vec_each (d, &u->defines)
		if (!strcmp(*d, define))
			return true;
	return false;
}

static bool is_own(const struct maker *m, const char *define)
{
	const struct unit_flags *u;
	size_t n = 0;

	vec_each (u, &m->units)
		n += defines(u, define);
	return n * 100 < m->units.n * OWN_DEFINE;
}

/* Drop the macros that only this unit has; whether a header looks at them is found out later. */
static void drop_own(struct maker *m, struct unit_flags *u)
{
	strings_vec kept = { 0 };

	for (size_t i = 0; i < u->args.n; i++) {
		size_t first = i;
		const char *v = option_value(&u->args, &i, "-D");

		if (v && is_own(m, v)) {
			vec_push(&u->own, v);
			continue;
		}
		for (; first <= i; first++)
			vec_push(&kept, u->args.v[first]);
	}
	vec_release(&u->args);
	u->args = kept;
}

static const char *digest(struct arena *a, const struct buf *b)
{
	return arena_printf(a, "%016llx", (unsigned long long)XXH3_64bits(buf_str(b), b->len));
}

static void args_text(const struct unit_flags *u, struct buf *b)
{
	const char *const *s;

	buf_addf(b, "%s\n", u->cwd);
	vec_each (s, &u->args)
		buf_addf(b, "%s\n", *s);
}

static void read_units(struct maker *m)
{
	struct unit_flags *u;
	struct buf b = { 0 };

	for (size_t i = 0; i < m->p->files.n; i++) {
		struct unit_flags n = { .file = i };

		if (m->p->files.v[i].kind != PLAN_UNIT)
			continue;
		read_args(m, &m->p->files.v[i], &n);
		if (n.cwd)
			vec_push(&m->units, n);
	}
	vec_each (u, &m->units)
		drop_own(m, u);
	vec_each (u, &m->units) {
		buf_reset(&b);
		args_text(u, &b);
		u->group = digest(&m->out->mem, &b);
	}
	buf_release(&b);
}

/* ------------------------------------------------------------------ the list on disk */

static char *field(char **s, char end)
{
	char *start = *s, *p = strchr(start, end);

	if (!p)
		return NULL;
	*p = '\0';
	*s = p + 1;
	return start;
}

static struct pch *find(const struct pch_plan *p, const char *id)
{
	struct pch *const *e;

	vec_each (e, &p->all)
		if (!strcmp((*e)->id, id))
			return *e;
	return NULL;
}

static struct pch *new_pch(struct pch_plan *p, const char *id, const char *group,
			   struct pch *parent)
{
	struct pch *e = arena_new(&p->mem, struct pch);

	*e = (struct pch){ .id = id, .group = group, .parent = parent };
	vec_push(&p->all, e);
	return e;
}

static void take_unit(struct maker *m, const char *index, const char *id)
{
	struct pch *e = find(m->out, id);

	for (size_t i = 0; e && i < m->p->files.n; i++)
		if (m->p->files.v[i].index && !strcmp(m->p->files.v[i].index, index))
			m->out->units[i] = e;
}

/* What the last plan chose stays as long as it can be used.  Return: its key, or NULL */
static const char *read_list(struct maker *m)
{
	const char *path = arena_printf(&m->out->mem, "%s/pch/units.tsv", m->state), *key = NULL;
	struct buf b = { 0 };
	char *s, *kind, *one, *two, *three;

	if (!file_exists(path) || file_read(path, &b))
		return NULL;
	s = arena_strndup(&m->out->mem, buf_str(&b), b.len);
	buf_release(&b);
	while ((kind = field(&s, '\t')) && (one = field(&s, '\t')) && (two = field(&s, '\t')) &&
	       (three = field(&s, '\n'))) {
		if (!strcmp(kind, "pch") && (!strcmp(two, "-") || find(m->out, two)))
			new_pch(m->out, one, three, strcmp(two, "-") ? find(m->out, two) : NULL);
		else if (!strcmp(kind, "unit"))
			take_unit(m, one, two);
		else if (!strcmp(kind, "key"))
			key = one;
	}
	return key;
}

/* Size, inode and time of the files that were read last time: what the choice rests on. */
static void key_files(struct maker *m, const struct buf *seen, struct buf *key)
{
	char *s = arena_strndup(&m->out->mem, buf_str(seen), seen->len), *path;

	while ((path = field(&s, '\n'))) {
		struct stat sb;

		if (stat(path, &sb))
			sb = (struct stat){ 0 };
		buf_addf(key, "\n%llx %llx %llx.%lx", (unsigned long long)sb.st_size,
			 (unsigned long long)sb.st_ino, (unsigned long long)sb.st_mtim.tv_sec,
			 (unsigned long)sb.st_mtim.tv_nsec);
	}
}

static const char *list_key(struct maker *m, const struct buf *seen)
{
	struct arena *a = &m->out->mem;
	const struct plan_file *f;
	struct buf b = { 0 };
	const char *key;

	if (file_exists(arena_printf(a, "%s/plan.key", m->state)) &&
	    file_read(arena_printf(a, "%s/plan.key", m->state), &b))
		return "";
	vec_each (f, &m->p->files)
		if (f->kind == PLAN_UNIT)
			buf_addf(&b, "\n%s", f->index);
	key_files(m, seen, &b);
	key = digest(a, &b);
	buf_release(&b);
	return key;
}

static int write_list(struct maker *m)
{
	const char *key = list_key(m, &m->seen);
	struct pch *const *e;
	struct buf b = { 0 };
	int rc;

	buf_addf(&b, "key\t%s\t-\t-\n", key);
	vec_each (e, &m->out->all)
		buf_addf(&b, "pch\t%s\t%s\t%s\n", (*e)->id, (*e)->parent ? (*e)->parent->id : "-",
			 (*e)->group);
	for (size_t i = 0; i < m->p->files.n; i++)
		if (m->out->units[i])
			buf_addf(&b, "unit\t%s\t%s\t%s\n", m->p->files.v[i].index,
				 m->out->units[i]->id, m->out->suspects[i]);
	rc = file_write_changed(arena_printf(&m->out->mem, "%s/pch/units.tsv", m->state), b.p,
				b.len);
	if (!rc)
		rc = file_write_changed(arena_printf(&m->out->mem, "%s/pch/uses.tsv", m->state),
					buf_str(&m->uses), m->uses.len);
	if (!rc)
		rc = file_write_changed(arena_printf(&m->out->mem, "%s/pch/seen.list", m->state),
					buf_str(&m->seen), m->seen.len);
	buf_release(&b);
	return rc;
}

/* The rest of the line of @text that starts with @key, NULL if there is none. */
static const char *line_of(const struct buf *text, struct arena *a, const char *key)
{
	const char *p = strstr(buf_str(text), key);

	return p ? arena_strndup(a, p + strlen(key), strcspn(p + strlen(key), "\n")) : NULL;
}

/* Return: false if the macros that a suspect stands in are not known */
static bool read_suspects(const char *list, char *names, struct arena *a, strings_vec *out)
{
	const char *slash = strrchr(list, '/'), *macros;
	char *next;
	struct buf b = { 0 };
	bool ok = !file_read(
		arena_printf(a, "%.*suses.tsv", slash ? (int)(slash + 1 - list) : 0, list), &b);

	for (char *s = strtok_r(names, ",", &next); ok && s; s = strtok_r(NULL, ",", &next)) {
		macros = line_of(&b, a, arena_printf(a, "\n%s\t", s));
		ok = macros != NULL;
		for (size_t n; ok && *macros; macros += n + (macros[n] == ' ')) {
			n = strcspn(macros, " ");
			vec_push(out, str_intern_n(macros, n));
		}
	}
	buf_release(&b);
	return ok;
}

const char *pch_of_unit(const char *list, const char *index, struct arena *a, strings_vec *suspects)
{
	const char *slash = strrchr(list, '/'), *line, *tab;
	struct buf b = { 0 };

	if (!file_exists(list) || file_read(list, &b))
		return NULL;
	line = line_of(&b, a, arena_printf(a, "\nunit\t%s\t", index));
	buf_release(&b);
	tab = line ? strchr(line, '\t') : NULL;
	if (!tab ||
	    (strcmp(tab + 1, "-") && !read_suspects(list, arena_strdup(a, tab + 1), a, suspects)))
		return NULL;
	return arena_printf(a, "%.*s%.*s.pch", slash ? (int)(slash + 1 - list) : 0, list,
			    (int)(tab - line), line);
}

/* ------------------------------------------------------------------ choosing */

/* Remove what no unit uses any more, with its files. */
static void drop_unused(struct maker *m)
{
	const char *dir = arena_printf(&m->out->mem, "%s/pch", m->state);
	DIR *d = opendir(dir);
	struct dirent *e;
	size_t kept = 0;

	for (size_t i = 0; i < m->p->files.n; i++)
		for (struct pch *u = m->out->units[i]; u; u = u->parent)
			u->units++;
	for (size_t i = 0; i < m->out->all.n; i++)
		if (m->out->all.v[i]->units)
			m->out->all.v[kept++] = m->out->all.v[i];
	m->out->all.n = kept;
	while (d && (e = readdir(d))) {
		const char *id = arena_strndup(&m->out->mem, e->d_name, strcspn(e->d_name, "."));

		if (strlen(id) == 16 && !find(m->out, id))
			unlink(arena_printf(&m->out->mem, "%s/%s", dir, e->d_name));
	}
	if (d)
		closedir(d);
}

static int write_pch(struct maker *m, const struct unit_flags *u, const struct pch *parent,
		     const struct buf *roots, const char **id)
{
	struct arena *a = &m->out->mem;
	struct buf b = { 0 }, all = { 0 };
	const char *path;
	int rc;

	args_text(u, &b);
	buf_addf(&all, "%s%s\n%s", buf_str(&b), parent ? parent->id : "-", buf_str(roots));
	*id = digest(a, &all);
	path = arena_printf(a, "%s/pch/%s", m->state, *id);
	rc = file_write_changed(arena_printf(a, "%s.args", path), b.p, b.len);
	if (!rc)
		rc = file_write_changed(arena_printf(a, "%s.h", path), roots->p, roots->len);
	buf_release(&all);
	buf_release(&b);
	return rc;
}

/* A node of the tree becomes a precompiled header, its units get it; then those below. */
static int take_node(struct maker *m, struct pch_tree *t, const struct pch_node *n,
		     struct pch *parent)
{
	const struct unit_flags *u;
	struct pch_node *const *k;
	struct pch *e = n->ready;
	struct buf roots = { 0 };
	const char *id;
	int rc = 0;

	if (!e) {
		u = t->all.v[0].data; /* all have the same flags */
		pch_tree_roots(t, n, &roots);
		rc = write_pch(m, u, parent, &roots, &id);
		buf_release(&roots);
		if (rc)
			return -1;
		e = find(m->out, id);
		e = e ? e : new_pch(m->out, id, u->group, parent);
	}
	for (size_t i = 0; i < n->units.n; i++) {
		u = t->all.v[n->units.v[i]].data;
		m->out->units[u->file] = e;
	}
	vec_each (k, &n->below)
		rc = rc ? rc : take_node(m, t, *k, e);
	return rc;
}

static void group_headers(struct maker *m, const struct unit_flags *u, struct headers *h)
{
	const char *const *s;

	vec_each (s, &u->common)
		vec_push(&h->dirs, *s);
	vec_each (s, &u->defines)
		headers_define(h, arena_strndup(&m->out->mem, *s, strcspn(*s, "=")));
	headers_config(h);
}

static const char *unit_path(struct maker *m, const struct unit_flags *u)
{
	return arena_printf(&m->out->mem, "%s/%s", m->p->tree.root, m->p->files.v[u->file].path);
}

static const char *list_path(struct maker *m, const struct pch *e)
{
	return arena_printf(&m->out->mem, "%s/pch/%s.h", m->state, e->id);
}

/* Choose for the units of a group that have none yet. */
static int choose_group(struct maker *m, const struct unit_flags *first, struct pch_tree *t)
{
	struct pch_node *const *k;
	struct pch *const *e;
	struct unit_flags *u;
	int rc = 0;

	vec_each (u, &m->units)
		if (!strcmp(u->group, first->group) && !m->out->units[u->file])
			pch_tree_unit(t, unit_path(m, u), &u->more, u);
	vec_each (e, &m->out->all)
		if (!strcmp((*e)->group, first->group))
			pch_tree_ready(t, list_path(m, *e), *e, (*e)->parent);
	pch_tree_grow(t);
	vec_each (k, &t->top)
		rc = rc ? rc : take_node(m, t, *k, NULL);
	return rc;
}

/* ------------------------------------------------------------------ checking */

static void add_lists(struct maker *m, const struct pch *e, strings_vec *lists)
{
	if (e->parent)
		add_lists(m, e->parent, lists);
	vec_push(lists, list_path(m, e));
}

/* The suspects by name, and what they stand in, for those who lower. */
static const char *suspect_names(struct maker *m, struct pch_checker *c, const header_events *found)
{
	const struct header_event *s, *r;
	header_events reach = { 0 };
	struct buf b = { 0 };
	const char *names;

	vec_each (s, found) {
		const struct symbol *y = &c->h->symbols.all.v[s->symbol];

		buf_addf(&b, "%s%.*s", b.len ? "," : "", (int)y->len, y->name);
		if (strstr(buf_str(&m->uses),
			   arena_printf(&m->out->mem, "\n%.*s\t", (int)y->len, y->name)))
			continue;
		buf_addf(&m->uses, "%.*s\t", (int)y->len, y->name);
		pch_check_reach(c, s->symbol, &reach);
		vec_each (r, &reach)
			buf_addf(&m->uses, "%.*s ", (int)c->h->symbols.all.v[r->symbol].len,
				 c->h->symbols.all.v[r->symbol].name);
		buf_addch(&m->uses, '\n');
	}
	names = b.len ? arena_strdup(&m->out->mem, buf_str(&b)) : "-";
	buf_release(&b);
	vec_release(&reach);
	return names;
}

static int write_keep(struct maker *m, struct pch_checker *c, const struct pch *e,
		      const struct pch_order *o)
{
	struct pch_order above;
	strings_vec lists = { 0 };
	struct buf b = { 0 };
	int rc;

	if (e->parent) {
		add_lists(m, e->parent, &lists);
		pch_order_init(c, &above, &lists);
		pch_check_keep(c, o, &above, &b);
		pch_order_release(&above);
		vec_release(&lists);
	}
	rc = file_write_changed(arena_printf(&m->out->mem, "%s/pch/%s.keep", m->state, e->id),
				buf_str(&b), b.len);
	buf_release(&b);
	return rc;
}

/* A unit that cannot have this one may have the one that it starts from. */
static int check_units(struct maker *m, struct pch_checker *c, struct pch *e)
{
	struct pch_order o;
	strings_vec lists = { 0 };
	header_events suspects = { 0 };
	struct unit_flags *u;
	int rc;

	add_lists(m, e, &lists);
	pch_order_init(c, &o, &lists);
	vec_each (u, &m->units) {
		const char *why;

		if (m->out->units[u->file] != e)
			continue;
		why = pch_check(c, &o, unit_path(m, u), &u->more, &u->own, &suspects);
		m->out->suspects[u->file] = why ? "-" : suspect_names(m, c, &suspects);
		if (why)
			m->out->units[u->file] = e->parent;
	}
	rc = write_keep(m, c, e, &o);
	vec_release(&suspects);
	vec_release(&lists);
	pch_order_release(&o);
	return rc;
}

static int check_group(struct maker *m, const struct unit_flags *first, struct headers *h)
{
	static const strings_vec none = { 0 };
	struct pch_checker c;
	struct unit_flags *u;
	header_list files = { 0 };
	int rc = 0;

	/* all files are read before anything counts on the number of symbols */
	h->possible = true;
	for (size_t i = 0; i < m->out->all.n; i++)
		if (!strcmp(m->out->all.v[i]->group, first->group))
			headers_walk(h, list_path(m, m->out->all.v[i]), &none, &files, NULL);
	vec_each (u, &m->units)
		if (m->out->units[u->file] && !strcmp(u->group, first->group))
			headers_walk(h, unit_path(m, u), &u->more, &files, NULL);
	for (size_t i = 0; i < first->prelude.n; i++)
		headers_walk(h, first->prelude.v[i], &none, &files, NULL);
	vec_release(&files);
	pch_checker_init(&c, h, &first->prelude);
	/* parents come first in the list */
	for (size_t i = m->out->all.n; i-- && !rc;)
		if (!strcmp(m->out->all.v[i]->group, first->group))
			rc = check_units(m, &c, m->out->all.v[i]);
	pch_checker_release(&c);
	return rc;
}

/* One of the files that are written here. */
static bool is_list(const struct maker *m, const char *path)
{
	size_t n = strlen(m->state);

	return !strncmp(path, m->state, n) && str_starts(path + n, "/pch/");
}

static int make_group(struct maker *m, const struct unit_flags *first)
{
	struct pch_tree t;
	struct header *const *f;
	int rc;

	pch_tree_init(&t);
	group_headers(m, first, &t.headers);
	rc = choose_group(m, first, &t);
	if (!rc)
		rc = check_group(m, first, &t.headers);
	vec_each (f, &t.headers.all)
		if (!is_list(m, (*f)->path))
			buf_addf(&m->seen, "%s\n", (*f)->path);
	pch_tree_release(&t);
	return rc;
}

static int make_groups(struct maker *m)
{
	struct unit_flags *u, *v;
	int rc = 0;

	read_units(m);
	vec_each (u, &m->units) {
		/* flags that are no longer those of its header */
		if (m->out->units[u->file] && strcmp(m->out->units[u->file]->group, u->group))
			m->out->units[u->file] = NULL;
	}
	vec_each (u, &m->units) {
		for (v = m->units.v; strcmp(v->group, u->group); v++)
			;
		if (v == u && !rc)
			rc = make_group(m, u);
	}
	vec_each (u, &m->units) {
		vec_release(&u->args);
		vec_release(&u->common);
		vec_release(&u->more);
		vec_release(&u->defines);
		vec_release(&u->own);
		vec_release(&u->prelude);
	}
	vec_release(&m->units);
	return rc;
}

int pch_make(const char *state, const struct plan *p, struct pch_plan *out)
{
	struct maker m = { .state = state, .p = p, .out = out };
	const char *old, *seen_path;
	int rc;

	*out = (struct pch_plan){ 0 };
	out->units = calloc(p->files.n + 1, sizeof(*out->units));
	out->suspects = calloc(p->files.n + 1, sizeof(*out->suspects));
	if (!out->units || !out->suspects)
		die("out of memory");
	rc = file_mkdirs(arena_printf(&out->mem, "%s/pch", state));
	if (rc)
		return rc;
	old = read_list(&m);
	seen_path = arena_printf(&out->mem, "%s/pch/seen.list", state);
	if (old && file_exists(seen_path) && !file_read(seen_path, &m.seen) &&
	    !strcmp(old, list_key(&m, &m.seen))) {
		buf_release(&m.seen);
		return 0;
	}
	buf_reset(&m.seen);
	buf_addch(&m.uses, '\n');
	rc = make_groups(&m);
	if (!rc) {
		drop_unused(&m);
		rc = write_list(&m);
	}
	buf_release(&m.uses);
	buf_release(&m.seen);
	return rc;
}

int pch_none(const char *state)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/pch/units.tsv", state);
	if (file_exists(path) && unlink(path))
		return error("%s: cannot be removed", path);
	return 0;
}

void pch_release(struct pch_plan *p)
{
	free(p->units);
	free(p->suspects);
	vec_release(&p->all);
	arena_release(&p->mem);
	*p = (struct pch_plan){ 0 };
}
