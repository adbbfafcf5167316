// SPDX-License-Identifier: GPL-2.0-or-later
/* gupcheck convert: rewrite what the solver cleared, prove it, make patches of it. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/file.h"
#include "cli/cli.h"
#include "cli/pick.h"
#include "cli/state.h"
#include "convert/convert.h"

/* The solver is never surer of a site that is to be converted than 0.85. */
#define CONVERT_CONFIDENCE 0.7
/* Each round drops a site at least, or adds a flag; most need one or two. */
#define CONVERT_ROUNDS 8

static const char usage[] =
	"convert [OPTION]... [PATH]...\n"
	"Turn sites that get user pages, and should pin them, into sites that pin, with every release\n"
	"of their pages.  What is rewritten is what the solver cleared; each change is proved: it\n"
	"compiles without a new warning, a second scan calls it converted and finds nothing new, and\n"
	"checkpatch.pl of the tree is content.  Pages that are written and dropped as if clean are marked\n"
	"dirty in a patch of its own.  Without --write or --apply, print the differences.  What was tried\n"
	"and what came of it is kept in the database.\n"
	"\n"
	"  PATH                only sites in this file or below this folder of the tree\n"
	"  --subsystem NAME    only sites of this section of MAINTAINERS\n"
	"  --min-confidence X  only sites whose status is that sure (0.7)\n"
	"  --why               say of each site whether it is cleared, and if not, why; do no more\n"
	"  --keep-loops        one call for one call: leave loops that unpin page by page\n"
	"  --mark-dirty        also fix what pins already, writes, and marks no page dirty\n"
	"  --write DIR         write the patches there as mails, one for each driver or subsystem\n"
	"  --apply             change the tree, all files or none\n"
	"  --db FILE           the database (gup.db)\n"
	"  --tree PATH         the last run of this tree instead of the last of all\n"
	"  --run N             this run\n"
	"  -O DIR              object directory, as given to the scan\n"
	"  --compile-commands FILE, --arch ARCH\n"
	"                      as given to the scan\n"
	"  --state DIR         state folder of the scan, if one was given to it\n"
	"  --suppressions FILE what people said, besides what the run and the database hold\n"
	"\n"
	"Exit status: 0 all sites asked for are converted, 1 some are not, 2 it could not be done.\n";

struct convert_cmd {
	struct pick pick;
	struct plan_opts o;
	const char *write;
	bool apply, why;
	struct convert c;
	struct db_run run;
	struct record r;
	int lock;
};

static int option_number(const char *s, double *out)
{
	char *end;

	*out = strtod(s, &end);
	if (!*s || *end || !(*out >= 0 && *out <= 1))
		return error("convert: --min-confidence wants a number from 0 to 1, not '%s'", s);
	return 0;
}

static int convert_option(struct convert_cmd *x, int opt, char *arg)
{
	switch (opt) {
	case 'd':
		x->pick.db = arg;
		return 0;
	case 't':
		x->pick.tree = arg;
		return 0;
	case 'r':
		x->pick.run = arg;
		return 0;
	case 'S':
		x->pick.list = arg;
		return 0;
	case 'O':
		x->o.objdir = arg;
		return 0;
	case 'c':
		x->o.compdb = arg;
		return 0;
	case 'a':
		x->o.arch = arg;
		return 0;
	case 's':
		x->o.state = arg;
		return 0;
	case 'w':
		x->write = arg;
		return 0;
	case 'A':
		x->apply = true;
		return 0;
	case 'y':
		x->why = true;
		return 0;
	case 'M':
		x->c.mark_all = true;
		return 0;
	case 'K':
		x->c.keep_loops = true;
		return 0;
	case 'u':
		x->c.subsystem = arg;
		return 0;
	case 'm':
		return option_number(arg, &x->c.min);
	}
	return -1;
}

