/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Option rows: a command lists what it takes, one loop parses it.  Top layer. */
#ifndef CLI_OPTS_H
#define CLI_OPTS_H

#include <stdbool.h>

enum opt_kind { OPT_KIND_TEXT, OPT_KIND_FLAG, OPT_KIND_WORD, OPT_KIND_CALL };

/**
 * struct opt - one option; a list of them ends with OPT_END
 * @name: the long one without its dashes; NULL if there is only a letter
 * @letter: the short one, or 0
 * @kind: what becomes of it
 * @to: const char ** (text), bool * (flag), int * (index of the word), or what @call is handed
 * @words: the words that are possible, ended by NULL
 * @call: takes the argument, NULL for an option that @alone has none; Return: 0, or -1 with the
 *        message printed
 * @alone: it has no argument
 */
struct opt {
	const char *name;
	char letter;
	enum opt_kind kind;
	void *to;
	const char *const *words;
	int (*call)(void *to, const char *arg);
	bool alone;
};
#define OPT_TEXT(n, p) { .name = (n), .kind = OPT_KIND_TEXT, .to = (p) }
#define OPT_LETTER(l, p) { .letter = (l), .kind = OPT_KIND_TEXT, .to = (p) }
#define OPT_FLAG(n, p) { .name = (n), .kind = OPT_KIND_FLAG, .to = (p), .alone = true }
#define OPT_WORD(n, p, w) { .name = (n), .kind = OPT_KIND_WORD, .to = (p), .words = (w) }
#define OPT_CALL(n, f, p) { .name = (n), .kind = OPT_KIND_CALL, .to = (p), .call = (f) }
#define OPT_CALL0(n, f, p) \
	{ .name = (n), .kind = OPT_KIND_CALL, .to = (p), .call = (f), .alone = true }
#define OPT_END { .name = NULL }

/**
 * opts_parse() - parse a command line by its rows
 * @argc, @argv: as the command got them
 * @opts: the rows; --help and -h come by themselves
 * @usage: printed for --help
 *
 * Return: 0 to go on, with optind at the first operand; 1 when only help was wanted; -1 with the
 * message printed.
 */
int opts_parse(int argc, char **argv, const struct opt *opts, const char *usage);
/* opts_no_operand() - Return: 0 if the command line is at its end, else -1 with the message */
int opts_no_operand(int argc, char **argv, const char *command);
/* opts_number() - a whole number from @min to @max; Return: 0, or -1 with the message printed */
int opts_number(const char *command, const char *what, const char *s, long min, long max,
		long *out);
/* opts_confidence() - a number from 0 to 1 into *(double *)@to; fit for OPT_CALL */
int opts_confidence(void *to, const char *arg);

#endif
