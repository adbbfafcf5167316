// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/fail_on.h"

#include <string.h>

#include "base/diag.h"
#include "rules/rules.h"

/* struct condition - one element of the list; @what is NULL for any finding */
struct condition {
	enum diff_state state;
	const char *what;
};

/* Take the next element off @list; Return: false at its end.  The state is DIFF_NR for a word that
 * there is not. */
static bool next_condition(const char **list, struct condition *c)
{
	const char *item = *list;
	size_t n = strcspn(item, ","), word = strcspn(item, ",:");

	if (!*item)
		return false;
	*list = item + n + (item[n] == ',');
	c->what = word < n ? str_intern_n(item + word + 1, n - word - 1) : NULL;
	for (int i = 0; i < DIFF_NR; i++) {
		const char *a = diff_site_word((enum diff_state)i);
		const char *b = diff_finding_word((enum diff_state)i);

		c->state = (enum diff_state)i;
		if ((strlen(a) == word && !strncmp(a, item, word)) ||
		    (strlen(b) == word && !strncmp(b, item, word)))
			return true;
	}
	c->state = DIFF_NR;
	return true;
}

int fail_on_check(const char *list)
{
	const char *p = list;
	struct condition c;

	if (!strcmp(list, "none"))
		return 0;
	if (!*list)
		return error("diff: --fail-on is empty; 'none' stands for nothing");
	while (next_condition(&p, &c)) {
		if (c.state == DIFF_NR)
			return error("diff: --fail-on '%s': the words are new, fixed, gone, "
				     "changed, moved, unseen and same",
				     list);
		if (c.what && !rule_find(c.what) && status_of(c.what) == ST_NR)
			return error("diff: --fail-on '%s': '%s' is neither a rule nor a status",
				     list, c.what);
	}
	return 0;
}

static size_t count(const struct condition *c, const struct diff *d)
{
	const struct diff_finding *f;
	const struct diff_site *s;
	size_t n = 0;

	vec_each (f, &d->findings)
		n += f->state == c->state &&
		     (!c->what || !strcmp(c->what, (f->is ? f->is : f->was)->rule));
	if (c->what)
		vec_each (s, &d->sites)
			n += s->state == c->state &&
			     !strcmp(c->what, (s->is ? s->is : s->was)->status);
	return n;
}

size_t fail_on_count(const char *list, const struct diff *d)
{
	struct condition c;
	size_t n = 0;

	if (!strcmp(list, "none"))
		return 0;
	while (next_condition(&list, &c))
		n += count(&c, d);
	return n;
}
