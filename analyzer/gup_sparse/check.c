// SPDX-License-Identifier: GPL-2.0-or-later
#include "gup_sparse/check.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"
#include "gup_sparse/others.h"
#include "gup_sparse/sleep.h"
#include "link/found.h"
#include "link/suppress.h"
#include "solve/program.h"

struct check {
	const struct gup_options *o;
	const char *tree, *file;
	struct ir_unit *u;
	struct program *prog;
	unit_list others;
	struct record r;
	found_vec found;
	FILE *out;
};

/* Of pages that somebody else took less is known. */
static bool is_wanted(const struct check *c, const struct report *r)
{
	return !c->o->taken_only || (r->acquire && r->acquire->kind == IR_ACQUIRE);
}

static void tell_func(const struct solved *w, void *arg)
{
	struct check *c = arg;

	for (size_t i = 0; i < w->reports.n; i++)
		if (is_wanted(c, &w->reports.v[i]))
			vec_push(&c->found, found_report(&c->r.mem, w, &w->reports.v[i]));
}

static void check_sites(struct check *c)
{
	site_views views = { 0 };

	site_views_make(c->prog, &views);
	for (size_t i = 0; i < views.n; i++) {
		struct site_view *v = views.v[i];

		for (size_t k = 0; k < c->o->nrules; k++)
			if (c->o->rules[k]->on_site)
				c->o->rules[k]->on_site(v);
		for (size_t k = 0; k < v->reports.n; k++)
			vec_push(&c->found, found_told(&c->r.mem, v, &v->reports.v[k]));
	}
	site_views_release(&views);
}

static bool wants_sleep(const struct gup_options *o)
{
	for (size_t k = 0; k < o->nrules; k++)
		if (o->rules[k]->on_sleep)
			return true;
	return false;
}

static bool wants_sites(const struct gup_options *o)
{
	for (size_t k = 0; k < o->nrules; k++)
		if (o->rules[k]->on_site)
			return true;
	return false;
}

/* What other units do wrong is told when they are compiled.  @nfiles: how many files the unit had
 * before the solver added what it calls */
static void forget_others(struct check *c, size_t nfiles)
{
	size_t kept = 0;

	for (size_t i = 0; i < c->r.findings.n; i++) {
		struct finding *f = &c->r.findings.v[i];
		bool ours = false;

		for (size_t k = 0; k < nfiles; k++)
			ours |= !strcmp(f->path, c->u->files.v[k]);
		if (ours)
			c->r.findings.v[kept++] = *f;
		else
			finding_release_vecs(f);
	}
	c->r.findings.n = kept;
}

static int solve(struct check *c)
{
	size_t nfiles = c->u->files.n;

	if (c->o->db && others_read(c->o->db, c->u, &c->others))
		return -1;
	c->prog = program_new(c->o->rules, c->o->nrules);
	program_add(c->prog, c->u);
	for (size_t i = 0; i < c->others.n; i++)
		program_add(c->prog, c->others.v[i]);
	program_solve(c->prog);
	if (wants_sleep(c->o))
		sleep_solve(c->prog, c->u);
	program_each(c->prog, tell_func, c);
	if (wants_sites(c->o))
		check_sites(c);
	found_finish(&c->found, &c->r.findings);
	program_free(c->prog);
	if (c->others.n)
		forget_others(c, nfiles);
	return 0;
}

/* Fingerprints are words that start with f1-; what else a line says is for people. */
static bool in_baseline(const struct buf *known, const char *fingerprint)
{
	size_t n = strlen(fingerprint);
	const char *p = buf_str(known);

	for (; (p = strstr(p, fingerprint)); p += n)
		if (p[n] == '\0' || strchr(" \t\r\n\",;|", p[n]))
			return true;
	return false;
}

/* Forget what the baseline knows.  Return: 0, or -1 with the message printed */
static int subtract_baseline(struct check *c)
{
	struct buf known = { 0 };
	size_t kept = 0;
	int rc = file_read(c->o->baseline, &known);

	for (size_t i = 0; !rc && i < c->r.findings.n; i++) {
		struct finding *f = &c->r.findings.v[i];

		if (in_baseline(&known, f->fingerprint))
			finding_release_vecs(f);
		else
			c->r.findings.v[kept++] = *f;
	}
	if (!rc)
		c->r.findings.n = kept;
	buf_release(&known);
	return rc;
}

/* One write for each line: units of a parallel build add to the same file. */
static int add_to_baseline(struct check *c)
{
	int fd = open(c->o->write, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666), rc = 0;
	struct buf line = { 0 };
	const struct finding *f;

	if (fd < 0)
		return error("cannot write '%s': %m", c->o->write);
	vec_each (f, &c->r.findings) {
		buf_reset(&line);
		buf_addf(&line, "%s %s %s %s\n", f->fingerprint, f->rule, f->path, f->function);
		if (write(fd, line.p, line.len) != (ssize_t)line.len)
			rc = error("cannot write '%s': %m", c->o->write);
	}
	buf_release(&line);
	close(fd);
	return rc;
}

/* A path of the tree as the build would write it: as it wrote that of the unit. */
static void print_path(const struct check *c, const char *path)
{
	size_t n = strlen(c->file), m = strlen(c->u->path);

	if (path[0] != '/' && n >= m && !strcmp(c->file + n - m, c->u->path))
		fprintf(c->out, "%.*s", (int)(n - m), c->file);
	fputs(path, c->out);
}

static void print_finding(const struct check *c, const struct finding *f)
{
	const struct trace_step *s;

	print_path(c, f->path);
	fprintf(c->out, ":%u:%u: warning: %s [%s]\n", f->line, f->col, f->message, f->rule);
	if (!c->o->notes)
		return;
	vec_each (s, &f->trace) {
		print_path(c, s->path);
		fprintf(c->out, ":%u:%u: note: %s\n", s->line, s->col, s->text);
	}
}

static int tell(struct check *c)
{
	const struct suppress s = {
		.tree = c->tree, .rules = c->o->rules, .nrules = c->o->nrules, .part = true
	};
	struct unit unit = { .path = c->u->path, .trust = (enum trust)c->u->trust };
	const struct finding *f;

	vec_push(&c->r.units, unit);
	record_confident(&c->r, c->o->min);
	if (!c->r.findings.n)
		return 0;
	if (suppress_record(&s, &c->r))
		return -1;
	record_apply_verdicts(&c->r);
	record_suppress(&c->r);
	if (c->o->baseline && subtract_baseline(c))
		return -1;
	if (c->o->write && add_to_baseline(c))
		return -1;
	vec_each (f, &c->r.findings)
		print_finding(c, f);
	return 0;
}

int gup_check(const struct gup_options *o, const char *tree, const char *file, struct ir_unit *u,
	      FILE *out)
{
	struct check c = { .o = o, .tree = tree, .file = file, .u = u, .out = out };
	int rc;

	record_init(&c.r);
	rc = solve(&c);
	if (!rc)
		rc = tell(&c);
	record_release(&c.r);
	for (size_t i = 0; i < c.others.n; i++)
		ir_unit_free(c.others.v[i]);
	vec_release(&c.others);
	return rc;
}
