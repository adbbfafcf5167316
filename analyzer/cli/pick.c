// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/pick.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/file.h"
#include "link/suppress.h"

static int parse_run(const char *s, int64_t *id)
{
	char *end;

	*id = 0;
	if (!s)
		return 0;
	errno = 0;
	*id = strtoll(s, &end, 10);
	if (errno || *end || end == s || *id < 1)
		return error("'%s' is not the number of a run", s);
	return 0;
}

static int apply_verdicts(const struct pick *p, struct record *r)
{
	const struct suppress s = { .tree = r->tree, .list = p->list };

	if (p->list && suppress_list(&s, r))
		return -1;
	record_apply_verdicts(r);
	return 0;
}

int pick_load(const struct pick *p, struct db_run *run, struct record *r)
{
	char *tree = p->tree ? file_realpath(p->tree) : NULL;
	struct db *db = NULL;
	int64_t id;
	int rc;

	rc = parse_run(p->run, &id);
	if (!rc && !(db = db_open(p->db, DB_READ)))
		rc = -1;
	/* A tree that is gone is still in the database, under the name that it had. */
	if (!rc)
		rc = db_find_run(db, tree ? tree : p->tree, id, run);
	if (!rc)
		rc = db_load(db, run, r);
	if (!rc)
		rc = apply_verdicts(p, r);
	db_close(db);
	free(tree);
	return rc;
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
