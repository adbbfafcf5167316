// SPDX-License-Identifier: GPL-2.0-or-later
#include "plan/inputs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <uthash.h>

#include "base/diag.h"
#include "base/file.h"
#include "plan/walk.h"

#define INPUTS_FORMAT "gupcheck inputs 1"
/* no file has this: it may have changed while it was read */
#define INPUTS_UNSURE 0u
#define INPUTS_MISSING 1u

/* One line of inputs.tsv: "ID<TAB>PATH"; paths that are not absolute start at the state folder. */
struct input {
	const char *path;
	uint64_t id;
	bool output, changed;
	UT_hash_handle hh;
};

struct inputs_list {
	const struct inputs *in;
	int dir; /* the state folder */
	char *root; /* its absolute path */
	struct arena mem;
	struct input *all;
	bool complete;
};

/* A step of build.ninja. */
struct edge {
	const char *out, *depfile;
	VEC(const char *) in;
};

static int inputs_open(struct inputs_list *l, const struct inputs *in)
{
	*l = (struct inputs_list){ .in = in,
				   .dir = open(in->state, O_RDONLY | O_DIRECTORY | O_CLOEXEC) };
	if (l->dir < 0)
		return error("cannot open '%s': %s", in->state, strerror(errno));
	l->root = realpath(in->state, NULL);
	if (l->root)
		return 0;
	close(l->dir);
	return error("cannot open '%s': %s", in->state, strerror(errno));
}

static void inputs_close(struct inputs_list *l)
{
	HASH_CLEAR(hh, l->all);
	arena_release(&l->mem);
	free(l->root);
	close(l->dir);
}

static struct input *inputs_find(const struct inputs_list *l, const char *path)
{
	struct input *i;

	HASH_FIND_STR(l->all, path, i);
	return i;
}

static void inputs_add(struct inputs_list *l, const char *path, uint64_t id, bool output)
{
	struct input *i = inputs_find(l, path);

	if (!i) {
		i = arena_new(&l->mem, struct input);
		i->path = path;
		i->id = id;
		HASH_ADD_KEYPTR(hh, l->all, i->path, strlen(i->path), i);
	}
	i->output |= output;
}

static uint64_t inputs_id(const struct inputs_list *l, const char *path, struct stat *st)
{
	if (fstatat(l->dir, path, st, 0))
		return INPUTS_MISSING;
	return walk_key(path, st);
}

/* ---- build.ninja and depfiles ---- */

/* The next word at *@p, which is moved behind it; NULL at the end of the line.  In build.ninja '$'
 * escapes the next character; in depfiles, where lines go on behind '\', '\' or '$' does. */
static char *inputs_word(char **p, bool depfile)
{
	char *s = *p, *to, *word;

	while (*s == ' ' || (depfile && (*s == '\n' || (*s == '\\' && s[1] == '\n'))))
		s++;
	if (!*s || *s == '\n')
		return NULL;
	for (word = to = s; *s && *s != ' ' && *s != '\n'; s++) {
		bool escape = *s == '$' || (depfile && *s == '\\' && strchr(" #:", s[1]));

		if (depfile && *s == '\\' && s[1] == '\n')
			break;
		if (escape && s[1])
			s++;
		*to++ = *s;
	}
	*p = *s ? s + 1 : s;
	*to = '\0';
	return word;
}

static void inputs_edge(char *line, struct edge *e)
{
	char *p = line, *w = inputs_word(&p, false);
	size_t n = w ? strlen(w) : 0;

	*e = (struct edge){ .out = w };
	/* the colon stands behind the output, the rule's name follows */
	if (n && w[n - 1] == ':')
		w[n - 1] = '\0';
	inputs_word(&p, false);
	while ((w = inputs_word(&p, false)) && strcmp(w, "||") != 0)
		if (strcmp(w, "|") != 0)
			vec_push(&e->in, w);
}

/* Call @fn with each file that the step reads. */
static int inputs_each(const struct inputs_list *l, const struct edge *e, struct buf *b,
		       void (*fn)(void *arg, const char *path), void *arg)
{
	struct arena a = { 0 };
	const char *dep;
	char *p, *w;
	int rc = 0;

	for (size_t i = 0; i < e->in.n; i++)
		fn(arg, e->in.v[i]);
	dep = e->depfile ? arena_printf(&a, "%s/%s", l->in->state, e->depfile) : NULL;
	buf_reset(b);
	if (dep && file_exists(dep))
		rc = file_read(dep, b);
	p = b->p;
	if (!rc && b->len && inputs_word(&p, true)) /* the output comes first */
		while ((w = inputs_word(&p, true)))
			fn(arg, w);
	arena_release(&a);
	return rc;
}

/* Call @fn for each step of build.ninja. */
static int inputs_edges(struct inputs_list *l, int (*fn)(struct inputs_list *l, struct edge *e))
{
	struct edge e = { 0 };
	struct buf b = { 0 };
	int rc = file_read(arena_printf(&l->mem, "%s/build.ninja", l->in->state), &b);
	char *text = rc ? NULL : arena_strndup(&l->mem, buf_str(&b), b.len);

	for (char *line = text, *next; line && *line && !rc; line = next) {
		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		if (str_starts(line, "  depfile = ")) {
			e.depfile = line + strlen("  depfile = ");
		} else if (str_starts(line, "build ")) {
			if (e.out)
				rc = fn(l, &e);
			vec_release(&e.in);
			inputs_edge(line + strlen("build "), &e);
		}
	}
	if (e.out && !rc)
		rc = fn(l, &e);
	vec_release(&e.in);
	buf_release(&b);
	return rc;
}

