// SPDX-License-Identifier: GPL-2.0-or-later
/* The semantic patches, on copies. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/diag.h"
#include "base/file.h"
#include "convert/work.h"

/* Seconds for one file. */
#define SPATCH_TIMEOUT "120"
#define SPATCH_MISSING 127

static void spot_line(struct buf *b, const char *kind, const char *path, unsigned int line,
		      unsigned int col, const char *function)
{
	buf_addf(b, "%s\t%s\t%u\t%u\t%s", kind, path, line, col, function);
}

/* The calls that dirty the site's pages without their lock: the lock is taken where that may sleep,
 * and where it may not, the second scan says so. */
static void spots_dirty(const struct convert *c, const struct site *s, struct buf *b)
{
	const struct finding *f;

	vec_each (f, &c->r->findings) {
		if (f->site != s->fingerprint || strcmp(f->rule, "unlocked-dirty") ||
		    f->confidence < FINDING_CONFIDENCE || verdict_suppresses(f->verdict))
			continue;
		spot_line(b, "dirty", f->path, f->line, f->col, f->function);
		buf_addch(b, '\n');
	}
}

static void spots_site(struct convert *c, const struct convert_site *cs, struct buf *b)
{
	const struct site *s = cs->site;
	const struct site_release *r;

	spot_line(b, cs->extract ? "extract" : "acquire", s->path, s->line, s->col, s->function);
	buf_add(b, target_boolean(s->api) ? "\tboolean\n" : "\n");
	if (cs->longterm) {
		spot_line(b, "longterm", s->path, s->line, s->col, s->function);
		buf_addch(b, '\n');
	}
	vec_each (r, &s->releases) {
		spot_line(b, "release", r->path, r->line, r->col, r->function);
		buf_add(b, cs->extract ? "\twill_pin\n" : "\n");
	}
	spots_dirty(c, s, b);
}

static bool line_seen(const struct buf *b, const char *line, size_t n)
{
	for (const char *p = buf_str(b); *p; p += strcspn(p, "\n") + 1)
		if (!strncmp(p, line, n))
			return true;
	return false;
}

int spots_write(struct convert *c, const char *path)
{
	struct buf all = { 0 }, once = { 0 };
	struct convert_change **ch;
	struct convert_site **cs;
	int rc;

	vec_each (ch, &c->changes)
		vec_each (cs, &(*ch)->sites)
			if (change_open(*ch))
				spots_site(c, *cs, &all);
	/* two sites may share a release */
	for (const char *p = buf_str(&all); *p;) {
		size_t n = strcspn(p, "\n") + 1;

		if (!line_seen(&once, p, n))
			buf_addn(&once, p, n);
		p += n;
	}
	rc = file_write(path, buf_str(&once), once.len);
	buf_release(&all);
	buf_release(&once);
	return rc;
}

/* Files are rewritten where they would lie in the tree, so that names in messages are the tree's. */
int rewrite_copy(struct convert *c, const char *from, const char *top, struct convert_file *f)
{
	char *dir;
	struct buf b = { 0 };
	int rc;

	f->copy = arena_printf(&c->mem, "%s/%s", top, f->path);
	dir = arena_strdup(&c->mem, f->copy);
	*strrchr(dir, '/') = '\0';
	rc = file_mkdirs(dir) || file_read(from, &b) || file_write(f->copy, buf_str(&b), b.len);
	buf_release(&b);
	return rc ? -1 : 0;
}

/* Is this call the site itself, or one of its releases? */
static bool site_has_spot(const struct site *s, const char *path, size_t n, unsigned long line)
{
	const struct site_release *r;

	if (s->line == line && strlen(s->path) == n && !strncmp(s->path, path, n))
		return true;
	vec_each (r, &s->releases)
		if (r->line == line && strlen(r->path) == n && !strncmp(r->path, path, n))
			return true;
	return false;
}

static bool change_has_mark(const struct convert_change *ch, const char *path, size_t n,
			    unsigned long line)
{
	const struct convert_mark *m;

	vec_each (m, &ch->marks)
		if (m->line == line && strlen(m->path) == n && !strncmp(m->path, path, n))
			return true;
	return false;
}

