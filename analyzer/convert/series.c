// SPDX-License-Identifier: GPL-2.0-or-later
/* The patches as mails: one for each driver or subsystem, and a cover letter. */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/file.h"
#include "convert/work.h"

/* git takes this line for the begin of a mail; the date is the one that it writes itself */
#define MBOX "From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001\n"
#define NAME_MAX_LENGTH 52

typedef VEC(struct convert_mail) convert_mails;

/**
 * struct series - the mails
 * @c: the conversion
 * @dir: the folder that they go to
 * @sender: who sends them
 * @date: as in a mail's header
 * @mails: one for each patch
 * @files: what was written
 */
struct series {
	struct convert *c;
	const char *dir;
	struct convert_sender sender;
	char date[64];
	convert_mails mails;
	strings_vec files;
};

/* Put a change with those of its subsystem. */
static void mails_add(convert_mails *mails, struct convert_change *ch, bool fix)
{
	struct convert_mail *m;

	if (ch->failed)
		return;
	vec_each (m, mails)
		if (*ch->subsystem && !strcmp(m->subsystem, ch->subsystem)) {
			vec_push(&m->changes, ch);
			return;
		}
	vec_push(mails, ((struct convert_mail){ .subsystem = ch->subsystem, .fix = fix }));
	vec_push(&vec_last(mails).changes, ch);
}

static int change_by_path(const void *a, const void *b)
{
	const struct convert_change *x = *(struct convert_change *const *)a;
	const struct convert_change *y = *(struct convert_change *const *)b;

	return strcmp(x->files.v[0].path, y->files.v[0].path);
}

/* Does one of the fixes stand on one of the conversions? */
static bool mail_follows(const struct convert_mail *fix, const struct convert_mail *m)
{
	struct convert_change *const *f, *const *ch;

	vec_each (f, &fix->changes)
		vec_each (ch, &m->changes)
			if ((*f)->follows == *ch)
				return true;
	return false;
}

/* Move the mails with fixes that follow @m, or if that is NULL all that are left, to the end of
 * @out. */
static void mails_take(convert_mails *out, convert_mails *fixes, const struct convert_mail *m)
{
	size_t kept = 0;

	for (size_t i = 0; i < fixes->n; i++) {
		if (!m || mail_follows(&fixes->v[i], m))
			vec_push(out, fixes->v[i]);
		else
			fixes->v[kept++] = fixes->v[i];
	}
	fixes->n = kept;
}

/* One mail for each driver or subsystem, with the fixes behind the conversions that they stand on. */
static void mails_make(struct convert *c, convert_mails *out)
{
	convert_mails plain = { 0 }, fixes = { 0 };
	struct convert_change **ch;

	if (c->changes.n)
		qsort(c->changes.v, c->changes.n, sizeof(*c->changes.v), change_by_path);
	if (c->fixes.n)
		qsort(c->fixes.v, c->fixes.n, sizeof(*c->fixes.v), change_by_path);
	vec_each (ch, &c->changes)
		mails_add(&plain, *ch, false);
	vec_each (ch, &c->fixes)
		mails_add(&fixes, *ch, true);
	for (size_t i = 0; i < plain.n; i++) {
		vec_push(out, plain.v[i]);
		mails_take(out, &fixes, &plain.v[i]);
	}
	mails_take(out, &fixes, NULL);
	vec_release(&plain);
	vec_release(&fixes);
	for (size_t i = 0; i < out->n; i++) {
		out->v[i].subject = mail_subject(c, &out->v[i]);
		vec_each (ch, &out->v[i].changes)
			(*ch)->subject = out->v[i].subject;
	}
}

static void mails_release(convert_mails *mails)
{
	struct convert_mail *m;

	vec_each (m, mails) {
		vec_release(&m->changes);
		vec_release(&m->to);
		vec_release(&m->cc);
	}
	vec_release(mails);
}

void convert_subjects(struct convert *c)
{
	convert_mails mails = { 0 };

	mails_make(c, &mails);
	mails_release(&mails);
}

static void series_collect(struct series *s)
{
	struct convert_mail *m;

	mails_make(s->c, &s->mails);
	vec_each (m, &s->mails) {
		work_progress(s->c, "asking who maintains %s", m->changes.v[0]->files.v[0].path);
		mail_people(s->c, m);
	}
}

static void series_date(struct series *s)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	time_t t = epoch && *epoch ? (time_t)strtoll(epoch, NULL, 10) : time(NULL);
	struct tm tm;

	gmtime_r(&t, &tm);
	strftime(s->date, sizeof(s->date), "%a, %d %b %Y %H:%M:%S +0000", &tm);
}

