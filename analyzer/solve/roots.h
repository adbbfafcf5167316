/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From where a function can be entered: operations, callbacks, other units.  Follows the
 * calls backwards over the whole program.  Layer 2 (ir, api).
 */
#ifndef SOLVE_ROOTS_H
#define SOLVE_ROOTS_H

#include "solve/program.h"

enum root {
	ROOT_END = 1, /* an operation that ends an object's life: release, close, free, ... */
	ROOT_OPS = 2, /* any other operation: ioctl, write, ... */
	ROOT_ATOMIC = 4, /* a callback of an interrupt, timer, I/O completion */
	ROOT_WORK = 8, /* a work item */
	ROOT_POINTER = 16, /* its address goes somewhere else */
	ROOT_THREAD = 64, /* a thread */
	ROOT_OPEN = 32, /* not static, and no caller in another unit was read */
};

struct roots;
/* roots_new() - look at all functions of @p; the strings and functions must stay valid */
struct roots *roots_new(struct program *p);
void roots_free(struct roots *r);
/* roots_of() - mask of enum root: how @f, or a function that calls it, is entered */
unsigned int roots_of(struct roots *r, const struct ir_func *f);
/* roots_own() - the same, as far as it is entered itself, without its callers */
unsigned int roots_own(struct roots *r, const struct ir_func *f);
/* roots_open() - units that were not read call @f: it is not static, and no unit that was does */
bool roots_open(struct roots *r, const struct ir_func *f);
/* roots_apart() - the same as roots_of(), by ways into @f that pass no function from which one of
 * @others can be reached: what happens there does not happen in the same call as those */
unsigned int roots_apart(struct roots *r, const struct ir_func *f,
			 const struct ir_func *const *others, size_t n);

#endif
