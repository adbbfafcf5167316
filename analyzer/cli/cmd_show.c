// SPDX-License-Identifier: GPL-2.0-or-later
/* gupcheck show: one site or finding, with its source. */
#include <getopt.h>
#include <string.h>

#include "base/diag.h"
#include "cli/cli.h"
#include "cli/find.h"
#include "cli/opts.h"
#include "cli/pick.h"
#include "reports/report.h"

static const char usage[] =
	"show [OPTION]... ID...\n"
	"Show a site or a finding with its evidence, its releases or its path, and the source.\n"
	"\n" FIND_HELP PICK_HELP "\n"
	"Exit status: 0, 2 if it could not be done.\n";

static void show_hits(struct show *sh, const struct hits *h, bool *first)
{
	size_t i;

	for (i = 0; i < h->sites.n; i++) {
		fputs(*first ? "" : "\n", sh->rep->out);
		*first = false;
		show_site(sh, h->sites.v[i]);
	}
	for (i = 0; i < h->findings.n; i++) {
		fputs(*first ? "" : "\n", sh->rep->out);
		*first = false;
		show_finding(sh, h->findings.v[i]);
	}
}

static enum cli_exit show_ids(const struct report *rep, char **ids)
{
	struct show sh = { .rep = rep };
	enum cli_exit rc = CLI_OK;
	bool first = true;

	for (; *ids; ids++) {
		struct hits h = { 0 };

		if (find_id(rep->r, *ids, &h))
			rc = CLI_FAILED;
		else
			show_hits(&sh, &h, &first);
		hits_release(&h);
	}
	show_release(&sh);
	return rc;
}

/* Return: 0 to go on, 1 when only help was wanted, -1 on a wrong command line. */
static int parse(int argc, char **argv, struct pick *p)
{
	const struct opt opts[] = { PICK_OPTS(p), OPT_END };
	int asked = opts_parse(argc, argv, opts, usage);

	if (!asked && optind == argc)
		return error("show: which site or finding? see gupcheck show --help");
	return asked;
}

int cmd_show(int argc, char **argv)
{
	struct pick pick = { .db = PICK_DEFAULT_DB };
	struct report rep = { .out = stdout };
	enum cli_exit rc = CLI_FAILED;
	struct db_run run;
	struct record r;
	int asked = parse(argc, argv, &pick);

	if (asked)
		return asked > 0 ? CLI_OK : CLI_FAILED;
	record_init(&r);
	if (!pick_load(&pick, &run, &r)) {
		rep.run = &run;
		rep.r = &r;
		rep.colour = pick_colour();
		rep.width = pick_width();
		rc = show_ids(&rep, argv + optind);
	}
	record_release(&r);
	return rc;
}
