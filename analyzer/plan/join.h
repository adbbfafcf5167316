/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files that name no function of the table, but join the plan because the link wants them: those
 * that call a function which hands pages to its caller, those that define a function which is
 * given pages, and those beside a file which leaves pages in a field of a record of that folder, if
 * they name the field and drop pages.  Their facts may ask for more: rounds, until nothing new turns
 * up, and at most JOIN_ROUNDS steps away from the candidates.  Layer 4 (base, api,
 * solve/finding.h).
 *
 * In the state folder:
 *
 * wanted.tsv   written by the link, sorted: kind<TAB>function<TAB>unit; kind is "caller" (unit
 *              defines the function and wants its callers), "definition" (unit calls it) or
 *              "field" (unit leaves pages in RECORD.FIELD, which stands in the function's place)
 * joined.tsv   what joined, sorted by path: path<TAB>round<TAB>reason; then what was left out:
 *              -<TAB>0<TAB>sentence
 * join.key     digest of what joined.tsv was made from, when nothing new turned up
 * wanted.key   what the last search for the wanted names saw
 * fields.tsv   the folders that were looked through for fields, absolute, one a line
 */
#ifndef PLAN_JOIN_H
#define PLAN_JOIN_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/vec.h"
#include "solve/finding.h"

#define JOIN_ROUNDS 3u
/* More callers than this, and the function is a part of the kernel's own interface. */
#define JOIN_CALLERS 40u
/* No more files than this join. */
#define JOIN_FILES 300u

enum join_kind { JOIN_CALLER, JOIN_DEFINITION, JOIN_FIELD };
const char *join_kind_name(enum join_kind k); /* "caller", "definition", "field" */

/**
 * struct join_file - one file that joined
 * @path: relative to the tree's root
 * @reason: "calls f()", "defines f()", "drops pages and names .field"
 * @round: how many steps away from a candidate; from 1
 */
struct join_file {
	const char *path, *reason;
	unsigned int round;
};
typedef VEC(struct join_file) join_files;

/**
 * struct join - one round
 * @tree: the tree's root
 * @arch: as for make
 * @state: state folder
 * @candidates: the files of the plan that did not join, sorted
 * @mem: owns the strings
 * @files: gets what joined so far, sorted by path
 * @left_out: gets a sentence for each function whose callers are too many
 */
struct join {
	const char *tree, *arch, *state;
	strings_vec candidates;
	struct arena *mem;
	join_files files;
	strings_vec left_out;
};

/**
 * join_read() - STATE/joined.tsv; none is fine
 * @state: the folder
 * @a: owns the strings
 * @out: gets the files
 * @left_out: gets the sentences, may be NULL
 *
 * Return: 0, or -1 with the message printed.
 */
int join_read(const char *state, struct arena *a, join_files *out, strings_vec *left_out);
/* join_settle() - what joined is enough, whatever else is wanted; Return: 0, or -1 with the message
 * printed */
int join_settle(const char *state);
/* join_settled() - nothing that the last round looked at has changed */
bool join_settled(const char *state);
/**
 * join_round() - look for the files that STATE/wanted.tsv wants, and write STATE/joined.tsv
 * @j: what to look through
 *
 * Return: 1 if joined.tsv has changed, so that the plan is to be made again; 0 if not; -1 with the
 * message printed.
 */
int join_round(struct join *j);
void join_release(struct join *j);

#endif
