/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Comments "gupcheck: ignore RULE, RULE: REASON" of one source file.  Layer 4. */
#ifndef LINK_IGNORE_H
#define LINK_IGNORE_H

#include "base/str.h"
#include "solve/finding.h"

/**
 * struct ignore - one rule of one comment
 * @path, @line: where the comment says so
 * @first, @last: the lines that it is about; none if @first is 0
 * @rule, @reason: what it says
 * @used: it suppressed something
 */
struct ignore {
	const char *path;
	unsigned int line, first, last;
	const char *rule, *reason;
	bool used;
};
typedef VEC(struct ignore) ignore_vec;

/**
 * ignore_scan() - find the comments of a file
 * @path: its name, kept
 * @text: its content
 * @r: owns what is found; gets a notice for each comment that makes no sense
 * @out: gets what is found
 */
void ignore_scan(const char *path, const struct buf *text, struct record *r, ignore_vec *out);
bool ignore_covers(const struct ignore *i, const char *path, unsigned int line);

#endif
