// SPDX-License-Identifier: GPL-2.0-or-later
/* Runs the unit tests: all of them, or those named on the command line. */
#include <stdio.h>
#include <string.h>

#define TEST(name) int test_##name(void);
#include "tests/unit/tests.def"
#undef TEST

static const struct {
	const char *name;
	int (*run)(void);
} groups[] = {
#define TEST(name) { #name, test_##name },
#include "tests/unit/tests.def"
#undef TEST
	{ NULL, NULL },
};

static int is_wanted(const char *name, int argc, char **argv)
{
	int i;

	for (i = 1; i < argc; i++)
		if (!strcmp(argv[i], name))
			return 1;
	return argc < 2;
}

int main(int argc, char **argv)
{
	int i, failed = 0, ran = 0;

	for (i = 0; groups[i].name; i++) {
		if (!is_wanted(groups[i].name, argc, argv))
			continue;
		failed += groups[i].run() != 0;
		ran++;
	}
	if (!ran)
		fprintf(stderr, "unit: no test has such a name\n");
	return failed || !ran;
}
