// SPDX-License-Identifier: GPL-2.0-or-later
/* gupcheck merge: several databases into one. */
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/diag.h"
#include "cli/cli.h"
#include "cli/opts.h"
#include "cli/pick.h"

static const char usage[] =
	"merge [OPTION]... FILE...\n"
	"Add the runs, reviews and conversions of other databases: of other machines, of other\n"
	"architectures.  What is there already is left alone, so doing it twice changes nothing.\n"
	"\n"
	"  --db FILE  the database that they are added to (gup.db); made if it is missing\n"
	"\n"
	"Exit status: 0, 1 if there were conflicts (the later review holds), 2 if it could not be\n"
	"done.\n";

static bool same_file(const char *a, const char *b)
{
	struct stat x, y;

	return !stat(a, &x) && !stat(b, &y) && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

static int merge_one(struct db *to, const char *name, const char *path, struct db_merged *sum)
{
	struct db *from;
	int rc;

	if (same_file(name, path))
		return error("merge: '%s' is the database itself", path);
	from = db_open(path, DB_READ);
	rc = from ? db_merge(to, from, sum) : -1;
	db_close(from);
	return rc;
}

int cmd_merge(int argc, char **argv)
{
	const char *path = PICK_DEFAULT_DB;
	const struct opt opts[] = { OPT_TEXT("db", &path), OPT_END };
	int asked = opts_parse(argc, argv, opts, usage), rc = 0;
	struct db_merged sum = { 0 };
	struct db *db;

	if (asked)
		return asked > 0 ? CLI_OK : CLI_FAILED;
	if (optind == argc) {
		error("merge: which databases? see gupcheck merge --help");
		return CLI_FAILED;
	}
	/* one that cannot be read is told before anything is made */
	for (int i = optind; i < argc && !rc; i++) {
		struct db *from = db_open(argv[i], DB_READ);

		rc = from ? 0 : -1;
		db_close(from);
	}
	db = rc ? NULL : db_open(path, DB_WRITE);
	if (!db)
		return CLI_FAILED;
	for (; optind < argc && !rc; optind++)
		rc = merge_one(db, path, argv[optind], &sum);
	db_close(db);
	if (rc)
		return CLI_FAILED;
	printf("%zu runs added, %zu were there, %zu reviews added, %zu conflicts\n", sum.runs,
	       sum.known, sum.reviews, sum.conflicts);
	return sum.conflicts ? CLI_FINDINGS : CLI_OK;
}
