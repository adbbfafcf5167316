/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Conversion: sites that the solver cleared are rewritten by the semantic patches of
 * cocci/convert/ in scratch copies, each rewrite is proved, and what holds becomes patches.
 * The tree itself is only read, but for convert_apply().
 *
 * In this order: convert_select(), convert_open(), convert_rewrite(), convert_prove(), convert_mark(),
 * then convert_diff(), convert_series() or convert_apply(); convert_close() at the end.  What goes
 * wrong with one change ends that change, with the reason in it; a function returns -1 only if
 * nothing can be done at all.  Layer 5 (db, plan, solve/finding.h, api, base).
 */
#ifndef CONVERT_CONVERT_H
#define CONVERT_CONVERT_H

#include <stdbool.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/vec.h"
#include "plan/plan.h"
#include "solve/finding.h"

struct convert_change;

/**
 * struct convert_site - one site that takes plain references
 * @site: what the run says of it
 * @why: why it is not converted, NULL if it is cleared
 * @target: the function that it is to call; NULL if there is none
 * @extract: the target extracts the pages of an iterator
 * @longterm: FOLL_LONGTERM is to be added
 * @wanted: the user asked for it
 * @change: what it is converted with, NULL if it is not cleared or not wanted
 * @dropped: it was cleared, and its conversion failed: @why says how
 * @after: the site in the rewritten source, for the messages; NULL until that is proved
 */
struct convert_site {
	const struct site *site;
	const char *why, *target;
	bool extract, longterm, wanted, dropped;
	struct convert_change *change;
	const struct site *after;
};

/**
 * struct convert_file - a file that is rewritten
 * @path: relative to the tree's root
 * @copy: the rewritten copy, absolute
 * @changed: the rewritten copy differs
 */
struct convert_file {
	const char *path, *copy;
	bool changed;
};

/**
 * struct convert_mark - a call that unpins pages as if clean though they were written
 * @site: what took them, in the record before
 * @path, @line, @col, @function: the call
 */
struct convert_mark {
	const struct site *site;
	const char *path;
	unsigned int line, col;
	const char *function;
};

/**
 * struct convert_change - sites that can only be converted together: they share files; or a fix: pages
 * of such sites are marked dirty
 * @sites: the sites
 * @files: what holds them and their releases
 * @units: units of the plan that read one of the files, by their names in the state folder
 * @subsystem: the most specific section of MAINTAINERS, "" for none
 * @open: to be rewritten and proved
 * @failed: why it is left out, NULL while it holds
 * @diff: unified diff of all files, paths below a/ and b/
 * @checks: what was done to prove it, one sentence each
 * @subject: of the patch that it is part of; NULL until convert_subjects()
 * @facts: folder of the facts of its units, below the scratch folder
 * @fix: what marks pages of its sites dirty afterwards, NULL if nothing does
 * @follows: of a fix, the conversion that it stands on; NULL if that is the tree
 * @marks: of a fix, the calls; empty for a conversion
 */
struct convert_change {
	VEC(struct convert_site *) sites;
	VEC(struct convert_file) files;
	VEC(const struct plan_file *) units;
	const char *subsystem, *failed, *diff;
	bool open;
	strings_vec checks;
	const char *subject, *facts;
	struct convert_change *fix, *follows;
	VEC(struct convert_mark) marks;
};
typedef VEC(struct convert_change *) convert_changes;

/**
 * struct convert - a conversion
 * @r: the run, with verdicts applied
 * @state: state folder of the scan that made it
 * @program: this program, absolute
 * @cocci: folder of the semantic patches
 * @subsystem, @paths: what the user asked for; NULL and empty for everything
 * @min: least confidence of a site
 * @progress: show on standard error what is being done
 * @mem: owns all that is not interned
 * @plan: the plan of that scan
 * @put_user: the tree has put_user_page() and no pins yet
 * @sites: every site that takes plain references and may have to be converted
 * @changes: what is converted together
 * @keep_loops: loops that drop page by page stay loops
 * @mark_all: sites that pin already are fixed, too
 * @fixes: what marks pages dirty, in patches of their own
 * @scratch: folder for everything that is written, NULL until convert_open()
 * @after: record of the rewritten tree
 * @marked: record of the tree with the fixes
 * @rewriting: seconds that the semantic patches took
 */
struct convert {
	const struct record *r;
	const char *state, *program, *cocci;
	const char *subsystem;
	strings_vec paths;
	double min;
	bool progress;
	struct arena mem;
	struct plan plan;
	bool put_user;
	VEC(struct convert_site) sites;
	convert_changes changes;
	bool keep_loops, mark_all;
	convert_changes fixes;
	const char *scratch;
	struct record after, marked;
	double rewriting;
};

/* convert_select() - decide for each site, group those that are cleared.  Return: 0, or -1 with
 * the message printed */
int convert_select(struct convert *c);
/* convert_open() - make the scratch folder; from now on an interrupt only sets a flag.  Return: 0,
 * or -1 with the message printed */
int convert_open(struct convert *c);
/* convert_rewrite() - run the semantic patches on copies, make the diffs.  Return: 1 if sites were
 * dropped and the rest is to be rewritten again, 0 if all is done, -1 with the message printed */
int convert_rewrite(struct convert *c);
/* convert_prove() - compile, scan again, check the style; sets @failed of what does not hold.
 * Return: 1 if something is to be rewritten again, with FOLL_LONGTERM or without the sites that were
 * dropped, 0 if all is done, -1 with the message printed */
int convert_prove(struct convert *c);
/* convert_mark() - pages that were written and are dropped as if clean are marked dirty, and that is
 * proved: of what was converted, and with @mark_all of what pins already.  Return: 0, or -1 with the
 * message printed */
int convert_mark(struct convert *c);
/* convert_attempts() - what came of each site that the user asked for, for the database */
void convert_attempts(struct convert *c, conversion_vec *out);
/* convert_interrupted() - the user wants to stop; prints that once.  Return: -1 if so, else 0 */
int convert_interrupted(void);
/* convert_held() - how many changes hold */
size_t convert_held(const struct convert *c);
/* convert_diff() - print the diffs of what holds */
void convert_diff(const struct convert *c, FILE *out);
/* convert_subjects() - set the subject of each change that holds */
void convert_subjects(struct convert *c);
/* convert_folder() - can patches go there?  To be asked before the long work.  Return: 0, or -1
 * with the message printed */
int convert_folder(const char *dir);
/**
 * convert_series() - write the patches as mails
 * @c: what to write
 * @dir: folder, made if missing; refused if it holds patches already
 *
 * Return: number of patches, or -1 with the message printed.
 */
int convert_series(struct convert *c, const char *dir);
/* convert_apply() - put what holds into the tree, all files or none.  Return: 0, or -1 with the
 * message printed and the tree as it was */
int convert_apply(struct convert *c);
/* convert_close() - remove the scratch folder, free everything */
void convert_close(struct convert *c);

#endif
