// SPDX-License-Identifier: GPL-2.0-or-later
/* Attempts to convert: which belong to what is shown, and how they are counted. */
#include <string.h>

#include "reports/report.h"

const struct conversion *record_attempt(const struct record *r, const struct site *s,
					const char *kind)
{
	const struct conversion *c;

	vec_each (c, &r->conversions)
		if (!strcmp(c->fingerprint, s->fingerprint) && !strcmp(c->kind, kind))
			return c;
	return NULL;
}

void attempts_count(const struct record *r, struct attempts *out)
{
	const struct site *s;

	*out = (struct attempts){ 0 };
	vec_each (s, &r->sites) {
		const struct conversion *c = record_attempt(r, s, "conversion");
		const struct conversion *fix = record_attempt(r, s, "dirtying");

		if (c && !strcmp(c->outcome, "proved"))
			out->proved++;
		else if (c && !strcmp(c->outcome, "failed"))
			out->failed++;
		else if (c)
			out->uncleared++;
		out->fixes += fix && !strcmp(fix->outcome, "proved");
		out->unfixed += fix && strcmp(fix->outcome, "proved");
		out->sites += c || fix;
	}
}

const char *attempt_text(struct buf *b, const struct conversion *c)
{
	bool fix = !strcmp(c->kind, "dirtying");

	b->len = 0;
	if (!strcmp(c->outcome, "proved"))
		buf_addf(b, "%s %s()%s, proved", fix ? "marked dirty by" : "converted to",
			 c->target, c->longterm ? " with FOLL_LONGTERM" : "");
	else
		buf_addf(b, "%s: %s",
			 fix			       ? "not marked dirty" :
			 !strcmp(c->outcome, "failed") ? "cleared, and failed" :
							 "not cleared",
			 c->reason);
	return buf_str(b);
}
