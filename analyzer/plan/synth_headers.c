// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The generated headers that a tree lacks.  Counted as missing (they cost trust) are those
 * that nearly every unit includes; a version string or the like is made up without a word.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/file.h"
#include "base/proc.h"
#include "base/str.h"
#include "plan/makefile.h"
#include "plan/synth.h"
#include "plan/synth_config.h"
#include "plan/tree.h"

struct headers {
	const struct synth *s;
	struct arena *a;
	const char *src, *dir; /* arch/SRC; where the made headers go */
	strings_vec *missing;
	unsigned int made;
};

/* Is there a file of this name below the object directory? */
static bool headers_have(const struct headers *h, const char *name)
{
	return h->s->objdir && file_exists(arena_printf(h->a, "%s/%s", h->s->objdir, name));
}

static int headers_put(struct headers *h, const char *name, const char *text)
{
	const char *path = arena_printf(h->a, "%s/%s", h->dir, name);

	h->made++;
	return file_write_changed(path, text, strlen(text));
}

static int headers_read_rules(const struct headers *h, const char *name, make_rules *rules)
{
	const char *path = arena_printf(h->a, "%s/%s", h->s->tree, name);
	struct buf b = { 0 };
	int rc = 0;

	if (file_exists(path)) {
		rc = file_read(path, &b);
		if (!rc)
			makefile_parse(buf_str(&b), h->a, rules);
	}
	buf_release(&b);
	return rc;
}

/* "#define __NR_<prefix>name number" from one of the architecture's system call tables. */
static void headers_syscall_table(const struct headers *h, const char *table, const char *prefix,
				  struct buf *out)
{
	const char *path = arena_printf(h->a, "%s/arch/%s/%s", h->s->tree, h->src, table);
	char name[64], abi[32];
	struct buf b = { 0 };
	unsigned int nr;

	if (!file_exists(path) || file_read(path, &b))
		return;
	for (const char *s = buf_str(&b); *s; s += strcspn(s, "\n"), s += *s == '\n')
		if (sscanf(s, "%u %31s %63s", &nr, abi, name) == 3 && strcmp(abi, "x32"))
			buf_addf(out, "#ifndef __NR_%s%s\n#define __NR_%s%s %u\n#endif\n", prefix,
				 name, prefix, name, nr);
	buf_release(&b);
}

static void headers_syscalls(const struct headers *h, const char *name, struct buf *out)
{
	static const char *const tables[] = { "entry/syscalls/syscall_64.tbl",
					      "kernel/syscalls/syscall.tbl", "tools/syscall.tbl",
					      "tools/syscall_64.tbl" };

	if (strstr(name, "ia32")) {
		headers_syscall_table(h, "entry/syscalls/syscall_32.tbl", "ia32_", out);
		return;
	}
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		headers_syscall_table(h, tables[i], "", out);
}

/*
 * One header of the asm folder: kbuild makes a wrapper of the generic one for each generic-y
 * and for each mandatory-y that the architecture lacks, and others by programs of its own.
 */
static int headers_asm_one(struct headers *h, const char *api, const char *var, const char *name)
{
	const char *own =
		arena_printf(h->a, "%s/arch/%s/include/%sasm/%s", h->s->tree, h->src, api, name);
	const char *made =
		arena_printf(h->a, "arch/%s/include/generated/%sasm/%s", h->src, api, name);
	struct buf b = { 0 };
	int rc;

	if (strpbrk(name, "$()/") || !str_ends(name, ".h") || headers_have(h, made) ||
	    (!str_starts(var, "generated-") && file_exists(own)))
		return 0;
	/* a finished preparation leaves out what its configuration does not need */
	if (str_starts(var, "generated-") && headers_have(h, "include/generated/bounds.h"))
		return 0;
	vec_push(h->missing, arena_printf(h->a, "asm/%s", name));
	buf_addf(&b, "/* made up by gupcheck: the tree has none */\n");
	if (!str_starts(var, "generated-"))
		buf_addf(&b, "#include <asm-generic/%s>\n", name);
	else if (str_starts(name, "unistd"))
		headers_syscalls(h, name, &b);
	rc = headers_put(h, arena_printf(h->a, "asm/%s", name), buf_str(&b));
	buf_release(&b);
	return rc;
}

