// SPDX-License-Identifier: GPL-2.0-or-later
#include "plan/join.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <uthash.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/diag.h"
#include "base/file.h"
#include "base/str.h"
#include "plan/joinfield.h"
#include "plan/jointext.h"
#include "plan/plan.h"
#include "plan/search.h"

/* One function that is wanted, and where the text of the tree calls or defines it. */
struct join_name {
	const char *name;
	/* sorted; @owners have one of that name of their own, be it static or not */
	strings_vec callers, definers, owners;
	bool told;
	UT_hash_handle hh;
};

/* One field, and the files that name it and drop pages. */
struct join_field {
	const char *name;
	strings_vec users; /* sorted within each folder */
	UT_hash_handle hh;
};

/* One line of wanted.tsv. */
struct join_want {
	enum join_kind kind;
	const char *name, *unit;
};

struct joiner {
	struct join *j;
	struct search_words words; /* first: search_words() hands it back */
	struct join_name *names;
	struct join_field *fields;
	strings_vec dirs; /* of units that leave pages in fields, each once */
	VEC(struct join_want) wants;
	const char *path; /* of the file whose text is looked through */
};

const char *join_kind_name(enum join_kind k)
{
	static const char *const names[] = {
		[JOIN_CALLER] = "caller", [JOIN_DEFINITION] = "definition", [JOIN_FIELD] = "field"
	};

	return names[k];
}

static struct join_name *join_name(const struct joiner *s, const char *name)
{
	struct join_name *n;

	HASH_FIND_STR(s->names, name, n);
	return n;
}

static bool join_has(const struct search_words *w, const char *word)
{
	const char *at = (const char *)w - offsetof(struct joiner, words);

	return join_name((const struct joiner *)(const void *)at, word);
}

/* Cut @line at its tabs.  Return: the number of fields, at most @n of which are set */
static int join_fields(char *line, char **field, int n)
{
	int i = 0;

	for (char *p = line; p; i++) {
		char *tab = strchr(p, '\t');

		if (i < n)
			field[i] = p;
		if (tab)
			*tab++ = '\0';
		p = tab;
	}
	return i;
}

/* Call @fn for each line of a file of three fields.  No file: no line. */
static int join_lines(const char *path, struct arena *a, int (*fn)(char **field, void *arg),
		      void *arg)
{
	struct buf b = { 0 };
	unsigned int nr = 0;
	int rc = 0;

	if (!file_exists(path))
		return 0;
	rc = file_read(path, &b);
	for (char *s = rc ? NULL : arena_strndup(a, buf_str(&b), b.len), *next; s && *s; s = next) {
		char *field[3];

		next = strchr(s, '\n');
		nr++;
		if (next)
			*next++ = '\0';
		if (!next || join_fields(s, field, 3) != 3 || fn(field, arg)) {
			rc = error("%s:%u: this line makes no sense; remove the file", path, nr);
			break;
		}
	}
	buf_release(&b);
	return rc;
}

static int join_read_file(char **field, void *arg)
{
	struct join *j = arg;
	struct join_file f = { .path = field[0], .reason = field[2] };

	if (!strcmp(field[0], "-")) {
		vec_push(&j->left_out, field[2]);
		return 0;
	}
	f.round = (unsigned int)strtoul(field[1], NULL, 10);
	vec_push(&j->files, f);
	return f.round && plan_name_ok(f.path) ? 0 : -1;
}

int join_read(const char *state, struct arena *a, join_files *out, strings_vec *left_out)
{
	struct join j = { 0 };
	const struct join_file *f;
	const char *const *s;
	int rc = join_lines(arena_printf(a, "%s/joined.tsv", state), a, join_read_file, &j);

	vec_each (f, &j.files)
		vec_push(out, *f);
	if (left_out)
		vec_each (s, &j.left_out)
			vec_push(left_out, *s);
	join_release(&j);
	return rc;
}

static size_t join_dir(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? (size_t)(slash - path) : 0;
}

static void join_want_name(struct joiner *s, const char *name)
{
	struct join_name *n;

	if (join_name(s, name))
		return;
	n = arena_new(s->j->mem, struct join_name);
	n->name = name;
	HASH_ADD_KEYPTR(hh, s->names, n->name, strlen(n->name), n);
	vec_push(&s->words.names, n->name);
}

static struct join_field *join_field(const struct joiner *s, const char *name)
{
	struct join_field *f;

	HASH_FIND_STR(s->fields, name, f);
	return f;
}

