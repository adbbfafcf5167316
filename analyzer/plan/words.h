/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * POSIX shell words without a shell: quotes and backslashes are understood, nothing is ever
 * expanded or run.  And the way back: quoting for the shell and for ninja.  Layer 4 (base).
 */
#ifndef PLAN_WORDS_H
#define PLAN_WORDS_H

#include "base/arena.h"
#include "base/str.h"
#include "solve/finding.h"

/**
 * words_split() - the words of one simple command
 * @s: the command
 * @a: owns the words
 * @out: gets them
 *
 * What only a shell could give a meaning (an unquoted ; | & < > ( ) ` or newline, a $ outside
 * single quotes that starts an expansion) makes the command one that we refuse.
 *
 * Return: NULL, or what is wrong with it.
 */
const char *words_split(const char *s, struct arena *a, strings_vec *out);
/* words_quote() - add @s as one shell word */
void words_quote(struct buf *b, const char *s);
/* words_ninja_path() - add @s as a path in a ninja build line.  Return: -1 if ninja cannot say it */
int words_ninja_path(struct buf *b, const char *s);
/* words_ninja_text() - add text for a ninja variable, so that ninja expands nothing in it */
void words_ninja_text(struct buf *b, const char *s);

#endif