static int headers_asm(struct headers *h, const char *api)
{
	const char *const lists[] = {
		arena_printf(h->a, "arch/%s/include/%sasm/Kbuild", h->src, api),
		arena_printf(h->a, "include/%sasm-generic/Kbuild", api),
		/* before 5.1 */
		arena_printf(h->a, "include/%sasm-generic/Kbuild.asm", api),
	};
	make_rules rules = { 0 };
	struct make_rule *r;
	const char *const *w;
	int rc = 0;

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		rc = rc ? rc : headers_read_rules(h, lists[i], &rules);
	vec_each (r, &rules) {
		bool counts = !strcmp(r->var, "generic-y") || !strcmp(r->var, "mandatory-y") ||
			      !strcmp(r->var, "generated-y") || !strcmp(r->var, "syscall-y");

		vec_each (w, &r->words)
			if (counts && !rc)
				rc = headers_asm_one(h, api, r->var, *w);
		vec_release(&r->words);
		vec_release(&r->conds);
	}
	vec_release(&rules);
	return rc;
}

/* The "->NAME $NUMBER comment" lines of an assembler output, as kbuild's own script reads them. */
static void headers_offsets_parse(const char *s, struct buf *out)
{
	for (; (s = strstr(s, "->")); s++) {
		size_t n = 0;
		const char *v;

		s += 2;
		while (isalnum((unsigned char)s[n]) || s[n] == '_')
			n++;
		if (!n || s[n] != ' ')
			continue;
		v = s + n + 1 + strspn(s + n + 1, "$#");
		buf_addf(out, "#define %.*s %.*s\n", (int)n, s, (int)strcspn(v, " \"\n"), v);
	}
}

/*
 * Constants that kbuild takes from the compiler: clang compiles the tree's own list to
 * assembler text.  Return: 0 if it did, -1 otherwise
 */
static int headers_offsets(struct headers *h, const char *source, const char *name)
{
	strings_vec args = { 0 };
	struct buf text = { 0 }, err = { 0 }, out = { 0 };
	struct proc p = { .out = &text, .err = &err, .timeout = 60, .cwd = h->s->tree };
	int rc = -1;

	vec_push(&args, "clang-19");
	synth_flags(h->s, source, h->a, &args);
	for (const char *const *w = (const char *const[]){ "-I", h->dir, "-w", "-S", "-o", "-",
							   "-D__GENERATING_BOUNDS_H",
							   "-fno-verbose-asm", source, NULL };
	     *w; w++)
		vec_push(&args, *w);
	vec_push(&args, NULL);
	p.argv = args.v;
	if (file_exists(arena_printf(h->a, "%s/%s", h->s->tree, source)) && proc_run(&p) == 0 &&
	    p.status == 0) {
		headers_offsets_parse(buf_str(&text), &out);
		rc = headers_put(h, name, buf_str(&out));
	}
	vec_release(&args);
	buf_release(&text);
	buf_release(&err);
	buf_release(&out);
	return rc;
}

/* What bounds.h says where clang cannot compile the list; the values of a usual x86 kernel. */
static const char headers_bounds[] = "#define NR_PAGEFLAGS 24\n"
				     "#define MAX_NR_ZONES 4\n"
				     "#define NR_CPUS_BITS 13\n"
				     "#define SPINLOCK_SIZE 4\n"
				     "#define LRU_GEN_WIDTH 3\n"
				     "#define __LRU_REFS_WIDTH 2\n";

