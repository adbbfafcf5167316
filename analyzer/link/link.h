/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The reduce step: facts of all units and the inventory of the whole tree become one
 * record.  Never parses C, knows no database.  Layer 4 (plan, facts, solve, rules).
 */
#ifndef LINK_LINK_H
#define LINK_LINK_H

#include "solve/finding.h"

/**
 * struct link_opts - what to link
 * @state: state folder of the scan (plan.tsv, facts/, cocci/)
 * @jobs: functions that are walked at a time; 0: as many as there are processors
 * @program: this program's file: a changed program links again
 */
struct link_opts {
	const char *state, *program;
	unsigned int jobs;
};

/**
 * link_head() - tree, version and digest of the record, without its content
 * @o: what to link
 * @r: from record_init()
 * @incomplete: gets the number of inputs that the plan could not use
 *
 * Return: 0, or -1 with the message printed.
 */
int link_head(const struct link_opts *o, struct record *r, unsigned int *incomplete);
/* link_record() - as link_head(), with everything; @incomplete also counts facts and inventories
 * that could not be used, each of which was reported */
int link_record(const struct link_opts *o, struct record *r, unsigned int *incomplete);

#endif
