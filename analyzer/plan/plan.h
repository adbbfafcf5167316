/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The plan: which files of a kernel tree may hold acquire or release calls, and with what
 * flags clang reads each of them.  Every candidate is either a unit, a header, or is skipped
 * with a reason.  Layer 4 (solve/finding.h, api, base).
 *
 * On disk, in the state folder:
 *
 * plan.tsv     lines "#key<TAB>value" (format, tree, version, commit, arch, objdir, source,
 *              problems), then one line per candidate, sorted by path:
 *              kind<TAB>path<TAB>reason<TAB>trust<TAB>index
 *              kind is unit, header, skip, or joined for a unit that joined (see
 *              plan/join.h); trust is a hint, at most what extraction may say
 *              (see trust_name()); index names the unit's files, "-" for the others
 * args/INDEX.args   the unit's working folder, then one argument per line
 * plan.key     digest of everything that the plan was made from
 * pch/         headers that are parsed once for many units, see plan/pch.h
 * search.key   what the last search saw, so that the next one reads changed files only
 *
 * The index is made from the path, so a unit keeps its files when others come and go.
 * Files are only written when their content changes: ninja sees an unchanged plan as that.
 */
#ifndef PLAN_PLAN_H
#define PLAN_PLAN_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/vec.h"
#include "plan/tree.h"
#include "solve/finding.h"

enum plan_kind { PLAN_UNIT, PLAN_HEADER, PLAN_SKIP };
const char *plan_kind_name(enum plan_kind k); /* "unit", "header", "skip" */

/**
 * struct plan_file - one candidate
 * @path: relative to the tree's root
 * @kind: see enum plan_kind
 * @joined: a unit that is no candidate, see plan/join.h; @reason says what it calls or defines
 * @trust: the most that extraction may say of it
 * @reason: why it is skipped or not fully trusted, "" if there is nothing to say
 * @index: names the unit's files; NULL if it is no unit
 * @cwd: working folder for @args; NULL once read back from plan.tsv
 * @args: clang's arguments without the file itself; empty once read back
 */
struct plan_file {
	const char *path;
	enum plan_kind kind;
	bool joined;
	enum trust trust;
	const char *reason;
	const char *index;
	const char *cwd;
	strings_vec args;
};

/**
 * struct plan_opts - what the user asked for
 * @tree: root of the kernel tree
 * @objdir: object directory, or NULL: the tree itself if it is configured, else none
 * @compdb: compile_commands.json, or NULL
 * @arch: as make's ARCH, or NULL: what the configuration says, else x86_64
 * @state: state folder; must exist
 * @code: hash of the code that plans: with another one, the last plan does not count
 */
struct plan_opts {
	const char *tree, *objdir, *compdb, *arch, *state, *code;
};

/**
 * struct plan - the result
 * @mem: owns all strings that are not interned
 * @tree: the kernel tree
 * @arch: as make's ARCH
 * @objdir: absolute, or NULL
 * @source: where the flags come from: "compile_commands", "kbuild", "synthesised"
 * @why: why flags are synthesised, "" otherwise
 * @problems: inputs that could not be used (each was reported): the result is incomplete
 * @cached: nothing had changed: the last plan was read back
 * @files: all candidates, sorted by path
 */
struct plan {
	struct arena mem;
	struct kernel_tree tree;
	const char *arch, *objdir, *source, *why;
	unsigned int problems;
	bool cached;
	VEC(struct plan_file) files;
};

/* plan_make() - plan and write STATE.  Return: 0, or -1 with the message printed */
int plan_make(const struct plan_opts *o, struct plan *p);
/* plan_read() - read STATE/plan.tsv back.  Return: 0, or -1 with the message printed */
int plan_read(const char *state, struct plan *p);
void plan_release(struct plan *p);
/* plan_count() - how many files are of kind @k */
size_t plan_count(const struct plan *p, enum plan_kind k);
/* plan_joined() - how many of the units joined */
size_t plan_joined(const struct plan *p);
/* plan_file_kind() - as in plan.tsv: "unit", "joined", "header", "skip" */
const char *plan_file_kind(const struct plan_file *f);
/* plan_name_ok() - a file name that make, ninja and our own formats can carry */
bool plan_name_ok(const char *path);

#endif