static void head_people(struct buf *b, const char *name, const strings_vec *who)
{
	for (size_t i = 0; i < who->n; i++)
		buf_addf(b, "%s%s%s%s", i ? "    " : name, i ? "" : ": ", who->v[i],
			 i + 1 < who->n ? ",\n" : "\n");
}

static void mail_head(const struct series *s, struct buf *b, size_t nr, const char *subject,
		      const strings_vec *to, const strings_vec *cc)
{
	int width = s->mails.n > 999 ? 4 : s->mails.n > 99 ? 3 : s->mails.n > 9 ? 2 : 1;

	buf_add(b, MBOX);
	if (s->sender.email)
		buf_addf(b, "From: %s <%s>\n", s->sender.name, s->sender.email);
	buf_addf(b, "Date: %s\n", s->date);
	if (s->mails.n > 1)
		buf_addf(b, "Subject: [PATCH %0*zu/%zu] %s\n", width, nr, s->mails.n, subject);
	else
		buf_addf(b, "Subject: [PATCH] %s\n", subject);
	head_people(b, "To", to);
	head_people(b, "Cc", cc);
	buf_add(b, "MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"
		   "Content-Transfer-Encoding: 8bit\n\n");
}

/* "0001-misc-bcm-vk-convert-get_user_pages_fast-to.patch" */
static const char *mail_name(const struct series *s, size_t nr, const char *subject)
{
	struct buf b = { 0 };
	const char *path;

	for (const char *p = subject; *p && b.len < NAME_MAX_LENGTH; p++) {
		if (isalnum((unsigned char)*p) || *p == '_' || *p == '.')
			buf_addch(&b, *p);
		else if (b.len && b.p[b.len - 1] != '-')
			buf_addch(&b, '-');
	}
	while (b.len && strchr("-.", b.p[b.len - 1]))
		b.p[--b.len] = '\0';
	path = arena_printf(&s->c->mem, "%s/%04zu-%s.patch", s->dir, nr, buf_str(&b));
	buf_release(&b);
	return path;
}

/* "git apply --stat", where git is there: it needs no repository. */
static void mail_stat(struct series *s, const struct buf *diff, struct buf *b)
{
	const char *const argv[] = { "git", "apply", "--stat", "-", NULL };
	struct buf out = { 0 }, err = { 0 };
	struct proc p = { .argv = argv,
			  .cwd = s->c->scratch,
			  .input = diff->p,
			  .ninput = diff->len,
			  .out = &out,
			  .err = &err };
	char *git = proc_find("git");

	if (git && !proc_run(&p) && !p.status)
		buf_addf(b, "%s\n", buf_str(&out));
	free(git);
	buf_release(&out);
	buf_release(&err);
}

static int series_put(struct series *s, const char *path, const struct buf *b)
{
	if (file_write(path, buf_str(b), b->len))
		return -1;
	vec_push(&s->files, path);
	return 0;
}

static int series_write(struct series *s, size_t nr)
{
	const struct convert_mail *m = &s->mails.v[nr - 1];
	const char *path = mail_name(s, nr, m->subject), *said = NULL;
	struct convert_change *const *ch;
	struct buf b = { 0 }, diff = { 0 };
	int rc;

	vec_each (ch, &m->changes)
		buf_add(&diff, (*ch)->diff);
	mail_head(s, &b, nr, m->subject, &m->to, &m->cc);
	mail_body(s->c, m, &s->sender, &b);
	mail_stat(s, &diff, &b);
	buf_add(&b, buf_str(&diff));
	buf_add(&b, "-- \ngupcheck\n\n");
	rc = series_put(s, path, &b);
	if (!rc &&
	    file_exists(arena_printf(&s->c->mem, "%s/scripts/checkpatch.pl", s->c->plan.tree.root)))
		said = style_check(s->c, path, true, s->sender.email != NULL);
	if (said)
		warn("convert: checkpatch.pl says: %s", said);
	buf_release(&b);
	buf_release(&diff);
	return rc;
}

static bool has_string(const strings_vec *v, const char *s)
{
	for (size_t i = 0; i < v->n; i++)
		if (!strcmp(v->v[i], s))
			return true;
	return false;
}

/* The cover letter goes to those who get every patch. */
static void cover_people(const struct series *s, strings_vec *out)
{
	const strings_vec *lists[] = { &s->mails.v[0].to, &s->mails.v[0].cc };

	for (int l = 0; l < 2; l++)
		for (size_t i = 0; i < lists[l]->n; i++) {
			const struct convert_mail *m;
			bool all = true;

			vec_each (m, &s->mails)
				all = all && (has_string(&m->to, lists[l]->v[i]) ||
					      has_string(&m->cc, lists[l]->v[i]));
			if (all)
				vec_push(out, lists[l]->v[i]);
		}
}

