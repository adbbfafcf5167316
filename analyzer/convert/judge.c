// SPDX-License-Identifier: GPL-2.0-or-later
/* What the second scan says of each change. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/api.h"
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

static bool change_has_site(const struct convert_change *ch, const struct site *s)
{
	struct convert_site **cs;

	vec_each (cs, &ch->sites)
		if ((*cs)->site == s)
			return true;
	return false;
}

/* Before 5.6 what takes the pages stays, and only how they are dropped tells. */
static const struct site_release *judge_old(const struct site *n)
{
	const struct site_release *r;

	vec_each (r, &n->releases)
		if (!str_starts(r->api, "put_user_page"))
			return r;
	return NULL;
}

/* Return: whether the pins outlive the call that takes them, and have no FOLL_LONGTERM yet. */
static bool judge_site(struct convert *c, struct convert_site *cs)
{
	const struct site *s = cs->site, *n = judge_after(c, s);
	const struct site_release *old = n && c->put_user ? judge_old(n) : NULL;

	cs->after = n;
	if (!n)
		site_fail(c, cs, "%s:%u: %s() is not seen any more when scanned again", s->path,
			  s->line, s->api);
	else if (strcmp(n->api, cs->target))
		site_fail(c, cs, "%s:%u: %s() is still called", s->path, s->line, n->api);
	else if (old)
		site_fail(c, cs, "%s:%u: %s() still drops the pages", old->path, old->line,
			  old->api);
	else if (strcmp(n->status, c->put_user ? s->status : "converted"))
		site_fail(c, cs, "scanned again, its status is %s: %s", n->status,
			  n->evidence.n ? n->evidence.v[0] : "nothing more is known");
	else if (cs->longterm && !n->longterm)
		site_fail(c, cs, "FOLL_LONGTERM did not get into the call");
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

size_t record_count(const struct record *r, const struct finding *like)
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

/* Does the change take a call away that marks pages dirty? */
static bool removes_dirtying(const struct convert_change *ch)
{
	for (const char *p = ch->diff; *p; p += strcspn(p, "\n"), p += *p == '\n') {
		size_t n = strcspn(p, "\n");

		if (*p != '-' || str_starts(p, "--- "))
			continue;
		for (size_t i = 0; i < api_nr_rows; i++)
			if ((api_rows[i].role == API_DIRTY || api_rows[i].dirty) &&
			    memmem(p, n, api_rows[i].name, strlen(api_rows[i].name)))
				return true;
	}
	return false;
}

/* A new finding is the fault of the site that it is about, or of the change. */
static void judge_finding(struct convert *c, struct convert_change *ch, const struct finding *f,
			  const struct site *s)
{
	static const char form[] = "scanned again, %s:%u: %s [%s]";
	struct convert_site **cs;

	vec_each (cs, &ch->sites)
		if (s && (*cs)->after == s) {
			site_fail(c, *cs, form, f->path, f->line, f->message, f->rule);
			return;
		}
	change_fail(c, ch, form, f->path, f->line, f->message, f->rule);
}

/* Findings have moved with their lines: they are told apart by rule and function.  That pages are
 * not marked dirty is seen better once the flags are spelled out; it was so before.  So was a loop
 * that one call could replace, and stays where a comment or more in it forbids that. */
static void judge_findings(struct convert *c, struct convert_change *ch)
{
	bool dirtying = removes_dirtying(ch);
	const struct finding *f;

	vec_each (f, &c->after.findings) {
		const struct site *s = judge_site_of(&c->after, f);

		if (!change_has_file(ch, f->path) && !(s && change_has_file(ch, s->path)))
			continue;
		if ((!dirtying && !strcmp(f->rule, "missing-dirty")) ||
		    !strcmp(f->rule, "open-coded-dirty"))
			continue;
		if (record_count(&c->after, f) > record_count(c->r, f))
			judge_finding(c, ch, f, s);
	}
}

static bool judge_change(struct convert *c, struct convert_change *ch)
{
	struct convert_site **cs;
	bool again = false;

	vec_each (cs, &ch->sites) {
		if (judge_site(c, *cs))
			again = (*cs)->longterm = true;
		again = again || (*cs)->dropped;
	}
	if (again || ch->failed)
		return again && !ch->failed;
	judge_others(c, ch);
	judge_findings(c, ch);
	vec_each (cs, &ch->sites)
		again = again || (*cs)->dropped;
	if (!again && !ch->failed)
		change_check(
			c, ch,
			"scanned again: every path from the acquire ends in a release that fits, and there is no new finding");
	return again && !ch->failed;
}

/* What an earlier round has judged is in the new record, too. */
static void judge_settled(struct convert *c, struct convert_change *ch)
{
	struct convert_site **cs;

	vec_each (cs, &ch->sites)
		(*cs)->after = ch->failed ? NULL : judge_after(c, (*cs)->site);
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
	if (rescan_run(c, false))
		return -1;
	vec_each (ch, &c->changes) {
		if (!change_open(*ch)) {
			judge_settled(c, *ch);
			continue;
		}
		if (judge_change(c, *ch))
			again = 1;
		else
			(*ch)->open = false;
	}
	change_renew(c);
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

int prove_change(struct convert *c, struct convert_change *ch)
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
	int rc;

	vec_each (ch, &c->changes) {
		if (!change_open(*ch))
			continue;
		(*ch)->checks.n = 0;
		if (prove_change(c, *ch))
			return -1;
	}
	rc = prove_scan(c);
	work_progress(c, NULL);
	return rc;
}
