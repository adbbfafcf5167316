// SPDX-License-Identifier: GPL-2.0-or-later
/* gupcheck review: what a person says of a site or finding, kept over scans. */
#include <errno.h>
#include <getopt.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/file.h"
#include "cli/cli.h"
#include "cli/find.h"
#include "cli/opts.h"
#include "cli/pick.h"
#include "link/verdicts.h"
#include "reports/report.h"

static const char usage[] =
	"review ID --status STATUS [--case N] --note TEXT\n"
	"   or: gupcheck review ID --verdict true|false --note TEXT\n"
	"   or: gupcheck review --list | --remove ID | --export | --import FILE\n"
	"Say what a site or finding is.  The word holds for the fingerprint, so later scans keep it.\n"
	"A finding whose verdict is false is suppressed.\n"
	"\n" FIND_HELP
	"  --status STATUS  a site is unconverted, converted, exempt, mixed, core, test or unknown\n"
	"  --case N         and of case 0 to 5\n"
	"  --verdict V      a finding is true or false\n"
	"  --note TEXT      why\n"
	"  --by NAME        who says so (the login name)\n"
	"  --list           all reviews, and whether the run still has what they are about\n"
	"  --remove ID      forget one\n"
	"  --export         write them all to standard output, fit for --import and for a tree's\n"
	"                   gupcheck.suppressions\n"
	"  --import FILE    add those of such a file; its word replaces the database's\n"
	"  --db FILE        the database (gup.db)\n"
	"  --tree PATH      the last run of this tree instead of the last of all\n"
	"  --run RUN        this run: its number, or a kernel version for the last of it\n"
	"\n"
	"Exit status: 0, 2 if it could not be done.\n";

enum action { A_SAY, A_LIST, A_REMOVE, A_EXPORT, A_IMPORT };

/**
 * struct options - the command line
 * @arg: the ID or the file
 * @kase: --case as given
 */
struct options {
	struct pick pick;
	enum action action;
	const char *arg, *status, *kase, *verdict, *note, *by;
};

static int two_actions(void)
{
	return error("review: one thing at a time; see gupcheck review --help");
}

static int set_action(struct options *o, enum action action, const char *arg)
{
	if (o->action != A_SAY)
		return two_actions();
	o->action = action;
	o->arg = arg;
	return 0;
}

static int ask_list(void *o, const char *arg)
{
	return set_action(o, A_LIST, arg);
}

static int ask_remove(void *o, const char *arg)
{
	return set_action(o, A_REMOVE, arg);
}

static int ask_export(void *o, const char *arg)
{
	return set_action(o, A_EXPORT, arg);
}

static int ask_import(void *o, const char *arg)
{
	return set_action(o, A_IMPORT, arg);
}

/* What is said, and of one kind of thing. */
static int check_words(const struct options *o)
{
	const char *kase = o->kase;

	if (!o->arg)
		return error("review: which site or finding? see gupcheck review --help");
	if (!o->status == !o->verdict)
		return error("review: give --status for a site or --verdict for a finding");
	if (o->status && !verdict_is_status(o->status))
		return error("review: there is no status '%s'", o->status);
	if (o->verdict && strcmp(o->verdict, "true") && strcmp(o->verdict, "false"))
		return error("review: '%s' is no verdict; true and false are", o->verdict);
	if (kase && (!o->status || *kase < '0' || *kase > '5' || kase[1]))
		return error("review: '%s' is no case of a site; 0 to 5 are", kase);
	if (!o->note || !o->note[strspn(o->note, " \t\n")])
		return error("review: say why with --note");
	return 0;
}

static int check_options(struct options *o, int argc, char **argv)
{
	bool said = o->status || o->kase || o->verdict || o->note || o->by;

	if (o->action == A_SAY && optind < argc)
		o->arg = argv[optind++];
	if (optind < argc)
		return error("review: what is '%s'? see gupcheck review --help", argv[optind]);
	if (o->action == A_SAY)
		return check_words(o);
	return said && o->action != A_IMPORT ? two_actions() : 0;
}

