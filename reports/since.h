/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A run as seen from an earlier one: what report --since and --baseline ask for.  Layer 5. */
#ifndef REPORTS_SINCE_H
#define REPORTS_SINCE_H

#include "reports/diff.h"

struct since_word {
	const char *fingerprint;
	enum diff_state state;
};

/**
 * struct since - what became of each site and finding, by fingerprint
 * @was: the earlier record, which must outlive this
 * @run: its run, NULL for a list
 * @words: of the newer record's sites and findings
 * @absent: findings of the earlier one that are told no more
 */
struct since {
	const struct record *was;
	const struct db_run *run;
	VEC(struct since_word) words;
	VEC(const struct finding *) absent;
};

/* since_init() - compare before anything is filtered out of @is */
void since_init(struct since *s, const struct record *was, const struct db_run *was_run,
		const struct record *is, double confidence);
void since_release(struct since *s);
/* since_state() - DIFF_SAME for what was told neither then nor now */
enum diff_state since_state(const struct since *s, const char *fingerprint);
/* since_filter() - keep of @r the new findings, and the sites that are new or changed */
void since_filter(const struct since *s, struct record *r);

#endif
