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
 *   probe names                what the search for candidates looks for
 *   probe search TREE STATE    the candidates; STATE/search.key keeps what the search saw
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

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
} programs[] = {
	{ "maintainers", probe_maintainers },
	{ "import", probe_import },
	{ "fixture", probe_fixture },
	{ "trees", probe_trees },
	{ "again", probe_again },
	{ "names", probe_names },
	{ "search", probe_search },
};

int main(int argc, char **argv)
{
	diag_program = "probe";
	for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); i++)
		if (argc > 1 && !strcmp(argv[1], programs[i].name))
			return programs[i].run(argc - 2, argv + 2);
	return error("usage: see tests/prog/probe.c"), 2;
}
