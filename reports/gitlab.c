// SPDX-License-Identifier: GPL-2.0-or-later
/* GitLab's code quality report: a list of places, each with a text, a name and a severity. */
#include "reports/json.h"
#include "reports/sarif.h"
#include "rules/rules.h"

static const char *severity(const char *rule)
{
	static const char *const words[] = {
		[GRADE_FORCE] = "critical", [GRADE_WARN] = "major", [GRADE_ADVISE] = "minor"
	};
	const struct rule *r = rule_find(rule);

	return r ? words[r->grade] : "major";
}

int report_gitlab(const struct report *rep)
{
	json_t *all = json_array();
	const struct finding *f;

	vec_each (f, &rep->r->findings) {
		json_t *o = json_object(), *place = json_object(), *lines = json_object();

		if (verdict_suppresses(f->verdict)) {
			json_decref(o);
			json_decref(place);
			json_decref(lines);
			continue;
		}
		j_put(lines, "begin", j_number(f->line ? f->line : 1));
		j_put(place, "path", j_text(f->path));
		j_put(place, "lines", lines);
		j_put(o, "description", j_text(f->message));
		j_put(o, "check_name", j_text(f->rule));
		j_put(o, "fingerprint", j_text(f->fingerprint));
		j_put(o, "severity", j_text(severity(f->rule)));
		j_put(o, "location", place);
		j_add(all, o);
	}
	return j_print(rep->out, all);
}
