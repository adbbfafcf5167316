// SPDX-License-Identifier: GPL-2.0-or-later
/* gupcheck scan: plan, let ninja extract what changed, link into the database. */
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "api/api.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/proc.h"
#include "base/str.h"
#include "cli/cli.h"
#include "cli/opts.h"
#include "cli/state.h"
#include "db/db.h"
#include "plan/inputs.h"
#include "plan/join.h"
#include "plan/ninjafile.h"
#include "plan/pch.h"
#include "plan/plan.h"

#define SCAN_TIMEOUT 120
/* What joins may make something else wanted, or not wanted any more: one step takes several rounds. */
#define SCAN_MORE_ROUNDS 5u

/* Hashes of the code that makes facts and inventories; the build writes them. */
static const char scan_extractor[] =
#include "extract_digest.inc"
	;
static const char scan_inventory[] =
#include "inventory_digest.inc"
	;

static const char usage[] =
	"scan [OPTION]... [TREE]\n"
	"Find all places of a kernel tree that take or drop user page references, check them, and\n"
	"store the result.  What did not change since the last scan is not read again.\n"
	"\n"
	"  -O DIR                   object directory of the tree's configuration\n"
	"  --compile-commands FILE  take flags from this compile database\n"
	"  --arch ARCH              architecture, as for make (what the configuration says)\n"
	"  --db FILE                the database (gup.db)\n"
	"  --state DIR              where the scan keeps its files (below the cache folder)\n"
	"  -j N                     units at a time (one per processor)\n"
	"  --timeout SECONDS        time limit for one unit (120)\n"
	"  --no-join                only files that take or drop user pages themselves: half the\n"
	"                           time, more sites stay unknown\n"
	"  --no-pch                 parse every unit with all its headers: slower, the same result\n"
	"  --suppressions FILE      findings that are wrong or wanted, verdicts on sites\n"
	"                           (gupcheck.suppressions in the tree)\n"
	"\n"
	"Exit status: 0 nothing found, 1 findings, 2 the result is missing or incomplete.\n";

struct scan {
	struct plan_opts o;
	struct arena mem;
	struct plan plan;
	const char *db, *jobs, *list;
	unsigned int timeout;
	int lock;
	bool alone, no_pch;
};

static int scan_number(const char *what, const char *s, unsigned long max)
{
	char *end;
	unsigned long n;

	errno = 0;
	n = strtoul(s, &end, 10);
	if (errno || *end || *s < '0' || *s > '9' || !n || n > max)
		return error("scan: '%s' is no number for %s", s, what);
	return 0;
}

static int scan_jobs(void *to, const char *arg)
{
	*(const char **)to = arg;
	return scan_number("-j", arg, 4096);
}

static int scan_timeout(void *to, const char *arg)
{
	*(unsigned int *)to = (unsigned int)strtoul(arg, NULL, 10);
	return scan_number("--timeout", arg, 86400);
}

/* Return: -1 to go on, else the exit status */
static int scan_options(struct scan *s, int argc, char **argv)
{
	const struct opt opts[] = { OPT_LETTER('O', &s->o.objdir),
				    OPT_TEXT("compile-commands", &s->o.compdb),
				    OPT_TEXT("arch", &s->o.arch),
				    OPT_TEXT("db", &s->db),
				    OPT_TEXT("suppressions", &s->list),
				    OPT_TEXT("state", &s->o.state),
				    { .name = "jobs",
				      .letter = 'j',
				      .kind = OPT_KIND_CALL,
				      .to = &s->jobs,
				      .call = scan_jobs },
				    OPT_CALL("timeout", scan_timeout, &s->timeout),
				    OPT_FLAG("no-join", &s->alone),
				    OPT_FLAG("no-pch", &s->no_pch),
				    OPT_END };
	int asked = opts_parse(argc, argv, opts, usage);

	if (asked)
		return asked > 0 ? CLI_OK : CLI_FAILED;
	if (argc - optind > 1)
		return cli_usage(usage, 0);
	s->o.tree = optind < argc ? argv[optind] : ".";
	return -1;
}

