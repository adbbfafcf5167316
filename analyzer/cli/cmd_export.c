// SPDX-License-Identifier: GPL-2.0-or-later
/* gupcheck export: a run as JSON. */
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "cli/cli.h"

static const char usage[] = "export [OPTION]...\n"
			    "Write a run as JSON: the same as report --format json, whose options\n"
			    "it takes.\n";

int cmd_export(int argc, char **argv)
{
	char **args;
	int rc;

	if (argc > 1 && (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h")))
		return cli_usage(usage, 1);
	args = calloc((size_t)argc + 3, sizeof(*args));
	if (!args)
		die("out of memory");
	args[0] = argv[0];
	memcpy(args + 1, argv + 1, sizeof(*args) * (size_t)(argc - 1));
	/* Last, so that it holds whatever else was given. */
	args[argc] = (char *)"--format";
	args[argc + 1] = (char *)"json";
	rc = cmd_report(argc + 2, args);
	free(args);
	return rc;
}
