/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The build.ninja of a state folder: one edge per unit and one per batch of files for the
 * inventory.  ninja hands commands to sh, so each word is quoted for sh, and the whole for
 * ninja.  Layer 4 (plan.h).
 */
#ifndef PLAN_NINJAFILE_H
#define PLAN_NINJAFILE_H

#include "plan/pch.h"
#include "plan/plan.h"

/**
 * struct ninjafile - what the edges call
 * @state: state folder, absolute
 * @program: this program, absolute
 * @timeout: seconds for one unit
 * @cocci: the semantic patches' folder; the inventory's files there are inputs of each batch
 * @pch: the precompiled headers, or NULL
 */
struct ninjafile {
	const char *state, *program;
	unsigned int timeout;
	const char *cocci;
	const struct pch_plan *pch;
};

/**
 * ninjafile_write() - write STATE/build.ninja and STATE/cocci/N.list
 * @n: what the edges call
 * @p: the plan
 *
 * Return: 0, or -1 with the message printed.
 */
int ninjafile_write(const struct ninjafile *n, const struct plan *p);

#endif