/* @name: RECORD.FIELD; a record that the whole kernel shares holds other pages, too */
static int join_want_field(struct joiner *s, const char *name, const char *unit)
{
	const char *dir = arena_strndup(s->j->mem, unit, join_dir(unit));
	const char *dot = strchr(name, '.'), *const * d;
	struct join_field *f;

	if (!dot)
		return -1;
	if (!joinfield_owns(s->j->tree, dir, arena_strndup(s->j->mem, name, (size_t)(dot - name)),
			    s->j->mem))
		return 0;
	f = join_field(s, dot + 1);
	if (!f) {
		f = arena_new(s->j->mem, struct join_field);
		f->name = dot + 1;
		HASH_ADD_KEYPTR(hh, s->fields, f->name, strlen(f->name), f);
	}
	vec_each (d, &s->dirs)
		if (!strcmp(*d, dir))
			return 1;
	vec_push(&s->dirs, dir);
	return 1;
}

static int join_read_want(char **field, void *arg)
{
	struct joiner *s = arg;
	struct join_want w = { .name = field[1], .unit = field[2] };

	while (strcmp(field[0], join_kind_name(w.kind)))
		if (w.kind++ == JOIN_FIELD)
			return -1;
	if (w.kind == JOIN_FIELD) {
		int rc = join_want_field(s, w.name, w.unit);

		if (rc > 0) {
			w.name = strchr(w.name, '.') + 1;
			vec_push(&s->wants, w);
		}
		return rc < 0 ? -1 : 0;
	}
	vec_push(&s->wants, w);
	join_want_name(s, w.name);
	return 0;
}

static void join_note(strings_vec *list, const char *path)
{
	if (!list->n || strcmp(vec_last(list), path))
		vec_push(list, path);
}

static void join_saw(void *arg, const char *word, enum jointext what)
{
	struct joiner *s = arg;
	struct join_name *n = join_name(s, word);

	if (!n)
		return;
	if (what == JOINTEXT_CALL)
		join_note(&n->callers, s->path);
	else
		join_note(&n->owners, s->path);
	if (what == JOINTEXT_EXTERN)
		join_note(&n->definers, s->path);
}

/* Code of another architecture calls and defines functions of the same names. */
static bool join_readable(const struct join *j, const char *path)
{
	const char *src = tree_srcarch(j->arch);
	size_t n = strlen(src);

	if (!str_ends(path, ".c") || !plan_name_ok(path))
		return false;
	return !str_starts(path, "arch/") || (!strncmp(path + 5, src, n) && path[5 + n] == '/');
}

static int join_look(struct joiner *s)
{
	strings_vec found = { 0 };
	struct buf b = { 0 };
	const char *const *f;
	struct join *j = s->j;
	int rc = search_words(j->tree, arena_printf(j->mem, "%s/wanted.key", j->state), &s->words,
			      j->mem, &found);

	vec_each (f, &found) {
		if (rc || !join_readable(j, *f))
			continue;
		buf_reset(&b);
		rc = file_read(arena_printf(j->mem, "%s/%s", j->tree, *f), &b);
		s->path = *f;
		if (!rc)
			jointext_scan(buf_str(&b), b.len, join_saw, s);
	}
	buf_release(&b);
	vec_release(&found);
	return rc;
}

static void join_saw_field(void *arg, const char *path, const char *field)
{
	struct join_field *f = join_field(arg, field);

	if (f)
		join_note(&f->users, path);
}

static int join_look_for_fields(struct joiner *s)
{
	struct join *j = s->j;
	const char *const *d;
	struct buf b = { 0 };
	int rc = 0;

	vec_each (d, &s->dirs) {
		rc |= joinfield_look(j->tree, *d, j->mem, join_saw_field, s);
		buf_addf(&b, "%s/%s\n", j->tree, *d);
	}
	rc |= file_write_changed(arena_printf(j->mem, "%s/fields.tsv", j->state), buf_str(&b),
				 b.len);
	buf_release(&b);
	return rc;
}