/* Everything is read again when the API table or the code that reads changes. */
static int scan_digest(struct scan *s, const char *name, const char *code)
{
	const char *text = arena_printf(&s->mem, "%s\n%s\n", api_digest(), code);

	return file_write_changed(arena_printf(&s->mem, "%s/%s", s->o.state, name), text,
				  strlen(text));
}

static void scan_ninja_argv(struct scan *s, bool quiet, const char **argv)
{
	*argv++ = "ninja";
	*argv++ = "-C";
	*argv++ = s->o.state;
	*argv++ = "-k";
	*argv++ = "0";
	if (quiet)
		*argv++ = "--quiet";
	if (s->jobs) {
		*argv++ = "-j";
		*argv++ = s->jobs;
	}
	*argv = NULL;
}

/* In the child: ninja dies with us, even by SIGKILL, so that the next scan does not meet it. */
static void scan_ninja_child(const char *const *argv, pid_t us, int out)
{
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != us)
		_exit(CLI_FAILED);
	unsetenv("NINJA_STATUS");
	dup2(out, 1);
	if (out != 2)
		dup2(out, 2);
	execvp(argv[0], (char *const *)argv);
	fprintf(stderr, "%s: cannot run 'ninja': %s\n", diag_program, strerror(errno));
	_exit(CLI_FAILED);
}

/*
 * What ninja prints for a failed edge is the command and its output.  Only the latter is for
 * the user, where each line of ours names its file.
 */
static void scan_relay(FILE *f)
{
	bool command = false;
	char *line = NULL;
	size_t size = 0;

	while (getline(&line, &size, f) > 0) {
		bool failed = str_starts(line, "FAILED: ");

		if (!failed && !command && !str_starts(line, "ninja: ") && *line != '\n')
			fputs(line, stderr);
		else if (str_starts(line, "ninja: error") || str_starts(line, "ninja: fatal"))
			fprintf(stderr, "%s: %s", diag_program, line);
		command = failed;
	}
	free(line);
}

/* Return: ninja's exit status, or -1 with the message printed */
static int scan_ninja_run(const char *const *argv, bool terminal)
{
	pid_t us = getpid(), pid;
	int p[2] = { -1, 2 }, st;

	if (!terminal && pipe(p))
		return error("cannot run 'ninja': %s", strerror(errno));
	fflush(NULL);
	pid = fork();
	if (pid < 0)
		return error("cannot run 'ninja': %s", strerror(errno));
	if (!pid) {
		if (!terminal)
			close(p[0]);
		scan_ninja_child(argv, us, p[1]);
	}
	if (!terminal) {
		FILE *f = fdopen(p[0], "r");

		close(p[1]);
		if (f) {
			scan_relay(f);
			fclose(f);
		}
	}
	while (waitpid(pid, &st, 0) < 0)
		if (errno != EINTR)
			return error("cannot wait for 'ninja': %s", strerror(errno));
	return WIFEXITED(st) ? WEXITSTATUS(st) : 128 + WTERMSIG(st);
}

static int scan_ninja(struct scan *s)
{
	struct pch_plan pch = { 0 };
	const struct ninjafile n = { .state = s->o.state,
				     .program = cli_self(),
				     .timeout = s->timeout,
				     .cocci = arena_printf(&s->mem, "%s/cocci", cli_datadir()),
				     .pch = s->no_pch ? NULL : &pch };
	struct inputs in = { .state = s->o.state };
	bool terminal = isatty(2);
	const char *argv[10];
	int rc = scan_digest(s, "digest", scan_extractor) ||
		 scan_digest(s, "cocci.digest", scan_inventory) ||
		 (s->no_pch ? pch_none(s->o.state) : pch_make(s->o.state, &s->plan, &pch)) ||
		 ninjafile_write(&n, &s->plan);

	pch_release(&pch);
	if (rc)
		return -1;
	rc = inputs_changed(&in);
	if (rc <= 0)
		return rc;
	scan_ninja_argv(s, !terminal, argv);
	rc = scan_ninja_run(argv, terminal);
	if ((rc == 0 || rc == 1) && inputs_record(&in, !rc))
		return -1;
	return rc;
}

enum scan_linked { LINKED, LINKED_IN_PART, LINK_AGAIN };

static int scan_link_child(void *data)
{
	char **argv = data;
	int n = 0;

	while (argv[n + 1])
		n++;
	optind = 0; /* getopt starts again */
	return cmd_link(n, argv + 1);
}

