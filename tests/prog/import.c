// SPDX-License-Identifier: GPL-2.0-or-later
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/diag.h"
#include "db/db.h"
#include "tests/prog/probe.h"
#include "tests/unit/fixture.h"

/* Import one run with @sites sites; print its number when it is in. */
static int import_once(const char *path, const char *digest, size_t sites)
{
	struct db *db = db_open(path, DB_WRITE);
	struct record r;
	int64_t run = 0;
	int rc;

	if (!db)
		return 2;
	fixture_big_record(&r, "/t/tree", digest, sites);
	rc = db_import(db, &r, &run);
	if (!rc) {
		printf("%" PRId64 "\n", run);
		fflush(stdout);
	}
	record_release(&r);
	db_close(db);
	return rc ? 2 : 0;
}

static int import_record(const char *path, struct record *r)
{
	struct db *db = db_open(path, DB_WRITE);
	int rc = db ? db_import(db, r, NULL) : -1;

	db_close(db);
	record_release(r);
	return rc ? 2 : 0;
}

int probe_fixture(int argc, char **argv)
{
	struct record r;

	if (argc != 2)
		return error("usage: probe fixture DB TREE"), 2;
	fixture_record(&r, argv[1], "d1");
	return import_record(argv[0], &r);
}

int probe_trees(int argc, char **argv)
{
	static const char *const words[] = { "unconverted", "converted", "exempt", "mixed" };
	size_t trees, sites;
	int rc = 0;

	if (argc != 3)
		return error("usage: probe trees DB TREES SITES"), 2;
	trees = strtoul(argv[1], NULL, 10);
	sites = strtoul(argv[2], NULL, 10);
	for (size_t i = 0; i < trees && !rc; i++) {
		struct record r;

		fixture_big_record(&r, "", "d1", sites);
		r.tree = arena_printf(&r.mem, "/t/tree%zu", i);
		r.version = arena_printf(&r.mem, "6.%zu.7", i);
		for (size_t k = 0; k < r.sites.n; k++)
			r.sites.v[k].status = k % trees < i ? "converted" : words[k % 4];
		rc = import_record(argv[0], &r);
	}
	return rc;
}

int probe_import(int argc, char **argv)
{
	size_t sites, times;
	char digest[64];
	int rc = 0;

	if (argc != 4)
		return error("usage: probe import DB DIGEST SITES TIMES"), 2;
	sites = strtoul(argv[2], NULL, 10);
	times = strtoul(argv[3], NULL, 10);
	for (size_t i = 0; i < times && !rc; i++) {
		snprintf(digest, sizeof(digest), "%.40s.%zu", argv[1], i);
		rc = import_once(argv[0], digest, sites);
	}
	return rc;
}

static double milliseconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

int probe_again(int argc, char **argv)
{
	size_t times = argc == 3 ? strtoul(argv[2], NULL, 10) : 0;
	struct db *db = times ? db_open(argv[0], DB_READ) : NULL;
	struct db_run run;
	struct record r;
	int rc;

	if (!times)
		return error("usage: probe again FROM TO TIMES"), 2;
	if (!db)
		return 2;
	record_init(&r);
	rc = db_find_run(db, NULL, 0, &run) || db_load(db, &run, &r);
	db_close(db);
	for (size_t i = 0; i < times && !rc; i++) {
		double start = milliseconds();

		/* another digest: the same would be no new run */
		r.digest = arena_printf(&r.mem, "again.%zu", i);
		db = db_open(argv[1], DB_WRITE);
		rc = !db || db_import(db, &r, NULL);
		db_close(db);
		printf("%.1f\n", milliseconds() - start);
	}
	record_release(&r);
	return rc ? 2 : 0;
}
