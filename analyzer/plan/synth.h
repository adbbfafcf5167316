/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Flags and generated headers for trees whose own build cannot provide them: old kernels,
 * missing host tools, no configuration at all.  What the tree or the object directory has is
 * used; what is missing is made in the state folder.  Units planned with any of it are at
 * most "recovered".  Layer 4 (base).
 */
#ifndef PLAN_SYNTH_H
#define PLAN_SYNTH_H

#include "base/arena.h"
#include "solve/finding.h"

/**
 * struct synth - for what to make flags and headers
 * @tree: the tree's root
 * @objdir: object directory with whatever was generated, or NULL
 * @arch: as make's ARCH
 * @version: of the kernel
 * @state: state folder; synth/ in it gets the headers
 * @wants: options that the wanted files need, without "CONFIG_"; for trees without .config
 */
struct synth {
	const char *tree, *objdir, *arch, *version, *state;
	strings_vec wants;
};

/**
 * synth_headers() - make the generated headers that are missing
 * @s: for what
 * @flags: flags to make them with, or NULL for synth_flags()
 * @a: owns the result
 * @missing: gets the names of what had to be made
 * @extra: gets the arguments that make them visible, to be added after all others
 *
 * Return: 0, or -1 with the message printed.
 */
int synth_headers(const struct synth *s, struct arena *a, strings_vec *missing, strings_vec *extra);
/* synth_flags() - arguments for one source file of the tree */
void synth_flags(const struct synth *s, const char *path, struct arena *a, strings_vec *out);

#endif