static void cover_site(struct buf *b, size_t nr, const struct convert_site *cs)
{
	const struct site *x = cs->site, *n = cs->after;
	int kase = cs->longterm ? 2 : x->kase >= 0 ? x->kase : n ? n->kase : -1;

	buf_addf(b, "%5zu  %4c  %s() in %s\n", nr, kase >= 0 ? '0' + kase : '1', site_function(x),
		 x->path);
	buf_addf(b, "             %s() -> %s()%s, %zu release%s\n", x->api, cs->target,
		 cs->longterm ? " + FOLL_LONGTERM" : "", x->releases.n,
		 x->releases.n == 1 ? "" : "s");
}

static void cover_table(const struct series *s, struct buf *b)
{
	buf_add(b, "patch  case  function\n");
	for (size_t i = 0; i < s->mails.n; i++) {
		const struct convert_mail *m = &s->mails.v[i];
		struct convert_change *const *ch;
		struct convert_site *const *cs;
		const struct convert_mark *k;

		vec_each (ch, &m->changes) {
			vec_each (cs, &(*ch)->sites)
				if (!m->fix)
					cover_site(b, i + 1, *cs);
			vec_each (k, &(*ch)->marks)
				buf_addf(b, "%5zu   fix  %s() in %s marks the pages dirty\n", i + 1,
					 k->function, k->path);
		}
	}
}

static bool series_fixes(const struct series *s)
{
	const struct convert_mail *m;

	vec_each (m, &s->mails)
		if (m->fix)
			return true;
	return false;
}

static int series_cover(struct series *s)
{
	const char *path = arena_printf(&s->c->mem, "%s/0000-cover-letter.patch", s->dir);
	const char *subject = "pin user pages whose data is accessed, instead of getting them";
	strings_vec to = { 0 }, none = { 0 };
	struct buf b = { 0 };
	int rc;

	if (s->mails.n < 2)
		return 0;
	cover_people(s, &to);
	mail_head(s, &b, 0, subject, &to, &none);
	mail_wrap(
		&b, "", "",
		arena_printf(
			&s->c->mem,
			"These callers take plain references to user pages whose data a device or the "
			"CPU accesses. Documentation/core-api/pin_user_pages.rst says that such pages "
			"are to be pinned. Each patch converts the calls and all releases of their "
			"pages, stands for itself, and was made for linux %s.%s The patches were "
			"checked as each of them says, and not tested on hardware.",
			s->c->plan.tree.version,
			series_fixes(s) ?
				" Where such pages are written and nobody marks them dirty, a patch "
				"of its own, on top of the conversion, does that." :
				""));
	buf_add(&b, "\n");
	cover_table(s, &b);
	buf_add(&b, "\n-- \ngupcheck\n\n");
	rc = series_put(s, path, &b);
	vec_release(&to);
	buf_release(&b);
	return rc;
}

/* Patches of two runs in one folder would be sent as one series. */
int convert_folder(const char *dir)
{
	const struct dirent *e;
	DIR *d;
	int rc = 0;

	if (file_mkdirs(dir))
		return -1;
	d = opendir(dir);
	if (!d)
		return error("cannot read the folder '%s': %s", dir, strerror(errno));
	while (!rc && (e = readdir(d)))
		if (str_ends(e->d_name, ".patch"))
			rc = error("convert: '%s' holds '%s' already; give another folder", dir,
				   e->d_name);
	closedir(d);
	if (!rc && access(dir, W_OK))
		rc = error("cannot write into '%s': %s", dir, strerror(errno));
	return rc;
}

int convert_series(struct convert *c, const char *dir)
{
	struct series s = { .c = c, .dir = dir };
	const char **path;
	int rc = convert_folder(dir), n;

	if (!rc) {
		sender_read(c, &s.sender);
		series_date(&s);
		series_collect(&s);
		rc = series_cover(&s);
	}
	for (size_t i = 1; i <= s.mails.n && !rc; i++)
		rc = convert_interrupted() || series_write(&s, i);
	if (rc)
		vec_each (path, &s.files)
			unlink(*path);
	else if (s.mails.n && !s.sender.email)
		warn("convert: git knows no user.name and user.email: From and Signed-off-by are left to you");
	n = (int)s.mails.n;
	mails_release(&s.mails);
	vec_release(&s.files);
	return rc ? -1 : n;
}
