/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the steps of a conversion share; for this folder alone.  Layer 5. */
#ifndef CONVERT_WORK_H
#define CONVERT_WORK_H

#include "base/proc.h"
#include "convert/convert.h"

/* change_open() - it is to be rewritten and proved, and nothing spoke against it yet */
static inline bool change_open(const struct convert_change *ch)
{
	return ch->open && !ch->failed;
}
/* change_fail() - the change is left out, for this reason; the first reason stays */
void change_fail(struct convert *c, struct convert_change *ch, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* site_fail() - the site is left out, for this reason; the change, if it is its only one */
void site_fail(struct convert *c, struct convert_site *cs, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* change_renew() - take the sites that failed, and what shares releases with them, out of the
 * changes.  Return: whether there were any */
bool change_renew(struct convert *c);
/* change_check() - note what was done to prove it */
void change_check(struct convert *c, struct convert_change *ch, const char *text);
/* work_progress() - say what is being done, on a terminal; NULL wipes the line */
void work_progress(const struct convert *c, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/* work_run() - proc_run() with both outputs caught.  Return: exit status, -1 with the message
 * printed if it could not be started */
int work_run(const char *const *argv, const char *cwd, struct buf *out, struct buf *err);
/* work_line() - the first line of @b that is not empty, for a message */
const char *work_line(struct convert *c, const struct buf *b);
/* work_remove() - remove a folder with all in it */
void work_remove(const char *path);
/* site_function() - "function", or "the file" where that is not known */
const char *site_function(const struct site *s);
/* work_find_unit() - the unit of the plan with that path, NULL if there is none */
const struct plan_file *work_find_unit(const struct convert *c, const char *path);

/* select_wanted() - the user asked for it */
bool select_wanted(const struct convert *c, const struct site *s);
/* subsystem_of() - the most specific section of MAINTAINERS for a file, "" for none */
const char *subsystem_of(const struct convert *c, const char *path);
/* targets_open() - see what pinning functions the tree declares.  Return: 0, or -1 with the message
 * printed */
int targets_open(struct convert *c);
/* target_boolean() - in this tree a boolean stands where the flags are to be */
bool target_boolean(const char *api);
/* target_find() - sets the target of a site.  Return: NULL, or why it has none */
const char *target_find(struct convert *c, struct convert_site *s);

/* path_place() - the next field that @kind, a class of paths, names behind @from: of "kept in struct a.b ->
 * released by ..." and of "... -> kept in struct a.b or struct c.d, or handed to the caller".
 * Return: what follows it, NULL if there is no more */
const char *path_place(struct convert *c, const char *from, const char **place);
/* select_stored() - not cleared is what is left where pages from elsewhere lie, too.  Return: 0, or -1
 * with the message printed */
int select_stored(struct convert *c);

/* world_open() - what may drop the pages of @s and is none of its releases, in the units that the
 * class @p of its paths runs through: code that was not read and gets pages; with @doubt also releases
 * of whatever pages, and more references.  Return: NULL if nothing does */
const char *world_open(struct convert *c, const struct site *s, const struct site_path *p,
		       bool doubt);
/* world_callers_known() - only calls in its own unit reach the function of @s */
bool world_callers_known(struct convert *c, const struct site *s);
/* world_empties() - a release of @s drops what it finds in the field @place, "struct a.b" */
bool world_empties(struct convert *c, const struct site *s, const char *place);
/* world_extra() - something takes one more reference to pages that it finds where @s leaves its own.
 * Return: what, NULL if nothing does */
const char *world_extra(struct convert *c, const struct site *s);
/* world_foreign() - a release of @s drops pages of another origin, too: a driver's own page that comes the
 * same way.  Return: which, NULL if none is seen */
const char *world_foreign(struct convert *c, const struct site *s);
/* world_close() - forget the units that the above have read */
void world_close(void);

/* spots_write() - the list of calls for the semantic patches.  Return: 0, or -1 with the message
 * printed */
int spots_write(struct convert *c, const char *path);

/* compare_notes() - what a checker says of the new text (@after) and not of the old one (@before):
 * lines with a warning or an error, places left out.  Return: the first such line, NULL if there is
 * none */
const char *compare_notes(struct convert *c, const struct buf *before, const struct buf *after);
/* Each sets @failed of the change if it does not hold.  Return: 0, or -1 with the message printed
 * if nothing can be said at all */
int prove_compile(struct convert *c, struct convert_change *ch);
int prove_sparse(struct convert *c, struct convert_change *ch);
int prove_style(struct convert *c, struct convert_change *ch);
/* prove_extract() - facts of the rewritten units */
int prove_extract(struct convert *c, struct convert_change *ch);
/* prove_change() - all of the above, then prove_extract() */
int prove_change(struct convert *c, struct convert_change *ch);
/* rescan_run() - link with all rewritten units that hold, into c->after, or with the fixes into
 * c->marked */
int rescan_run(struct convert *c, bool fixes);
/* record_count() - findings of @r of the rule and function of @like */
size_t record_count(const struct record *r, const struct finding *like);
/* change_has_file() - is it one that the change rewrites? */
bool change_has_file(const struct convert_change *ch, const char *path);
/* change_find_file() - that file, NULL if it has none of that path */
struct convert_file *change_find_file(const struct convert_change *ch, const char *path);
/* rewrite_patch() - run one semantic patch on the files of all changes of @list that are open, in
 * the folder @top.  Return: 0, or -1 with the message printed */
int rewrite_patch(struct convert *c, const char *patch, const char *spots,
		  const convert_changes *list, const char *top);
/* words_follow() - comments and messages in the functions of the sites name what is called now.
 * Return: 0, or -1 with the message printed */
int words_follow(const struct convert_change *ch);
/* rewrite_diff() - add the difference between the file @old and @f to @b.  Return: 1 if there is one,
 * 0 if not, -1 with the message printed */
int rewrite_diff(struct convert *c, const char *old, const struct convert_file *f, struct buf *b);
/* rewrite_copy() - put a copy of @from where @f is to be rewritten, below the folder @top.  Return: 0,
 * or -1 with the message printed */
int rewrite_copy(struct convert *c, const char *from, const char *top, struct convert_file *f);
/* prove_scan() - rescan_run(), then judge each change that is open.  Return: 1 if some are to be
 * rewritten again, 0, or -1 with the message printed */
int prove_scan(struct convert *c);
/* style_check() - checkpatch.pl of the tree on a file.  Return: its first complaint, NULL if there is
 * none */
const char *style_check(struct convert *c, const char *file, bool mail, bool signed_off);

/**
 * struct convert_mail - one patch of a series
 * @changes: what is in it
 * @fix: they are fixes
 * @subsystem: as in the changes
 * @subject: without "[PATCH n/m]"
 * @to, @cc: addresses
 */
struct convert_mail {
	convert_changes changes;
	bool fix;
	const char *subsystem, *subject;
	strings_vec to, cc;
};
/* struct convert_sender - from git's configuration; NULL where that has none */
struct convert_sender {
	const char *name, *email;
};

/* sender_read() - who sends the patches, as git in the tree would say */
void sender_read(struct convert *c, struct convert_sender *s);
/* mail_subject() - what the subject is, by the history or place of the files */
const char *mail_subject(struct convert *c, const struct convert_mail *m);
/* mail_people() - To and Cc, by the tree's get_maintainer.pl */
void mail_people(struct convert *c, struct convert_mail *m);
/* mail_body() - the text under the subject, up to the diff */
void mail_body(struct convert *c, const struct convert_mail *m, const struct convert_sender *s,
	       struct buf *b);
/* mail_wrap() - add @text as a paragraph of lines of at most 72 columns, @indent on all but the
 * first line */
void mail_wrap(struct buf *b, const char *first, const char *indent, const char *text);

#endif
