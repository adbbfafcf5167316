/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Every call that takes or drops page references, found by Coccinelle whatever the
 * configuration and the architecture.
 *
 * The result is a TSV file, sorted by path, line and column:
 *
 *   path line col endcol function api role note
 *   ! path reason
 *
 * Columns count bytes from 1; @endcol is one past the callee's name.  @function is `-`
 * outside every function, @role is acquire or release, @note is empty, or `own-static`
 * where the file defines a static function of that name itself.  A `!` line is something
 * that Coccinelle could not read: a whole file, or a call that the text shows.
 */
#ifndef PLAN_INVENTORY_H
#define PLAN_INVENTORY_H

/**
 * struct inventory_opts - what to look at
 * @tree: the kernel tree
 * @list: file with one path relative to @tree a line
 * @out: the TSV file to write; left alone if nothing changed
 * @cocci: folder with inventory.cocci and macros.h
 * @timeout: seconds for one source file
 * @jobs: spatch processes
 */
struct inventory_opts {
	const char *tree, *list, *out, *cocci;
	unsigned int timeout, jobs;
};

/**
 * inventory_run() - write the inventory
 * @o: see above
 * @lost: number of `!` lines
 *
 * Return: 0, or -1 with the message printed and nothing written.
 */
int inventory_run(const struct inventory_opts *o, unsigned int *lost);

#endif
