// SPDX-License-Identifier: GPL-2.0-or-later
#include "plan/ninjafile.h"

#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/file.h"
#include "plan/words.h"

/* Files per run of spatch: starting it and reading the rules costs as much as 20 files. */
#define NINJA_BATCH 16

static const char *const ninja_rules[] = { "inventory.cocci", "macros.h" };

/*
 * "  cmd = ..." of quoted words.  The old output goes first: if the command fails, nothing
 * may take it for the answer about the new input.
 */
static void ninja_command(struct buf *b, const char *out, const char *const *words)
{
	struct buf shell = { 0 };

	buf_add(&shell, "rm -f ");
	words_quote(&shell, out);
	buf_add(&shell, " &&");
	for (; *words; words++) {
		buf_addch(&shell, ' ');
		words_quote(&shell, *words);
	}
	buf_add(b, "  cmd = ");
	words_ninja_text(b, buf_str(&shell));
	buf_add(b, "\n");
	buf_release(&shell);
}

static int ninja_path(struct buf *b, const char *before, const char *path)
{
	buf_add(b, before);
	if (words_ninja_path(b, path))
		return error("ninja cannot work with the path '%s'", path);
	return 0;
}

/* Paths below the state folder are written relative to it: ninja runs there. */
static int ninja_unit(const struct ninjafile *n, const struct plan *p, const struct plan_file *f,
		      const struct pch *pch, struct arena *a, struct buf *b)
{
	const char *args = arena_printf(a, "args/%s.args", f->index);
	const char *gir = arena_printf(a, "facts/%s.gir", f->index);
	const char *dep = arena_printf(a, "facts/%s.d", f->index);
	const char *command[] = { n->program,  "extract",
				  "--tree",    p->tree.root,
				  "--args",    args,
				  "--unit",    f->path,
				  "-o",	       gir,
				  "--depfile", dep,
				  "--timeout", arena_printf(a, "%u", n->timeout),
				  "--pch",     "pch/units.tsv",
				  NULL };

	if (ninja_path(b, "build ", gir) || ninja_path(b, ": unit | ", args))
		return -1;
	buf_add(b, " digest");
	/* behind ||: the facts do not depend on it */
	if (pch)
		buf_addf(b, " || pch/%s.pch", pch->id);
	buf_addch(b, '\n');
	ninja_command(b, gir, command);
	buf_addf(b, "  depfile = %s\n  what = CLANG %s\n", dep, f->path);
	return 0;
}

static void ninja_pch(const struct ninjafile *n, const struct plan *p, const struct pch *h,
		      struct arena *a, struct buf *b)
{
	const char *base = arena_printf(a, "pch/%s", h->id);
	const char *out = arena_printf(a, "%s.pch", base);
	const char *command[] = { n->program,
				  "extract",
				  "--precompile",
				  "--tree",
				  p->tree.root,
				  "--args",
				  arena_printf(a, "%s.args", base),
				  "--unit",
				  arena_printf(a, "%s.h", base),
				  "-o",
				  out,
				  "--depfile",
				  arena_printf(a, "%s.d", base),
				  "--timeout",
				  arena_printf(a, "%u", n->timeout),
				  h->parent ? "--pch" : NULL,
				  h->parent ? arena_printf(a, "pch/%s.pch", h->parent->id) : NULL,
				  NULL };

	buf_addf(b, "build %s: unit | %s.args %s.h %s.keep digest", out, base, base, base);
	if (h->parent)
		buf_addf(b, " pch/%s.pch", h->parent->id);
	buf_addch(b, '\n');
	ninja_command(b, out, command);
	buf_addf(b, "  depfile = %s.d\n  what = PCH %s for %u units\n", base, h->id, h->units);
}

