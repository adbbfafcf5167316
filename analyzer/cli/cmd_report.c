// SPDX-License-Identifier: GPL-2.0-or-later
/* gupcheck report: what a run found, for people and for programs. */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "cli/cli.h"
#include "cli/opts.h"
#include "cli/pick.h"
#include "reports/html.h"
#include "reports/report.h"
#include "reports/sarif.h"
#include "reports/since.h"

static const char usage[] =
	"report [OPTION]...\n"
	"Show what a run found: sites by status and subsystem, coverage, findings.\n"
	"\n"
	"  --format FORMAT  text, md, json, csv, html, sarif or gitlab (text); html has the last run of\n"
	"                   every kernel version beside the one that is chosen\n"
	"  --profile NAME   of sarif: full, or github for what that site's code scanning takes (full)\n"
	"  --by WHAT        group sites by subsystem, directory, file, maintainer or case, or list\n"
	"                   findings by rule\n"
	"  --findings       list the findings in the form of compiler warnings\n"
	"  --status STATUS  only sites of this status (more than one: A,B), and findings on them\n"
	"  --only PATH      only this file or folder\n"
	"  --min-confidence X  leave out findings below X, from 0 to 1 (0.7)\n"
	"  --since RUN      only what is new or changed since that run; a number, a kernel version, a\n"
	"                   tree, a database or DATABASE:RUN\n"
	"  --baseline FILE  only what is not in this list of gupcheck diff --write-baseline\n"
	"  --suppressed     list suppressed findings, too, and why\n" PICK_HELP "\n"
	"Exit status: 0, 1 if findings were listed, 2 if it could not be done.\n";

enum { F_TEXT, F_MD, F_JSON, F_CSV, F_HTML, F_SARIF, F_GITLAB };
static const char *const formats[] = {
	"text", "md", "json", "csv", "html", "sarif", "gitlab", NULL
};
enum { PROFILE_FULL, PROFILE_GITHUB };
static const char *const profiles[] = { "full", "github", NULL };

/**
 * struct options - the command line
 * @by: BY_NR if it was not given
 * @suppressed: show suppressed findings among the others
 * @confidence: the least that a finding needs to be shown
 * @since, @baseline: what to compare with, NULL for nothing
 */
struct options {
	struct pick pick;
	int format, profile, by;
	bool findings, suppressed;
	double confidence;
	const char *status, *only, *since, *baseline;
};

/**
 * struct earlier - what the run is compared with
 * @on: whether it is
 */
struct earlier {
	bool on;
	struct db_run run;
	struct record r;
	struct since since;
};