/* Factors between ticks and time units; no verdict depends on their values. */
static const char headers_timeconst[] =
	"#define HZ_TO_MSEC_MUL32 1ULL\n#define HZ_TO_MSEC_ADJ32 0ULL\n"
	"#define HZ_TO_MSEC_SHR32 0\n#define MSEC_TO_HZ_MUL32 1ULL\n"
	"#define MSEC_TO_HZ_ADJ32 0ULL\n#define MSEC_TO_HZ_SHR32 0\n"
	"#define HZ_TO_MSEC_NUM 1\n#define HZ_TO_MSEC_DEN 1\n"
	"#define MSEC_TO_HZ_NUM 1\n#define MSEC_TO_HZ_DEN 1\n"
	"#define HZ_TO_USEC_MUL32 1ULL\n#define HZ_TO_USEC_ADJ32 0ULL\n"
	"#define HZ_TO_USEC_SHR32 0\n#define USEC_TO_HZ_MUL32 1ULL\n"
	"#define USEC_TO_HZ_ADJ32 0ULL\n#define USEC_TO_HZ_SHR32 0\n"
	"#define HZ_TO_USEC_NUM 1\n#define HZ_TO_USEC_DEN 1\n"
	"#define USEC_TO_HZ_NUM 1\n#define USEC_TO_HZ_DEN 1\n"
	"#define HZ_TO_NSEC_NUM 1\n#define HZ_TO_NSEC_DEN 1\n"
	"#define NSEC_TO_HZ_NUM 1\n#define NSEC_TO_HZ_DEN 1\n";

static int headers_generated(struct headers *h)
{
	const char *version = arena_printf(h->a, "#define UTS_RELEASE \"%s\"\n", h->s->version);
	const struct {
		const char *name, *text;
		bool counts;
	} fixed[] = {
		{ "timeconst.h", headers_timeconst, true },
		{ "utsrelease.h", version, true },
		{ "compile.h",
		  "#define UTS_MACHINE \"\"\n#define UTS_VERSION \"\"\n"
		  "#define LINUX_COMPILE_BY \"\"\n#define LINUX_COMPILE_HOST \"\"\n"
		  "#define LINUX_COMPILER \"\"\n",
		  false },
		{ "package.h", "#define LINUX_PACKAGE_ID \"\"\n", false },
		{ "randstruct_hash.h", "#define RANDSTRUCT_HASHED_SEED \"\"\n", false },
	};
	int rc = 0;

	if (!headers_have(h, "include/generated/autoconf.h")) {
		vec_push(h->missing, "generated/autoconf.h");
		rc = synth_config(h->s, h->a,
				  arena_printf(h->a, "%s/generated/autoconf.h", h->dir));
		h->made++;
	}
	for (size_t i = 0; !rc && i < sizeof(fixed) / sizeof(fixed[0]); i++) {
		const char *name = arena_printf(h->a, "generated/%s", fixed[i].name);

		if (headers_have(h, arena_printf(h->a, "include/%s", name)))
			continue;
		if (fixed[i].counts)
			vec_push(h->missing, name);
		rc = headers_put(h, name, fixed[i].text);
	}
	return rc;
}

/* These need all the others, so they come last. */
static int headers_compiled(struct headers *h)
{
	const char *offsets = arena_printf(h->a, "arch/%s/kernel/asm-offsets.c", h->src);

	if (!headers_have(h, "include/generated/bounds.h")) {
		vec_push(h->missing, "generated/bounds.h");
		if (headers_offsets(h, "kernel/bounds.c", "generated/bounds.h") &&
		    headers_put(h, "generated/bounds.h", headers_bounds))
			return -1;
	}
	if (!headers_have(h, "include/generated/asm-offsets.h")) {
		vec_push(h->missing, "generated/asm-offsets.h");
		if (headers_offsets(h, offsets, "generated/asm-offsets.h") &&
		    headers_put(h, "generated/asm-offsets.h", ""))
			return -1;
	}
	return 0;
}

int synth_headers(const struct synth *s, struct arena *a, strings_vec *missing, strings_vec *extra)
{
	struct headers h = { .s = s, .a = a, .src = tree_srcarch(s->arch), .missing = missing };

	h.dir = arena_printf(a, "%s/synth", s->state);
	if (file_mkdirs(arena_printf(a, "%s/asm", h.dir)) ||
	    file_mkdirs(arena_printf(a, "%s/generated", h.dir)) || headers_asm(&h, "") ||
	    headers_asm(&h, "uapi/") || headers_generated(&h) || headers_compiled(&h))
		return -1;
	if (h.made) {
		vec_push(extra, "-I");
		vec_push(extra, h.dir);
	}
	return 0;
}
