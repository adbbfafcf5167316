// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/pick.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/file.h"
#include "link/suppress.h"

static int apply_verdicts(const struct pick *p, struct record *r)
{
	const struct suppress s = { .tree = r->tree, .list = p->list };

	if (p->list && suppress_list(&s, r))
		return -1;
	record_apply_verdicts(r);
	return 0;
}

/* A run is named by its number, or by the kernel's version; a version has a point. */
static int find_named(struct db *db, const char *tree, const char *name, struct db_run *run)
{
	long long id;
	char *end;

	if (!name)
		return db_find_run(db, tree, 0, run);
	errno = 0;
	id = strtoll(name, &end, 10);
	if (!errno && end != name && !*end && id > 0)
		return db_find_run(db, tree, id, run);
	if (!isdigit((unsigned char)*name) || !strchr(name, '.'))
		return error("'%s' is not the number of a run, nor a kernel version", name);
	return db_find_version(db, tree, name, run);
}

int pick_find(const struct pick *p, struct db *db, struct db_run *run)
{
	char *tree = p->tree ? file_realpath(p->tree) : NULL;
	/* A tree that is gone is still in the database, under the name that it had. */
	int rc = find_named(db, tree ? tree : p->tree, p->run, run);

	free(tree);
	return rc;
}

int pick_load(const struct pick *p, struct db_run *run, struct record *r)
{
	struct db *db = db_open(p->db, DB_READ);
	int rc = db ? pick_find(p, db, run) : -1;

	if (!rc)
		rc = db_load(db, run, r);
	if (!rc)
		rc = apply_verdicts(p, r);
	db_close(db);
	return rc;
}

static int cmp_versions(const void *a, const void *b)
{
	const struct html_run *x = a, *y = b;

	return version_cmp(x->run.version, y->run.version);
}

int pick_versions(const struct pick *p, const struct db_run *run, const struct record *r,
		  struct html_run **all, size_t *n, size_t *shown)
{
	struct db *db = db_open(p->db, DB_READ);
	db_run_vec runs = { 0 };
	struct html_run *h;
	int rc = db ? db_version_runs(db, run->arch, &runs) : -1;

	*n = 0;
	*shown = SIZE_MAX;
	*all = h = calloc(runs.n + 1, sizeof(*h));
	if (!h)
		die("out of memory");
	for (size_t i = 0; i < runs.n && !rc; i++) {
		bool mine = !strcmp(runs.v[i].version, run->version);

		h[*n].run = mine ? *run : runs.v[i];
		if (mine) {
			h[(*n)++].r = *r;
			continue;
		}
		record_init(&h[*n].r);
		rc = db_load_sites(db, &runs.v[i], &h[(*n)++].r);
		if (!rc)
			rc = apply_verdicts(p, &h[*n - 1].r);
	}
	qsort(h, *n, sizeof(*h), cmp_versions);
	for (size_t i = 0; i < *n; i++)
		if (h[i].run.id == run->id)
			*shown = i;
	vec_release(&runs);
	db_close(db);
	return rc;
}

static bool is_file(const char *path)
{
	return file_exists(path) && !file_is_dir(path);
}

void pick_operand(struct pick *p, const char *operand, struct arena *mem)
{
	const char *colon = strrchr(operand, ':');
	char *file;

	if (is_file(operand)) {
		p->db = operand;
		p->tree = p->run = NULL;
		return;
	}
	if (strchr(operand, '/') || file_is_dir(operand)) {
		if (!colon || file_is_dir(operand)) {
			p->tree = operand;
			p->run = NULL;
			return;
		}
	}
	p->run = operand;
	if (!colon)
		return;
	file = arena_strndup(mem, operand, (size_t)(colon - operand));
	if (!is_file(file))
		return;
	p->db = file;
	p->tree = NULL;
	p->run = colon + 1;
}

bool pick_colour(void)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	if ((no && *no) || (term && !strcmp(term, "dumb")))
		return false;
	return isatty(STDOUT_FILENO);
}

int pick_width(void)
{
	const char *env = getenv("COLUMNS");
	struct winsize ws;

	if (env && atoi(env) > 0)
		return atoi(env);
	if (!isatty(STDOUT_FILENO))
		return 0;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) == 0 && ws.ws_col)
		return ws.ws_col;
	return 80;
}
