// SPDX-License-Identifier: GPL-2.0-or-later
/* gupcheck report: what a run found, for people and for programs. */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "cli/cli.h"
#include "cli/pick.h"
#include "reports/report.h"

static const char usage[] =
	"report [OPTION]...\n"
	"Show what a run found: sites by status and subsystem, coverage, findings.\n"
	"\n"
	"  --format FORMAT  text, md, json or csv (text)\n"
	"  --by WHAT        group sites by subsystem, directory or file, or list findings by rule\n"
	"  --findings       list the findings in the form of compiler warnings\n"
	"  --status STATUS  only sites of this status (more than one: A,B), and findings on them\n"
	"  --only PATH      only this file or folder\n"
	"  --min-confidence X  leave out findings below X, from 0 to 1 (0.7)\n"
	"  --suppressions FILE  what people said, besides what the run and the database hold\n"
	"  --suppressed     list suppressed findings, too, and why\n"
	"  --db FILE        the database (gup.db)\n"
	"  --tree PATH      the last run of this tree instead of the last of all\n"
	"  --run N          this run\n"
	"\n"
	"Exit status: 0, 1 if findings were listed, 2 if it could not be done.\n";

enum format { F_TEXT, F_MD, F_JSON, F_CSV };

/**
 * struct options - the command line
 * @by_given: --by was given
 * @suppressed: show suppressed findings among the others
 * @confidence: the least that a finding needs to be shown
 */
struct options {
	struct pick pick;
	enum format format;
	enum report_by by;
	bool by_given, findings, suppressed;
	double confidence;
	const char *status, *only;
};

/* Index of @name in @names, -1 with the message printed if it is none of them. */
static int choose(const char *option, const char *name, const char *const *names, int n)
{
	int i;

	for (i = 0; i < n; i++)
		if (!strcmp(names[i], name))
			return i;
	return error("report: '%s' is not possible for --%s; see gupcheck report --help", name,
		     option);
}

static int set_confidence(struct options *o, const char *arg)
{
	char *end;

	o->confidence = strtod(arg, &end);
	if (end != arg && !*end && o->confidence >= 0 && o->confidence <= 1)
		return 0;
	return error("report: '%s' is no confidence; give a number from 0 to 1", arg);
}

static int set_option(struct options *o, int opt, const char *arg)
{
	static const char *const formats[] = { "text", "md", "json", "csv" };
	static const char *const bys[] = { "subsystem", "directory", "file", "rule" };
	int i;

	switch (opt) {
	case 'f':
		i = choose("format", arg, formats, 4);
		o->format = (enum format)i;
		return i < 0;
	case 'b':
		i = choose("by", arg, bys, BY_NR);
		o->by = (enum report_by)i;
		o->by_given = true;
		return i < 0;
	case 'F':
		o->findings = true;
		return 0;
	case 'p':
		o->suppressed = true;
		return 0;
	case 'S':
		o->pick.list = arg;
		return 0;
	case 'c':
		return set_confidence(o, arg);
	case 's':
		o->status = arg;
		return 0;
	case 'o':
		o->only = arg;
		return 0;
	case 'd':
		o->pick.db = arg;
		return 0;
	case 't':
		o->pick.tree = arg;
		return 0;
	case 'r':
		o->pick.run = arg;
		return 0;
	default:
		return 1;
	}
}

/* Return: 0 to go on, 1 when only help was wanted, -1 on a wrong command line. */
static int parse(int argc, char **argv, struct options *o)
{
	static const struct option longs[] = {
		{ "format", required_argument, NULL, 'f' },
		{ "by", required_argument, NULL, 'b' },
		{ "findings", no_argument, NULL, 'F' },
		{ "suppressed", no_argument, NULL, 'p' },
		{ "suppressions", required_argument, NULL, 'S' },
		{ "min-confidence", required_argument, NULL, 'c' },
		{ "status", required_argument, NULL, 's' },
		{ "only", required_argument, NULL, 'o' },
		{ "db", required_argument, NULL, 'd' },
		{ "tree", required_argument, NULL, 't' },
		{ "run", required_argument, NULL, 'r' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	int opt;

	argv[0] = (char *)"gupcheck: report";
	optind = 0;
	while ((opt = getopt_long(argc, argv, "h", longs, NULL)) != -1) {
		if (opt == 'h')
			return 1;
		if (set_option(o, opt, optarg))
			return -1;
	}
	if (optind < argc)
		return error("report: what is '%s'? see gupcheck report --help", argv[optind]);
	return 0;
}

/* Suppressed ones are listed, but do not count. */
static enum cli_exit listed(const struct record *r)
{
	const struct finding *f;

	vec_each (f, &r->findings)
		if (!verdict_suppresses(f->verdict))
			return CLI_FINDINGS;
	return CLI_OK;
}

static enum cli_exit render(const struct options *o, const struct report *rep)
{
	switch (o->format) {
	case F_JSON:
		return report_json(rep) ? CLI_FAILED : CLI_OK;
	case F_MD:
		report_markdown(rep);
		return CLI_OK;
	case F_CSV:
		if (o->findings || o->by == BY_RULE)
			report_csv_findings(rep);
		else if (o->by_given)
			report_csv_groups(rep);
		else
			report_csv_sites(rep);
		return o->findings || o->by == BY_RULE ? listed(rep->r) : CLI_OK;
	default:
		if (o->by == BY_RULE)
			report_rules(rep);
		else if (o->findings)
			report_findings(rep);
		else
			report_text(rep);
		return o->findings || o->by == BY_RULE ? listed(rep->r) : CLI_OK;
	}
}

int cmd_report(int argc, char **argv)
{
	struct options o = { .pick.db = PICK_DEFAULT_DB, .confidence = FINDING_CONFIDENCE };
	struct report rep = { .out = stdout };
	enum cli_exit rc = CLI_FAILED;
	struct db_run run;
	struct record r;
	int asked = parse(argc, argv, &o);

	if (asked)
		return asked > 0 ? cli_usage(usage, 1) : CLI_FAILED;
	if (o.format == F_MD && o.by == BY_RULE)
		o.by = BY_SUBSYSTEM;
	record_init(&r);
	if (!pick_load(&o.pick, &run, &r) && !record_filter(&r, o.status, o.only)) {
		record_confident(&r, o.confidence);
		/* some formats have a place of their own for them */
		if (!o.suppressed || o.format == F_JSON || o.format == F_MD)
			record_suppress(&r);
		rep.run = &run;
		rep.r = &r;
		rep.by = o.by;
		rep.colour = pick_colour();
		rep.width = pick_width();
		rc = render(&o, &rep);
	}
	record_release(&r);
	return rc;
}
