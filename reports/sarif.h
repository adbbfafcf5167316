/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Formats of other programs that read findings.  Layer 5. */
#ifndef REPORTS_SARIF_H
#define REPORTS_SARIF_H

#include "reports/report.h"
#include "reports/since.h"

/**
 * report_sarif() - SARIF 2.1.0
 * @rep: after record_confident() and record_suppress()
 * @since: the comparison with an earlier run, or NULL
 * @github: what GitHub's code scanning takes, instead of everything
 *
 * Return: 0, or -1 with the message printed.
 */
int report_sarif(const struct report *rep, const struct since *since, bool github);
/* report_gitlab() - GitLab's code quality report.  Return: 0, or -1 with the message printed */
int report_gitlab(const struct report *rep);

#endif
