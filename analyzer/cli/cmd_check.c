// SPDX-License-Identifier: GPL-2.0-or-later
/* Check a few files by themselves: C through the libclang frontend, or the IR's text form. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/file.h"
#include "cli/cli.h"
#include "cli/warnings.h"
#include "front_clang/front_clang.h"
#include "link/found.h"
#include "link/suppress.h"
#include "rules/rules.h"

static const char usage[] =
	"check [OPTION]... FILE.c|FILE.ir... [-- CLANG-ARGUMENT...]\n"
	"Check files by themselves, several as parts of one program; warnings go to stdout as a\n"
	"compiler writes them.\n"
	"\n"
	"      --rules ID[,ID...]   only these rules\n"
	"      --min-confidence X   leave out findings below X, from 0 to 1 (0.7)\n"
	"      --sites              what happens to the pages of each acquire call, one line each\n"
	"      --suppressions FILE  findings that are wrong or wanted (gupcheck.suppressions)\n"
	"      --suppressed         also tell what is suppressed, and why\n"
	"\n"
	"Exit status: 0 clean, 1 findings, 2 not done or only in part.\n";

struct check {
	const struct rule **rules;
	size_t nrules;
	double min;
	bool sites, suppressed;
	const char *list;
	VEC(struct ir_unit *) units;
	struct record r;
	found_vec found;
	unsigned int incomplete, failed;
};

static const char *file_of(const struct ir_unit *u, struct ir_loc loc)
{
	return u->files.v[loc.file];
}

static int cmp_uint(unsigned int a, unsigned int b)
{
	return a < b ? -1 : a > b;
}

static int cmp_loc(struct ir_loc a, struct ir_loc b)
{
	int c = cmp_uint(a.file, b.file);

	if (!c)
		c = cmp_uint(a.line, b.line);
	return c ? c : cmp_uint(a.col, b.col);
}

static void print_fate(unsigned int fate)
{
	static const char *const names[] = {
		"released", "kept", "left", "lost", "doubt", "failed"
	};
	const char *sep = "";

	for (unsigned int i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (!(fate & 1u << i))
			continue;
		printf("%s%s", sep, names[i]);
		sep = ",";
	}
	if (!*sep)
		printf("none");
}

static void print_site(const struct solved *w, const struct solved_site *s)
{
	const struct ir_loc *loc = &s->node->loc;

	printf("%s:%u:%u: site: %s kind=%s none=%s fate=", file_of(w->f->unit, *loc), loc->line,
	       loc->col, s->node->callee, api_kind_name(s->row->kind),
	       s->none && s->some ? "some" :
	       s->none		  ? "yes" :
				    "no");
	print_fate(s->fate);
	printf(" releases=%zu", s->releases.n);
	if (s->has_flags)
		printf(" flags=0x%llx", (unsigned long long)s->must);
	if (s->has_flags && s->may != s->must)
		printf("/0x%llx", (unsigned long long)s->may);
	printf("%s%s%s%s\n", s->boolean ? " boolean" : "", s->to_caller ? " to-caller" : "",
	       s->notifier ? " notifier" : "", w->incomplete ? " incomplete" : "");
}

static int cmp_site(const void *a, const void *b)
{
	return cmp_loc(((const struct solved_site *)a)->node->loc,
		       ((const struct solved_site *)b)->node->loc);
}

static void print_sites(const struct solved *w)
{
	VEC(struct solved_site) sorted = { 0 };

	for (size_t i = 0; i < w->sites.n; i++)
		vec_push(&sorted, w->sites.v[i]);
	if (sorted.n > 1)
		qsort(sorted.v, sorted.n, sizeof(*sorted.v), cmp_site);
	for (size_t i = 0; i < sorted.n; i++)
		if (!sorted.v[i].node->via)
			print_site(w, &sorted.v[i]);
	vec_release(&sorted);
}

static void solve_func_of(struct check *c, struct program *prog, const struct ir_func *f)
{
	const struct ir_unit *u = f->unit;
	const struct solved *w;

	/* with errors the acquire itself may be what was lost */
	if (f->errors) {
		error("%s:%u: %s() has errors and is not checked", file_of(u, f->loc), f->loc.line,
		      f->name);
		c->failed++;
		return;
	}
	w = program_solved(prog, f);
	if (w->incomplete && ir_touches(f)) {
		error("%s:%u: %s() has too many paths: not all were walked", file_of(u, f->loc),
		      f->loc.line, f->name);
		c->incomplete++;
	}
}

