// SPDX-License-Identifier: GPL-2.0-or-later
#include "front_clang/thin.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/api.h"
#include "base/arena.h"
#include "base/str.h"
#include "base/symbols.h"
#include "lower/outline.h"
#include "lower/lower.h"

struct thin_file {
	const char *path;
	char *text;
	size_t size;
	bool source, changed;
};

/* What a name leads to: the body of a macro or function; @next: number + 1. */
struct thin_def {
	struct span body;
	unsigned int next;
};

struct thin_function {
	struct outline_function f;
	size_t file;
	unsigned int name; /* in names */
	bool kept, unread; /* @unread: no unit looks inside */
};

struct fc_thin {
	const struct fc_thin_opts *o;
	struct arena mem;
	VEC(struct thin_file) files;
	VEC(const char *) dirs;
	struct symbols names, includes, inodes;
	VEC(struct thin_function) functions;
	VEC(struct thin_def) defs;
	/* by number of the name */
	VEC(unsigned int) first_def;
	VEC(bool) reached;
	VEC(bool) lost;
	VEC(struct span) queue;
	VEC(struct CXUnsavedFile) out;
};

/* ------------------------------------------------------------------ files */

/* Return: false if the file was met before, or there is none */
static bool is_new(struct fc_thin *t, const char *path, struct stat *sb)
{
	struct {
		dev_t dev;
		ino_t ino;
	} key;
	size_t n = t->inodes.all.n;

	if (stat(path, sb) || !S_ISREG(sb->st_mode))
		return false;
	memset(&key, 0, sizeof(key));
	key.dev = sb->st_dev;
	key.ino = sb->st_ino;
	symbols_number(&t->inodes, (const char *)&key, sizeof(key));
	return t->inodes.all.n > n;
}

static void add_file(struct fc_thin *t, const char *path)
{
	struct thin_file f = { .path = path, .source = str_ends(path, ".c") };
	struct stat sb;
	ssize_t n;
	int fd;

	if (!is_new(t, path, &sb))
		return;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	f.text = arena_alloc(&t->mem, (size_t)sb.st_size + 1);
	n = read(fd, f.text, (size_t)sb.st_size);
	close(fd);
	/* a file that is just being written is none of ours */
	if (n != sb.st_size)
		return;
	f.size = (size_t)n;
	f.text[n] = '\0';
	vec_push(&t->files, f);
}

/* "x.h" is looked for beside who includes it. */
static void add_beside(struct fc_thin *t, const char *from, struct span name)
{
	const char *slash = strrchr(from, '/');
	int n = slash ? (int)(slash + 1 - from) : 0;

	add_file(t, arena_printf(&t->mem, "%.*s%.*s", n, from, (int)name.n, name.p));
}

static void add_included(struct fc_thin *t, const char *from, const struct outline_include *i)
{
	size_t known = t->includes.all.n;
	const char *const *d;

	if (i->quoted)
		add_beside(t, from, i->name);
	symbols_number(&t->includes, i->name.p, i->name.n);
	if (t->includes.all.n == known)
		return;
	vec_each (d, &t->dirs) {
		const char *path = arena_printf(&t->mem, "%s/%.*s", *d, (int)i->name.n, i->name.p);

		if (!access(path, F_OK)) {
			add_file(t, path);
			return;
		}
	}
}

/* -I and the like, with the value in the same word or the next one. */
static const char *option_value(const struct fc_thin_opts *o, int *i, const char *option)
{
	const char *a = o->args[*i];

	if (!str_starts(a, option))
		return NULL;
	a += strlen(option);
	if (*a)
		return a;
	return *i + 1 < o->nargs ? o->args[++*i] : NULL;
}

static void start_files(struct fc_thin *t)
{
	static const char *const options[] = { "-I", "-isystem", "-iquote", "-idirafter" };
	const struct fc_thin_opts *o = t->o;
	struct stat sb;
	const char *v;

	for (size_t i = 0; i < o->nknown; i++)
		is_new(t, o->known[i], &sb);
	is_new(t, o->source, &sb);
	for (size_t k = 0; k < sizeof(options) / sizeof(options[0]); k++)
		for (int i = 0; i < o->nargs; i++)
			if ((v = option_value(o, &i, options[k])))
				vec_push(&t->dirs, v);
	for (int i = 0; i < o->nargs; i++)
		if ((v = option_value(o, &i, "-include")))
			add_file(t, v);
}

/* ------------------------------------------------------------------ names */

static unsigned int name_number(struct fc_thin *t, struct span s)
{
	unsigned int nr = symbols_number(&t->names, s.p, s.n);

	while (t->first_def.n <= nr) {
		vec_push(&t->first_def, 0);
		vec_push(&t->reached, false);
		vec_push(&t->lost, false);
	}
	return nr;
}

static void add_def(struct fc_thin *t, unsigned int name, struct span body)
{
	struct thin_def d = { body, t->first_def.v[name] };

	vec_push(&t->defs, d);
	t->first_def.v[name] = (unsigned int)t->defs.n;
}