/* ---- what changed ---- */

static void inputs_parse(struct inputs_list *l, char *text)
{
	char *line = strchr(text, '\n'), *end;

	if (!line || strncmp(text, INPUTS_FORMAT "\t", strlen(INPUTS_FORMAT) + 1) != 0)
		return;
	l->complete = line[-1] == '1';
	for (line++; *line; line = end + 1) {
		char *tab;
		uint64_t id = strtoull(line, &tab, 16);

		end = strchr(line, '\n');
		if (!end || *tab != '\t')
			break;
		*end = '\0';
		inputs_add(l, tab + 1, id, false);
	}
}

static int inputs_load(struct inputs_list *l)
{
	const char *path = arena_printf(&l->mem, "%s/inputs.tsv", l->in->state);
	struct buf b = { 0 };
	int rc = file_exists(path) ? file_read(path, &b) : 0;

	if (!rc)
		inputs_parse(l, arena_strndup(&l->mem, buf_str(&b), b.len));
	buf_release(&b);
	return rc;
}

static int inputs_store(struct inputs_list *l, bool complete)
{
	const char *path = arena_printf(&l->mem, "%s/inputs.tsv", l->in->state);
	struct input *i, *tmp;
	struct buf b = { 0 };
	int rc;

	buf_addf(&b, INPUTS_FORMAT "\t%d\n", complete);
	HASH_ITER (hh, l->all, i, tmp)
		buf_addf(&b, "%016llx\t%s\n",
			 (unsigned long long)(i->changed ? INPUTS_UNSURE : i->id), i->path);
	rc = file_write(path, b.p, b.len);
	buf_release(&b);
	return rc;
}

struct inputs_hit {
	const struct inputs_list *l;
	bool hit;
};

static void inputs_note_changed(void *arg, const char *path)
{
	struct inputs_hit *h = arg;
	const struct input *i = inputs_find(h->l, path);

	h->hit |= i && i->changed;
}

static int inputs_drop(struct inputs_list *l, struct edge *e)
{
	struct inputs_hit h = { .l = l };
	struct buf b = { 0 };
	int rc = inputs_each(l, e, &b, inputs_note_changed, &h);

	buf_release(&b);
	if (!rc && h.hit && unlinkat(l->dir, e->out, 0) && errno != ENOENT)
		rc = error("cannot remove '%s/%s': %s", l->in->state, e->out, strerror(errno));
	return rc;
}

int inputs_changed(struct inputs *in)
{
	struct inputs_list l;
	struct input *i, *tmp;
	size_t changed = 0;
	struct stat st;
	int rc;

	/* the clock that file systems stamp with */
	clock_gettime(CLOCK_REALTIME_COARSE, &in->since);
	if (inputs_open(&l, in))
		return -1;
	rc = inputs_load(&l);
	HASH_ITER (hh, l.all, i, tmp) {
		i->changed = inputs_id(&l, i->path, &st) != i->id;
		changed += i->changed;
	}
	/* first in the list, then on disk: an interrupt between them loses nothing */
	if (!rc && changed)
		rc = inputs_store(&l, false) || inputs_edges(&l, inputs_drop) ? -1 : 0;
	if (!rc)
		rc = changed || !l.complete;
	inputs_close(&l);
	return rc;
}

/* ---- what there is ---- */

static void inputs_note(void *arg, const char *path)
{
	struct inputs_list *l = arg;

	if (!inputs_find(l, path))
		inputs_add(l, arena_strdup(&l->mem, path), INPUTS_UNSURE, false);
}

static int inputs_take(struct inputs_list *l, struct edge *e)
{
	struct buf b = { 0 };
	int rc = inputs_each(l, e, &b, inputs_note, l);

	inputs_add(l, e->out, INPUTS_UNSURE, true);
	buf_release(&b);
	return rc;
}

/* Was it written after ninja was started?  Its content may then be newer than what was read.
 * Nobody else writes to the state folder meanwhile. */
static bool inputs_late(const struct inputs_list *l, const struct input *i, const struct stat *st)
{
	const struct timespec *t = &l->in->since, *c = &st->st_ctim;
	size_t n = strlen(l->root);
	bool ours = !strncmp(i->path, l->root, n) && i->path[n] == '/';

	return *i->path == '/' && !ours &&
	       (c->tv_sec > t->tv_sec || (c->tv_sec == t->tv_sec && c->tv_nsec >= t->tv_nsec));
}

int inputs_record(const struct inputs *in, bool complete)
{
	struct inputs_list l;
	struct input *i, *tmp;
	int rc;

	if (inputs_open(&l, in))
		return -1;
	inputs_add(&l, "build.ninja", INPUTS_UNSURE, false);
	rc = inputs_edges(&l, inputs_take);
	HASH_ITER (hh, l.all, i, tmp) {
		struct stat st;
		uint64_t id = inputs_id(&l, i->path, &st);

		i->id = id != INPUTS_MISSING && inputs_late(&l, i, &st) ? INPUTS_UNSURE : id;
	}
	if (!rc)
		rc = inputs_store(&l, complete);
	inputs_close(&l);
	return rc;
}
