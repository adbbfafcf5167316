/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The state folder of a scan: where it is, and that only one scan works in it.  Layer 6. */
#ifndef CLI_STATE_H
#define CLI_STATE_H

#include "base/arena.h"
#include "plan/plan.h"

/* state_cache() - the cache folder: GUP_CACHE, else gupcheck below XDG_CACHE_HOME or ~/.cache */
const char *state_cache(struct arena *a);
/* state_path() - the state folder of a scan with these options, which need not exist */
const char *state_path(const struct plan_opts *o, struct arena *a);
/* state_is_scan() - a scan has been there */
bool state_is_scan(const char *state, struct arena *a);
/**
 * state_open() - make the state folder and lock it
 * @o: tree and options that tell one state folder from another; its @state is set here
 *     unless the user gave one
 * @a: owns the path
 *
 * Return: the lock, to be kept open while the folder is in use, or -1 with the message printed.
 */
int state_open(struct plan_opts *o, struct arena *a);

#endif
