/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From a compile command's words to what clang parses with.  The rules are the rows of
 * gcc_flags.def.  Layer 4 (base).
 */
#ifndef PLAN_FLAGS_H
#define PLAN_FLAGS_H

#include "base/arena.h"
#include "solve/finding.h"

/**
 * flags_clean() - drop what does not belong to parsing
 * @in: the words after the compiler's name, the source file among them
 * @source: the source file as spelled in @in: not copied
 * @a: owns copies
 * @out: gets the arguments
 *
 * Each removed gcc-only or unsafe option is named once per process, on standard error.
 */
void flags_clean(const strings_vec *in, const char *source, struct arena *a, strings_vec *out);
/* flags_target() - add --target= for @arch unless the arguments hold a target */
void flags_target(strings_vec *args, const char *arch, struct arena *a);

#endif
