/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Messages to the user, all on standard error, one line each:
 * "gupcheck: <what failed>: <why>; <what to do>".
 * Libraries return error(); only commands die(); BUG() is for faults of ours.
 * Layer 0.
 */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

/* diag_program - name printed before each message; set once by main() */
extern const char *diag_program;

/* error() - print one line; Return: always -1, so that callers can return it */
int error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* warn() - print one line; the work goes on */
void warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* die() - print one line and exit with status 2 */
void die(const char *fmt, ...) __attribute__((format(printf, 1, 2), noreturn));
/* error_count() - how many error() lines were printed so far */
unsigned int error_count(void);

void bug_at(const char *file, int line, const char *fmt, ...)
	__attribute__((format(printf, 3, 4), noreturn));
/* BUG() - an internal fault: names our file and line, then aborts */
#define BUG(...) bug_at(__FILE__, __LINE__, __VA_ARGS__)
#define BUG_ON(c)                                  \
	do {                                       \
		if (c)                             \
			BUG("unexpected: %s", #c); \
	} while (0)

#endif
