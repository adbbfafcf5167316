/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The pages of the rules, as the program carries them.  Layer 5. */
#ifndef REPORTS_PAGES_H
#define REPORTS_PAGES_H

/**
 * struct rule_page - analyzer/rules/ID/README.md
 * @id: the rule
 * @why: why it is wrong, one paragraph without markup
 * @page: all of it, Markdown
 */
struct rule_page {
	const char *id, *why, *page;
};
/* rule_page() - NULL if there is no such rule */
const struct rule_page *rule_page(const char *id);

#endif
