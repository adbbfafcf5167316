// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Pages that were written and are dropped as if clean: a fix, in a patch of its own.  What is marked
 * is what the findings on the rewritten tree name; a second rewrite on top of the first, proved as that
 * one was.
 */
#include <string.h>

#include "base/file.h"
#include "convert/work.h"

#define RULE "missing-dirty"
/* Each round marks what the one before has brought to light. */
#define MARK_ROUNDS 4

/* What the fixes stand on: the converted tree, or the tree if nothing was converted. */
static const struct record *mark_before(const struct convert *c)
{
	return convert_held(c) ? &c->after : c->r;
}

static bool mark_speaks(const struct finding *f, const struct site *s)
{
	return f->site && f->site == s->fingerprint && !strcmp(f->rule, RULE) &&
	       f->confidence >= FINDING_CONFIDENCE && !verdict_suppresses(f->verdict);
}

static const struct site_release *mark_release(const struct site *s, const struct finding *f)
{
	const struct site_release *r;

	vec_each (r, &s->releases)
		if (r->line == f->line && !strcmp(r->path, f->path) &&
		    str_starts(r->api, "unpin_user_page"))
			return r;
	return NULL;
}

/* Return: whether there was one to add */
static bool mark_add(struct convert_change *fix, const struct site *s, const struct site_release *r)
{
	const struct convert_mark *m;

	vec_each (m, &fix->marks)
		if (m->line == r->line && m->col == r->col && !strcmp(m->path, r->path))
			return false;
	vec_push(&fix->marks, ((struct convert_mark){ s, r->path, r->line, r->col, r->function }));
	return true;
}

/* The calls that findings of @r on the site speak of.  Return: whether some are new */
static bool mark_collect(struct convert *c, struct convert_change *fix, const struct record *r,
			 const struct site *s)
{
	const struct finding *f;
	bool any = false;

	vec_each (f, &r->findings) {
		const struct site_release *x;

		if (!mark_speaks(f, s))
			continue;
		x = mark_release(s, f);
		if (!x)
			change_fail(c, fix, "%s:%u: %s, and that is no call that could do it",
				    f->path, f->line, f->message);
		else if (strcmp(s->write, "yes"))
			change_fail(
				c, fix,
				"%s:%u: the pages are not always written, and %s() cannot tell when",
				f->path, f->line, x->function);
		else
			any = mark_add(fix, s, x) || any;
	}
	return any;
}

static void mark_file(struct convert_change *fix, const char *path)
{
	if (!change_has_file(fix, path))
		vec_push(&fix->files, ((struct convert_file){ .path = path }));
}

static struct convert_change *mark_new(struct convert *c, struct convert_change *follows)
{
	struct convert_change *fix = arena_new(&c->mem, struct convert_change);
	const struct convert_file *f;

	fix->open = true;
	fix->follows = follows;
	fix->subsystem = follows ? follows->subsystem : "";
	fix->diff = "";
	fix->facts = arena_printf(&c->mem, "%s/facts-marked", c->scratch);
	if (follows)
		vec_each (f, &follows->files)
			mark_file(fix, f->path);
	return fix;
}

static void mark_keep(struct convert *c, struct convert_change *fix)
{
	const struct convert_mark *m;

	vec_each (m, &fix->marks)
		mark_file(fix, m->path);
	if (fix->follows)
		fix->follows->fix = fix;
	vec_push(&c->fixes, fix);
}

/* Fixes on top of what was converted. */
static void mark_converted(struct convert *c)
{
	struct convert_change **ch;
	struct convert_site **cs;

	vec_each (ch, &c->changes) {
		struct convert_change *fix;

		if ((*ch)->failed)
			continue;
		fix = mark_new(c, *ch);
		vec_each (cs, &(*ch)->sites)
			if ((*cs)->after && !fix->failed &&
			    (mark_collect(c, fix, &c->after, (*cs)->after) || fix->failed))
				vec_push(&fix->sites, *cs);
		if (fix->sites.n)
			mark_keep(c, fix);
	}
}

