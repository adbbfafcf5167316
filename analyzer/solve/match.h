/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which site or finding of one record is which of another, where fingerprints agree and where they
 * do not any more: a renamed local, a moved file, a conversion.  Layer 2.
 */
#ifndef SOLVE_MATCH_H
#define SOLVE_MATCH_H

#include "solve/finding.h"

/**
 * match_sites() - which site of @was each site of @is is
 * @was, @is: the records
 * @pair: an array with an element for each site of @is: gets the index in @was, or -1
 */
void match_sites(const struct record *was, const struct record *is, long *pair);
/* match_findings() - the same for findings; @sites is what match_sites() gave */
void match_findings(const struct record *was, const struct record *is, const long *sites,
		    long *pair);

/* struct rename - two fingerprints of one site or finding */
struct rename {
	const char *was, *is;
};
typedef VEC(struct rename) rename_vec;

/**
 * match_renames() - what is the same for sure, but has another fingerprint now
 * @was, @is: the records
 * @out: gets them
 *
 * For what a person said, which must not come to rest on something else: the function and the call
 * are the same, only the file or the arguments changed, and nothing else comes into question.
 */
void match_renames(const struct record *was, const struct record *is, rename_vec *out);

#endif