static int parse(int argc, char **argv, struct options *o)
{
	const struct opt opts[] = { PICK_OPTS(&o->pick),
				    OPT_WORD("format", &o->format, formats),
				    OPT_WORD("profile", &o->profile, profiles),
				    OPT_WORD("by", &o->by, report_by_names),
				    OPT_FLAG("findings", &o->findings),
				    OPT_FLAG("suppressed", &o->suppressed),
				    OPT_CALL("min-confidence", opts_confidence, &o->confidence),
				    OPT_TEXT("status", &o->status),
				    OPT_TEXT("only", &o->only),
				    OPT_TEXT("since", &o->since),
				    OPT_TEXT("baseline", &o->baseline),
				    OPT_END };
	int asked = opts_parse(argc, argv, opts, usage);

	if (asked)
		return asked;
	if (o->since && o->baseline)
		return error("report: compare with a run or with a list, not with both");
	return opts_no_operand(argc, argv, "report");
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

/* A slip of the pen is not to look like a folder where all is well. */
static void warn_of_nothing(const struct options *o, const struct record *r)
{
	for (size_t i = 0; i < r->paths.n; i++)
		if (path_below(r->paths.v[i].path, o->only))
			return;
	warn("the run knows no file in '%s'; paths start at the root of the tree", o->only);
}

static int filter(const struct options *o, const struct earlier *e, struct record *r)
{
	/* the whole story has all, with what became of it */
	bool all = o->format == F_SARIF && o->profile == PROFILE_FULL;

	if (record_filter(r, o->status, o->only))
		return -1;
	record_confident(r, o->confidence);
	/* some formats have a place of their own for them */
	if (!o->suppressed || (o->format != F_TEXT && o->format != F_CSV))
		record_suppress(r);
	if (e->on && !all)
		since_filter(&e->since, r);
	return 0;
}

static enum cli_exit render_html(const struct options *o, struct db_run *run, struct record *r)
{
	struct html_run *all = NULL;
	size_t n = 0, shown = 0;
	enum cli_exit rc = CLI_FAILED;

	if (!pick_versions(&o->pick, run, r, &all, &n, &shown)) {
		rc = CLI_OK;
		for (size_t i = 0; i < n && !rc; i++)
			if (i != shown && filter(o, &(struct earlier){ 0 }, &all[i].r))
				rc = CLI_FAILED;
		/* nothing was chosen: the newest kernel */
		if (!rc && report_html(stdout, all, n, o->pick.run || o->pick.tree ? shown : n - 1))
			rc = CLI_FAILED;
	}
	for (size_t i = 0; i < n; i++)
		if (i != shown)
			record_release(&all[i].r);
	free(all);
	return rc;
}

static enum cli_exit render_csv(const struct options *o, const struct report *rep)
{
	if (o->findings || o->by == BY_RULE) {
		report_csv_findings(rep);
		return listed(rep->r);
	}
	if (o->by == BY_NR)
		report_csv_sites(rep);
	else
		report_csv_groups(rep);
	return CLI_OK;
}

static enum cli_exit render_text(const struct options *o, const struct report *rep)
{
	if (o->by == BY_RULE)
		report_rules(rep);
	else if (o->findings)
		report_findings(rep);
	else
		report_text(rep);
	return o->findings || o->by == BY_RULE ? listed(rep->r) : CLI_OK;
}

static enum cli_exit render(const struct options *o, const struct report *rep,
			    const struct earlier *e)
{
	int bad = 0;

	switch (o->format) {
	case F_JSON:
		bad = report_json(rep);
		break;
	case F_SARIF:
		bad = report_sarif(rep, e->on ? &e->since : NULL, o->profile == PROFILE_GITHUB);
		break;
	case F_GITLAB:
		bad = report_gitlab(rep);
		break;
	case F_MD:
		report_markdown(rep);
		break;
	case F_CSV:
		return render_csv(o, rep);
	default:
		return render_text(o, rep);
	}
	return bad ? CLI_FAILED : CLI_OK;
}

/* Before anything is filtered out of @r. */
static int load_earlier(const struct options *o, const struct record *r, struct earlier *e)
{
	struct pick pick = o->pick;
	struct arena mem = { 0 };
	int rc;

	if (!o->since && !o->baseline)
		return 0;
	if (o->since) {
		pick.run = NULL;
		pick_operand(&pick, o->since, &mem);
		rc = pick_load(&pick, &e->run, &e->r);
	} else {
		rc = baseline_read(o->baseline, &e->r);
	}
	arena_release(&mem);
	if (rc)
		return rc;
	e->on = true;
	since_init(&e->since, &e->r, o->since ? &e->run : NULL, r, o->confidence);
	return 0;
}

int cmd_report(int argc, char **argv)
{
	struct options o = { .pick.db = PICK_DEFAULT_DB,
			     .by = BY_NR,
			     .confidence = FINDING_CONFIDENCE };
	struct report rep = { .out = stdout };
	enum cli_exit rc = CLI_FAILED;
	struct earlier e = { 0 };
	struct db_run run;
	struct record r;
	int asked = parse(argc, argv, &o);

	if (asked)
		return asked > 0 ? CLI_OK : CLI_FAILED;
	if (o.format == F_MD && o.by == BY_RULE)
		o.by = BY_SUBSYSTEM;
	record_init(&r);
	record_init(&e.r);
	if (!pick_load(&o.pick, &run, &r) && !load_earlier(&o, &r, &e) && !filter(&o, &e, &r)) {
		if (o.only)
			warn_of_nothing(&o, &r);
		rep.run = &run;
		rep.r = &r;
		rep.by = o.by == BY_NR ? BY_SUBSYSTEM : (enum report_by)o.by;
		rep.colour = pick_colour();
		rep.width = pick_width();
		rc = o.format == F_HTML ? render_html(&o, &run, &r) : render(&o, &rep, &e);
	}
	since_release(&e.since);
	record_release(&r);
	record_release(&e.r);
	return rc;
}
