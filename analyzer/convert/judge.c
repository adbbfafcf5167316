// SPDX-License-Identifier: GPL-2.0-or-later
/* What the second scan says of each change. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/file.h"
#include "convert/unit.h"

/* The @nr-th acquire call of a function that a frontend saw, in the order of the source. */
static const struct site *judge_nth(const struct record *r, const char *path, const char *function,
				    size_t nr)
{
	const struct site *s;

	vec_each (s, &r->sites)
		if (s->seen_by & ~(unsigned int)SEEN_COCCI && !strcmp(s->path, path) &&
		    !strcmp(s->function, function) && !nr--)
			return s;
	return NULL;
}

/* A conversion adds and removes no acquire, so the same one has the same number. */
static const struct site *judge_after(const struct convert *c, const struct site *s)
{
	const struct site *x;
	size_t nr = 0;

	vec_each (x, &c->r->sites) {
		if (x == s)
			return judge_nth(&c->after, s->path, s->function, nr);
		nr += x->seen_by & ~(unsigned int)SEEN_COCCI && !strcmp(x->path, s->path) &&
		      !strcmp(x->function, s->function);
	}
	return NULL;
}

static bool change_has_file(const struct convert_change *ch, const char *path)
{
	const struct convert_file *f;

	vec_each (f, &ch->files)
		if (!strcmp(f->path, path))
			return true;
	return false;
}

static bool change_has_site(const struct convert_change *ch, const struct site *s)
{
	struct convert_site **cs;

	vec_each (cs, &ch->sites)
		if ((*cs)->site == s)
			return true;
	return false;
}

/* Return: whether the pins outlive the call that takes them, and have no FOLL_LONGTERM yet. */
static bool judge_site(struct convert *c, struct convert_change *ch, struct convert_site *cs)
{
	const struct site *s = cs->site, *n = judge_after(c, s);

	cs->after = n;
	if (!n)
		change_fail(c, ch, "%s:%u: %s() is not seen any more when scanned again", s->path,
			    s->line, s->api);
	else if (strcmp(n->api, cs->target))
		change_fail(c, ch, "%s:%u: %s() is still called", s->path, s->line, n->api);
	else if (strcmp(n->status, "converted"))
		change_fail(c, ch, "%s:%u: scanned again, its status is %s: %s", s->path, s->line,
			    n->status, n->evidence.n ? n->evidence.v[0] : "nothing more is known");
	else if (cs->longterm && !n->longterm)
		change_fail(c, ch, "%s:%u: FOLL_LONGTERM did not get into the call", s->path,
			    s->line);
	else if (n->kase == 2 && !n->longterm && !cs->extract && !c->put_user)
		return true;
	return false;
}

/* What was right before is right still. */
static void judge_others(struct convert *c, struct convert_change *ch)
{
	const struct site *s, *n;

	vec_each (s, &c->r->sites) {
		if (!change_has_file(ch, s->path) || change_has_site(ch, s) ||
		    !(s->seen_by & ~(unsigned int)SEEN_COCCI))
			continue;
		n = judge_after(c, s);
		if (!n || strcmp(n->api, s->api) || strcmp(n->status, s->status))
			change_fail(c, ch,
				    "%s:%u: %s() is not to be converted, and was %s; now it is %s",
				    s->path, s->line, s->api, s->status,
				    n ? n->status : "not seen");
	}
}

static size_t judge_count(const struct record *r, const struct finding *like)
{
	const struct finding *f;
	size_t n = 0;

	vec_each (f, &r->findings)
		n += f->confidence >= FINDING_CONFIDENCE && !verdict_suppresses(f->verdict) &&
		     !strcmp(f->rule, like->rule) && !strcmp(f->path, like->path) &&
		     !strcmp(f->function, like->function);
	return n;
}

static const struct site *judge_site_of(const struct record *r, const struct finding *f)
{
	const struct site *s;

	if (f->site)
		vec_each (s, &r->sites)
			if (s->fingerprint == f->site)
				return s;
	return NULL;
}

