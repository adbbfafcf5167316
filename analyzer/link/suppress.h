/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What people said of findings in the source or in a checked-in list.
 *
 * A comment "gupcheck: ignore RULE, RULE: REASON" on the line of a finding or of its acquire, or in
 * front of the statement that one of these stands in, suppresses the findings of these rules.
 * Facts hold no comments: the files of the tree are read when the findings are there.  A comment
 * or line that is malformed, names an unknown rule or suppresses nothing any more becomes a notice.
 * Layer 4 (rules, solve, base).
 */
#ifndef LINK_SUPPRESS_H
#define LINK_SUPPRESS_H

#include "link/verdicts.h"
#include "solve/hooks.h"

/**
 * struct suppress - where to look
 * @tree: folder that the record's paths start from
 * @list: file with verdicts, or NULL: VERDICTS_FILE of the tree if there is one
 * @files: files whose comments count, besides those that the record names
 * @rules: the rules that ran, @nrules of them; NULL for all
 * @part: the record is of some files of the tree: the list may say more than concerns it
 */
struct suppress {
	const char *tree, *list;
	const strings_vec *files;
	const struct rule *const *rules;
	size_t nrules;
	bool part;
};

/**
 * suppress_record() - read comments and the list, add verdicts and notices to the record
 * @s: where to look
 * @r: a record with all its sites and findings
 *
 * Return: 0, or -1 with the message printed if the list cannot be read.
 */
int suppress_record(const struct suppress *s, struct record *r);
/* suppress_list() - the same for a list alone */
int suppress_list(const struct suppress *s, struct record *r);
/* suppress_digest() - @digest together with the content of the list, in the arena of @r */
const char *suppress_digest(const struct suppress *s, struct record *r, const char *digest);

#endif
