/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Run other programs: always an argument vector, never a shell, so that no
 * name from a tree can become a command.  Layer 0.
 */
#ifndef BASE_PROC_H
#define BASE_PROC_H

#include "base/str.h"

/**
 * struct proc - one program to run
 * @argv: NULL-terminated; argv[0] is looked up on the PATH
 * @func, @data: instead of a program: a function of ours to call in the child, its result becomes
 *               the exit status; argv[0] then only names it in messages
 * @cwd: working folder, or NULL for ours
 * @env: extra "NAME=value" strings, NULL-terminated, or NULL
 * @input: bytes for its standard input (@ninput of them), or NULL for /dev/null
 * @ninput: length of @input
 * @timeout: seconds until it and its children are killed; 0 for none
 * @out: gets its standard output; NULL lets it pass to ours
 * @err: gets its standard error; NULL lets it pass to ours; may equal @out
 * @status: result: exit status, or 128 + signal
 * @timed_out: result: killed by the time limit
 */
struct proc {
	const char *const *argv;
	int (*func)(void *data);
	void *data;
	const char *cwd;
	const char *const *env;
	const char *input;
	size_t ninput;
	unsigned int timeout;
	struct buf *out, *err;
	int status;
	bool timed_out;
};

/* proc_cpus() - the processors that this process may use, at least 1 */
unsigned int proc_cpus(void);
/* proc_run() - Return: 0 if it ran (see status), -1 if it could not be started (message printed) */
int proc_run(struct proc *p);
/* proc_find() - malloc()ed path of program @name on the PATH, or NULL */
char *proc_find(const char *name);

#endif
