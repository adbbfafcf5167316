/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Why kbuild does not build a file: what the Makefiles on the way say, against the
 * configuration.  Layer 4 (base).
 */
#ifndef PLAN_MAKEFILE_H
#define PLAN_MAKEFILE_H

#include "base/arena.h"
#include "base/vec.h"
#include "solve/finding.h"

/* The options of a configuration that are on. */
struct config;

/* config_read() - read DIR/include/config/auto.conf; no file gives an empty configuration */
struct config *config_read(const char *dir, struct arena *a);
/* config_on() - is CONFIG_X, given with its prefix, y, m or a value */
bool config_on(const struct config *c, const char *name);
/* config_add() - turn an option on */
void config_add(struct config *c, const char *name);
void config_free(struct config *c);

/**
 * struct make_rule - one assignment in a Makefile
 * @var: its left side, as written ("obj-$(CONFIG_FOO)")
 * @words: its right side
 * @conds: CONFIG symbols of the conditionals around it, "!CONFIG_X" for an else branch
 */
struct make_rule {
	const char *var;
	strings_vec words, conds;
};
typedef VEC(struct make_rule) make_rules;

/* makefile_parse() - the assignments of a Makefile's text */
void makefile_parse(const char *text, struct arena *a, make_rules *out);

/**
 * makefile_reason() - why the configuration does not build a file
 * @tree: the kernel tree
 * @c: the configuration
 * @path: the source file
 * @a: owns the answer
 *
 * Return: a phrase, never NULL.
 */
const char *makefile_reason(const char *tree, const struct config *c, const char *path,
			    struct arena *a);
/* makefile_wants() - options, without "CONFIG_", that must be on for @path to be built; those
 * already in @out are not added again */
void makefile_wants(const char *tree, const char *path, struct arena *a, strings_vec *out);
/* makefile_users() - folders whose Makefile builds the files of folder @dir as its own */
void makefile_users(const char *tree, const char *dir, const char *srcarch, struct arena *a,
		    strings_vec *out);

#endif
