// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/file.h"
#include "base/version.h"
#include "cli/cli.h"

struct command {
	const char *name, *title;
	int (*run)(int argc, char **argv);
};

static const struct command commands[] = {
#define COMMAND(name, title) { #name, title, cmd_##name },
#include "cli/commands.def"
#undef COMMAND
	{ NULL, NULL, NULL },
};

static char *self, *datadir;

const char *cli_self(void)
{
	return self;
}

const char *cli_datadir(void)
{
	return datadir;
}

int cli_usage(const char *text, int asked)
{
	fprintf(asked ? stdout : stderr, "usage: gupcheck %s", text);
	return asked ? CLI_OK : CLI_FAILED;
}

/* The program lies in DATA/build/ or DATA/build/VARIANT/: walk up to the folder with cocci/. */
static void cli_locate(void)
{
	const char *env = getenv("GUPCHECK_DATA");
	char probe[4096], *slash;

	self = file_realpath("/proc/self/exe");
	if (!self)
		die("cannot read /proc/self/exe; is /proc mounted?");
	datadir = strdup(env ? env : self);
	while (!env && (slash = strrchr(datadir, '/'))) {
		*slash = '\0';
		snprintf(probe, sizeof(probe), "%s/cocci", datadir);
		if (file_is_dir(probe))
			return;
	}
}

static int main_help(int asked)
{
	FILE *f = asked ? stdout : stderr;

	fprintf(f, "usage: gupcheck COMMAND [OPTION]... (gupcheck COMMAND --help tells more)\n\n");
	for (const struct command *c = commands; c->name; c++)
		fprintf(f, "  %-10s %s\n", c->name, c->title);
	return asked ? CLI_OK : CLI_FAILED;
}

int main(int argc, char **argv)
{
	if (argc < 2)
		return main_help(0);
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") || !strcmp(argv[1], "help"))
		return main_help(1);
	if (!strcmp(argv[1], "--version")) {
		printf("gupcheck %s\n", GUPCHECK_VERSION);
		return CLI_OK;
	}
	cli_locate();
	for (const struct command *c = commands; c->name; c++) {
		if (strcmp(c->name, argv[1]))
			continue;
		int rc = c->run(argc - 1, argv + 1);

		if (fflush(stdout) || ferror(stdout)) {
			/* a writer that noticed it first has said so */
			if (!error_count())
				error("cannot write the output: is the disk full or the reader gone?");
			return CLI_FAILED;
		}
		return rc;
	}
	error("unknown command '%s'; see gupcheck --help", argv[1]);
	return CLI_FAILED;
}
