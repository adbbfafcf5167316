/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sparse's own program, and the one place where ours looks in.  sparse.c of the same source as the
 * library is compiled as it is, with its main() called sparse_main() and its calls of sparse() led
 * to hook.c: what it prints and returns is sparse's, in every version.  Layer 3.
 */
#ifndef FRONT_SPARSE_HOOK_H
#define FRONT_SPARSE_HOOK_H

#include <stdbool.h>

struct symbol_list;

/* sparse_main() - run sparse; may exit() by itself */
int sparse_main(int argc, char **argv);

/* sparse_parsed - called with each file that was parsed and not yet evaluated; @failed: with errors.
 * What it is given must be left as it is. */
extern void (*sparse_parsed)(const char *file, struct symbol_list *list, bool failed);

struct symbol_list *sparse_hook(char *file);

#endif
