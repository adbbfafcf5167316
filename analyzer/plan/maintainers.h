/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which subsystems a file belongs to: the tree's MAINTAINERS, read and matched as the tree's
 * own scripts/get_maintainer.pl does it for "-f FILE".  Patterns are perl there, so PCRE2 does
 * the matching here.  Layer 4 (solve/finding.h, base).
 */
#ifndef PLAN_MAINTAINERS_H
#define PLAN_MAINTAINERS_H

#include "base/vec.h"
#include "solve/finding.h"

/**
 * struct maint_section - one section of the file
 * @title: its first line, which names the subsystem
 * @status: value of the last S: line, "" for none
 * @people: values of M: and R: lines
 * @lists: values of L: lines
 */
struct maint_section {
	const char *title, *status;
	strings_vec people, lists;
};
typedef VEC(const struct maint_section *) maint_sections;

struct maintainers;

/**
 * maintainers_read() - parse TREE/MAINTAINERS
 * @tree: root of the kernel tree
 *
 * K: patterns count only if the tree's get_maintainer.pl looks into files without being asked
 * to; that is read off the script, as it changed over time.
 *
 * Return: the parsed file, or NULL with the message printed.
 */
struct maintainers *maintainers_read(const char *tree);
void maintainers_free(struct maintainers *m);
/**
 * maintainers_match() - the sections of a file, the most specific first
 * @m: from maintainers_read()
 * @path: relative to the tree's root
 * @out: gets the sections; those of equal depth come as in the file.  A title appears once.
 */
void maintainers_match(struct maintainers *m, const char *path, maint_sections *out);
/**
 * maintainers_apply() - record_collect_paths(), then content hash and subsystems of each path
 * @m: from maintainers_read(), or NULL where the tree has none
 * @r: the record; its tree must be set
 */
void maintainers_apply(struct maintainers *m, struct record *r);

#endif