static bool mark_known(const struct convert *c, const struct site *s)
{
	struct convert_change *const *ch;
	struct convert_site *const *cs;

	vec_each (ch, &c->changes)
		vec_each (cs, &(*ch)->sites)
			if (!(*ch)->failed && (*cs)->after == s)
				return true;
	return false;
}

/* Files of a conversion are rewritten by its own fix, or not at all. */
static bool mark_taken(const struct convert *c, const struct convert_change *fix)
{
	struct convert_change *const *ch;
	const struct convert_mark *m;

	vec_each (m, &fix->marks) {
		vec_each (ch, &c->changes)
			if (!(*ch)->failed && change_has_file(*ch, m->path))
				return true;
		vec_each (ch, &c->fixes)
			if (change_has_file(*ch, m->path))
				return true;
	}
	return false;
}

/* Fixes of what pins already. */
static void mark_others(struct convert *c)
{
	const struct record *r = mark_before(c);
	const struct site *s;

	vec_each (s, &r->sites) {
		struct convert_change *fix;
		struct convert_site *cs;

		if (strcmp(s->status, "converted") || mark_known(c, s) || !select_wanted(c, s))
			continue;
		fix = mark_new(c, NULL);
		if (!mark_collect(c, fix, r, s) && !fix->failed)
			continue;
		cs = arena_new(&c->mem, struct convert_site);
		*cs = (struct convert_site){ .site = s, .target = s->api, .after = s };
		vec_push(&fix->sites, cs);
		fix->subsystem = subsystem_of(c, s->path);
		if (mark_taken(c, fix))
			change_fail(c, fix, "another patch changes its file; try again after that");
		mark_keep(c, fix);
	}
}

/* ---- rewriting ---- */

/* What a file of a fix stands on. */
static const char *mark_base(struct convert *c, const struct convert_change *fix, const char *path)
{
	const struct convert_file *f = fix->follows ? change_find_file(fix->follows, path) : NULL;

	return f ? f->copy : arena_printf(&c->mem, "%s/%s", c->r->tree, path);
}

static int mark_copy(struct convert *c, struct convert_change *fix, const char *top)
{
	struct convert_file *f;

	vec_each (f, &fix->files)
		if (rewrite_copy(c, mark_base(c, fix, f->path), top, f))
			return -1;
	return 0;
}

/* The folder of the fixes has all that is in the folder of the conversions, too: it is scanned. */
static int mark_copy_all(struct convert *c, const char *top)
{
	struct convert_change **ch;
	struct convert_file *f;

	vec_each (ch, &c->changes)
		vec_each (f, &(*ch)->files) {
			struct convert_file copy = *f;

			if (!(*ch)->failed && f->changed && rewrite_copy(c, f->copy, top, &copy))
				return -1;
		}
	vec_each (ch, &c->fixes)
		if (change_open(*ch) && mark_copy(c, *ch, top))
			return -1;
	return 0;
}

static int mark_spots(struct convert *c, const char *path)
{
	struct convert_change **ch;
	const struct convert_mark *m;
	struct buf b = { 0 };
	int rc;

	vec_each (ch, &c->fixes)
		vec_each (m, &(*ch)->marks)
			if (change_open(*ch))
				buf_addf(&b, "mark\t%s\t%u\t%u\t%s\tdirty=true\n", m->path, m->line,
					 m->col, m->function);
	rc = file_write(path, buf_str(&b), b.len);
	buf_release(&b);
	return rc;
}

static int mark_diff(struct convert *c, struct convert_change *fix)
{
	struct convert_file *f;
	struct buf b = { 0 };
	int rc = 0;

	vec_each (f, &fix->files) {
		const struct convert_file *base =
			fix->follows ? change_find_file(fix->follows, f->path) : NULL;

		rc = rewrite_diff(c, mark_base(c, fix, f->path), f, &b);
		if (rc < 0)
			break;
		f->changed = rc || (base && base->changed);
		rc = 0;
	}
	if (!rc && !b.len)
		change_fail(c, fix, "the semantic patch changes nothing");
	fix->diff = arena_strdup(&c->mem, buf_str(&b));
	buf_release(&b);
	return rc;
}

