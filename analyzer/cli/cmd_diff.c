// SPDX-License-Identifier: GPL-2.0-or-later
/* gupcheck diff: what became of sites and findings between two runs, or since a list. */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/file.h"
#include "cli/cli.h"
#include "cli/fail_on.h"
#include "cli/opts.h"
#include "cli/pick.h"
#include "reports/diff.h"

static const char usage[] =
	"diff [OPTION]... [OLD [NEW]]\n"
	"   or: gupcheck diff [OPTION]... --baseline FILE [NEW]\n"
	"   or: gupcheck diff [OPTION]... --write-baseline FILE [NEW]\n"
	"Tell what is new, fixed, changed, moved or converted between two runs.  A run is a number,\n"
	"a kernel version (6.12 for the last of that series), the folder of a tree, a database, or\n"
	"DATABASE:RUN.  NEW is the last run, OLD the one before it of the same tree.\n"
	"\n"
	"  --fail-on LIST   exit status 1 if there is such a thing (new): WORD, WORD:RULE or\n"
	"                   WORD:STATUS with new, fixed, changed, moved, unseen; or none\n"
	"  --baseline FILE  compare with this list of fingerprints instead of a run\n"
	"  --write-baseline FILE  write such a list of NEW ('-' for standard output)\n"
	"  --format FORMAT  text, md, mail or json (text)\n"
	"  --only PATH      only this file or folder\n"
	"  --min-confidence X  findings below X, from 0 to 1, are not told (0.7)\n" PICK_HELP "\n"
	"Exit status: 0, 1 if there is something that --fail-on names, 2 if it could not be done.\n";

enum { F_TEXT, F_MD, F_MAIL, F_JSON };
static const char *const formats[] = { "text", "md", "mail", "json", NULL };

struct options {
	struct pick pick;
	int format;
	double confidence;
	const char *fail_on, *baseline, *write, *only, *older, *newer;
};

/**
 * struct side - one of the two runs
 * @run: its row; unused for a list
 */
struct side {
	struct pick pick;
	struct db_run run;
	struct record r;
};

static int parse(int argc, char **argv, struct options *o)
{
	const struct opt opts[] = { PICK_OPTS(&o->pick),
				    OPT_TEXT("fail-on", &o->fail_on),
				    OPT_TEXT("baseline", &o->baseline),
				    OPT_TEXT("write-baseline", &o->write),
				    OPT_WORD("format", &o->format, formats),
				    OPT_TEXT("only", &o->only),
				    OPT_CALL("min-confidence", opts_confidence, &o->confidence),
				    OPT_END };
	int asked = opts_parse(argc, argv, opts, usage);

	if (asked)
		return asked;
	if (o->baseline && o->write)
		return error("diff: compare with a list or write one, not both");
	if (!o->baseline && !o->write && optind < argc)
		o->older = argv[optind++];
	if (optind < argc)
		o->newer = argv[optind++];
	return opts_no_operand(argc, argv, "diff") ? -1 : fail_on_check(o->fail_on);
}

static int load(struct side *s)
{
	return pick_load(&s->pick, &s->run, &s->r);
}

/* The run before @now, of the same tree and architecture. */
static int load_before(const struct side *now, struct side *before)
{
	struct db *db = db_open(now->pick.db, DB_READ);
	int rc = db ? db_run_before(db, &now->run, &before->run) : -1;
	struct buf id = { 0 };

	db_close(db);
	if (rc)
		return rc;
	buf_addf(&id, "%lld", (long long)before->run.id);
	before->pick.tree = NULL;
	before->pick.run = buf_str(&id);
	rc = load(before);
	before->pick.run = NULL;
	buf_release(&id);
	return rc;
}

static int load_older(const struct options *o, const struct side *now, struct side *old)
{
	if (o->baseline)
		return baseline_read(o->baseline, &old->r);
	return o->older ? load(old) : load_before(now, old);
}

static int write_list(const struct options *o, struct record *r)
{
	char *text = NULL;
	size_t n = 0;
	FILE *f;
	int rc;

	record_confident(r, o->confidence);
	record_suppress(r);
	if (record_filter(r, NULL, o->only))
		return -1;
	if (!strcmp(o->write, "-")) {
		baseline_write(stdout, r);
		return 0;
	}
	f = open_memstream(&text, &n);
	if (!f)
		die("out of memory");
	baseline_write(f, r);
	fclose(f);
	rc = file_write(o->write, text, n);
	free(text);
	return rc;
}

static enum cli_exit compare(const struct options *o, const struct side *old,
			     const struct side *now)
{
	struct report rep = { .out = stdout, .colour = pick_colour(), .width = pick_width() };
	struct diff d = { .was_run = o->baseline ? NULL : &old->run, .is_run = &now->run };
	enum cli_exit rc = CLI_OK;

	diff_make(&d, &old->r, &now->r, o->confidence);
	diff_only(&d, o->only);
	switch (o->format) {
	case F_JSON:
		if (diff_json(&rep, &d))
			rc = CLI_FAILED;
		break;
	case F_MD:
		diff_markdown(&rep, &d);
		break;
	case F_MAIL:
		diff_mail(&rep, &d);
		break;
	default:
		diff_text(&rep, &d);
	}
	if (!rc && fail_on_count(o->fail_on, &d))
		rc = CLI_FINDINGS;
	diff_release(&d);
	return rc;
}

int cmd_diff(int argc, char **argv)
{
	struct options o = { .pick.db = PICK_DEFAULT_DB,
			     .confidence = FINDING_CONFIDENCE,
			     .fail_on = FAIL_ON_DEFAULT };
	struct side old = { 0 }, now = { 0 };
	struct arena mem = { 0 };
	enum cli_exit rc = CLI_FAILED;
	int asked = parse(argc, argv, &o);

	if (asked)
		return asked > 0 ? CLI_OK : CLI_FAILED;
	record_init(&old.r);
	record_init(&now.r);
	old.pick = now.pick = o.pick;
	if (o.older)
		pick_operand(&old.pick, o.older, &mem);
	if (o.newer)
		pick_operand(&now.pick, o.newer, &mem);
	if (load(&now))
		rc = CLI_FAILED;
	else if (o.write)
		rc = write_list(&o, &now.r) ? CLI_FAILED : CLI_OK;
	else if (!load_older(&o, &now, &old))
		rc = compare(&o, &old, &now);
	record_release(&old.r);
	record_release(&now.r);
	arena_release(&mem);
	return rc;
}
