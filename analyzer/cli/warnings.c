// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/warnings.h"

#include "cli/pick.h"
#include "reports/report.h"

void warnings_print(const struct record *r)
{
	const struct report rep = { .out = stdout, .r = r, .colour = pick_colour() };

	report_findings(&rep);
}
