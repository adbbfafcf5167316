// SPDX-License-Identifier: GPL-2.0-or-later
#include "plan/kbuild.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/proc.h"
#include "base/str.h"
#include "plan/words.h"

#define KBUILD_MARK "@gupcheck-unit@ "
#define KBUILD_SECONDS 600

/* Copy one file of the object directory; a missing one is no fault here. */
static int kbuild_copy(const struct kbuild *k, const char *shadow, const char *name,
		       struct arena *a)
{
	const char *from = arena_printf(a, "%s/%s", k->objdir, name);
	struct buf b = { 0 };
	int rc = 0;

	if (file_exists(from)) {
		rc = file_read(from, &b);
		if (!rc)
			rc = file_write(arena_printf(a, "%s/%s", shadow, name), buf_str(&b), b.len);
	}
	buf_release(&b);
	return rc;
}

/*
 * The shadow's auto.conf is written last: it must be newer than .config, or make would run
 * the configuration again, for real even in a dry run, as it remakes included makefiles.
 * auto.conf.cmd stays empty for the same reason: it makes auto.conf depend on each Kconfig.
 */
static int kbuild_shadow(const struct kbuild *k, const char *shadow, struct arena *a)
{
	static const char *const dirs[] = { "include/config", "tools/objtool/libsubcmd",
					    "tools/bpf/resolve_btfids/libbpf",
					    "tools/bpf/resolve_btfids/libsubcmd" };
	const char *link = arena_printf(a, "%s/include/generated", shadow);

	for (size_t i = 0; i < sizeof(dirs) / sizeof(dirs[0]); i++)
		if (file_mkdirs(arena_printf(a, "%s/%s", shadow, dirs[i])))
			return -1;
	unlink(link);
	/* some flags are read off generated headers (stack protector offsets) */
	if (symlink(arena_printf(a, "%s/include/generated", k->objdir), link) && errno != EEXIST)
		return -1;
	if (kbuild_copy(k, shadow, ".config", a) ||
	    kbuild_copy(k, shadow, "include/config/kernel.release", a) ||
	    kbuild_copy(k, shadow, "include/config/tristate.conf", a))
		return -1;
	if (file_write(arena_printf(a, "%s/include/config/auto.conf.cmd", shadow), "", 0))
		return -1;
	return kbuild_copy(k, shadow, "include/config/auto.conf", a);
}

static void kbuild_parse_line(const char *line, struct arena *a, kbuild_objects *out)
{
	struct kbuild_object o = { 0 };
	strings_vec words = { 0 };

	/* KBUILD_MARK on|off TARGET FLAGS... SOURCE */
	if (!words_split(line, a, &words) && words.n >= 4) {
		o.on = !strcmp(words.v[0], "on");
		o.target = words.v[1];
		for (size_t i = 2; i < words.n; i++)
			vec_push(&o.words, words.v[i]);
		vec_push(out, o);
	}
	vec_release(&words);
}

static void kbuild_parse(const char *text, struct arena *a, kbuild_objects *out)
{
	while (*text) {
		size_t n = strcspn(text, "\n");
		char *line = arena_strndup(a, text, n), *mark = NULL;

		/* the command comes after what echoes it */
		for (char *s = line; (s = strstr(s, KBUILD_MARK)); s++)
			mark = s + strlen(KBUILD_MARK);
		if (mark)
			kbuild_parse_line(mark, a, out);
		text += n + (text[n] == '\n');
	}
}

/* The first complaint in make's output, for the reason. */
static const char *kbuild_complaint(const struct buf *err, struct arena *a)
{
	const char *s = buf_str(err), *stop = strstr(s, "*** ");
	size_t n;

	if (stop)
		s = stop + 4;
	n = strcspn(s, "\n");
	return n ? arena_printf(a, "make says: %.*s", (int)(n > 200 ? 200 : n), s) :
		   "make printed no rule for any of the objects";
}

static const char *kbuild_make(const struct kbuild *k, const char *shadow, int direct,
			       const strings_vec *targets, struct arena *a, kbuild_objects *out)
{
	/* an empty MAKEFLAGS hides the settings of a make that may have started us */
	static const char *const env[] = { "MAKEFLAGS=", "MAKELEVEL=0",	    "KBUILD_OUTPUT=",
					   "LC_ALL=C",	 "KBUILD_VERBOSE=", NULL };
	struct buf text = { 0 }, err = { 0 };
	VEC(const char *) argv = { 0 };
	const char *const *t, *why = NULL;
	const char *fixed[] = { "make", "-n",
				"-k",	"--no-print-directory",
				"-C",	direct ? shadow : k->tree };

	for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
		vec_push(&argv, fixed[i]);
	if (direct) {
		/* straight into the shadow, and without the preparations: half the time */
		vec_push(&argv, "-f");
		vec_push(&argv, arena_printf(a, "%s/Makefile", k->tree));
		vec_push(&argv, "-o");
		vec_push(&argv, "prepare");
		vec_push(&argv, "-o");
		vec_push(&argv, "prepare0");
	} else {
		vec_push(&argv, arena_printf(a, "O=%s", shadow));
	}
	vec_push(&argv, arena_printf(a, "ARCH=%s", k->arch));
	vec_push(&argv, "LLVM=-19");
	vec_push(&argv, "CC=clang-19");
	vec_push(&argv, "HOSTCC=clang-19");
	vec_push(&argv, "CROSS_COMPILE=");
	vec_push(&argv, "C=2");
	vec_push(&argv, "CHECKFLAGS=");
	vec_push(&argv, "CHECK=" KBUILD_MARK "$(if $(filter $@,$(real-obj-y) $(real-obj-m) "
			"$(lib-y)),on,off) $@");
	vec_each (t, targets)
		vec_push(&argv, *t);
	vec_push(&argv, NULL);

	struct proc p = {
		.argv = argv.v, .env = env, .out = &text, .err = &err, .timeout = KBUILD_SECONDS
	};

	if (proc_run(&p))
		why = "make could not be started";
	else if (p.timed_out)
		why = "the dry run of make took too long";
	else
		kbuild_parse(buf_str(&text), a, out);
	if (!why && !out->n)
		why = kbuild_complaint(&err, a);
	vec_release(&argv);
	buf_release(&text);
	buf_release(&err);
	return why;
}

const char *kbuild_ask(const struct kbuild *k, const strings_vec *targets, struct arena *a,
		       kbuild_objects *out)
{
	const char *shadow = arena_printf(a, "%s/kbuild", k->state), *why;
	char *make = proc_find("make");

	if (!make)
		return "make is not installed";
	free(make);
	if (strpbrk(k->tree, " \t:$#%\\'\"") || strpbrk(shadow, " \t:$#%\\'\""))
		return "kbuild cannot work in a path with such characters";
	if (kbuild_shadow(k, shadow, a))
		return "the shadow of the object directory cannot be made";
	why = kbuild_make(k, shadow, 1, targets, a, out);
	/* before 5.x the Makefile only finds its tree when it is started there */
	if (why && !out->n)
		why = kbuild_make(k, shadow, 0, targets, a, out);
	return why;
}

void kbuild_release(kbuild_objects *objects)
{
	struct kbuild_object *o;

	vec_each (o, objects)
		vec_release(&o->words);
	vec_release(objects);
}
