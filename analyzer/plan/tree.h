/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a folder says about itself as a kernel tree or an object directory.  Layer 4 (base). */
#ifndef PLAN_TREE_H
#define PLAN_TREE_H

#include <stdbool.h>

#include "base/arena.h"

/**
 * struct kernel_tree - a kernel source tree
 * @root: absolute path without links
 * @version: "6.12.117", with EXTRAVERSION
 * @commit: the commit that HEAD names, NULL where there is no git or it cannot be read
 */
struct kernel_tree {
	const char *root, *version, *commit;
};

/* tree_open() - recognise a kernel tree.  Return: 0, or -1 with one line printed */
int tree_open(const char *path, struct arena *a, struct kernel_tree *t);
/* tree_arch_ok() - a name that can be an architecture's, safe in paths and commands */
bool tree_arch_ok(const char *arch);
/* tree_srcarch() - the folder below arch/ for an ARCH of make's ("x86_64" -> "x86") */
const char *tree_srcarch(const char *arch);
/* tree_config_arch() - make's ARCH that DIR/.config was made for; NULL if it does not say */
const char *tree_config_arch(const char *dir, struct arena *a);
/* tree_has_auto_conf() - DIR holds a finished configuration */
bool tree_has_auto_conf(const char *dir);

#endif
