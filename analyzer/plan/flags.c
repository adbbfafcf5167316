// SPDX-License-Identifier: GPL-2.0-or-later
#include "plan/flags.h"

#include <string.h>

#include "base/diag.h"
#include "base/str.h"

enum flag_action { KEEP, DROP, GCC, UNSAFE };

struct flag_row {
	const char *pattern;
	enum flag_action action;
	int words;
};

static const struct flag_row flag_rows[] = {
#define FLAG(pattern, action, words) { pattern, action, words },
#include "plan/gcc_flags.def"
#undef FLAG
};

static bool flags_match(const char *pattern, const char *word)
{
	size_t n = strlen(pattern);

	if (n && pattern[n - 1] == '*')
		return !strncmp(pattern, word, n - 1);
	return !strcmp(pattern, word);
}

static const struct flag_row *flags_row(const char *word)
{
	for (size_t i = 0; i < sizeof(flag_rows) / sizeof(flag_rows[0]); i++)
		if (flags_match(flag_rows[i].pattern, word))
			return &flag_rows[i];
	return NULL;
}

/* Name each removed option once; interned strings make "once" a pointer comparison. */
static void flags_name(const char *word, const char *why)
{
	static strings_vec named;
	const char *w = str_intern(word), **n;

	vec_each (n, &named)
		if (*n == w)
			return;
	vec_push(&named, w);
	warn("option '%s' is left out: %s", w, why);
}

/* -Wp,A,B hands A and B to the preprocessor: dependency output is dropped, macros stay. */
static void flags_preprocessor(const char *word, struct arena *a, strings_vec *out)
{
	for (const char *s = word + 4; *s;) {
		size_t n = strcspn(s, ",");
		const char *part = arena_strndup(a, s, n);

		s += n + (s[n] == ',');
		if (str_starts(part, "-D") || str_starts(part, "-U") || str_starts(part, "-I"))
			vec_push(out, part);
		else if (str_starts(part, "-M"))
			/* its file name is the next part */
			s += strcspn(s, ",") + (s[strcspn(s, ",")] == ',');
	}
}

static void flags_one(const strings_vec *in, size_t *i, struct arena *a, strings_vec *out)
{
	const char *word = in->v[*i];
	const struct flag_row *row = flags_row(word);

	if (str_starts(word, "-Wp,")) {
		flags_preprocessor(word, a, out);
		return;
	}
	if (!row) {
		flags_name(word, word[0] == '-' ? "not known to matter for parsing" :
						  "it is no option and not the unit's file");
		return;
	}
	if (row->action == GCC)
		flags_name(word, "only gcc knows it");
	if (row->action == UNSAFE)
		flags_name(word, "it would load code or write files");
	if (row->action == KEEP)
		vec_push(out, arena_strdup(a, word));
	if (row->words == 2 && *i + 1 < in->n) {
		++*i;
		if (row->action == KEEP)
			vec_push(out, arena_strdup(a, in->v[*i]));
	}
}

void flags_clean(const strings_vec *in, const char *source, struct arena *a, strings_vec *out)
{
	for (size_t i = 0; i < in->n; i++)
		if (strcmp(in->v[i], source))
			flags_one(in, &i, a, out);
}

/* Target triples as kbuild uses them with clang; others are ARCH-linux-gnu. */
static const struct {
	const char *arch, *triple;
} flag_targets[] = {
	{ "arm", "arm-linux-gnueabi" },	  { "arm64", "aarch64-linux-gnu" },
	{ "i386", "i686-linux-gnu" },	  { "hexagon", "hexagon-linux-musl" },
	{ "mips", "mipsel-linux-gnu" },	  { "powerpc", "powerpc64le-linux-gnu" },
	{ "riscv", "riscv64-linux-gnu" }, { "s390", "s390x-linux-gnu" },
	{ "sparc", "sparc64-linux-gnu" }, { "loongarch", "loongarch64-linux-gnusf" },
	{ "um", "x86_64-linux-gnu" },
};

void flags_target(strings_vec *args, const char *arch, struct arena *a)
{
	const char **s, *triple = NULL;

	vec_each (s, args)
		if (str_starts(*s, "--target=") || !strcmp(*s, "-target"))
			return;
	for (size_t i = 0; i < sizeof(flag_targets) / sizeof(flag_targets[0]); i++)
		if (!strcmp(flag_targets[i].arch, arch))
			triple = flag_targets[i].triple;
	vec_push(args, triple ? arena_printf(a, "--target=%s", triple) :
				arena_printf(a, "--target=%s-linux-gnu", arch));
}