static bool join_in(const strings_vec *sorted, const char *path)
{
	size_t lo = 0, hi = sorted->n;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		int c = strcmp(path, sorted->v[mid]);

		if (!c)
			return true;
		if (c < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return false;
}

static const struct join_file *join_find(const struct join *j, const char *path)
{
	const struct join_file *f;

	vec_each (f, &j->files)
		if (!strcmp(f->path, path))
			return f;
	return NULL;
}

static void join_add(struct joiner *s, const char *path, unsigned int round, const char *reason)
{
	struct join *j = s->j;
	struct join_file f = { .path = path, .round = round, .reason = reason };

	if (j->files.n >= JOIN_FILES || join_in(&j->candidates, path) || join_find(j, path))
		return;
	vec_push(&j->files, f);
}

static void join_callers(struct joiner *s, struct join_name *n, unsigned int round)
{
	const char *calls = arena_printf(s->j->mem, "calls %s()", n->name);
	const char *const *f;
	size_t others = 0;

	vec_each (f, &n->callers)
		others += !join_in(&n->owners, *f);
	if (others <= JOIN_CALLERS) {
		/* a file with a function of that name of its own calls that one */
		vec_each (f, &n->callers)
			if (!join_in(&n->owners, *f))
				join_add(s, *f, round, calls);
		return;
	}
	if (!n->told)
		vec_push(&s->j->left_out,
			 arena_printf(s->j->mem,
				      "%s() hands pages to its callers; its %zu callers' files are "
				      "more than %u and were not read for that",
				      n->name, others, JOIN_CALLERS));
	n->told = true;
}

/* How many folders the first @n bytes of a path name. */
static unsigned int join_depth(const char *path, size_t n)
{
	unsigned int depth = n > 0;

	for (size_t i = 0; i < n; i++)
		depth += path[i] == '/';
	return depth;
}

static bool join_same_dir(const char *a, const char *b)
{
	return join_dir(a) == join_dir(b) && !strncmp(a, b, join_dir(a));
}

/* In a folder of the same driver: above, below or beside. */
static bool join_near(const char *a, const char *b)
{
	size_t n = 0, na = join_dir(a), nb = join_dir(b);
	size_t same = 0; /* bytes of the folders that both lie in */

	while (n < na && n < nb && a[n] == b[n])
		n++;
	for (same = n; same && !((same == na || a[same] == '/') && (same == nb || b[same] == '/'));)
		same--;
	if (same == na || same == nb)
		return join_depth(a, same) >= 2;
	return join_depth(a, same) >= 3 && join_depth(a, na) == join_depth(a, same) + 1 &&
	       join_depth(b, nb) == join_depth(a, same) + 1;
}

/* What the core offers to everybody is for the table to tell, not for the link to read. */
static bool join_is_library(const char *path, const char *unit)
{
	if (str_starts(path, "lib/") || str_starts(path, "mm/"))
		return true;
	return str_starts(path, "kernel/") && !join_same_dir(path, unit);
}

static void join_definition(struct joiner *s, const struct join_name *n, const char *unit,
			    unsigned int round)
{
	const char *defines = arena_printf(s->j->mem, "defines %s()", n->name);
	const char *const *f, *only = NULL;
	size_t all = 0, here = 0;

	vec_each (f, &n->definers) {
		if (join_is_library(*f, unit))
			continue;
		all++;
		here += join_same_dir(*f, unit);
		only = *f;
	}
	if (all == 1)
		join_add(s, only, round, defines);
	vec_each (f, &n->definers)
		if (all > 1 && !join_is_library(*f, unit) &&
		    (here ? join_same_dir(*f, unit) : join_near(*f, unit)))
			join_add(s, *f, round, defines);
}

static void join_users(struct joiner *s, const struct join_field *n, const char *unit,
		       unsigned int round)
{
	const char *names = arena_printf(s->j->mem, "drops pages and names .%s", n->name);
	const char *const *f;

	vec_each (f, &n->users)
		if (join_same_dir(*f, unit))
			join_add(s, *f, round, names);
}

/* Steps from a candidate; -1 if the unit that wanted it is not wanted any more. */
static int join_step(const struct join *j, const char *unit)
{
	const struct join_file *f = join_find(j, unit);

	return join_in(&j->candidates, unit) ? 0 : f ? (int)f->round : -1;
}

static int join_by_path(const void *a, const void *b)
{
	return strcmp(((const struct join_file *)a)->path, ((const struct join_file *)b)->path);
}

/* Starting at the candidates every time makes the result the same whatever was there before. */
static void join_all(struct joiner *s)
{
	const struct join_want *w;
	struct join *j = s->j;

	for (unsigned int round = 1; round <= JOIN_ROUNDS; round++)
		vec_each (w, &s->wants) {
			if (join_step(j, w->unit) != (int)round - 1)
				continue;
			if (w->kind == JOIN_CALLER)
				join_callers(s, join_name(s, w->name), round);
			else if (w->kind == JOIN_FIELD)
				join_users(s, join_field(s, w->name), w->unit, round);
			else
				join_definition(s, join_name(s, w->name), w->unit, round);
		}
	if (j->files.n >= JOIN_FILES)
		vec_push(&j->left_out,
			 arena_printf(j->mem,
				      "more than %u files are wanted; the others were not "
				      "read",
				      JOIN_FILES));
	if (j->files.n)
		qsort(j->files.v, j->files.n, sizeof(j->files.v[0]), join_by_path);
}

/* The files in which fields were looked for. */
static uint64_t join_fields_key(const char *state, struct arena *a)
{
	const char *path = arena_printf(a, "%s/fields.tsv", state);
	struct buf b = { 0 };
	uint64_t h = 0;

	if (!file_exists(path) || file_read(path, &b))
		return 0;
	for (char *p = b.p, *end; p && (end = strchr(p, '\n')); p = end + 1) {
		*end = '\0';
		uint64_t k[2] = { h, joinfield_stamp(p) };

		h = XXH3_64bits(k, sizeof(k));
	}
	buf_release(&b);
	return h;
}

static const char *join_key(const char *state, struct arena *a)
{
	static const char *const names[] = { "wanted.tsv", "joined.tsv", "search.key" };
	uint64_t h[5] = { file_hash("/proc/self/exe"), join_fields_key(state, a) };

	for (int i = 0; i < 3; i++)
		h[i + 2] = file_hash(arena_printf(a, "%s/%s", state, names[i]));
	return arena_printf(a, "%016llx\n", (unsigned long long)XXH3_64bits(h, sizeof(h)));
}

bool join_settled(const char *state)
{
	struct arena a = { 0 };
	const char *path = arena_printf(&a, "%s/join.key", state);
	struct buf b = { 0 };
	bool same = file_exists(path) && !file_read(path, &b) &&
		    !strcmp(buf_str(&b), join_key(state, &a));

	buf_release(&b);
	arena_release(&a);
	return same;
}

int join_settle(const char *state)
{
	struct arena a = { 0 };
	const char *text = join_key(state, &a);
	int rc = file_write(arena_printf(&a, "%s/join.key", state), text, strlen(text));

	arena_release(&a);
	return rc;
}

/* Return: as join_round() */
static int join_write(struct join *j)
{
	const char *path = arena_printf(j->mem, "%s/joined.tsv", j->state);
	uint64_t old = file_hash(path);
	const char *const *s;
	struct buf b = { 0 };
	struct join_file *f;
	int rc = 0;

	vec_each (f, &j->files)
		buf_addf(&b, "%s\t%u\t%s\n", f->path, f->round, f->reason);
	vec_each (s, &j->left_out)
		buf_addf(&b, "-\t0\t%s\n", *s);
	/* no line, no file: a folder in which nothing ever joined looks the same */
	if (b.len)
		rc = file_write_changed(path, buf_str(&b), b.len);
	else if (unlink(path) && errno != ENOENT)
		rc = error("cannot remove '%s': %s", path, strerror(errno));
	buf_release(&b);
	if (rc)
		return -1;
	if (old ? old != file_hash(path) : j->files.n + j->left_out.n > 0)
		return 1;
	return join_settle(j->state);
}

int join_round(struct join *j)
{
	struct joiner s = { .j = j, .words.has = join_has };
	struct join_field *f, *ftmp;
	struct join_name *n, *tmp;
	int rc = join_lines(arena_printf(j->mem, "%s/wanted.tsv", j->state), j->mem, join_read_want,
			    &s);

	if (!rc && s.words.names.n)
		rc = join_look(&s);
	if (!rc)
		rc = join_look_for_fields(&s);
	if (!rc) {
		join_all(&s);
		rc = join_write(j);
	}
	HASH_ITER (hh, s.names, n, tmp) {
		vec_release(&n->callers);
		vec_release(&n->definers);
		vec_release(&n->owners);
	}
	HASH_CLEAR(hh, s.names);
	HASH_ITER (hh, s.fields, f, ftmp)
		vec_release(&f->users);
	HASH_CLEAR(hh, s.fields);
	vec_release(&s.dirs);
	vec_release(&s.words.names);
	vec_release(&s.wants);
	return rc;
}

void join_release(struct join *j)
{
	vec_release(&j->candidates);
	vec_release(&j->files);
	vec_release(&j->left_out);
}
