// SPDX-License-Identifier: GPL-2.0-or-later
/* What came of each site, for the database. */
#include <string.h>

#include "convert/work.h"

static void attempt_add(const struct convert_site *cs, const struct convert_change *ch,
			const char *kind, conversion_vec *out)
{
	/* it was cleared, and left its change when it failed, or never was */
	const char *why = cs->why ? cs->why : ch ? ch->failed : NULL;
	bool fix = !strcmp(kind, "dirtying");
	struct conversion x = { .fingerprint = cs->site->fingerprint, .kind = kind, .made = "" };

	if (fix)
		why = ch->failed;
	x.outcome = !why ? "proved" : ch || cs->dropped ? "failed" : "not-cleared";
	x.target = fix ? "unpin_user_pages_dirty_lock" : cs->target ? cs->target : "";
	x.longterm = !fix && !why && cs->longterm;
	x.reason = why ? why : "";
	x.subject = !why && ch->subject ? ch->subject : "";
	for (size_t i = 0; ch && i < ch->checks.n; i++)
		vec_push(&x.checks, ch->checks.v[i]);
	vec_push(out, x);
}

void convert_attempts(struct convert *c, conversion_vec *out)
{
	const struct convert_site *cs;
	struct convert_change *const *ch;
	struct convert_site *const *of;

	vec_each (cs, &c->sites)
		if (cs->wanted && (!cs->why || cs->dropped || strcmp(cs->site->status, "unknown")))
			attempt_add(cs, cs->change, "conversion", out);
	vec_each (ch, &c->fixes)
		vec_each (of, &(*ch)->sites)
			attempt_add(*of, *ch, "dirtying", out);
}
