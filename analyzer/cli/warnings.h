/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Findings on standard output; apart, as the solver and the reports both have a struct report. */
#ifndef CLI_WARNINGS_H
#define CLI_WARNINGS_H

#include "solve/finding.h"

/* warnings_print() - the findings of @r as a compiler writes them */
void warnings_print(const struct record *r);
/* warnings_notices() - the notices of @r on standard error */
void warnings_notices(const struct record *r);

#endif