/* Return: 0 to go on, 1 when only help was wanted, -1 on a wrong command line. */
static int parse(int argc, char **argv, struct options *o)
{
	const struct opt opts[] = { OPT_TEXT("status", &o->status),
				    OPT_TEXT("case", &o->kase),
				    OPT_TEXT("verdict", &o->verdict),
				    OPT_TEXT("note", &o->note),
				    OPT_TEXT("by", &o->by),
				    OPT_CALL0("list", ask_list, o),
				    OPT_CALL("remove", ask_remove, o),
				    OPT_CALL0("export", ask_export, o),
				    OPT_CALL("import", ask_import, o),
				    OPT_TEXT("db", &o->pick.db),
				    OPT_TEXT("tree", &o->pick.tree),
				    OPT_TEXT("run", &o->pick.run),
				    OPT_END };
	int asked = opts_parse(argc, argv, opts, usage);

	return asked ? asked : check_options(o, argc, argv);
}

static const char *reviewer(const struct options *o)
{
	const struct passwd *pw = o->by ? NULL : getpwuid(geteuid());

	if (o->by)
		return o->by;
	return pw && pw->pw_name[0] ? pw->pw_name : "unknown";
}

static struct db *open_for_writing(const struct options *o)
{
	/* a review is of something that a scan found: never make an empty database */
	if (!file_exists(o->pick.db)) {
		error("cannot open the database '%s': there is no such file; run gupcheck scan, or "
		      "name one with --db",
		      o->pick.db);
		return NULL;
	}
	return db_open(o->pick.db, DB_WRITE);
}

static int put(const struct options *o, const struct verdict *v, size_t n)
{
	struct db *db = open_for_writing(o);
	int rc = db ? db_put_reviews(db, v, n) : -1;

	db_close(db);
	return rc;
}

/* ---- saying ---- */

static struct verdict words(const struct options *o)
{
	struct verdict v = { .what = o->status ? o->status : o->verdict,
			     .kase = o->kase ? *o->kase - '0' : -1,
			     .note = o->note,
			     .source = "review",
			     .place = reviewer(o),
			     .made = "",
			     .rule = "" };

	return v;
}

/* A place may hold a site and findings: the option tells which of them is meant. */
static int fill(const struct options *o, const struct hits *h, struct verdict *v)
{
	size_t n = o->status ? h->sites.n : h->findings.n;

	if (!n)
		return error("'%s' is no %s: give %s instead", o->arg,
			     o->status ? "site" : "finding", o->status ? "--verdict" : "--status");
	if (n > 1)
		return error("'%s' stands for %zu %s: give a fingerprint", o->arg, n,
			     o->status ? "sites" : "findings");
	if (o->status) {
		const struct site *s = h->sites.v[0];

		v->fingerprint = s->fingerprint;
		v->path = s->path;
		v->function = s->function;
	} else {
		const struct finding *f = h->findings.v[0];

		v->fingerprint = f->fingerprint;
		v->rule = f->rule;
		v->path = f->path;
		v->function = f->function;
	}
	return 0;
}

static int say(const struct options *o)
{
	struct verdict v = words(o);
	struct hits h = { 0 };
	struct db_run run;
	struct record r;
	int rc;

	record_init(&r);
	rc = pick_load(&o->pick, &run, &r);
	if (!rc)
		rc = find_id(&r, o->arg, &h);
	if (!rc)
		rc = fill(o, &h, &v);
	if (!rc)
		rc = put(o, &v, 1);
	if (!rc)
		printf("%s %s: %s\n", v.fingerprint, v.path, v.what);
	hits_release(&h);
	record_release(&r);
	return rc;
}

/* ---- reading and forgetting ---- */

static int load_reviews(const struct options *o, verdict_vec *out)
{
	struct db *db = db_open(o->pick.db, DB_READ);
	int rc = db ? db_reviews(db, out) : -1;

	db_close(db);
	return rc;
}

/* The run's reviews are those of what it has, by the fingerprints that it has now. */
static bool run_has(const struct record *r, const struct verdict *review)
{
	const struct verdict *v;

	vec_each (v, &r->verdicts)
		if (!strcmp(v->source, "review") && !strcmp(v->note, review->note) &&
		    !strcmp(v->made, review->made) && !strcmp(v->path, review->path) &&
		    !strcmp(v->what, review->what))
			return true;
	return false;
}

static void print_text(const char *s)
{
	struct buf b = { 0 };

	fputs(text_clean(&b, *s ? s : "?"), stdout);
	buf_release(&b);
}

