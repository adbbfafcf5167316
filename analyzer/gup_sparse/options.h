/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The options that sparse does not know.  Layer 6. */
#ifndef GUP_SPARSE_OPTIONS_H
#define GUP_SPARSE_OPTIONS_H

#include "rules/rules.h"

/**
 * struct gup_options - what is ours of the command line
 * @on: anything of ours is wanted
 * @rules: the rules to ask, @nrules of them
 * @taken_only: nobody asked for more than the default: only pages that the unit itself takes count
 * @min: confidence below which a finding is not told
 * @notes: tell the path that leads to a finding
 * @ir: print the IR instead of findings
 * @baseline: file with the fingerprints of findings that are known, or NULL
 * @write: file to which the fingerprints of findings are added, or NULL
 * @db: the database of a scan, beside which the facts of other units lie, or NULL
 */
struct gup_options {
	bool on, notes, ir, taken_only;
	const struct rule **rules;
	size_t nrules;
	double min;
	const char *baseline, *write, *db;
};

/* gup_options_take() - read our options and take them out of @argv.  Return: the new argc */
int gup_options_take(struct gup_options *o, int argc, char **argv);

#endif