/* "gup-unmatched<TAB>kind<TAB>path<TAB>line<TAB>column": one call that could not be rewritten */
static void rewrite_unmatched(struct convert *c, const convert_changes *list, const char *text)
{
	static const char form[] =
		"%.*s:%.*s: the semantic patches cannot rewrite this call (%.*s)";
	const char *field[5];
	size_t len[5];
	struct convert_change *const *ch;
	struct convert_site **cs;

	for (int i = 0; i < 5; i++) {
		len[i] = strcspn(text, "\t\n");
		field[i] = text;
		text += len[i] + (text[len[i]] == '\t');
	}
	vec_each (ch, list) {
		unsigned long line = strtoul(field[3], NULL, 10);

		if (!change_open(*ch))
			continue;
		if (change_has_mark(*ch, field[2], len[2], line))
			change_fail(c, *ch, form, (int)len[2], field[2], (int)len[3], field[3],
				    (int)len[1], field[1]);
		vec_each (cs, &(*ch)->sites)
			if (!(*ch)->marks.n && site_has_spot((*cs)->site, field[2], len[2], line))
				site_fail(c, *cs, form, (int)len[2], field[2], (int)len[3],
					  field[3], (int)len[1], field[1]);
	}
}

/* "EXN: <exception> in <file>": spatch goes on without that file */
static void rewrite_exception(struct convert *c, const convert_changes *list, const char *line)
{
	size_t n = strcspn(line, "\n");
	struct convert_change *const *ch;
	struct convert_file *f;

	vec_each (ch, list)
		vec_each (f, &(*ch)->files)
			if (memmem(line, n, f->path, strlen(f->path)))
				change_fail(c, *ch, "%s: spatch gives up: %.*s", f->path, (int)n,
					    line);
}

static void rewrite_complaints(struct convert *c, const convert_changes *list, const char *err)
{
	for (const char *p = err; *p; p += strcspn(p, "\n"), p += *p == '\n') {
		if (str_starts(p, "gup-unmatched\t"))
			rewrite_unmatched(c, list, p);
		else if (str_starts(p, "EXN: "))
			rewrite_exception(c, list, p);
	}
}

/* The words of the line "// Options: ..." that coccicheck goes by, too; and of the tree's age what the
 * patch asks for. */
static int rewrite_options(struct convert *c, const char *patch, strings_vec *argv)
{
	static const char key[] = "\n// Options:";
	struct buf b = { 0 };
	const char *p;

	if (file_read(patch, &b))
		return -1;
	if (c->put_user && strstr(buf_str(&b), "\nvirtual put_user\n")) {
		vec_push(argv, "-D");
		vec_push(argv, "put_user");
	}
	p = strstr(buf_str(&b), key);
	for (p = p ? p + strlen(key) : ""; *p && *p != '\n';) {
		size_t n = strcspn(p, " \t\n");

		if (n)
			vec_push(argv, arena_strndup(&c->mem, p, n));
		p += n + strspn(p + n, " \t");
	}
	buf_release(&b);
	return 0;
}

static int rewrite_argv(struct convert *c, const char *patch, const convert_changes *list,
			strings_vec *argv)
{
	static const char *const fixed[] = { "-D",	  "patch",	  "-D",
					     "guided",	  "--very-quiet", "--in-place",
					     "--timeout", SPATCH_TIMEOUT, "--cocci-file" };
	const char *spatch = getenv("SPATCH");
	struct convert_change *const *ch;
	struct convert_file *f;

	vec_push(argv, spatch && *spatch ? spatch : "spatch");
	for (size_t i = 0; i < sizeof(fixed) / sizeof(*fixed); i++)
		vec_push(argv, fixed[i]);
	vec_push(argv, patch);
	if (rewrite_options(c, patch, argv))
		return -1;
	vec_each (ch, list)
		vec_each (f, &(*ch)->files)
			if (change_open(*ch))
				vec_push(argv, f->path);
	vec_push(argv, NULL);
	return 0;
}

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int rewrite_patch(struct convert *c, const char *patch, const char *spots,
		  const convert_changes *list, const char *top)
{
	const char *const env[] = { arena_printf(&c->mem, "GUP_POSITIONS=%s", spots), NULL };
	strings_vec argv = { 0 };
	struct buf out = { 0 }, err = { 0 };
	struct proc p = { .cwd = top, .env = env, .out = &out, .err = &err };
	int rc = rewrite_argv(c, patch, list, &argv);
	double start = seconds();

	p.argv = argv.v;
	if (!rc)
		rc = proc_run(&p);
	c->rewriting += seconds() - start;
	if (!rc && p.status == SPATCH_MISSING)
		rc = error("convert: cannot run '%s': install coccinelle or set SPATCH", argv.v[0]);
	else if (!rc && p.status && !convert_interrupted())
		rc = error("convert: '%s' fails with status %d on %s: %s", argv.v[0], p.status,
			   patch, work_line(c, &err));
	if (!rc)
		rewrite_complaints(c, list, buf_str(&err));
	vec_release(&argv);
	buf_release(&out);
	buf_release(&err);
	return rc || convert_interrupted() ? -1 : 0;
}

