// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"
#include "cli/cli.h"
#include "db/db.h"
#include "link/link.h"
#include "link/suppress.h"
#include "plan/join.h"
#include "plan/plan.h"

static const char usage[] =
	"link --state DIR [--db FILE] [--suppressions FILE] [--jobs N] [--join]\n\n"
	"Put the facts and the inventory of a scan's state folder together, solve, and add the\n"
	"run to the database (default ./gup.db).  Inputs as in the last run: nothing to do.\n"
	"Findings that a comment in the source or the list in FILE (default: gupcheck.suppressions\n"
	"in the tree) speaks of are stored as suppressed.\n"
	"N functions are looked at at a time (default: one for each processor); the result is the same.\n"
	"With --join, look for files that call or define functions whose pages nobody follows yet; if\n"
	"there are new ones, list them in DIR/joined.tsv for the next plan and store nothing.\n"
	"\n"
	"Exit status: 0 stored, 3 files joined, 2 not stored or incomplete; the file DIR/stored is there only if the\n"
	"run is in the database.\n";

/* Headers of the plan may hold comments though nothing was found in them. */
static int link_suppress(const struct link_opts *o, const char *list, struct record *r)
{
	struct suppress s = { .tree = r->tree, .list = list };
	const struct plan_file *f;
	strings_vec files = { 0 };
	struct plan plan = { 0 };
	int rc = plan_read(o->state, &plan);

	vec_each (f, &plan.files)
		vec_push(&files, f->path);
	s.files = &files;
	if (!rc)
		rc = suppress_record(&s, r);
	if (!rc) {
		r->digest = suppress_digest(&s, r, r->digest);
		record_sort(r);
	}
	vec_release(&files);
	plan_release(&plan);
	return rc;
}

/* Return: 1 if the last run has the same inputs, 0 if not, -1 with the message printed */
static int link_unchanged(const struct link_opts *o, const char *list, struct db *db,
			  unsigned int *incomplete)
{
	struct suppress s = { .list = list };
	struct record head;
	char *last = NULL;
	int rc;

	record_init(&head);
	rc = link_head(o, &head, incomplete);
	if (!rc) {
		s.tree = head.tree;
		last = db_last_digest(db, head.tree);
		rc = last && !strcmp(last, suppress_digest(&s, &head, head.digest));
	}
	free(last);
	record_release(&head);
	return rc;
}

/* Return: 1 if files joined, 0 if not, -1 with the message printed */
static int link_join(const struct link_opts *o, struct record *r)
{
	struct join j = { .tree = r->tree, .arch = r->arch, .state = o->state, .mem = &r->mem };
	const struct plan_file *f;
	struct plan plan = { 0 };
	int rc = plan_read(o->state, &plan);

	vec_each (f, &plan.files)
		if (!f->joined)
			vec_push(&j.candidates, f->path);
	if (!rc)
		rc = join_round(&j);
	join_release(&j);
	plan_release(&plan);
	return rc;
}

/* Return: 1 if files joined and nothing was stored, 0 if the run is stored, -1 with the message
 * printed */
static int link_import(const struct link_opts *o, const char *list, bool join, struct db *db,
		       unsigned int *incomplete)
{
	struct record full;
	int same = link_unchanged(o, list, db, incomplete), rc;

	/* a file that changed may call what is wanted now */
	if (same < 0 || (same && (!join || join_settled(o->state))))
		return same < 0 ? -1 : 0;
	record_init(&full);
	rc = link_record(o, &full, incomplete);
	if (!rc && join)
		rc = link_join(o, &full);
	if (!rc && !same)
		rc = link_suppress(o, list, &full);
	if (!rc && !same)
		rc = db_import(db, &full, NULL);
	record_release(&full);
	return rc;
}

/* Status 2 does not tell a run with gaps from none at all: this file does, for the scan. */
static int link_stored(const char *state, bool stored)
{
	struct arena a = { 0 };
	const char *path = arena_printf(&a, "%s/stored", state);
	int rc = 0;

	if (stored)
		rc = file_write(path, "", 0);
	else if (unlink(path) && errno != ENOENT)
		rc = error("cannot remove '%s': %s", path, strerror(errno));
	arena_release(&a);
	return rc;
}

int cmd_link(int argc, char **argv)
{
	static const struct option options[] = { { "state", required_argument, NULL, 's' },
						 { "db", required_argument, NULL, 'd' },
						 { "suppressions", required_argument, NULL, 'S' },
						 { "jobs", required_argument, NULL, 'J' },
						 { "join", no_argument, NULL, 'j' },
						 { "help", no_argument, NULL, 'h' },
						 { 0 } };
	struct link_opts o = { .program = cli_self() };
	const char *path = "gup.db", *list = NULL;
	unsigned int incomplete = 0;
	bool join = false;
	struct db *db;
	int c, rc;

	while ((c = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		if (c == 's')
			o.state = optarg;
		else if (c == 'd')
			path = optarg;
		else if (c == 'S')
			list = optarg;
		else if (c == 'J')
			o.jobs = (unsigned int)strtoul(optarg, NULL, 10);
		else if (c == 'j')
			join = true;
		else
			return cli_usage(usage, c == 'h');
	}
	if (!o.state || optind != argc)
		return cli_usage(usage, 0);
	if (link_stored(o.state, false))
		return CLI_FAILED;
	db = db_open(path, DB_WRITE);
	if (!db)
		return CLI_FAILED;
	rc = link_import(&o, list, join, db, &incomplete);
	db_close(db);
	if (rc > 0)
		return CLI_JOINED;
	if (rc || link_stored(o.state, true))
		return CLI_FAILED;
	return incomplete ? CLI_FAILED : CLI_OK;
}
