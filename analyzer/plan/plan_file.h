/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The plan on disk; plan.h describes the files.  Layer 4 (plan.h). */
#ifndef PLAN_PLAN_FILE_H
#define PLAN_PLAN_FILE_H

#include "plan/plan.h"

/* plan_index() - the name of a unit's files, made from its path */
const char *plan_index(const char *path, struct arena *a);
/* plan_key() - digest of all that a plan over the candidates @found depends on */
const char *plan_key(const struct plan_opts *o, struct plan *p, const strings_vec *found);
/* plan_cached() - read the last plan back if it was made with the same key */
bool plan_cached(const char *state, const char *key, struct plan *p);
/* plan_write() - write args/, plan.tsv and at last plan.key.  Return: 0, or -1 with the message printed */
int plan_write(const char *state, const char *key, const struct plan *p);

#endif
