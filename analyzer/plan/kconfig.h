/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A configuration from the Kconfig files alone, for trees that were never configured: what
 * "make defconfig" would roughly choose, without any host tool.  Understood are config,
 * menuconfig, choice, menu, if, source, types, default, def_*, select, depends and
 * the operators of expressions; $(...) other than SRCARCH counts as no.  A configuration so
 * made gives headers something coherent to read, it is not one to build with.  Layer 4 (base).
 */
#ifndef PLAN_KCONFIG_H
#define PLAN_KCONFIG_H

#include "base/str.h"
#include "solve/finding.h"

/**
 * kconfig_defaults() - the configuration as lines "CONFIG_X=value"
 * @tree: the kernel tree
 * @arch: as make's ARCH
 * @wants: options to turn on, without "CONFIG_", as far as their conditions can be met
 * @out: gets the lines
 *
 * Return: 0, or -1 with the message printed.
 */
int kconfig_defaults(const char *tree, const char *arch, const strings_vec *wants, struct buf *out);

#endif