/* The reduce step is a command of its own, so that a cluster can run it alone.  Here it is that
 * command in a child: to start this program again would take longer than finding that nothing changed.
 * Return: LINK_AGAIN if @join and more files are to be read first, else whether the run that is
 * stored has gaps; -1 with the message printed */
static int scan_link(struct scan *s, bool join)
{
	const char *argv[] = { cli_self(), "link", "--state", s->o.state, "--db", s->db,
			       NULL,	   NULL,   NULL,      NULL,	  NULL,	  NULL };
	const char **arg = argv + 6;
	struct proc p = { .argv = argv, .func = scan_link_child, .data = argv };

	if (s->list) {
		*arg++ = "--suppressions";
		*arg++ = s->list;
	}
	if (s->jobs) {
		*arg++ = "--jobs";
		*arg++ = s->jobs;
	}
	if (join)
		*arg = "--join";
	if (proc_run(&p))
		return -1;
	if (p.status > 128)
		return error("linking was killed by signal %d; nothing was stored", p.status - 128);
	if (p.status == CLI_JOINED)
		return LINK_AGAIN;
	if (!file_exists(arena_printf(&s->mem, "%s/stored", s->o.state)))
		return -1;
	return p.status == CLI_OK ? LINKED : LINKED_IN_PART;
}

/* Name the units of the plan that could not be read: these make the result incomplete, as files
 * that the configuration leaves out do not.  Return: their number */
static size_t scan_failed(struct scan *s, const struct record *r)
{
	const struct plan_file *f = s->plan.files.v, *end = f + s->plan.files.n;
	const struct unit *u;
	size_t n = 0;

	/* both lists are sorted by path */
	vec_each (u, &r->units) {
		while (f < end && strcmp(f->path, u->path) < 0)
			f++;
		if (f == end || strcmp(f->path, u->path) || f->kind != PLAN_UNIT ||
		    u->trust != TRUST_NOT_PARSED)
			continue;
		n++;
		error("%s/%s: not read: %s", s->plan.tree.root, u->path, u->reason);
		/* the cause may be gone by the next scan: memory, a missing library */
		unlink(arena_printf(&s->mem, "%s/facts/%s.gir", s->o.state, f->index));
	}
	return n;
}

/* Drop the inventories that lack a whole file, so that the next scan tries again. */
static void scan_forget_batches(struct scan *s)
{
	struct buf b = { 0 };

	for (unsigned int nr = 0;; nr++) {
		const char *tsv = arena_printf(&s->mem, "%s/cocci/%u.tsv", s->o.state, nr);
		const char *line;

		if (!file_exists(arena_printf(&s->mem, "%s/cocci/%u.list", s->o.state, nr)))
			break;
		buf_reset(&b);
		if (!file_exists(tsv) || file_read(tsv, &b))
			continue;
		for (line = buf_str(&b); line; line = strchr(line, '\n')) {
			line += *line == '\n';
			if (*line == '!' && memmem(line, strcspn(line, "\n"), "\tspatch ", 8)) {
				unlink(tsv);
				break;
			}
		}
	}
	buf_release(&b);
}

/* More of these would bury the rest: gupcheck report lists them all. */
#define SCAN_NOTICES 5

/* Name the files that Coccinelle could not read at all.  Return: their number */
static size_t scan_unlisted(struct scan *s, const struct record *r)
{
	const struct notice *n;
	size_t lost = 0;

	vec_each (n, &r->notices) {
		/* other notices of the inventory are about a single call */
		if (strcmp(n->kind, "cocci") || !str_starts(n->text, "spatch "))
			continue;
		if (++lost <= SCAN_NOTICES)
			error("%s/%s: not in the inventory: %s", s->plan.tree.root, n->path,
			      n->text);
	}
	if (lost > SCAN_NOTICES)
		error("%zu more files are not in the inventory", lost - SCAN_NOTICES);
	if (lost)
		scan_forget_batches(s);
	return lost;
}