/* What ends the life of a variable is found by its name, and the compiler makes the call. */
static bool is_cleanup(const char *name)
{
	return str_starts(name, "__free_") || str_ends(name, "_destructor");
}

static void add_function(struct fc_thin *t, const struct outline_function *f, size_t file)
{
	const char *name = arena_strndup(&t->mem, f->name.p, f->name.n);
	struct thin_function n = { .f = *f, .file = file };

	/* of a pasted name the table must have the family */
	n.unread = api_find(f->pasted ? arena_printf(&t->mem, "%s*", name) : name) != NULL;
	n.name = name_number(t, f->name);
	n.kept = lower_wants(f->head.p, f->head.n) || is_cleanup(name) || (f->macro && !n.unread);
	vec_push(&t->functions, n);
	if (n.kept)
		vec_push(&t->queue, f->body);
	else if (!n.unread)
		add_def(t, n.name, f->body);
}

static void read_file(struct fc_thin *t, size_t file)
{
	/* adding files moves the list */
	const struct thin_file f = t->files.v[file];
	struct outline o = { 0 };
	const struct outline_function *fn;
	const struct outline_include *i;
	const struct outline_macro *m;

	outline_read(&o, f.text, f.size);
	vec_each (i, &o.includes)
		add_included(t, f.path, i);
	vec_each (m, &o.macros)
		if (m->body.n)
			add_def(t, name_number(t, m->name), m->body);
	if (f.source)
		vec_push(&t->queue, ((struct span){ f.text, f.size }));
	else
		vec_each (fn, &o.functions)
			add_function(t, fn, file);
	outline_release(&o);
}

/* All identifiers of a text lead on. */
static void reach(struct fc_thin *t, struct span text)
{
	struct span word;
	long nr;

	while (span_identifier(&text, &word)) {
		nr = symbols_find(&t->names, word.p, word.n);
		if (nr < 0 || t->reached.v[nr])
			continue;
		t->reached.v[nr] = true;
		for (unsigned int d = t->first_def.v[nr]; d; d = t->defs.v[d - 1].next)
			vec_push(&t->queue, t->defs.v[d - 1].body);
	}
}

/* ------------------------------------------------------------------ texts */

/* A semicolon makes it a declaration.  Lines stay, also those that a backslash joins. */
static void drop_body(char *p, size_t n)
{
	*p = ';';
	for (size_t i = 1; i < n; i++)
		if (p[i] != '\n' && (p[i] != '\\' || i + 1 == n || p[i + 1] != '\n'))
			p[i] = ' ';
}

static void drop_bodies(struct fc_thin *t)
{
	struct thin_function *f;
	struct thin_file *file;

	vec_each (f, &t->functions) {
		if (f->kept || (!f->unread && (t->o->all || t->reached.v[f->name])))
			continue;
		file = &t->files.v[f->file];
		file->changed = true;
		drop_body(file->text + (f->f.body.p - file->text), f->f.body.n);
		if (!f->unread)
			t->lost.v[f->name] = true;
	}
	vec_each (file, &t->files) {
		struct CXUnsavedFile u = { file->path, file->text, file->size };

		if (file->changed)
			vec_push(&t->out, u);
	}
}

struct fc_thin *fc_thin_new(const struct fc_thin_opts *o)
{
	struct fc_thin *t = calloc(1, sizeof(*t));
	struct outline main = { 0 };
	const struct outline_include *i;

	if (!t)
		die("out of memory");
	t->o = o;
	start_files(t);
	outline_read(&main, o->text, o->size);
	vec_each (i, &main.includes)
		add_included(t, o->source, i);
	outline_release(&main);
	for (size_t f = 0; f < t->files.n; f++)
		read_file(t, f);
	if (!o->all) {
		reach(t, (struct span){ o->text, o->size });
		while (t->queue.n)
			reach(t, vec_pop(&t->queue));
	}
	drop_bodies(t);
	return t;
}

void fc_thin_free(struct fc_thin *t)
{
	if (!t)
		return;
	arena_release(&t->mem);
	symbols_release(&t->names);
	symbols_release(&t->includes);
	symbols_release(&t->inodes);
	vec_release(&t->files);
	vec_release(&t->dirs);
	vec_release(&t->functions);
	vec_release(&t->defs);
	vec_release(&t->first_def);
	vec_release(&t->reached);
	vec_release(&t->lost);
	vec_release(&t->queue);
	vec_release(&t->out);
	free(t);
}

unsigned int fc_thin_files(const struct fc_thin *t, const struct CXUnsavedFile **out)
{
	*out = t->out.v;
	return (unsigned int)t->out.n;
}

bool fc_thin_lacks(const struct fc_thin *t, const char *name)
{
	long nr = symbols_find(&t->names, name, strlen(name));

	return nr >= 0 && t->lost.v[nr];
}
