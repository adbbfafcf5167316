// SPDX-License-Identifier: GPL-2.0-or-later
#include "plan/compdb.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/diag.h"
#include "base/file.h"
#include "base/str.h"
#include "plan/words.h"

/* More complaints than this about one file help nobody. */
#define COMPDB_COMPLAINTS 20

struct compdb {
	const char *file, *dir, *tree;
	const strings_vec *wanted;
	struct arena *a;
	compdb_entries *out;
	unsigned int problems;
};

static void compdb_complain(struct compdb *db, const char *what, const char *why)
{
	db->problems++;
	if (db->problems <= COMPDB_COMPLAINTS)
		error("%s: %s: %s", db->file, what, why);
}

/* Text from the file for a message: no control characters reach the terminal. */
static const char *compdb_show(const char *s, struct arena *a)
{
	char *copy = arena_strndup(a, s, strnlen(s, 200));

	for (char *c = copy; *c; c++)
		if ((unsigned char)*c < ' ' || *c == 127)
			*c = '?';
	return copy;
}

static int compdb_cmp(const void *key, const void *elem)
{
	return strcmp(key, *(const char *const *)elem);
}

/* @path without its links, relative to the tree; NULL if it is elsewhere or not there. */
static const char *compdb_relative(const struct compdb *db, const char *path, bool *missing)
{
	char *real = file_realpath(path);
	size_t n = strlen(db->tree);
	const char *rel = NULL;

	*missing = !real;
	if (real && !strncmp(real, db->tree, n) && real[n] == '/')
		rel = arena_strdup(db->a, real + n + 1);
	free(real);
	return rel;
}

static const char *compdb_words(json_t *entry, struct arena *a, strings_vec *out)
{
	json_t *command = json_object_get(entry, "command");
	json_t *arguments = json_object_get(entry, "arguments"), *arg;
	size_t i;

	if (json_is_array(arguments)) {
		json_array_foreach (arguments, i, arg) {
			if (!json_is_string(arg))
				return "an argument is no string";
			vec_push(out, arena_strdup(a, json_string_value(arg)));
		}
	} else if (json_is_string(command)) {
		const char *wrong = words_split(json_string_value(command), a, out);

		if (wrong)
			return arena_printf(a, "its command holds %s; it is not used", wrong);
	} else {
		return "it has neither a command nor arguments";
	}
	return out->n < 2 ? "its command is empty" : NULL;
}

static const char *compdb_base(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static bool compdb_is_launcher(const char *word)
{
	const char *base = compdb_base(word);

	return !strcmp(base, "ccache") || !strcmp(base, "distcc") || !strcmp(base, "sccache") ||
	       !strcmp(base, "icecc");
}

/* Fill in words, source and cwd.  Return: NULL or why it cannot be used */
static const char *compdb_use(struct compdb *db, json_t *entry, const char *file,
			      struct compdb_entry *e)
{
	strings_vec all = { 0 };
	const char *wrong = compdb_words(entry, db->a, &all);
	size_t skip = 1;

	if (!wrong && !file_is_dir(e->cwd))
		wrong = arena_printf(db->a, "its directory '%s' is not there",
				     compdb_show(e->cwd, db->a));
	if (!wrong && compdb_is_launcher(all.v[0]))
		skip = 2;
	e->source = file;
	for (size_t i = skip; !wrong && i < all.n; i++) {
		if (strchr(all.v[i], '\n'))
			wrong = "one of its arguments holds a newline";
		/* the file may be spelled otherwise in the command than in "file" */
		if (all.v[i][0] != '-' && str_ends(all.v[i], compdb_base(e->path)))
			e->source = all.v[i];
		vec_push(&e->words, all.v[i]);
	}
	vec_release(&all);
	return wrong;
}

static bool compdb_duplicate(struct compdb *db, const char *path)
{
	struct compdb_entry *e;

	vec_each (e, db->out)
		if (!strcmp(e->path, path))
			return true;
	return false;
}

static void compdb_entry(struct compdb *db, json_t *entry, size_t nr)
{
	const char *file = json_string_value(json_object_get(entry, "file"));
	const char *dir = json_string_value(json_object_get(entry, "directory"));
	struct compdb_entry e = { 0 };
	const char *path, *what;
	bool missing;

	if (!file || !*file) {
		compdb_complain(db, arena_printf(db->a, "entry %zu", nr + 1),
				json_is_object(entry) ? "it names no file" : "it is no object");
		return;
	}
	what = arena_printf(db->a, "entry %zu, '%s'", nr + 1, compdb_show(file, db->a));
	e.cwd = !dir || !*dir ? db->dir :
		*dir == '/'   ? arena_strdup(db->a, dir) :
				arena_printf(db->a, "%s/%s", db->dir, dir);
	path = *file == '/' ? file : arena_printf(db->a, "%s/%s", e.cwd, file);
	e.path = compdb_relative(db, path, &missing);
	if (missing && !file_is_dir(e.cwd))
		compdb_complain(db, what,
				arena_printf(db->a, "its directory '%s' is not there",
					     compdb_show(e.cwd, db->a)));
	else if (missing)
		compdb_complain(db, what, "no such file");
	if (!e.path || !db->wanted->n ||
	    !bsearch(e.path, db->wanted->v, db->wanted->n, sizeof(char *), compdb_cmp))
		return;
	if (compdb_duplicate(db, e.path)) {
		warn("%s: %s: a second entry for this file; the first one is used", db->file, what);
		return;
	}
	e.broken = strchr(e.cwd, '\n') ? "its directory holds a newline" :
					 compdb_use(db, entry, file, &e);
	if (e.broken)
		compdb_complain(db, what, e.broken);
	vec_push(db->out, e);
}

int compdb_read(const char *file, const char *tree, const strings_vec *wanted, struct arena *a,
		compdb_entries *out, unsigned int *problems)
{
	struct compdb db = { .file = file, .tree = tree, .wanted = wanted, .a = a, .out = out };
	char *real = file_realpath(file);
	struct buf text = { 0 };
	json_error_t err;
	json_t *root, *entry;
	size_t i;

	if (file_read(file, &text)) {
		free(real);
		return -1;
	}
	db.dir = real ? arena_strndup(a, real, (size_t)(strrchr(real, '/') - real)) : ".";
	free(real);
	root = json_loadb(buf_str(&text), text.len, 0, &err);
	buf_release(&text);
	if (!root)
		return error("%s:%d: this is no valid JSON: %s", file, err.line, err.text);
	if (!json_is_array(root)) {
		json_decref(root);
		return error("%s: this is no compile database: it is no JSON array", file);
	}
	json_array_foreach (root, i, entry)
		compdb_entry(&db, entry, i);
	json_decref(root);
	if (db.problems > COMPDB_COMPLAINTS)
		error("%s: %u more entries cannot be used", file, db.problems - COMPDB_COMPLAINTS);
	*problems += db.problems;
	return 0;
}
