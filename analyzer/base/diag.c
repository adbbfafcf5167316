// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/diag.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

const char *diag_program = "gupcheck";
static unsigned int nr_errors;

static void diag_line(const char *sev, const char *fmt, va_list ap)
{
	fflush(stdout);
	fprintf(stderr, "%s: %s", diag_program, sev);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
}

int error(const char *fmt, ...)
{
	va_list ap;

	nr_errors++;
	va_start(ap, fmt);
	diag_line("", fmt, ap);
	va_end(ap);
	return -1;
}

void warn(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	diag_line("warning: ", fmt, ap);
	va_end(ap);
}

void die(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	diag_line("", fmt, ap);
	va_end(ap);
	exit(2);
}

unsigned int error_count(void)
{
	return nr_errors;
}

void bug_at(const char *file, int line, const char *fmt, ...)
{
	va_list ap;

	fflush(stdout);
	fprintf(stderr, "%s: internal fault at %s:%d: ", diag_program, file, line);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	abort();
}
