/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Verdicts of people as text: the list that is checked in with a tree, and what gupcheck review
 * writes and reads.  One line each, "#" starts a comment, a blank line says nothing:
 *
 *	FINGERPRINT WHAT PATH FUNCTION # REASON
 *	FINGERPRINT WHAT PATH FUNCTION # REASON [NAME, 2026-01-31T12:00:00Z]
 *
 * WHAT is RULE or RULE:false (the finding is wrong or wanted: suppressed), RULE:true (confirmed),
 * and for a site STATUS or STATUS:CASE.  The fingerprint decides; PATH and FUNCTION are for people
 * ("-" if not known; blanks and "%" in them are written as %20, %25).  Layer 4 (rules, solve, base).
 */
#ifndef LINK_VERDICTS_H
#define LINK_VERDICTS_H

#include <stdio.h>

#include "solve/finding.h"

/* VERDICTS_FILE - the list that is read if none is named, at the root of the tree */
#define VERDICTS_FILE "gupcheck.suppressions"

/**
 * verdicts_read() - read a list
 * @path: file name
 * @name: what places and notices call it
 * @reviews: they are reviews: NAME and time are taken off the reason; else the place is
 *           "name:line"
 * @out: gets the verdicts
 * @bad: gets a notice for each line that makes no sense or names an unknown rule
 * @mem: owns the text of the notices
 *
 * Return: 0, or -1 with the message printed if the file cannot be read.
 */
int verdicts_read(const char *path, const char *name, bool reviews, verdict_vec *out,
		  notice_vec *bad, struct arena *mem);
/* verdicts_write() - the lines of a list, without a heading */
void verdicts_write(FILE *f, const verdict_vec *v);
/* verdict_is_status() - "converted", "exempt", ...: what may be said of a site */
bool verdict_is_status(const char *what);
/* verdict_is_fingerprint() - "s1-" or "f1-" and hexadecimal digits */
bool verdict_is_fingerprint(const char *s);

#endif