/* Return: -1 to go on, else the exit status */
static int convert_options(struct convert_cmd *x, int argc, char **argv)
{
	static const struct option longs[] = {
		{ "db", required_argument, NULL, 'd' },
		{ "tree", required_argument, NULL, 't' },
		{ "run", required_argument, NULL, 'r' },
		{ "suppressions", required_argument, NULL, 'S' },
		{ "compile-commands", required_argument, NULL, 'c' },
		{ "arch", required_argument, NULL, 'a' },
		{ "state", required_argument, NULL, 's' },
		{ "write", required_argument, NULL, 'w' },
		{ "apply", no_argument, NULL, 'A' },
		{ "why", no_argument, NULL, 'y' },
		{ "keep-loops", no_argument, NULL, 'K' },
		{ "mark-dirty", no_argument, NULL, 'M' },
		{ "subsystem", required_argument, NULL, 'u' },
		{ "min-confidence", required_argument, NULL, 'm' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	int opt;

	argv[0] = (char *)"gupcheck: convert";
	while ((opt = getopt_long(argc, argv, "O:h", longs, NULL)) != -1) {
		if (opt == 'h')
			return cli_usage(usage, 1);
		if (opt == '?' || convert_option(x, opt, optarg))
			return CLI_FAILED;
	}
	if (x->apply && x->write) {
		error("convert: --write and --apply exclude each other");
		return CLI_FAILED;
	}
	return -1;
}

/* A PATH may be given as the tree's own name for it, or as it is seen from here. */
static void convert_paths(struct convert_cmd *x, char **argv)
{
	size_t n = strlen(x->r.tree);

	for (; *argv; argv++) {
		char *real = file_realpath(*argv);
		const char *path = *argv;

		if (real && !strncmp(real, x->r.tree, n) && (real[n] == '/' || !real[n]))
			path = arena_strdup(&x->c.mem, real + n + (real[n] == '/'));
		else if (str_starts(path, "./"))
			path += 2;
		vec_push(&x->c.paths, path);
		free(real);
	}
}

/* The state folder of the scan that made the run. */
static int convert_state(struct convert_cmd *x)
{
	x->o.tree = x->r.tree;
	if (!x->o.state) {
		/* the run knows its object directory, not whether it was named or found */
		x->o.state = state_path(&x->o, &x->c.mem);
		if (!x->o.objdir && x->r.objdir && !state_is_scan(x->o.state, &x->c.mem)) {
			x->o.objdir = x->r.objdir;
			x->o.state = state_path(&x->o, &x->c.mem);
		}
	}
	if (!state_is_scan(x->o.state, &x->c.mem))
		return error(
			"convert: '%s' is not the state folder of a scan; give --state, or -O as for the scan",
			x->o.state);
	x->lock = state_open(&x->o, &x->c.mem);
	return x->lock < 0 ? -1 : 0;
}

static void print_site(FILE *f, const struct convert_site *cs, const char *what)
{
	const struct site *s = cs->site;

	fprintf(f, "%s:%u:%u: %s(): %s\n", s->path, s->line, s->col, s->api, what);
}

/* Return: how many sites that are to be converted are not cleared */
static size_t print_why(const struct convert_cmd *x, FILE *f)
{
	const struct convert_site *cs;
	size_t n = 0;

	vec_each (cs, &x->c.sites) {
		if (!cs->wanted)
			continue;
		n += cs->why && !strcmp(cs->site->status, "unconverted");
		if (cs->why)
			print_site(f, cs, cs->why);
		else if (x->why)
			print_site(f, cs, "cleared");
	}
	return n;
}

static void print_fixes(const struct convert_cmd *x)
{
	struct convert_change *const *ch;
	const struct convert_mark *m;

	vec_each (ch, &x->c.fixes) {
		struct convert_site *cs = (*ch)->sites.v[0];
		struct buf b = { 0 };

		if ((*ch)->failed)
			buf_addf(&b, "its pages are not marked dirty: %s", (*ch)->failed);
		else
			vec_each (m, &(*ch)->marks)
				buf_addf(&b, "%s %s:%u",
					 b.len ? "," : "its pages are marked dirty at", m->path,
					 m->line);
		print_site(stderr, cs, buf_str(&b));
		buf_release(&b);
	}
}

/* What became of each site.  Return: how many that were cleared were left out */
static size_t print_outcome(const struct convert_cmd *x)
{
	const struct convert_site *cs;
	size_t left = 0;

	vec_each (cs, &x->c.sites) {
		const char *failed = cs->dropped ? cs->why : cs->change ? cs->change->failed : NULL;
		char text[128];

		if (!cs->dropped && !cs->change)
			continue;
		if (!strcmp(cs->target, cs->site->api))
			snprintf(text, sizeof(text), "converted: put_user_page*() drops its pages");
		else
			snprintf(text, sizeof(text), "converted to %s()%s", cs->target,
				 cs->longterm ? " with FOLL_LONGTERM" : "");
		print_site(stderr, cs, failed ? failed : text);
		left += failed != NULL;
	}
	print_fixes(x);
	return left;
}

/* Return: how many of those that are to be converted were not cleared */
static size_t count_uncleared(const struct convert_cmd *x)
{
	const struct convert_site *cs;
	size_t n = 0;

	vec_each (cs, &x->c.sites)
		n += cs->wanted && cs->why && !cs->dropped &&
		     !strcmp(cs->site->status, "unconverted");
	return n;
}

static int convert_work(struct convert_cmd *x)
{
	struct convert_change **ch;
	int again = 1;

	for (int round = 0; again > 0 && round < CONVERT_ROUNDS; round++) {
		again = convert_rewrite(&x->c);
		if (!again)
			again = convert_prove(&x->c);
	}
	vec_each (ch, &x->c.changes)
		if ((*ch)->open && !(*ch)->failed)
			(*ch)->failed = "it is not settled after many tries";
	return again < 0 ? -1 : convert_mark(&x->c);
}

static int convert_output(struct convert_cmd *x)
{
	int n;

	if (x->write) {
		n = convert_series(&x->c, x->write);
		if (n > 0)
			fprintf(stderr, "%d patch%s in %s\n", n, n == 1 ? "" : "es", x->write);
		return n < 0 ? -1 : 0;
	}
	if (x->apply)
		return convert_apply(&x->c);
	convert_diff(&x->c, stdout);
	return 0;
}

/* What was tried is part of the record. */
static int convert_keep(struct convert_cmd *x)
{
	struct db *db = db_open(x->pick.db, DB_WRITE);
	conversion_vec all = { 0 };
	int rc = -1;

	if (db) {
		convert_attempts(&x->c, &all);
		rc = db_put_conversions(db, x->run.id, &all);
	}
	conversions_release(&all);
	db_close(db);
	return rc;
}

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void print_time(const struct convert_cmd *x, double start)
{
	if (x->c.changes.n || x->c.fixes.n)
		fprintf(stderr, "%zu of %zu changes hold; %.1f s, of these %.1f s rewriting\n",
			convert_held(&x->c), x->c.changes.n, seconds() - start, x->c.rewriting);
}

static int convert_run(struct convert_cmd *x)
{
	double start = seconds();
	size_t uncleared, left;

	if (convert_select(&x->c))
		return CLI_FAILED;
	if (x->why)
		return print_why(x, stdout) ? CLI_FINDINGS : CLI_OK;
	if (x->write && convert_folder(x->write))
		return CLI_FAILED;
	if (convert_open(&x->c) || convert_work(x) || convert_interrupted())
		return CLI_FAILED;
	convert_subjects(&x->c);
	if (convert_output(x) || convert_keep(x))
		return CLI_FAILED;
	left = print_outcome(x);
	uncleared = count_uncleared(x);
	if (uncleared)
		fprintf(stderr, "%zu more site%s not cleared: gupcheck convert --why says why\n",
			uncleared, uncleared == 1 ? " is" : "s are");
	print_time(x, start);
	return left || uncleared ? CLI_FINDINGS : CLI_OK;
}

int cmd_convert(int argc, char **argv)
{
	struct convert_cmd x = { .pick = { .db = PICK_DEFAULT_DB },
				 .c = { .min = CONVERT_CONFIDENCE },
				 .lock = -1 };
	int rc = convert_options(&x, argc, argv);

	if (rc >= 0)
		return rc;
	rc = CLI_FAILED;
	record_init(&x.r);
	record_init(&x.c.after);
	record_init(&x.c.marked);
	if (!pick_load(&x.pick, &x.run, &x.r) && !convert_state(&x)) {
		convert_paths(&x, argv + optind);
		x.c.r = &x.r;
		x.c.state = x.o.state;
		x.c.program = cli_self();
		x.c.cocci = arena_printf(&x.c.mem, "%s/cocci", cli_datadir());
		x.c.progress = isatty(STDERR_FILENO);
		rc = convert_run(&x);
	}
	if (x.lock >= 0)
		close(x.lock);
	convert_close(&x.c);
	record_release(&x.r);
	return rc;
}
