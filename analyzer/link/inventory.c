// SPDX-License-Identifier: GPL-2.0-or-later
/* What Coccinelle saw, whatever the configuration: merged with what clang saw. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "api/api.h"
#include "base/file.h"
#include "link/linker.h"

static int cmp_file(const void *key, const void *file)
{
	return strcmp(key, ((const struct plan_file *)file)->path);
}

static const char *skip_reason(const struct linker *l, const char *path)
{
	const struct plan_file *f = NULL;

	/* the plan is sorted by path */
	if (l->plan.files.n)
		f = bsearch(path, l->plan.files.v, l->plan.files.n, sizeof(*f), cmp_file);
	if (!f)
		return "not in the plan";
	if (f->kind == PLAN_SKIP && f->reason[0])
		return f->reason;
	if (f->kind == PLAN_HEADER)
		return "no unit of the plan uses this function of the header";
	return "compiled out in this configuration";
}

static void cocci_site(struct linker *l, const char *path, unsigned int line, unsigned int col,
		       const char *function, const struct api_row *row)
{
	struct link_site s = { .row = row }, *old = linker_site(l, path, line, col);

	if (old) {
		old->site.seen_by |= SEEN_COCCI;
		return;
	}
	s.site.path = path;
	s.site.line = line;
	s.site.col = col;
	s.site.function = function;
	s.site.api = row->name;
	s.site.args = "";
	s.site.seen_by = SEEN_COCCI;
	s.why = arena_printf(&l->r->mem, "only Coccinelle saw the call: %s", skip_reason(l, path));
	vec_push(&l->sites, s);
}

static void cocci_release(struct linker *l, const char *path, unsigned int line, unsigned int col,
			  const char *function, const struct api_row *row)
{
	struct release rel = { path, line, col, function, row->name, SEEN_COCCI };

	vec_push(&l->r->releases, rel);
}

/* path line col endcol function api role note, or: ! path reason */
static int inventory_line(struct linker *l, char *line)
{
	char *field[8] = { line };
	const struct api_row *row;
	int n = 1;

	for (char *p = line; *p && n < 8; p++)
		if (*p == '\t') {
			*p = '\0';
			field[n++] = p + 1;
		}
	if (!strcmp(field[0], "!")) {
		linker_notice(l, "cocci", n > 1 ? str_intern(field[1]) : "", n > 2 ? field[2] : "");
		return 0;
	}
	row = n >= 7 ? api_find(field[5]) : NULL;
	if (!row)
		return -1;
	/* the file's own function of that name is not the API's */
	if (n > 7 && field[7][0])
		return 0;
	unsigned int ln = (unsigned int)strtoul(field[1], NULL, 10);
	unsigned int col = (unsigned int)strtoul(field[2], NULL, 10);

	(row->role == API_ACQUIRE ? cocci_site : cocci_release)(l, str_intern(field[0]), ln, col,
								str_intern(field[4]), row);
	return 0;
}

static void inventory_file(struct linker *l, const char *path)
{
	struct buf b = { 0 };
	char *line, *next;

	if (file_read(path, &b)) {
		l->incomplete++;
		return;
	}
	for (line = b.p; line && *line; line = next) {
		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		if (*line && inventory_line(l, line)) {
			error("%s: a line of the inventory makes no sense: '%s'; remove the file and scan again",
			      path, line);
			l->incomplete++;
			break;
		}
	}
	buf_release(&b);
}

static int is_tsv(const struct dirent *d)
{
	return str_ends(d->d_name, ".tsv");
}

static int release_cmp(const void *a, const void *b)
{
	const struct release *x = a, *y = b;
	int c = strcmp(x->path, y->path);

	if (c)
		return c;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	if (x->col != y->col)
		return x->col < y->col ? -1 : 1;
	return 0;
}

/* One entry per call in the source, with everybody who saw it. */
static void merge_releases(struct linker *l)
{
	struct release *v = l->r->releases.v;
	size_t n = l->r->releases.n, k = 0;

	if (!n)
		return;
	qsort(v, n, sizeof(*v), release_cmp);
	for (size_t i = 1; i < n; i++) {
		if (!release_cmp(&v[k], &v[i]))
			v[k].seen_by |= v[i].seen_by;
		else
			v[++k] = v[i];
	}
	l->r->releases.n = k + 1;
}

uint64_t link_inventory_hash(const char *state, struct arena *a)
{
	char *dir = arena_printf(a, "%s/cocci", state);
	struct dirent **list = NULL;
	int n = scandir(dir, &list, is_tsv, alphasort);
	uint64_t h = 0;

	for (int i = 0; i < n; i++) {
		h = h * 31 + file_hash(arena_printf(a, "%s/%s", dir, list[i]->d_name));
		free(list[i]);
	}
	free(list);
	return h;
}

void linker_inventory(struct linker *l)
{
	char *dir = arena_printf(&l->r->mem, "%s/cocci", l->o->state);
	struct dirent **list = NULL;
	int n = scandir(dir, &list, is_tsv, alphasort);

	if (n < 0) {
		error("cannot read the inventory in '%s'; scan again", dir);
		l->incomplete++;
	}
	for (int i = 0; i < n; i++) {
		inventory_file(l, arena_printf(&l->r->mem, "%s/%s", dir, list[i]->d_name));
		free(list[i]);
	}
	free(list);
	merge_releases(l);
}
