// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdio.h>

#include "api/api.h"
#include "base/diag.h"
#include "plan/search.h"
#include "tests/prog/probe.h"

int probe_names(int argc, char **argv)
{
	if (argc)
		return error("usage: probe names"), 2;
	for (size_t i = 0; i < api_nr_rows; i++)
		if (api_is_gup(&api_rows[i]))
			puts(api_rows[i].name);
	return 0;
}

int probe_search(int argc, char **argv)
{
	struct arena mem = { 0 };
	strings_vec found = { 0 };
	const char *const *f;
	int rc;

	if (argc != 2)
		return error("usage: probe search TREE STATE"), 2;
	rc = search_tree(argv[0], argv[1], &mem, &found);
	vec_each (f, &found)
		puts(*f);
	vec_release(&found);
	arena_release(&mem);
	return rc ? 2 : 0;
}
