// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/warnings.h"

#include "base/diag.h"
#include "cli/pick.h"
#include "reports/report.h"

void warnings_print(const struct record *r)
{
	const struct report rep = { .out = stdout, .r = r, .colour = pick_colour() };

	report_findings(&rep);
}

/* They quote the source, which may hold anything. */
void warnings_notices(const struct record *r)
{
	struct buf a = { 0 }, b = { 0 };
	const struct notice *n;

	vec_each (n, &r->notices)
		warn("%s: %s", text_clean(&a, n->path), text_clean(&b, n->text));
	buf_release(&a);
	buf_release(&b);
}
