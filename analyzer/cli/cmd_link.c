// SPDX-License-Identifier: GPL-2.0-or-later
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "cli/cli.h"
#include "db/db.h"
#include "link/link.h"

static const char usage[] =
	"link --state DIR [--db FILE]\n\n"
	"Put the facts and the inventory of a scan's state folder together, solve, and add the\n"
	"run to the database (default ./gup.db).  Inputs as in the last run: nothing to do.\n";

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
	db = db_open(path, DB_WRITE);
	if (!db)
		return CLI_FAILED;
	rc = link_import(&o, db, &incomplete);
	db_close(db);
	return rc || incomplete ? CLI_FAILED : CLI_OK;
}
