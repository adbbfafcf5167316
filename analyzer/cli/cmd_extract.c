// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Extract the facts of one unit.  The parser works in a child process: whatever
 * happens to it, a facts file is left that says so.
 */
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/proc.h"
#include "base/vec.h"
#include "cli/cli.h"
#include "facts/facts.h"
#include "front_clang/front_clang.h"
#include "plan/pch.h"

static const char usage[] =
	"extract --tree TREE --args FILE --unit PATH -o FACTS [OPTION]...\n"
	"Parse one translation unit with libclang and write its facts.\n"
	"\n"
	"      --tree TREE        root of the source tree\n"
	"      --args FILE        first line: folder of the build; then one compiler argument a line\n"
	"      --unit PATH        the unit, relative to TREE or absolute\n"
	"  -o, --output FACTS     the facts file\n"
	"      --depfile FILE     write what was read, in make's form, for ninja\n"
	"      --timeout SECONDS  give up on the unit after that time (120; 0: never)\n"
	"      --pch FILE         precompiled header, or the pch/units.tsv of a scan, which names\n"
	"                         that of each unit; the facts do not depend on it\n"
	"      --precompile       PATH is a file of #include lines: write a precompiled header\n"
	"\n"
	"Exit status: 0 facts are written, be it that the unit could not be parsed; 2 they are not.\n";

#define DEFAULT_TIMEOUT 120

struct extract {
	const char *tree, *args_file, *unit, *out, *depfile, *pch, *result;
	bool precompile, listed, thin;
	unsigned int timeout;
	struct buf args_text;
	const char *cwd;
	VEC(const char *) args;
	strings_vec suspects;
};

enum { OPT_TREE = 256, OPT_ARGS, OPT_UNIT, OPT_DEPFILE, OPT_TIMEOUT, OPT_PCH, OPT_PRECOMPILE };

static const struct option options[] = {
	{ "tree", required_argument, NULL, OPT_TREE },
	{ "args", required_argument, NULL, OPT_ARGS },
	{ "unit", required_argument, NULL, OPT_UNIT },
	{ "output", required_argument, NULL, 'o' },
	{ "depfile", required_argument, NULL, OPT_DEPFILE },
	{ "timeout", required_argument, NULL, OPT_TIMEOUT },
	{ "pch", required_argument, NULL, OPT_PCH },
	{ "precompile", no_argument, NULL, OPT_PRECOMPILE },
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 },
};

static int parse_timeout(const char *s, unsigned int *out)
{
	char *end;
	long v = strtol(s, &end, 10);

	if (!*s || *end || v < 0 || v > 1000000)
		return error("--timeout wants a number of seconds, not '%s'", s);
	*out = (unsigned int)v;
	return 0;
}

/* Return: -1 go on, else the exit status */
static int parse_options(struct extract *x, int argc, char **argv)
{
	int c;

	while ((c = getopt_long(argc, argv, "o:h", options, NULL)) != -1) {
		switch (c) {
		case OPT_TREE:
			x->tree = optarg;
			break;
		case OPT_ARGS:
			x->args_file = optarg;
			break;
		case OPT_UNIT:
			x->unit = optarg;
			break;
		case 'o':
			x->out = optarg;
			break;
		case OPT_DEPFILE:
			x->depfile = optarg;
			break;
		case OPT_TIMEOUT:
			if (parse_timeout(optarg, &x->timeout))
				return CLI_FAILED;
			break;
		case OPT_PCH:
			x->pch = optarg;
			break;
		case OPT_PRECOMPILE:
			x->precompile = true;
			break;
		case 'h':
			return cli_usage(usage, 1);
		default:
			return CLI_FAILED;
		}
	}
	if (!x->tree || !x->args_file || !x->unit || !x->out || optind != argc)
		return cli_usage(usage, 0);
	return -1;
}

static int read_args(struct extract *x)
{
	char *line, *next;

	if (file_read(x->args_file, &x->args_text))
		return -1;
	if (!x->args_text.len)
		return error("%s: no folder in the first line", x->args_file);
	for (line = x->args_text.p; *line; line = next) {
		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		else
			next = line + strlen(line);
		if (!x->cwd)
			x->cwd = line;
		else if (*line)
			vec_push(&x->args, line);
	}
	return 0;
}

/* make's quoting, as ninja reads it. */
static void add_dep(struct buf *b, const char *path)
{
	for (; *path; path++) {
		if (*path == ' ' || *path == '#')
			buf_addch(b, '\\');
		if (*path == '$')
			buf_addch(b, '$');
		buf_addch(b, *path);
	}
}

static int write_depfile(const struct extract *x, const clang_deps *deps)
{
	struct buf b = { 0 };
	int err;

	if (!x->depfile)
		return 0;
	add_dep(&b, x->out);
	buf_addch(&b, ':');
	for (size_t i = 0; i < deps->n; i++) {
		buf_add(&b, " \\\n ");
		add_dep(&b, deps->v[i]);
	}
	buf_addch(&b, '\n');
	err = file_write(x->depfile, buf_str(&b), b.len);
	buf_release(&b);
	return err;
}

static int write_facts(const struct extract *x, const struct ir_unit *u, const clang_deps *deps)
{
	uint64_t hash = facts_args(x->cwd, x->args.v, (int)x->args.n);

	if (facts_write(x->out, u, hash) || write_depfile(x, deps))
		return CLI_FAILED;
	return CLI_OK;
}

/* Beside the facts: why they took longer than they might have. */
static void note_refusal(const struct extract *x, const char *why)
{
	struct buf path = { 0 };

	if (!x->listed)
		return;
	buf_addf(&path, "%s" PCH_WHY, x->out);
	if (why)
		file_write(buf_str(&path), why, strlen(why));
	else if (file_exists(buf_str(&path)))
		unlink(buf_str(&path));
	buf_release(&path);
}