static int mark_rewrite(struct convert *c)
{
	const char *top = arena_printf(&c->mem, "%s/marked", c->scratch);
	const char *spots = arena_printf(&c->mem, "%s/marks", c->scratch);
	const char *patch = arena_printf(&c->mem, "%s/convert/mark.cocci", c->cocci);
	struct convert_change **ch;

	work_progress(c, "rewriting: mark.cocci");
	if (mark_copy_all(c, top) || mark_spots(c, spots) ||
	    rewrite_patch(c, patch, spots, &c->fixes, top))
		return -1;
	vec_each (ch, &c->fixes)
		if (change_open(*ch) && mark_diff(c, *ch))
			return -1;
	return 0;
}

/* ---- proof ---- */

/* The same call in the rewritten tree: a fix moves no acquire. */
static const struct site *mark_after(const struct convert *c, const struct site *s)
{
	const struct site *n;

	vec_each (n, &c->marked.sites)
		if (n->fingerprint == s->fingerprint)
			return n;
	return NULL;
}

static void mark_judge_findings(struct convert *c, struct convert_change *fix)
{
	const struct record *before = mark_before(c);
	const struct finding *f;

	vec_each (f, &c->marked.findings)
		if (change_has_file(fix, f->path) &&
		    record_count(&c->marked, f) > record_count(before, f))
			change_fail(c, fix, "scanned again, %s:%u: %s [%s]", f->path, f->line,
				    f->message, f->rule);
}

static bool mark_left(const struct record *r, const struct site *s)
{
	const struct finding *f;

	vec_each (f, &r->findings)
		if (mark_speaks(f, s))
			return true;
	return false;
}

/* Return: whether there is more to mark */
static bool mark_judge(struct convert *c, struct convert_change *fix)
{
	struct convert_site **cs;
	bool more = false;

	vec_each (cs, &fix->sites) {
		const struct site *n = mark_after(c, (*cs)->after);

		if (!n || strcmp(n->status, "converted"))
			change_fail(c, fix, "scanned again, its status is %s",
				    n ? n->status : "not known");
		else if (mark_collect(c, fix, &c->marked, n))
			more = true;
		else if (mark_left(&c->marked, n))
			change_fail(c, fix, "scanned again, its pages are not marked dirty still");
	}
	if (!more && !fix->failed)
		mark_judge_findings(c, fix);
	if (!more && !fix->failed)
		change_check(
			c, fix,
			"scanned again: the pages are marked dirty, and there is no new finding");
	return more && !fix->failed;
}

/* Return: 1 if there is more to mark, 0 if not, -1 with the message printed */
static int mark_prove(struct convert *c)
{
	struct convert_change **ch;
	bool any = false;
	int more = 0;

	vec_each (ch, &c->fixes) {
		if (!change_open(*ch))
			continue;
		(*ch)->checks.n = 0;
		if (prove_change(c, *ch))
			return -1;
		any = any || change_open(*ch);
	}
	if (!any)
		return 0;
	if (rescan_run(c, true))
		return -1;
	vec_each (ch, &c->fixes)
		if (change_open(*ch) && mark_judge(c, *ch))
			more = 1;
	return more;
}

int convert_mark(struct convert *c)
{
	struct convert_change **ch;
	int more = 1, rc = 0;

	mark_converted(c);
	if (c->mark_all)
		mark_others(c);
	for (int round = 0; more > 0 && round < MARK_ROUNDS; round++) {
		bool any = false;

		vec_each (ch, &c->fixes)
			any = any || change_open(*ch);
		if (!any)
			break;
		rc = mark_rewrite(c);
		more = rc ? -1 : mark_prove(c);
	}
	vec_each (ch, &c->fixes) {
		if (more > 0 && change_open(*ch))
			change_fail(c, *ch, "it is not settled after many tries");
		(*ch)->open = false;
	}
	work_progress(c, NULL);
	return more < 0 ? -1 : 0;
}
