// SPDX-License-Identifier: GPL-2.0-or-later
/* The rewritten units go through the compiler and through sparse, as they did before. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/file.h"
#include "convert/unit.h"

/* What make W=1 adds; what was said of the old text, too, does not count. */
static const char *const w1[] = { "-Wextra",
				  "-Wunused",
				  "-Wmissing-declarations",
				  "-Wmissing-prototypes",
				  "-Wunused-but-set-variable",
				  "-Wunused-const-variable",
				  "-Wno-unused-parameter",
				  "-Wno-sign-compare",
				  "-Wno-missing-field-initializers",
				  "-Wno-initializer-overrides",
				  "-Wno-error",
				  "-fno-caret-diagnostics",
				  "-fno-color-diagnostics" };

#define SHELL_MISSING 127

/* Return: the text of a note in a line, without its place; NULL if there is none. */
static const char *note_text(const char *line, size_t n)
{
	static const char *const kinds[] = { ": warning: ", ": error: ", ": fatal error: " };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		const char *at = memmem(line, n, kinds[i], strlen(kinds[i]));

		if (at)
			return at + 2;
	}
	return NULL;
}

static size_t count_notes(const struct buf *b, const char *text, size_t n)
{
	size_t count = 0;

	for (const char *p = buf_str(b); *p; p += *p == '\n') {
		size_t len = strcspn(p, "\n");
		const char *t = note_text(p, len);

		count += t && (size_t)(p + len - t) == n && !memcmp(t, text, n);
		p += len;
	}
	return count;
}

const char *compare_notes(struct convert *c, const struct buf *before, const struct buf *after)
{
	for (const char *p = buf_str(after); *p; p += *p == '\n') {
		size_t len = strcspn(p, "\n");
		const char *t = note_text(p, len);
		size_t n = t ? (size_t)(p + len - t) : 0;

		if (t && count_notes(after, t, n) > count_notes(before, t, n))
			return arena_strndup(&c->mem, p, len);
		p += len;
	}
	return NULL;
}

/* Names of the scratch folder are of no use to the reader of a message. */
static const char *in_tree(struct convert *c, const char *text)
{
	const char *top = arena_printf(&c->mem, "%s/", c->scratch);
	const char *root = arena_printf(&c->mem, "%s/", c->plan.tree.root);
	const char *slash;

	if (str_starts(text, top)) {
		slash = strchr(text + strlen(top), '/');
		return slash ? slash + 1 : text;
	}
	return str_starts(text, root) ? text + strlen(root) : text;
}

/* Compile a unit; with @overlay, its rewritten text.  Return: clang's status, -1 with the message
 * printed if it cannot be run */
static int compile_unit(struct convert *c, const struct plan_file *u, const char *overlay,
			struct buf *notes)
{
	strings_vec args = { 0 }, argv = { 0 };
	struct buf out = { 0 };
	int rc = unit_args(c, u, &args);

	if (!rc) {
		vec_push(&argv, "clang-19");
		for (size_t i = 1; i < args.n; i++)
			vec_push(&argv, args.v[i]);
		for (size_t i = 0; i < sizeof(w1) / sizeof(*w1); i++)
			vec_push(&argv, w1[i]);
		if (overlay)
			vec_push(&argv, arena_printf(&c->mem, "-ivfsoverlay%s", overlay));
		vec_push(&argv, "-c");
		vec_push(&argv, "-o");
		vec_push(&argv, arena_printf(&c->mem, "%s/unit.o", c->scratch));
		vec_push(&argv, arena_printf(&c->mem, "%s/%s", c->plan.tree.root, u->path));
		vec_push(&argv, NULL);
		rc = work_run(argv.v, args.v[0], &out, notes);
		if (rc == SHELL_MISSING)
			rc = error(
				"convert: cannot run clang-19: nothing can be compiled without it");
	}
	vec_release(&args);
	vec_release(&argv);
	buf_release(&out);
	return rc;
}

