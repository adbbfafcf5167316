/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the files were when ninja read them.  ninja runs a step if an input is newer than its output;
 * here a file is another one if its size, inode or time differ, be it older or newer.  What depends
 * on such a file loses its output, so that ninja makes it again; and if every file of the last
 * run is as it was, ninja need not be asked.  Layer 4 (base).
 */
#ifndef PLAN_INPUTS_H
#define PLAN_INPUTS_H

#include <stdbool.h>
#include <time.h>

/* struct inputs - @state: the state folder, with its build.ninja; @since: when ninja was started */
struct inputs {
	const char *state;
	struct timespec since;
};

/**
 * inputs_changed() - to be called when build.ninja is written, before ninja is
 * @in: @state is set; gets @since
 *
 * Return: 1 if ninja has to run, 0 if every step's inputs and outputs are as the last run left
 * them, -1 with the message printed.
 */
int inputs_changed(struct inputs *in);
/**
 * inputs_record() - to be called when ninja is done: remember the files of all steps
 * @in: as inputs_changed() left it; a file that changed after @since may have been read before that
 * @complete: no step failed
 *
 * Return: 0, or -1 with the message printed.
 */
int inputs_record(const struct inputs *in, bool complete);

#endif
