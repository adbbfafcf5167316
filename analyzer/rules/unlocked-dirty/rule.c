// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/rules.h"
#include "solve/site.h"

#define MESSAGE                                                                \
	"%s() wants the lock of the page, which is not held; user pages want " \
	"set_page_dirty_lock() or unpin_user_pages_dirty_lock()"

static void told(const struct event *ev, const struct ir_node *n)
{
	struct event at = *ev;

	at.n = n;
	rule_report(&at, &rule_unlocked_dirty, 0.9, MESSAGE, n->callee);
}

static void on_dirty(const struct event *ev)
{
	const struct held *h = ev->h;

	if (ev->row->kind != D_UNLOCKED || ev->locked || (!h->now && !h->before) || h->released)
		return;
	told(ev, ev->n);
}

/* Only user pages are given to such a release, whoever took them. */
static void on_foreign(const struct event *ev)
{
	const struct ir_node *n;

	if (ev->row->role != API_RELEASE || ev->row->kind != K_PIN || !ev->row->user)
		return;
	for (unsigned int i = 0; (n = rule_dirtied(ev, i)); i++)
		if (api_find(n->callee)->kind == D_UNLOCKED)
			told(ev, n);
}

/* In storage, pages of get_user_pages() look like any others to who finds them there. */
static void on_site(struct site_view *v)
{
	for (size_t i = 0; i < v->accesses.n; i++) {
		const struct site_release_view *a = &v->accesses.v[i];

		if (a->way == WAY_STORAGE && a->row->role == API_DIRTY &&
		    a->row->kind == D_UNLOCKED && !a->locked)
			site_report_at(v, &rule_unlocked_dirty, a,
				       v->row->kind == K_GET ? 0.6 : 0.85, MESSAGE,
				       a->node->callee);
	}
}

const struct rule rule_unlocked_dirty = {
	.id = "unlocked-dirty",
	.title = "a user page is marked dirty without its lock",
	.grade = GRADE_WARN,
	.once = true,
	.local = true,
	.on_dirty = on_dirty,
	.on_foreign = on_foreign,
	.on_site = on_site,
};
