// SPDX-License-Identifier: GPL-2.0-or-later
#include "front_sparse/hook.h"

#include "front_sparse/front_sparse.h"
#include "front_sparse/sparse.h"

void (*sparse_parsed)(const char *file, struct symbol_list *list, bool failed);

/**
 * sparse_hook() - what sparse() of the library does, with a look at the tree in between
 * @file: the unit
 *
 * Return: its symbols, evaluated
 */
struct symbol_list *sparse_hook(char *file)
{
	struct symbol_list *list;

	if (sparse_parsed)
		sparse_front_init();
	list = __sparse(file);
	if (sparse_parsed && list)
		sparse_parsed(file, list, has_error & ERROR_CURR_PHASE);
	if (has_error & ERROR_CURR_PHASE)
		has_error = ERROR_PREV_PHASE;
	evaluate_symbol_list(list);
	return list;
}
