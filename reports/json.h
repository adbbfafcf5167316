/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the writers of JSON share.  Layer 5; only this folder includes it. */
#ifndef REPORTS_JSON_H
#define REPORTS_JSON_H

#include <jansson.h>

#include "reports/report.h"

/* j_text() - a string, or null for NULL; what is not UTF-8 becomes U+FFFD */
static inline json_t *j_text(const char *s)
{
	struct buf b = { 0 };
	json_t *j;

	if (!s)
		return json_null();
	j = json_string(utf8_clean(&b, s));
	buf_release(&b);
	return j;
}

static inline json_t *j_number(unsigned long n)
{
	return json_integer((json_int_t)n);
}

static inline void j_put(json_t *o, const char *key, json_t *value)
{
	if (json_object_set_new(o, key, value))
		die("out of memory");
}

/* j_add() - append to an array */
static inline void j_add(json_t *a, json_t *value)
{
	if (json_array_append_new(a, value))
		die("out of memory");
}

/* j_site(), j_finding(), j_tree(), j_steps() - as the contract has them */
json_t *j_site(const struct record *r, const struct site *s);
json_t *j_finding(const struct finding *f);
json_t *j_tree(const struct db_run *run);
json_t *j_steps(const trace_vec *v);
/* j_attempt() - an attempt to convert, null if there was none */
json_t *j_attempt(const struct conversion *c);
/* j_print() - write and free @root; Return: 0, or -1 with the message printed */
int j_print(FILE *f, json_t *root);

#endif