/* Does the list hold anything for a patch?  What is not named here goes by functions. */
static bool rewrite_asked(const struct convert *c, const char *name, const struct buf *list)
{
	static const struct {
		const char *patch, *kind;
	} guides[] = {
		{ "arguments.cocci", "acquire\t" }, { "pin.cocci", "acquire\t" },
		{ "lock.cocci", "dirty\t" },	    { "longterm.cocci", "longterm\t" },
		{ "extract.cocci", "extract\t" },   { "mark.cocci", "mark\t" },
	};

	if (c->keep_loops && !strcmp(name, "fold.cocci"))
		return false;
	for (size_t i = 0; i < sizeof(guides) / sizeof(*guides); i++) {
		if (strcmp(name, guides[i].patch))
			continue;
		for (const char *p = buf_str(list); *p; p += strcspn(p, "\n"), p += *p == '\n')
			if (str_starts(p, guides[i].kind))
				return true;
		return false;
	}
	return true;
}

static bool rewrite_pending(const struct convert *c)
{
	struct convert_change **ch;

	vec_each (ch, &c->changes)
		if (change_open(*ch))
			return true;
	return false;
}

static int rewrite_series(struct convert *c)
{
	const char *list = arena_printf(&c->mem, "%s/positions", c->scratch);
	const char *dir = arena_printf(&c->mem, "%s/convert", c->cocci);
	const char *top = arena_printf(&c->mem, "%s/tree", c->scratch);
	struct buf b = { 0 }, spots = { 0 };
	char *line, *save = NULL;
	int rc = file_read(arena_printf(&c->mem, "%s/series", dir), &b) || spots_write(c, list) ||
		 file_read(list, &spots);

	for (line = rc || !b.len ? NULL : strtok_r(b.p, "\n", &save); line && !rc;
	     line = strtok_r(NULL, "\n", &save)) {
		line[strcspn(line, " \t\r")] = '\0';
		if (!*line || *line == '#' || !rewrite_pending(c) ||
		    !rewrite_asked(c, line, &spots))
			continue;
		work_progress(c, "rewriting: %s", line);
		rc = rewrite_patch(c, arena_printf(&c->mem, "%s/%s", dir, line), list, &c->changes,
				   top);
	}
	buf_release(&b);
	buf_release(&spots);
	return rc ? -1 : 0;
}

int rewrite_diff(struct convert *c, const char *old, const struct convert_file *f, struct buf *b)
{
	/* a function's line, not a label's, as git has it for C */
	const char *const argv[] = { "diff",	"-u",
				     "-F",	"^[[:alpha:]_$].*[^:]$",
				     "--label", arena_printf(&c->mem, "a/%s", f->path),
				     "--label", arena_printf(&c->mem, "b/%s", f->path),
				     old,	f->copy,
				     NULL };
	struct buf out = { 0 }, err = { 0 };
	int rc = work_run(argv, NULL, &out, &err);

	if (rc == 1) {
		buf_addf(b, "diff --git a/%s b/%s\n", f->path, f->path);
		buf_addn(b, out.p, out.len);
	} else if (rc > 1) {
		rc = error("convert: cannot compare '%s': %s", f->path, work_line(c, &err));
	}
	buf_release(&out);
	buf_release(&err);
	return rc;
}

static int file_by_path(const void *a, const void *b)
{
	return strcmp(((const struct convert_file *)a)->path,
		      ((const struct convert_file *)b)->path);
}

static int rewrite_result(struct convert *c, struct convert_change *ch)
{
	struct convert_file *f;
	struct buf b = { 0 };
	int rc = 0;

	qsort(ch->files.v, ch->files.n, sizeof(*ch->files.v), file_by_path);
	vec_each (f, &ch->files) {
		rc = rewrite_diff(c, arena_printf(&c->mem, "%s/%s", c->r->tree, f->path), f, &b);
		if (rc < 0)
			break;
		f->changed = rc;
		rc = 0;
	}
	if (!rc && !b.len)
		change_fail(c, ch, "the semantic patches change nothing");
	ch->diff = arena_strdup(&c->mem, buf_str(&b));
	buf_release(&b);
	return rc;
}

int convert_rewrite(struct convert *c)
{
	const char *top = arena_printf(&c->mem, "%s/tree", c->scratch);
	struct convert_change **ch;
	struct convert_file *f;

	vec_each (ch, &c->changes)
		vec_each (f, &(*ch)->files)
			if (change_open(*ch) &&
			    rewrite_copy(c, arena_printf(&c->mem, "%s/%s", c->r->tree, f->path),
					 top, f))
				return -1;
	if (!rewrite_pending(c))
		return 0;
	if (rewrite_series(c))
		return -1;
	if (change_renew(c))
		return 1;
	vec_each (ch, &c->changes)
		if (change_open(*ch) &&
		    ((!c->put_user && words_follow(*ch)) || rewrite_result(c, *ch)))
			return -1;
	return 0;
}
