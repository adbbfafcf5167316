// SPDX-License-Identifier: GPL-2.0-or-later
/* gupcheck plan: what a scan would read, and why not the rest. */
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/str.h"
#include "cli/cli.h"
#include "cli/state.h"
#include "plan/plan.h"

static const char usage[] =
	"plan [OPTION]... [TREE]\n"
	"List the files of a kernel tree that may take or drop user page references: those that\n"
	"a scan reads, and those it cannot, with the reason.\n"
	"\n"
	"  -O DIR                   object directory of the tree's configuration\n"
	"  --compile-commands FILE  take flags from this compile database\n"
	"  --arch ARCH              architecture, as for make (what the configuration says)\n"
	"  --state DIR              where the scan keeps its files (below the cache folder)\n"
	"  --summary                only count\n"
	"\n"
	"One line per file on standard output: kind, path, reason, trust and index, separated by\n"
	"tabs.  Exit status: 0, or 2 if an input could not be used.\n";

static void plan_print(const struct plan *p)
{
	const struct plan_file *f;

	vec_each (f, &p->files)
		printf("%s\t%s\t%s\t%s\t%s\n", plan_file_kind(f), f->path, f->reason,
		       trust_name(f->trust), f->index ? f->index : "-");
}

int cmd_plan(int argc, char **argv)
{
	static const struct option longs[] = {
		{ "compile-commands", required_argument, NULL, 'c' },
		{ "arch", required_argument, NULL, 'a' },
		{ "state", required_argument, NULL, 's' },
		{ "summary", no_argument, NULL, 'n' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	struct plan_opts o = { .tree = "." };
	struct arena a = { 0 };
	struct plan p;
	bool summary = false;
	int opt, lock, rc = CLI_FAILED;

	while ((opt = getopt_long(argc, argv, "O:h", longs, NULL)) != -1) {
		switch (opt) {
		case 'O':
			o.objdir = optarg;
			break;
		case 'c':
			o.compdb = optarg;
			break;
		case 'a':
			o.arch = optarg;
			break;
		case 's':
			o.state = optarg;
			break;
		case 'n':
			summary = true;
			break;
		default:
			return cli_usage(usage, opt == 'h');
		}
	}
	if (argc - optind > 1)
		return cli_usage(usage, 0);
	if (optind < argc)
		o.tree = argv[optind];
	lock = state_open(&o, &a);
	if (lock >= 0 && plan_make(&o, &p) == 0) {
		if (!summary)
			plan_print(&p);
		fprintf(stderr, "%zu units (flags: %s), %zu headers, %zu skipped",
			plan_count(&p, PLAN_UNIT) - plan_joined(&p), p.source,
			plan_count(&p, PLAN_HEADER), plan_count(&p, PLAN_SKIP));
		if (plan_joined(&p))
			fprintf(stderr, ", %zu units joined", plan_joined(&p));
		fputc('\n', stderr);
		rc = p.problems ? CLI_FAILED : CLI_OK;
	}
	if (lock >= 0) {
		plan_release(&p);
		close(lock);
	}
	arena_release(&a);
	return rc;
}
