/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The command line.  To add a command: write cli/cmd_<name>.c with
 * int cmd_<name>(int argc, char **argv), add a row to commands.def and the object to
 * dir.ninja, write man/gupcheck-<name>.1.  Top layer: may include everything.
 *
 * A command gets argv[0] = its name, parses with getopt_long, prints machine output
 * alone on stdout and everything else on stderr.  Return: 0 clean, 1 findings, 2 could
 * not do it or only in part; 3 (link --join only) there is more to read first.
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

enum cli_exit { CLI_OK = 0, CLI_FINDINGS = 1, CLI_FAILED = 2, CLI_JOINED = 3 };

#define COMMAND(name, title) int cmd_##name(int argc, char **argv);
#include "cli/commands.def"
#undef COMMAND

/* cli_usage() - print "usage: gupcheck " and @text.  Return: CLI_OK for --help (@asked), else
 * CLI_FAILED; on stdout when asked, on stderr otherwise */
int cli_usage(const char *text, int asked);
/* cli_self() - absolute path of the running program, for edges that call it again */
const char *cli_self(void);
/* cli_datadir() - folder that holds cocci/, db/ and the rule pages: GUPCHECK_DATA, else the
 * folder above build/ that the program was built in */
const char *cli_datadir(void);

#endif