static int ninja_batch(const struct ninjafile *n, const struct plan *p, const strings_vec *files,
		       unsigned int nr, struct arena *a, struct buf *b)
{
	const char *list = arena_printf(a, "cocci/%u.list", nr);
	const char *tsv = arena_printf(a, "cocci/%u.tsv", nr);
	const char *command[] = { n->program, "inventory", "--tree", p->tree.root, "--files",
				  list,	      "-k",	   "-o",     tsv,	   NULL };
	const char *const *f;
	struct buf text = { 0 };
	int rc;

	if (ninja_path(b, "build ", tsv) || ninja_path(b, ": batch | ", list))
		return -1;
	buf_add(b, " cocci.digest");
	for (size_t i = 0; i < sizeof(ninja_rules) / sizeof(ninja_rules[0]); i++) {
		const char *rules = arena_printf(a, "%s/find/%s", n->cocci, ninja_rules[i]);

		if (file_exists(rules) && ninja_path(b, " ", rules))
			return -1;
	}
	vec_each (f, files) {
		if (ninja_path(b, " ", arena_printf(a, "%s/%s", p->tree.root, *f)))
			return -1;
		buf_addf(&text, "%s\n", *f);
	}
	buf_addch(b, '\n');
	ninja_command(b, tsv, command);
	buf_addf(b, "  what = COCCI batch %u: %s ...\n", nr, files->v[0]);
	rc = file_write_changed(arena_printf(a, "%s/%s", n->state, list), text.p, text.len);
	buf_release(&text);
	return rc;
}

/* Drop what a longer plan left: the batches of this one are 0 to @nr - 1. */
static void ninja_drop_batches(const struct ninjafile *n, unsigned int nr, struct arena *a)
{
	for (;; nr++) {
		const char *list = arena_printf(a, "%s/cocci/%u.list", n->state, nr);

		if (!file_exists(list))
			return;
		unlink(arena_printf(a, "%s/cocci/%u.tsv", n->state, nr));
		unlink(list);
	}
}

/* Long batches last would leave processors idle at the end: batches come first in the file. */
static int ninja_batches(const struct ninjafile *n, const struct plan *p, struct arena *a,
			 struct buf *b)
{
	strings_vec files = { 0 };
	const struct plan_file *f;
	unsigned int nr = 0;
	int rc = 0;

	vec_each (f, &p->files) {
		/* what joined names no function that the inventory lists */
		if (f->joined || !plan_name_ok(f->path))
			continue;
		vec_push(&files, f->path);
		if (files.n == NINJA_BATCH) {
			rc = rc ? rc : ninja_batch(n, p, &files, nr++, a, b);
			files.n = 0;
		}
	}
	if (files.n && !rc)
		rc = ninja_batch(n, p, &files, nr++, a, b);
	if (!rc)
		ninja_drop_batches(n, nr, a);
	vec_release(&files);
	return rc;
}

int ninjafile_write(const struct ninjafile *n, const struct plan *p)
{
	static const char *const dirs[] = { "facts", "cocci" };
	struct arena a = { 0 };
	const struct plan_file *f;
	struct buf b = { 0 };
	int rc = 0;

	for (int i = 0; i < 2 && !rc; i++)
		rc = file_mkdirs(arena_printf(&a, "%s/%s", n->state, dirs[i]));
	buf_add(&b, "# Written by gupcheck scan; changes are lost.\nninja_required_version = 1.10\n"
		    "rule unit\n  command = $cmd\n  restat = 1\n  description = $what\n"
		    "rule batch\n  command = $cmd\n  restat = 1\n  description = $what\n");
	if (!rc)
		rc = ninja_batches(n, p, &a, &b);
	for (size_t i = 0; !rc && n->pch && i < n->pch->all.n; i++)
		ninja_pch(n, p, n->pch->all.v[i], &a, &b);
	vec_each (f, &p->files)
		if (!rc && f->kind == PLAN_UNIT)
			rc = ninja_unit(n, p, f, n->pch ? n->pch->units[f - p->files.v] : NULL, &a,
					&b);
	if (!rc)
		rc = file_write_changed(arena_printf(&a, "%s/build.ninja", n->state), b.p, b.len);
	buf_release(&b);
	arena_release(&a);
	return rc;
}
