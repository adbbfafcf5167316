/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A configuration header for trees that have none.  Layer 4 (base). */
#ifndef PLAN_SYNTH_CONFIG_H
#define PLAN_SYNTH_CONFIG_H

#include "plan/synth.h"

/**
 * synth_config() - write autoconf.h
 * @s: for what; a .config in its object directory decides if there is one
 * @a: scratch
 * @path: file to write
 *
 * Return: 0, or -1 with the message printed.
 */
int synth_config(const struct synth *s, struct arena *a, const char *path);

#endif
