/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Ask the kernel's own build for the flags of some objects, without building anything and
 * without writing to the tree or the object directory: a dry run (make -n) in a shadow of the
 * object directory, which holds copies of its configuration.  kbuild's C=2 prints one checker
 * command with all flags for each object that is asked for; our CHECK adds whether the
 * configuration really has the object.  Layer 4 (base).
 */
#ifndef PLAN_KBUILD_H
#define PLAN_KBUILD_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/vec.h"
#include "solve/finding.h"

/**
 * struct kbuild - where to ask
 * @tree: root of the kernel tree
 * @objdir: configured object directory, may equal @tree
 * @arch: as make's ARCH
 * @state: state folder; the shadow is kbuild/ in it
 */
struct kbuild {
	const char *tree, *objdir, *arch, *state;
};

/**
 * struct kbuild_object - what kbuild says about one object
 * @target: as it was asked for ("mm/gup.o")
 * @on: the configuration builds it
 * @words: the compiler's arguments; the last one is the source file
 */
struct kbuild_object {
	const char *target;
	bool on;
	strings_vec words;
};
typedef VEC(struct kbuild_object) kbuild_objects;

/**
 * kbuild_ask() - one dry run
 * @k: where
 * @targets: objects, relative to the tree's root
 * @a: owns the result
 * @out: gets the objects that kbuild has a rule for
 *
 * Return: NULL, or why the answer cannot be had (nothing is printed).
 */
const char *kbuild_ask(const struct kbuild *k, const strings_vec *targets, struct arena *a,
		       kbuild_objects *out);
/* kbuild_release() - free the lists; the strings stay with their arena */
void kbuild_release(kbuild_objects *objects);

#endif