static void tell_func(const struct solved *w, void *arg)
{
	struct check *c = arg;

	for (size_t i = 0; i < w->reports.n; i++)
		vec_push(&c->found, found_report(&c->r.mem, w, &w->reports.v[i]));
	if (c->sites)
		print_sites(w);
}

static void check_sites(struct check *c, struct program *prog)
{
	site_views views = { 0 };

	site_views_make(prog, &views);
	for (size_t i = 0; i < views.n; i++) {
		struct site_view *v = views.v[i];

		for (size_t k = 0; k < c->nrules; k++)
			if (c->rules[k]->on_site)
				c->rules[k]->on_site(v);
		for (size_t k = 0; k < v->reports.n; k++)
			vec_push(&c->found, found_told(&c->r.mem, v, &v->reports.v[k]));
	}
	site_views_release(&views);
}

static void check_units(struct check *c)
{
	struct program *prog = program_new(c->rules, c->nrules);

	for (size_t k = 0; k < c->units.n; k++)
		program_add(prog, c->units.v[k]);
	for (size_t k = 0; k < c->units.n; k++)
		for (size_t i = 0; i < c->units.v[k]->funcs.n; i++)
			solve_func_of(c, prog, c->units.v[k]->funcs.v[i]);
	program_each(prog, tell_func, c);
	check_sites(c, prog);
	found_finish(&c->found, &c->r.findings);
	program_free(prog);
}

static struct ir_unit *read_ir(const char *path)
{
	struct buf text = { 0 };
	struct ir_unit *u = NULL;

	if (!file_read(path, &text))
		u = ir_parse(buf_str(&text), path);
	buf_release(&text);
	return u;
}

static struct ir_unit *read_c(const char *path, char **args)
{
	char *cwd = getcwd(NULL, 0), *real = file_realpath(path);
	struct clang_opts o = { .tree = cwd ? cwd : "/",
				.unit = real,
				.args = (const char *const *)args };
	struct ir_unit *u = NULL;

	while (args[o.nargs])
		o.nargs++;
	if (real)
		u = clang_unit(&o, NULL);
	else
		error("%s: no such file", path);
	free(real);
	free(cwd);
	return u;
}

/* What is suppressed, and the rest.  Return: 0, or -1 with the message printed */
static int print_findings(struct check *c)
{
	const struct suppress s = {
		.tree = ".", .list = c->list, .rules = c->rules, .nrules = c->nrules, .part = true
	};

	for (size_t i = 0; i < c->units.n; i++) {
		const struct ir_unit *u = c->units.v[i];
		struct unit unit = { .path = u->path,
				     .trust = c->incomplete ? TRUST_RECOVERED :
							      (enum trust)u->trust };

		vec_push(&c->r.units, unit);
	}
	if (suppress_record(&s, &c->r))
		return -1;
	record_apply_verdicts(&c->r);
	record_confident(&c->r, c->min);
	if (!c->suppressed)
		record_suppress(&c->r);
	warnings_print(&c->r);
	record_suppress(&c->r);
	warnings_notices(&c->r);
	return 0;
}

static int read_file(struct check *c, const char *path, char **args)
{
	struct ir_unit *u = str_ends(path, ".ir") ? read_ir(path) : read_c(path, args);

	if (!u)
		return -1;
	if (u->trust != IR_CLEAN) {
		error("%s: %s", path, u->reason[0] ? u->reason : ir_trust_text(u->trust));
		c->failed++;
	}
	vec_push(&c->units, u);
	return 0;
}