/* In the child. */
static int work(void *data)
{
	struct extract *x = data;
	struct clang_opts o = { .tree = x->tree,
				.unit = x->unit,
				.cwd = x->cwd,
				.args = x->args.v,
				.nargs = (int)x->args.n,
				.exiting = true,
				.pch = x->pch,
				.thin = x->thin || x->precompile,
				.suspects = x->suspects.v,
				.nsuspects = (int)x->suspects.n };
	const char *why = NULL;
	clang_deps deps = { 0 };
	struct ir_unit *u;
	int rc;

	o.why = &why;
	if (x->precompile) {
		if (clang_precompile(&o, x->result, &deps) || write_depfile(x, &deps))
			return CLI_FINDINGS;
		return CLI_OK;
	}
	u = clang_unit(&o, &deps);
	note_refusal(x, why);
	if (!u)
		return CLI_FINDINGS; /* told on standard error, which the other process reads */
	rc = write_facts(x, u, &deps);
	vec_release(&deps);
	ir_unit_free(u);
	return rc;
}

/* The last line of what the worker said. */
static const char *last_line(struct buf *err)
{
	char *p;

	while (err->len && err->p[err->len - 1] == '\n')
		err->p[--err->len] = '\0';
	if (!err->len)
		return "nothing said";
	p = strrchr(err->p, '\n');
	return p ? p + 1 : err->p;
}

/* Leave facts that tell why there are none. */
static int give_up(struct extract *x, struct proc *p)
{
	struct ir_unit *u = ir_unit_new(x->unit, "clang");
	clang_deps deps = { 0 };
	struct buf why = { 0 }, unit = { 0 };
	int rc;

	/* so that it is tried again when the unit changes */
	buf_addf(&unit, "%s%s%s", x->unit[0] == '/' ? "" : x->tree, x->unit[0] == '/' ? "" : "/",
		 x->unit);
	vec_push(&deps, buf_str(&unit));
	if (p->timed_out)
		buf_addf(&why, "killed after %u s", x->timeout);
	else if (p->status > 128)
		buf_addf(&why, "clang crashed with signal %d", p->status - 128);
	else
		buf_addf(&why, "the parser gave up: %s", last_line(p->err));
	u->trust = IR_NOT_PARSED;
	u->reason = str_intern(buf_str(&why));
	rc = write_facts(x, u, &deps);
	ir_unit_free(u);
	vec_release(&deps);
	buf_release(&unit);
	buf_release(&why);
	return rc;
}

/* An empty file says so: the units are read without.  Nothing is lost but time. */
static int no_precompiled(struct extract *x, struct buf *err)
{
	clang_deps deps = { 0 };
	int rc;

	fprintf(stderr, "%s", buf_str(err));
	vec_push(&deps, x->unit);
	rc = file_write(x->out, "", 0) || write_depfile(x, &deps) ? CLI_FAILED : CLI_OK;
	vec_release(&deps);
	return rc;
}

static int supervise(struct extract *x)
{
	static const char *const name[] = { "the parser", NULL };
	struct buf err = { 0 };
	struct proc p = {
		.argv = name, .func = work, .data = x, .timeout = x->timeout, .err = &err
	};
	int rc;

	if (proc_run(&p))
		return CLI_FAILED;
	if ((x->pch || x->thin) && !x->precompile && (p.timed_out || p.status > 128)) {
		/* it may be the precompiled header that clang dies of */
		x->pch = NULL;
		x->thin = false;
		buf_reset(&err);
		if (proc_run(&p))
			return CLI_FAILED;
	}
	if (!p.timed_out && (p.status == CLI_OK || p.status == CLI_FAILED)) {
		fputs(buf_str(&err), stderr);
		rc = p.status;
	} else if (x->precompile) {
		rc = no_precompiled(x, &err);
	} else {
		rc = give_up(x, &p);
	}
	buf_release(&err);
	return rc;
}

/* The parser works in the folder of the build. */
static void absolute(const char **path, struct arena *mem)
{
	char here[PATH_MAX];

	if (*path && **path != '/' && getcwd(here, sizeof(here)))
		*path = arena_printf(mem, "%s/%s", here, *path);
}

/* A list names the precompiled header of each unit. */
static void find_pch(struct extract *x, struct arena *mem)
{
	const char *base = strrchr(x->args_file, '/');
	size_t n;

	if (!x->pch || !str_ends(x->pch, ".tsv"))
		return;
	base = base ? base + 1 : x->args_file;
	n = strlen(base) - (str_ends(base, ".args") ? strlen(".args") : 0);
	x->listed = true;
	x->thin = file_exists(x->pch);
	x->pch = pch_of_unit(x->pch, arena_strndup(mem, base, n), mem, &x->suspects);
}

int cmd_extract(int argc, char **argv)
{
	struct extract x = { .timeout = DEFAULT_TIMEOUT };
	struct arena mem = { 0 };
	int rc = parse_options(&x, argc, argv);

	if (rc >= 0)
		return rc;
	if (read_args(&x))
		return CLI_FAILED;
	find_pch(&x, &mem);
	absolute(&x.pch, &mem);
	if (x.precompile) {
		absolute(&x.unit, &mem);
		x.result = x.out;
		absolute(&x.result, &mem);
	}
	rc = supervise(&x);
	vec_release(&x.args);
	vec_release(&x.suspects);
	buf_release(&x.args_text);
	arena_release(&mem);
	return rc;
}