static void print_review(const struct verdict *v, bool there)
{
	struct buf b = { 0 };

	printf("%s %s%s%s", v->fingerprint, v->rule, *v->rule ? " " : "", v->what);
	if (v->kase >= 0)
		printf(", case %d", v->kase);
	fputs(" in ", stdout);
	print_text(v->function);
	fputs(": ", stdout);
	print_text(v->path);
	fputs(": ", stdout);
	print_text(v->note);
	fputs(", ", stdout);
	print_text(verdict_origin(&b, v));
	puts(there ? "" : " (not in this run)");
	buf_release(&b);
}

static int list(const struct options *o)
{
	verdict_vec all = { 0 };
	struct db_run run;
	struct record r;
	struct verdict *v;
	int rc;

	record_init(&r);
	rc = load_reviews(o, &all);
	if (!rc)
		rc = pick_load(&o->pick, &run, &r);
	if (!rc)
		vec_each (v, &all)
			print_review(v, run_has(&r, v));
	vec_release(&all);
	record_release(&r);
	return rc;
}

static int export(const struct options *o)
{
	verdict_vec all = { 0 };
	int rc = load_reviews(o, &all);

	if (!rc) {
		puts("# What people said of sites and findings; gupcheck review --import reads it, and\n"
		     "# every scan of a tree that has it as " VERDICTS_FILE ".\n"
		     "# FINGERPRINT RULE[:true] or STATUS[:CASE] PATH FUNCTION # REASON");
		verdicts_write(stdout, &all);
	}
	vec_release(&all);
	return rc;
}

/* All or nothing: a line that makes no sense may be one that was meant to count. */
static int import(const struct options *o)
{
	struct arena mem = { 0 };
	struct buf b = { 0 };
	notice_vec bad = { 0 };
	verdict_vec all = { 0 };
	const struct notice *n;
	struct verdict *v;
	int rc = verdicts_read(o->arg, o->arg, true, &all, &bad, &mem);

	vec_each (n, &bad)
		error("%s: %s", n->path, text_clean(&b, n->text));
	buf_release(&b);
	if (bad.n)
		rc = error("%s: nothing was imported", o->arg);
	vec_each (v, &all)
		if (!*v->place)
			v->place = reviewer(o);
	if (!rc)
		rc = put(o, all.v, all.n);
	if (!rc)
		printf("%zu reviews imported\n", all.n);
	vec_release(&all);
	vec_release(&bad);
	arena_release(&mem);
	return rc;
}

/* Of reviews, whether or not the run has what they are about. */
static const struct verdict *review_of(const verdict_vec *all, const char *id)
{
	const struct verdict *v, *found = NULL;

	vec_each (v, all) {
		const char *digits = strchr(v->fingerprint, '-') + 1;

		if (!str_starts(v->fingerprint, id) && !str_starts(digits, id))
			continue;
		if (found) {
			error("'%s' stands for several reviews; give more of it", id);
			return NULL;
		}
		found = v;
	}
	if (!found)
		error("there is no review of '%s'; see gupcheck review --list", id);
	return found;
}

static int forget(const struct options *o)
{
	verdict_vec all = { 0 };
	const struct verdict *v;
	struct db *db = NULL;
	int rc = load_reviews(o, &all);

	if (!rc) {
		v = review_of(&all, o->arg);
		db = v ? open_for_writing(o) : NULL;
		rc = db && db_remove_review(db, v->fingerprint) >= 0 ? 0 : -1;
		if (!rc)
			printf("%s is forgotten\n", v->fingerprint);
	}
	db_close(db);
	vec_release(&all);
	return rc;
}

int cmd_review(int argc, char **argv)
{
	static int (*const actions[])(const struct options *) = {
		[A_SAY] = say,	     [A_LIST] = list,	  [A_REMOVE] = forget,
		[A_EXPORT] = export, [A_IMPORT] = import,
	};
	struct options o = { .pick.db = PICK_DEFAULT_DB };
	int asked = parse(argc, argv, &o);

	if (asked)
		return asked > 0 ? CLI_OK : CLI_FAILED;
	return actions[o.action](&o) ? CLI_FAILED : CLI_OK;
}
