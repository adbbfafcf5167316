// SPDX-License-Identifier: GPL-2.0-or-later
#include "plan/synth.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/proc.h"
#include "base/str.h"
#include "plan/flags.h"
#include "plan/makefile.h"
#include "plan/tree.h"

/* What an architecture's Makefile passes that changes how headers read. */
static const struct {
	const char *arch;
	const char *flags[16];
} synth_archs[] = {
	{ "x86_64",
	  { "-m64", "-mcmodel=kernel", "-mno-red-zone", "-mno-sse", "-mno-mmx", "-mno-sse2",
	    "-mno-3dnow", "-mno-avx", "-mno-80387", "-DCC_USING_FENTRY" } },
	{ "i386", { "-m32", "-march=i686", "-mregparm=3", "-freg-struct-return", "-mno-sse" } },
	{ "arm64", { "-mgeneral-regs-only", "-DKASAN_SHADOW_SCALE_SHIFT=3", "-mlittle-endian" } },
	{ "arm",
	  { "-D__LINUX_ARM_ARCH__=7", "-march=armv7-a", "-mlittle-endian",
	    "-DTEXT_OFFSET=0x00008000" } },
	{ "riscv", { "-mabi=lp64", "-mcmodel=medany" } },
	{ "powerpc", { "-m64", "-mlittle-endian" } },
	{ "s390", { "-m64", "-mbackchain", "-msoft-float" } },
	{ "mips", { "-mabi=64", "-G0" } },
};

static void synth_include(strings_vec *out, struct arena *a, const char *root, const char *rest)
{
	const char *dir = root ? arena_printf(a, "%s/%s", root, rest) : NULL;

	if (!dir || !file_is_dir(dir))
		return;
	vec_push(out, "-I");
	vec_push(out, dir);
}

static void synth_preinclude(strings_vec *out, struct arena *a, const char *tree, const char *name)
{
	const char *path = arena_printf(a, "%s/include/linux/%s", tree, name);

	if (!file_exists(path))
		return;
	vec_push(out, "-include");
	vec_push(out, path);
}

/* Before 5.16 kernels took <stdarg.h> from the compiler, which -nostdinc hides. */
static void synth_compiler_headers(const struct synth *s, struct arena *a, strings_vec *out)
{
	static const char *dir;
	const char *argv[] = { "clang-19", "-print-resource-dir", NULL };
	struct buf text = { 0 }, err = { 0 };
	struct proc p = { .argv = argv, .out = &text, .err = &err };

	if (file_exists(arena_printf(a, "%s/include/linux/stdarg.h", s->tree)))
		return;
	if (!dir && proc_run(&p) == 0 && p.status == 0)
		dir = str_intern_n(buf_str(&text), strcspn(buf_str(&text), "\n"));
	if (!dir)
		dir = "/usr/lib/llvm-19/lib/clang/19";
	vec_push(out, "-isystem");
	vec_push(out, arena_printf(a, "%s/include", dir));
	buf_release(&text);
	buf_release(&err);
}

static void synth_base(const struct synth *s, struct arena *a, strings_vec *out)
{
	const char *src = tree_srcarch(s->arch), *obj = s->objdir;

	vec_push(out, "-nostdinc");
	synth_include(out, a, s->tree, arena_printf(a, "arch/%s/include", src));
	synth_include(out, a, obj, arena_printf(a, "arch/%s/include/generated", src));
	synth_include(out, a, s->tree, "include");
	synth_include(out, a, obj, "include");
	synth_include(out, a, s->tree, arena_printf(a, "arch/%s/include/uapi", src));
	synth_include(out, a, obj, arena_printf(a, "arch/%s/include/generated/uapi", src));
	synth_include(out, a, s->tree, "include/uapi");
	synth_include(out, a, obj, "include/generated/uapi");
	if (!strcmp(src, "mips"))
		synth_include(out, a, s->tree, "arch/mips/include/asm/mach-generic");
	synth_compiler_headers(s, a, out);
	synth_preinclude(out, a, s->tree, "compiler-version.h");
	synth_preinclude(out, a, s->tree, "kconfig.h");
	synth_preinclude(out, a, s->tree, "compiler_types.h");
	vec_push(out, "-D__KERNEL__");
	flags_target(out, s->arch, a);
	vec_push(out, "-std=gnu11");
	vec_push(out, "-fshort-wchar");
	vec_push(out, "-funsigned-char");
	vec_push(out, "-fno-strict-aliasing");
	vec_push(out, "-fno-PIE");
	vec_push(out, "-O2");
	for (size_t i = 0; i < sizeof(synth_archs) / sizeof(synth_archs[0]); i++)
		if (!strcmp(synth_archs[i].arch, s->arch))
			for (const char *const *f = synth_archs[i].flags; *f; f++)
				vec_push(out, *f);
}

