/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sites and findings by what a user calls them.  Top layer. */
#ifndef CLI_FIND_H
#define CLI_FIND_H

#include "solve/finding.h"

/* struct hits - what was meant; starts as { 0 } */
struct hits {
	VEC(const struct site *) sites;
	VEC(const struct finding *) findings;
};

/* FIND_HELP - what an ID may be, for --help */
#define FIND_HELP                                                                        \
	"  ID           the start of a fingerprint (4 characters or more), PATH:LINE,\n" \
	"               or RULE@PATH:LINE\n"

/**
 * find_id() - what of the record an ID means
 * @r: the record
 * @id: the start of a fingerprint, with or without "s1-", or [RULE@]PATH:LINE
 * @h: gets it; release with hits_release()
 *
 * A place may stand for several sites and findings, a fingerprint only for one.
 *
 * Return: 0, or -1 with the message printed if nothing is meant or too much.
 */
int find_id(const struct record *r, const char *id, struct hits *h);
void hits_release(struct hits *h);

#endif
