// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/opts.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/str.h"
#include "cli/cli.h"

#define MAX_OPTS 32
#define FIRST_OPT 256 /* beyond every letter */

static int choose(const char *command, const struct opt *o, const char *arg)
{
	struct buf b = { 0 };

	for (int i = 0; o->words[i]; i++) {
		if (!strcmp(o->words[i], arg)) {
			*(int *)o->to = i;
			buf_release(&b);
			return 0;
		}
		buf_addf(&b, "%s%s", i ? ", " : "", o->words[i]);
	}
	error("%s: '%s' is not possible for --%s; these are: %s", command, arg, o->name,
	      buf_str(&b));
	buf_release(&b);
	return -1;
}

static int take(const char *command, const struct opt *o, const char *arg)
{
	switch (o->kind) {
	case OPT_KIND_TEXT:
		*(const char **)o->to = arg;
		return 0;
	case OPT_KIND_FLAG:
		*(bool *)o->to = true;
		return 0;
	case OPT_KIND_WORD:
		return choose(command, o, arg);
	case OPT_KIND_CALL:
		return o->call(o->to, arg);
	}
	BUG("an option of no kind");
}

/* What getopt_long() wants: an index for each long option, a letter with ':' for each short one. */
static void make_tables(const struct opt *opts, struct option *longs, struct buf *letters)
{
	size_t n = 0, i;

	buf_add(letters, "h");
	for (i = 0; opts[i].name || opts[i].letter; i++) {
		BUG_ON(i + 2 > MAX_OPTS);
		if (opts[i].letter)
			buf_addf(letters, "%c%s", opts[i].letter, opts[i].alone ? "" : ":");
		if (opts[i].name)
			longs[n++] =
				(struct option){ opts[i].name,
						 opts[i].alone ? no_argument : required_argument,
						 NULL, FIRST_OPT + (int)i };
	}
	longs[n] = (struct option){ "help", no_argument, NULL, 'h' };
}

static const struct opt *find(const struct opt *opts, int opt)
{
	if (opt >= FIRST_OPT)
		return &opts[opt - FIRST_OPT];
	while (opts->letter != opt)
		opts++;
	return opts;
}

int opts_parse(int argc, char **argv, const struct opt *opts, const char *usage)
{
	struct option longs[MAX_OPTS + 1] = { 0 };
	const char *command = argv[0];
	struct buf name = { 0 }, letters = { 0 };
	int opt, rc = 0;

	make_tables(opts, longs, &letters);
	/* getopt's own messages begin with it */
	buf_addf(&name, "gupcheck: %s", command);
	argv[0] = name.p;
	optind = 0;
	while (!rc && (opt = getopt_long(argc, argv, letters.p, longs, NULL)) != -1) {
		if (opt == 'h')
			rc = 1;
		else if (opt == '?')
			rc = -1;
		else
			rc = take(command, find(opts, opt), optarg);
	}
	argv[0] = (char *)command;
	buf_release(&name);
	buf_release(&letters);
	if (rc == 1)
		cli_usage(usage, 1);
	return rc;
}

int opts_no_operand(int argc, char **argv, const char *command)
{
	if (optind >= argc)
		return 0;
	return error("%s: what is '%s'? see gupcheck %s --help", command, argv[optind], command);
}

int opts_number(const char *command, const char *what, const char *s, long min, long max, long *out)
{
	char *end;

	errno = 0;
	*out = strtol(s, &end, 10);
	if (!errno && !*end && end != s && *out >= min && *out <= max)
		return 0;
	return error("%s: '%s' is no %s; it is a number from %ld to %ld", command, s, what, min,
		     max);
}

int opts_confidence(void *to, const char *arg)
{
	char *end;
	double x = strtod(arg, &end);

	if (end == arg || *end || !(x >= 0 && x <= 1))
		return error("'%s' is no confidence; give a number from 0 to 1", arg);
	*(double *)to = x;
	return 0;
}