/* $(srctree), $(src) and $(obj) are all that such a word may hold.  Return: NULL if it holds more */
static const char *synth_expand(const struct synth *s, const char *dir, const char *word,
				struct arena *a)
{
	const struct {
		const char *var, *value;
	} vars[] = {
		{ "$(srctree)", s->tree },
		{ "$(src)", arena_printf(a, "%s/%s", s->tree, dir) },
		{ "$(obj)", arena_printf(a, "%s/%s", s->objdir ? s->objdir : s->tree, dir) },
		{ "$(objtree)", s->objdir ? s->objdir : s->tree },
	};
	struct buf b = { 0 };
	const char *r = word;

	while (*r) {
		size_t i, nr = sizeof(vars) / sizeof(vars[0]);

		for (i = 0; i < nr; i++)
			if (str_starts(r, vars[i].var))
				break;
		if (i == nr) {
			buf_addch(&b, *r++);
			continue;
		}
		/* older Makefiles write $(srctree)/$(src) */
		if (i && b.len && b.p[b.len - 1] == '/')
			buf_addf(&b, "%s", dir);
		else
			buf_add(&b, vars[i].value);
		r += strlen(vars[i].var);
	}
	r = strpbrk(buf_str(&b), "$()'\"\\") ? NULL : arena_strdup(a, buf_str(&b));
	buf_release(&b);
	return r;
}

static void synth_makefile_words(const struct synth *s, const char *dir, const struct make_rule *r,
				 struct arena *a, strings_vec *out)
{
	for (size_t i = 0; i < r->words.n; i++) {
		const char *w = r->words.v[i], *e;
		bool pair = !strcmp(w, "-I") && i + 1 < r->words.n;

		if (!str_starts(w, "-I") && !str_starts(w, "-D"))
			continue;
		e = synth_expand(s, dir, pair ? r->words.v[++i] : w + 2, a);
		if (!e || !*e)
			continue;
		/* a relative folder is relative to the tree's root */
		if (w[1] == 'I' && *e != '/')
			e = arena_printf(a, "%s/%s", s->tree, e);
		vec_push(out, arena_printf(a, "%.2s%s", w, e));
	}
}

/* Include folders and macros that the Makefiles of the file's folder and above add. */
static void synth_makefiles(const struct synth *s, const char *path, struct arena *a,
			    strings_vec *out)
{
	const char *slash = strrchr(path, '/');
	char *dir = arena_strndup(a, path, slash ? (size_t)(slash - path) : 0);
	const char *own = arena_printf(a, "CFLAGS_%.*so", (int)strlen(slash ? slash + 1 : path) - 1,
				       slash ? slash + 1 : path);
	bool nearest = true;

	for (; *dir; nearest = false) {
		struct buf b = { 0 };
		make_rules rules = { 0 };
		struct make_rule *r;
		char *up;

		for (int i = 0; i < 2; i++) {
			const char *mk = arena_printf(a, "%s/%s/%s", s->tree, dir,
						      i ? "Makefile" : "Kbuild");

			if (file_exists(mk) && file_read(mk, &b) == 0)
				buf_addch(&b, '\n');
		}
		makefile_parse(buf_str(&b), a, &rules);
		vec_each (r, &rules) {
			if (str_starts(r->var, "subdir-ccflags-") ||
			    (nearest && (str_starts(r->var, "ccflags-") ||
					 !strcmp(r->var, "EXTRA_CFLAGS") || !strcmp(r->var, own))))
				synth_makefile_words(s, dir, r, a, out);
			vec_release(&r->words);
			vec_release(&r->conds);
		}
		vec_release(&rules);
		buf_release(&b);
		up = strrchr(dir, '/');
		dir = arena_strndup(a, dir, up ? (size_t)(up - dir) : 0);
	}
}

void synth_flags(const struct synth *s, const char *path, struct arena *a, strings_vec *out)
{
	const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;
	char *name = arena_strndup(a, base, strlen(base) - 2), *fixed = arena_strdup(a, name);
	const char *dir = arena_strndup(a, path, slash ? (size_t)(slash - path) : 0);

	for (char *c = fixed; *c; c++)
		if (!isalnum((unsigned char)*c))
			*c = '_';
	synth_base(s, a, out);
	synth_makefiles(s, path, a, out);
	synth_include(out, a, s->tree, dir);
	synth_include(out, a, s->objdir, dir);
	vec_push(out, arena_printf(a, "-DKBUILD_MODFILE=\"%s/%s\"", dir, name));
	vec_push(out, arena_printf(a, "-DKBUILD_BASENAME=\"%s\"", fixed));
	vec_push(out, arena_printf(a, "-DKBUILD_MODNAME=\"%s\"", fixed));
	vec_push(out, arena_printf(a, "-D__KBUILD_MODNAME=kmod_%s", fixed));
}
