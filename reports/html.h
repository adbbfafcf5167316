/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The report as one file that a browser opens from disk: several kernel versions side by side.  The
 * program in it is reports/html/; what is written here is its data.  Layer 5.
 */
#ifndef REPORTS_HTML_H
#define REPORTS_HTML_H

#include "reports/report.h"

/* struct html_run - one version; @r is filtered, suppressed findings apart */
struct html_run {
	struct db_run run;
	struct record r;
};

/**
 * report_html() - write the page
 * @out: where to
 * @runs: from the oldest kernel version to the newest
 * @n: how many, at least one
 * @shown: index of the run that is shown first
 *
 * Return: 0, or -1 with the message printed.
 */
int report_html(FILE *out, const struct html_run *runs, size_t n, size_t shown);
/* version_cmp() - order of kernel versions: "6.9" before "6.12-rc1" before "6.12" */
int version_cmp(const char *a, const char *b);

#endif
