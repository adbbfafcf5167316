// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A program for script tests: drives one library function that no command shows alone.
 *
 *   probe maintainers TREE     paths on standard input; "path<TAB>subsystem..." on output
 *   probe import DB DIGEST SITES TIMES
 *                              import synthetic runs; the number of each on output
 *   probe fixture DB TREE      import one with some of everything, hostile strings among it
 *   probe trees DB TREES SITES import one of each of so many kernel versions
 *   probe again FROM TO TIMES  import the last run of a database into another; milliseconds on output
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "plan/maintainers.h"
#include "tests/prog/probe.h"

static int probe_maintainers(int argc, char **argv)
{
	struct maintainers *m = argc == 1 ? maintainers_read(argv[0]) : NULL;
	const struct maint_section **s;
	char path[4096];

	if (!m)
		return 2;
	while (fgets(path, sizeof(path), stdin)) {
		maint_sections found = { 0 };

		path[strcspn(path, "\n")] = '\0';
		maintainers_match(m, path, &found);
		fputs(path, stdout);
		vec_each (s, &found)
			printf("\t%s", (*s)->title);
		putchar('\n');
		vec_release(&found);
	}
	maintainers_free(m);
	return 0;
}

int main(int argc, char **argv)
{
	diag_program = "probe";
	if (argc > 1 && !strcmp(argv[1], "maintainers"))
		return probe_maintainers(argc - 2, argv + 2);
	if (argc > 1 && !strcmp(argv[1], "import"))
		return probe_import(argc - 2, argv + 2);
	if (argc > 1 && !strcmp(argv[1], "fixture"))
		return probe_fixture(argc - 2, argv + 2);
	if (argc > 1 && !strcmp(argv[1], "trees"))
		return probe_trees(argc - 2, argv + 2);
	if (argc > 1 && !strcmp(argv[1], "again"))
		return probe_again(argc - 2, argv + 2);
	return error("usage: probe maintainers TREE | probe import DB DIGEST SITES TIMES | "
		     "probe fixture DB TREE | probe trees DB TREES SITES | "
		     "probe again FROM TO TIMES"),
	       2;
}