static int compile_both(struct convert *c, struct convert_change *ch, const struct plan_file *u,
			const char *overlay)
{
	struct buf before = { 0 }, after = { 0 };
	int rc = compile_unit(c, u, overlay, &after);
	const char *fresh;

	/* mostly, nothing is said, and then nothing is to be compared */
	if (rc >= 0 && compare_notes(c, &before, &after) && compile_unit(c, u, NULL, &before) < 0)
		rc = -1;
	if (rc >= 0) {
		fresh = compare_notes(c, &before, &after);
		if (fresh)
			change_fail(c, ch, "compiling says: %s", in_tree(c, fresh));
		else if (rc)
			change_fail(c, ch, "%s does not compile: %s", u->path,
				    work_line(c, &after));
	}
	buf_release(&before);
	buf_release(&after);
	return rc < 0 || convert_interrupted() ? -1 : 0;
}

int prove_compile(struct convert *c, struct convert_change *ch)
{
	const char *overlay = unit_overlay(c, ch);
	const struct plan_file **u;

	if (!overlay)
		return -1;
	vec_each (u, &ch->units) {
		if (ch->failed)
			break;
		work_progress(c, "compiling: %s", (*u)->path);
		if (compile_both(c, ch, *u, overlay))
			return -1;
	}
	if (!ch->failed)
		change_check(
			c, ch,
			arena_printf(
				&c->mem,
				"compiled with clang 19 for %s, warnings as with W=1: none is new",
				c->plan.arch));
	return 0;
}

/* Return: status of the checker @tool on @file, which is or stands for the unit @u */
static int sparse_unit(struct convert *c, const char *tool, const struct plan_file *u,
		       const char *file, struct buf *notes)
{
	strings_vec args = { 0 }, argv = { 0 };
	struct buf out = { 0 };
	char *dir = arena_printf(&c->mem, "-I%s/%s", c->plan.tree.root, u->path);
	int rc = unit_args(c, u, &args);

	*strrchr(dir, '/') = '\0';
	if (!rc) {
		vec_push(&argv, tool);
		vec_push(&argv, "-D__linux__");
		vec_push(&argv, "-Wno-return-void");
		vec_push(&argv, "-Wno-unknown-attribute");
		for (size_t i = 1; i < args.n; i++)
			vec_push(&argv, args.v[i]);
		/* headers beside the unit, for a copy that lies elsewhere */
		vec_push(&argv, dir);
		vec_push(&argv, file);
		vec_push(&argv, NULL);
		rc = work_run(argv.v, args.v[0], &out, notes);
	}
	vec_release(&args);
	vec_release(&argv);
	buf_release(&out);
	return rc;
}

static int sparse_both(struct convert *c, struct convert_change *ch, const char *tool,
		       const struct convert_file *f, const struct plan_file *u)
{
	struct buf before = { 0 }, after = { 0 };
	const char *old = arena_printf(&c->mem, "%s/%s", c->plan.tree.root, f->path), *fresh;
	int rc = sparse_unit(c, tool, u, f->copy, &after);

	if (rc >= 0 && after.len)
		rc = sparse_unit(c, tool, u, old, &before);
	fresh = rc < 0 ? NULL : compare_notes(c, &before, &after);
	if (fresh)
		change_fail(c, ch, "%s says: %s", strrchr(tool, '/') + 1, in_tree(c, fresh));
	buf_release(&before);
	buf_release(&after);
	return rc < 0 || convert_interrupted() ? -1 : 0;
}

static int sparse_tool(struct convert *c, struct convert_change *ch, const char *tool)
{
	const struct convert_file *f;

	vec_each (f, &ch->files) {
		const struct plan_file *u = f->changed ? work_find_unit(c, f->path) : NULL;

		if (!u || ch->failed)
			continue;
		work_progress(c, "%s: %s", strrchr(tool, '/') + 1, f->path);
		if (sparse_both(c, ch, tool, f, u))
			return -1;
	}
	if (!ch->failed)
		change_check(c, ch,
			     arena_printf(&c->mem, "%s says nothing new", strrchr(tool, '/') + 1));
	return 0;
}

int prove_sparse(struct convert *c, struct convert_change *ch)
{
	char *own = arena_strdup(&c->mem, c->program), *slash = strrchr(own, '/');
	char *sparse = proc_find("sparse");
	int rc = 0;

	/* our own checker lies beside this program */
	*slash = '\0';
	own = arena_printf(&c->mem, "%s/gup-sparse", own);
	if (file_exists(own))
		rc = sparse_tool(c, ch, own);
	if (!rc && !ch->failed && sparse)
		rc = sparse_tool(c, ch, sparse);
	free(sparse);
	return rc;
}
