// SPDX-License-Identifier: GPL-2.0-or-later
/* Show how a source file looks in the intermediate representation. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/file.h"
#include "cli/cli.h"
#include "front_clang/front_clang.h"

static const char usage[] =
	"ir [--tree DIR] [--function NAME] FILE.c [-- CLANG-ARGUMENT...]\n"
	"\n"
	"Print the intermediate representation of a C file.\n"
	"\n"
	"      --tree DIR       print paths relative to DIR (default: the folder of FILE.c)\n"
	"  -f, --function NAME  only this function\n"
	"\n"
	"Exit status: 0 printed, 2 not parsed or only in part.\n";

enum { OPT_TREE = 256 };

static const struct option options[] = {
	{ "tree", required_argument, NULL, OPT_TREE },
	{ "function", required_argument, NULL, 'f' },
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 },
};

static void print(const struct ir_unit *u, const char *function)
{
	struct buf b = { 0 };
	bool found = !function;

	if (!function)
		ir_print_unit(u, &b);
	for (size_t i = 0; function && i < u->funcs.n; i++) {
		if (strcmp(u->funcs.v[i]->name, function))
			continue;
		ir_print_func(u->funcs.v[i], &b);
		found = true;
	}
	fputs(buf_str(&b), stdout);
	if (!found)
		error("%s: no function '%s' that is lowered", u->path, function);
	buf_release(&b);
}

static int show(const char *tree, const char *file, const char *function, char **args)
{
	struct clang_opts o = { .tree = tree, .unit = file, .args = (const char *const *)args };
	char *real = file_realpath(file), *slash;
	unsigned int errors;
	struct ir_unit *u;
	int rc = CLI_OK;

	if (!real) {
		error("%s: no such file", file);
		return CLI_FAILED;
	}
	while (args && args[o.nargs])
		o.nargs++;
	o.unit = real;
	if (!tree) {
		o.tree = strdup(real);
		slash = strrchr(o.tree, '/');
		*slash = '\0';
	}
	u = clang_unit(&o, NULL);
	if (!u) {
		rc = CLI_FAILED;
	} else {
		errors = error_count();
		if (u->trust != IR_CLEAN)
			error("%s: %s", ir_trust_text(u->trust), u->reason);
		print(u, function);
		rc = error_count() > errors ? CLI_FAILED : CLI_OK;
	}
	ir_unit_free(u);
	if (!tree)
		free((char *)o.tree);
	free(real);
	return rc;
}

int cmd_ir(int argc, char **argv)
{
	const char *tree = NULL, *function = NULL;
	int c;

	while ((c = getopt_long(argc, argv, "+f:h", options, NULL)) != -1) {
		switch (c) {
		case OPT_TREE:
			tree = optarg;
			break;
		case 'f':
			function = optarg;
			break;
		case 'h':
			return cli_usage(usage, 1);
		default:
			return CLI_FAILED;
		}
	}
	if (optind >= argc)
		return cli_usage(usage, 0);
	argv += optind;
	if (argv[1] && !strcmp(argv[1], "--"))
		argv[1] = argv[0], argv++;
	return show(tree, argv[0], function, argv + 1);
}