/* Units that were read again, with all their headers as they are. */
static size_t scan_without_pch(struct scan *s)
{
	const struct plan_file *f;
	size_t n = 0;

	vec_each (f, &s->plan.files)
		n += f->kind == PLAN_UNIT &&
		     file_exists(arena_printf(&s->mem, "%s/facts/%s.gir" PCH_WHY, s->o.state,
					      f->index));
	return n;
}

static void scan_print(struct scan *s, const struct record *r, size_t failed)
{
	size_t units[TRUST_NR] = { 0 }, without = scan_without_pch(s);
	const struct unit *u;

	vec_each (u, &r->units)
		units[u->trust]++;
	printf("linux %s, %s: %zu sites, %zu findings", s->plan.tree.version, s->plan.arch,
	       r->sites.n, r->findings.n);
	if (r->suppressed.n)
		printf(", %zu suppressed", r->suppressed.n);
	putchar('\n');
	printf("units: %zu read cleanly, %zu with errors, %zu failed; %zu files are not of this "
	       "configuration (see gupcheck plan)\n",
	       units[TRUST_CLEAN], units[TRUST_RECOVERED], failed, plan_count(&s->plan, PLAN_SKIP));
	if (plan_joined(&s->plan))
		printf("%zu of these units joined: they call or define functions that pages go through\n",
		       plan_joined(&s->plan));
	if (without)
		printf("%zu units were read twice, the second time with all of their headers: "
		       "%s/facts/*" PCH_WHY " say why\n",
		       without, s->o.state);
	printf("database: %s; next: gupcheck report --db %s\n", s->db, s->db);
}

/* Return: CLI_OK or CLI_FINDINGS, CLI_FAILED if the run is incomplete or cannot be shown */
static int scan_summary(struct scan *s)
{
	struct db *db = db_open(s->db, DB_READ);
	struct record r;
	struct db_run run;
	int rc = CLI_FAILED;
	size_t failed, unlisted;

	if (!db)
		return CLI_FAILED;
	record_init(&r);
	if (!db_find_run(db, s->plan.tree.root, 0, &run) && !db_load(db, &run, &r)) {
		record_confident(&r, FINDING_CONFIDENCE);
		record_apply_verdicts(&r);
		record_suppress(&r);
		failed = scan_failed(s, &r);
		unlisted = scan_unlisted(s, &r);
		scan_print(s, &r, failed);
		rc = failed || unlisted ? CLI_FAILED : r.findings.n ? CLI_FINDINGS : CLI_OK;
	}
	record_release(&r);
	db_close(db);
	return rc;
}

/* Return: ninja's exit status, -1 with the message printed if there is nothing to link */
static int scan_build(struct scan *s)
{
	int built;

	plan_release(&s->plan);
	s->plan = (struct plan){ 0 };
	if (plan_make(&s->o, &s->plan))
		return -1;
	built = scan_ninja(s);
	if (built > 128 || built == 2)
		return error("the scan was interrupted; run it again to go on where it stopped");
	return built;
}

static int scan_run(struct scan *s)
{
	unsigned int rounds = JOIN_ROUNDS + SCAN_MORE_ROUNDS;
	int built, linked, shown;

	s->lock = state_open(&s->o, &s->mem);
	if (s->lock < 0)
		return CLI_FAILED;
	if (s->alone)
		unlink(arena_printf(&s->mem, "%s/joined.tsv", s->o.state));
	do {
		built = scan_build(s);
		linked = built < 0 ? -1 : scan_link(s, rounds > 0 && !s->alone);
	} while (linked == LINK_AGAIN && rounds--);
	/* a scan with nothing changed need not try again */
	if (linked < 0 || (!rounds && join_settle(s->o.state)))
		return CLI_FAILED;
	shown = scan_summary(s);
	if (shown == CLI_FAILED || built || s->plan.problems || linked) {
		error("the result is incomplete: see the messages above, or gupcheck report");
		return CLI_FAILED;
	}
	return shown;
}

int cmd_scan(int argc, char **argv)
{
	struct scan s = { .db = "gup.db", .timeout = SCAN_TIMEOUT, .lock = -1 };
	int rc = scan_options(&s, argc, argv);

	if (rc >= 0)
		return rc;
	rc = scan_run(&s);
	plan_release(&s.plan);
	if (s.lock >= 0)
		close(s.lock);
	arena_release(&s.mem);
	return rc;
}