static int check_files(struct check *c, char **paths, char **args)
{
	int rc = 0;

	for (; *paths && !rc; paths++)
		rc = read_file(c, *paths, args);
	if (!rc) {
		check_units(c);
		rc = print_findings(c);
	}
	for (size_t i = 0; i < c->units.n; i++)
		ir_unit_free(c->units.v[i]);
	vec_release(&c->units);
	if (rc || c->failed || c->incomplete)
		return CLI_FAILED;
	return c->r.findings.n ? CLI_FINDINGS : CLI_OK;
}

/* What follows "--" is for clang; getopt would mix it with the files.  Return: the first of it */
static char **split_args(int *argc, char **argv)
{
	for (int i = 1; i < *argc; i++)
		if (!strcmp(argv[i], "--")) {
			*argc = i;
			argv[i] = NULL;
			return argv + i + 1;
		}
	return argv + *argc;
}

static void add_rule(struct check *c, const struct rule *r)
{
	for (size_t i = 0; i < c->nrules; i++)
		if (c->rules[i] == r)
			return;
	c->rules[c->nrules++] = r;
}

static int pick_rules(struct check *c, const char *list)
{
	do {
		size_t n = strcspn(list, ",");
		const char *id = str_intern_n(list, n);
		const struct rule *r = rule_find(id);

		if (!r)
			return error("there is no rule '%s'", id);
		add_rule(c, r);
		list += n;
	} while (*list++);
	return 0;
}

static int parse_min(const char *text, double *out)
{
	char *end;

	*out = strtod(text, &end);
	if (end == text || *end || !(*out >= 0 && *out <= 1))
		return error("'%s' is no confidence: a number from 0 to 1 is wanted", text);
	return 0;
}

enum { OPT_RULES = 256, OPT_MIN, OPT_SITES, OPT_LIST, OPT_SUPPRESSED };

static const struct option options[] = {
	{ "rules", required_argument, NULL, OPT_RULES },
	{ "min-confidence", required_argument, NULL, OPT_MIN },
	{ "sites", no_argument, NULL, OPT_SITES },
	{ "suppressions", required_argument, NULL, OPT_LIST },
	{ "suppressed", no_argument, NULL, OPT_SUPPRESSED },
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 },
};

/* Return: 0 to go on, else an exit status + 1 */
static int parse_options(struct check *c, int argc, char **argv)
{
	int opt;

	while ((opt = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		switch (opt) {
		case OPT_RULES:
			if (pick_rules(c, optarg))
				return CLI_FAILED + 1;
			break;
		case OPT_MIN:
			if (parse_min(optarg, &c->min))
				return CLI_FAILED + 1;
			break;
		case OPT_SITES:
			c->sites = true;
			break;
		case OPT_LIST:
			c->list = optarg;
			break;
		case OPT_SUPPRESSED:
			c->suppressed = true;
			break;
		case 'h':
			return cli_usage(usage, 1) + 1;
		default:
			return CLI_FAILED + 1;
		}
	}
	return optind < argc ? 0 : cli_usage(usage, 0) + 1;
}

int cmd_check(int argc, char **argv)
{
	struct check c = { .rules = calloc(rules_nr + 1, sizeof(*c.rules)),
			   .min = FINDING_CONFIDENCE };
	char **args = split_args(&argc, argv);
	int rc;

	if (!c.rules)
		die("out of memory");
	rc = parse_options(&c, argc, argv);
	if (rc) {
		rc--;
	} else {
		if (!c.nrules)
			for (size_t i = 0; i < rules_nr; i++)
				add_rule(&c, rules_all[i]);
		rc = check_files(&c, argv + optind, args);
	}
	record_release(&c.r);
	free(c.rules);
	return rc;
}
