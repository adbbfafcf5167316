// SPDX-License-Identifier: GPL-2.0-or-later
/* gupcheck inventory: every acquire and release call in a list of files. */
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/diag.h"
#include "cli/cli.h"
#include "plan/inventory.h"

static const char usage[] =
	"inventory [OPTION]... --tree TREE --files LIST -o FILE\n"
	"List every call that takes or drops page references, whatever the configuration.\n"
	"\n"
	"  --tree TREE      the kernel tree\n"
	"  --files LIST     file with one path relative to TREE a line\n"
	"  -o FILE          tab-separated result: path, line, column, end column, function,\n"
	"                   callee, role, note; a line `!`, path, reason for what Coccinelle\n"
	"                   could not read; left alone if nothing changed\n"
	"  --timeout S      seconds for one file (default 60)\n"
	"  -j, --jobs N     spatch processes (default 1)\n"
	"  -k, --keep-going exit 0 even if there are `!` lines\n"
	"\n"
	"Exit status: 0, 2 if it could not be done or something could not be read.\n";

static int parse_number(const char *text, const char *option, unsigned int *value)
{
	char *end;
	long n = strtol(text, &end, 10);

	if (*text == '\0' || *end || n < 1 || n > 100000)
		return error("%s wants a number from 1 to 100000, not '%s'", option, text);
	*value = (unsigned int)n;
	return 0;
}

/* Return: -1 to go on, else the exit status. */
static int parse_options(int argc, char **argv, struct inventory_opts *o, int *keep_going)
{
	static const struct option options[] = {
		{ "tree", required_argument, NULL, 't' },
		{ "files", required_argument, NULL, 'f' },
		{ "output", required_argument, NULL, 'o' },
		{ "timeout", required_argument, NULL, 's' },
		{ "jobs", required_argument, NULL, 'j' },
		{ "keep-going", no_argument, NULL, 'k' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	int c;

	while ((c = getopt_long(argc, argv, "o:j:kh", options, NULL)) != -1) {
		if (c == 't')
			o->tree = optarg;
		else if (c == 'f')
			o->list = optarg;
		else if (c == 'o')
			o->out = optarg;
		else if (c == 's' && parse_number(optarg, "--timeout", &o->timeout))
			return CLI_FAILED;
		else if (c == 'j' && parse_number(optarg, "--jobs", &o->jobs))
			return CLI_FAILED;
		else if (c == 'k')
			*keep_going = 1;
		else if (c == 'h' || c == '?')
			return cli_usage(usage, c == 'h');
	}
	if (optind < argc || !o->tree || !o->list || !o->out)
		return cli_usage(usage, 0);
	return -1;
}

int cmd_inventory(int argc, char **argv)
{
	struct inventory_opts o = { .timeout = 60, .jobs = 1 };
	char cocci[PATH_MAX];
	unsigned int lost;
	int keep_going = 0, rc = parse_options(argc, argv, &o, &keep_going);

	if (rc >= 0)
		return rc;
	snprintf(cocci, sizeof(cocci), "%s/cocci/find", cli_datadir());
	o.cocci = cocci;
	if (inventory_run(&o, &lost))
		return CLI_FAILED;
	if (lost)
		warn("%u places could not be read by Coccinelle; see the lines with ! in '%s'",
		     lost, o.out);
	return lost && !keep_going ? CLI_FAILED : CLI_OK;
}