/* Findings have moved with their lines: they are told apart by rule and function. */
static void judge_findings(struct convert *c, struct convert_change *ch)
{
	const struct finding *f;

	vec_each (f, &c->after.findings) {
		const struct site *s = judge_site_of(&c->after, f);

		if (!change_has_file(ch, f->path) && !(s && change_has_file(ch, s->path)))
			continue;
		if (judge_count(&c->after, f) > judge_count(c->r, f))
			change_fail(c, ch, "scanned again, %s:%u: %s [%s]", f->path, f->line,
				    f->message, f->rule);
	}
}

static bool judge_change(struct convert *c, struct convert_change *ch)
{
	struct convert_site **cs;
	bool again = false;

	vec_each (cs, &ch->sites)
		if (judge_site(c, ch, *cs) && !(*cs)->longterm)
			again = (*cs)->longterm = true;
	if (again || ch->failed)
		return again && !ch->failed;
	judge_others(c, ch);
	judge_findings(c, ch);
	if (!ch->failed)
		change_check(
			c, ch,
			"scanned again: every path from the acquire ends in a release that fits, and there is no new finding");
	return false;
}

int prove_scan(struct convert *c)
{
	struct convert_change **ch;
	bool any = false;
	int again = 0;

	vec_each (ch, &c->changes)
		any = any || change_open(*ch);
	if (!any)
		return 0;
	if (rescan_run(c))
		return -1;
	vec_each (ch, &c->changes) {
		if (!change_open(*ch))
			continue;
		if (judge_change(c, *ch))
			again = 1;
		else
			(*ch)->open = false;
	}
	return again;
}

const char *style_check(struct convert *c, const char *file, bool mail, bool signed_off)
{
	const char *argv[] = { "perl",
			       "scripts/checkpatch.pl",
			       "--no-tree",
			       "-q",
			       "--terse",
			       "--show-types",
			       signed_off ? "--signoff" : "--no-signoff",
			       file,
			       NULL,
			       NULL };
	struct buf out = { 0 };
	const char *said = NULL;
	char *real = file_realpath(file);
	int rc;

	/* it runs in the tree */
	argv[7] = real ? real : file;
	if (!mail) {
		argv[8] = argv[7];
		argv[7] = "--ignore=COMMIT_MESSAGE";
	}
	rc = work_run(argv, c->plan.tree.root, &out, &out);
	if (rc)
		said = work_line(c, &out);
	if (said && real && str_starts(said, real))
		said += strlen(real) + 1;
	free(real);
	buf_release(&out);
	return said;
}

int prove_style(struct convert *c, struct convert_change *ch)
{
	const char *file = arena_printf(&c->mem, "%s/patch", c->scratch), *said;

	if (!file_exists(arena_printf(&c->mem, "%s/scripts/checkpatch.pl", c->plan.tree.root)))
		return 0;
	work_progress(c, "checking the style: %s", ch->files.v[0].path);
	if (file_write(file, ch->diff, strlen(ch->diff)))
		return -1;
	said = style_check(c, file, false, false);
	if (said)
		change_fail(c, ch, "checkpatch.pl says: %s", said);
	else
		change_check(c, ch, "checkpatch.pl of the tree finds nothing");
	return convert_interrupted();
}

static int prove_change(struct convert *c, struct convert_change *ch)
{
	units_find(c, ch);
	if (!ch->failed && prove_style(c, ch))
		return -1;
	if (!ch->failed && prove_compile(c, ch))
		return -1;
	if (!ch->failed && prove_sparse(c, ch))
		return -1;
	if (!ch->failed && prove_extract(c, ch))
		return -1;
	return 0;
}

int convert_prove(struct convert *c)
{
	struct convert_change **ch;

	vec_each (ch, &c->changes) {
		if (!change_open(*ch))
			continue;
		(*ch)->checks.n = 0;
		if (prove_change(c, *ch))
			return -1;
	}
	return prove_scan(c);
}
