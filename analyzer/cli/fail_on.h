/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --fail-on: what of a comparison makes the exit status 1.  Top layer. */
#ifndef CLI_FAIL_ON_H
#define CLI_FAIL_ON_H

#include "reports/diff.h"

/* FAIL_ON_DEFAULT - what holds if nothing is said */
#define FAIL_ON_DEFAULT "new"

/* fail_on_check() - is it a list of WORD[:RULE or :STATUS], or "none"?  Return: 0, or -1 with the
 * message printed */
int fail_on_check(const char *list);
/* fail_on_count() - how many sites and findings of @d it is about */
size_t fail_on_count(const char *list, const struct diff *d);

#endif
