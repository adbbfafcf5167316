/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What became of the sites and findings of one run in another: of a later scan, of another kernel,
 * of another database, or of a checked-in list of fingerprints.
 *
 * Two are the same one if the fingerprints agree; what is left is tried by what a renamed local, a
 * renamed function, a moved file or a conversion leaves alone (solve/match.c has the order).
 *
 *	word		a site			a finding
 *	new		only in the newer run	told now, not told before
 *	gone / fixed	only in the older run	told before, not there any more
 *	unseen		only in the older run, and the newer one could not read its file
 *	changed		another status or kind	told before, now suppressed or less certain
 *	moved		other file, function or arguments, else the same
 *	same		all the same; lines may have shifted
 *
 * A finding is told if it is not suppressed and its confidence is high enough.  Layer 5.
 */
#ifndef REPORTS_DIFF_H
#define REPORTS_DIFF_H

#include "reports/report.h"
#include "solve/match.h"

enum diff_state { DIFF_NEW, DIFF_GONE, DIFF_UNSEEN, DIFF_CHANGED, DIFF_MOVED, DIFF_SAME, DIFF_NR };

/* diff_site_word(), diff_finding_word() - "new", "gone" or "fixed", ... */
const char *diff_site_word(enum diff_state s);
const char *diff_finding_word(enum diff_state s);

/* struct diff_site, struct diff_finding - a pair; @was or @is is NULL where there is none */
struct diff_site {
	enum diff_state state;
	const struct site *was, *is;
};
struct diff_finding {
	enum diff_state state;
	const struct finding *was, *is;
};

/**
 * struct diff - two runs side by side
 * @was, @is: the older and the newer record
 * @was_run, @is_run: their runs; @was_run is NULL for a list
 * @sites, @findings: the pairs, in the order of the newer record, then what is only in the older
 */
struct diff {
	const struct record *was, *is;
	const struct db_run *was_run, *is_run;
	VEC(struct diff_site) sites;
	VEC(struct diff_finding) findings;
};

/**
 * diff_make() - compare
 * @d: gets the pairs; release with diff_release()
 * @was, @is: the records, verdicts applied, nothing filtered
 * @confidence: findings below it are not told
 */
void diff_make(struct diff *d, const struct record *was, const struct record *is,
	       double confidence);
void diff_release(struct diff *d);
/* diff_converted() - it got pages and pins or extracts them now; its status tells whether all of
 * it is right */
bool diff_converted(const struct diff_site *x);
/* diff_only() - keep what has to do with a file or folder, on either side */
void diff_only(struct diff *d, const char *only);

/* diff_text(), diff_markdown(), diff_mail(), diff_json() - render; diff_json() returns 0, or -1
 * with the message printed */
void diff_text(const struct report *rep, const struct diff *d);
void diff_markdown(const struct report *rep, const struct diff *d);
void diff_mail(const struct report *rep, const struct diff *d);
int diff_json(const struct report *rep, const struct diff *d);

/**
 * baseline_write() - every site and finding that is told as a line "FINGERPRINT WHAT PATH FUNCTION",
 *                    sorted by place, so that two branches merge as texts do
 * @f: where to
 * @r: the record, after record_confident() and record_suppress()
 */
void baseline_write(FILE *f, const struct record *r);
/**
 * baseline_read() - a list of fingerprints as a record that diff_make() can compare with
 * @path: the file; of a line only the fingerprint is needed, the rest finds what has moved
 * @r: from record_init(); gets sites and findings
 *
 * Return: 0, or -1 with the message printed.
 */
int baseline_read(const char *path, struct record *r);

#endif
