/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the solver and the rules report becomes findings: place, path to it, identity.  For the
 * whole tree (link) and for one unit (check).  Layer 4 (solve).
 */
#ifndef LINK_FOUND_H
#define LINK_FOUND_H

#include "solve/site.h"

/**
 * struct found - a finding before it has its identity
 * @f: the finding without fingerprint
 * @path, @line, @col: where the acquire stands that it is about; @path is NULL if it is about none
 * @callee, @args: the acquire, or the call at the place
 * @once: whoever took the pages, it is the same finding
 */
struct found {
	struct finding f;
	const char *path;
	unsigned int line, col;
	const char *callee, *args;
	bool once;
};
typedef VEC(struct found) found_vec;

/* found_report() - what a rule found on one path of @w; strings go to @mem */
struct found found_report(struct arena *mem, const struct solved *w, const struct report *r);
/* found_told() - what a rule found of the site @v as a whole */
struct found found_told(struct arena *mem, const struct site_view *v, const struct site_told *t);
/* found_finish() - sort by the order of the source, drop what is there twice, give names; @out gets
 * the findings, @v is empty then */
void found_finish(found_vec *v, finding_vec *out);

#endif
