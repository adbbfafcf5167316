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

static const char usage[] =
	"link --state DIR [--db FILE]\n\n"
	"Put the facts and the inventory of a scan's state folder together, solve, and add the\n"
	"run to the database (default ./gup.db).  Inputs as in the last run: nothing to do.\n"
	"\n"
	"Exit status: 0 stored, 2 not stored or incomplete; the file DIR/stored is there only if the\n"
	"run is in the database.\n";

static int link_import(const struct link_opts *o, struct db *db, unsigned int *incomplete)
{
	struct record head, full;
	char *last;
	bool unchanged;
	int rc;

	record_init(&head);
	record_init(&full);
	rc = link_head(o, &head, incomplete);
	if (!rc) {
		last = db_last_digest(db, head.tree);
		unchanged = last && !strcmp(last, head.digest);
		free(last);
		if (!unchanged)
			rc = link_record(o, &full, incomplete);
		if (!rc && !unchanged)
			rc = db_import(db, &full, NULL);
	}
	record_release(&head);
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
						 { "help", no_argument, NULL, 'h' },
						 { 0 } };
	struct link_opts o = { .program = cli_self() };
	const char *path = "gup.db";
	unsigned int incomplete = 0;
	struct db *db;
	int c, rc;

	while ((c = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		if (c == 's')
			o.state = optarg;
		else if (c == 'd')
			path = optarg;
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
	rc = link_import(&o, db, &incomplete);
	db_close(db);
	if (rc || link_stored(o.state, true))
		return CLI_FAILED;
	return incomplete ? CLI_FAILED : CLI_OK;
}
