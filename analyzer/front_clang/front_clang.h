/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The libclang frontend: one translation unit of C in, one unit of the IR out.
 * Only this folder includes libclang.  Layer 3 (lower, api).
 */
#ifndef FRONT_CLANG_FRONT_CLANG_H
#define FRONT_CLANG_FRONT_CLANG_H

#include "base/vec.h"
#include "ir/ir.h"

/**
 * struct clang_opts - what to parse and how
 * @tree: root of the source tree; paths in the result are relative to it
 * @unit: the file, relative to the tree or absolute
 * @cwd: folder that relative names in @args start from; NULL for the current one
 * @args: compiler arguments as a build gives them; what concerns output files, warnings and
 *        dependency files is left out, as is the name of the compiler and of the unit
 * @nargs: their number
 * @exiting: the process ends soon and works for another: the parser's memory is left to the system,
 *           and a crash of the parser kills the process
 * @pch: absolute path of what clang_precompile() made, or NULL.  It changes how fast the unit is
 *       read, never the result: where it might, the unit is read without it
 * @thin: read headers without the bodies of functions that the unit does not come to, see thin.h;
 *        that, too, changes nothing but the time
 * @suspects: interned names that mean something else in this unit than in the precompiled header:
 *            a function of that with one of them in its text cannot be lowered from there
 * @nsuspects: their number
 * @why: if not NULL, gets an interned reason if @pch or @thin was of no use
 */
struct clang_opts {
	const char *tree, *unit, *cwd;
	const char *const *args;
	int nargs;
	bool exiting;
	const char *pch;
	bool thin;
	const char *const *suspects;
	int nsuspects;
	const char **why;
};

typedef VEC(const char *) clang_deps;

/**
 * clang_unit() - parse and lower one translation unit
 * @o: see above
 * @deps: gets the absolute path of every file that was read, interned; may be NULL
 *
 * Errors in the source do not fail: the unit says how far the parser got.
 *
 * Return: a unit that passed ir_verify(); the caller frees it.  NULL with one line printed if the
 * result broke an invariant, which is a fault of this program.
 */
struct ir_unit *clang_unit(const struct clang_opts *o, clang_deps *deps);

/**
 * clang_precompile() - parse headers once for many units
 * @o: what to parse and how; @unit is a file of #include lines only, @pch another precompiled
 *     header that this one starts from, or NULL; then a file beside @unit, .keep instead of .h,
 *     names the macros of that which are to be written again
 * @out: the result for struct clang_opts.pch; what is known of it goes to the same name with
 *       PCH_NOTES at the end
 * @deps: gets the absolute path of every file that was read; may be NULL
 *
 * Return: 0, or -1 with one line printed: it cannot be precompiled, and no file is left.
 */
int clang_precompile(const struct clang_opts *o, const char *out, clang_deps *deps);
#define PCH_NOTES ".notes"

#endif
