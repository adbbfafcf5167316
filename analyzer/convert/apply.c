// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The rewritten files into the tree.  New files are complete beside the old ones before the first
 * one takes a name, and the old ones keep a second name until the last has: whatever fails, the old
 * ones come back.  Signals wait meanwhile.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/file.h"
#include "convert/work.h"

/**
 * struct apply_file - one file on its way
 * @path: its name in the tree
 * @fresh: the new content beside it
 * @old: second name of the old content
 * @done: @path is the new one
 */
struct apply_file {
	const char *path, *fresh, *old;
	bool done;
};
typedef VEC(struct apply_file) apply_files;

static int apply_prepare(struct convert *c, const struct convert_file *f, apply_files *all)
{
	struct apply_file x = { 0 };
	struct stat st;
	struct buf b = { 0 };
	char *real;
	int rc;

	/* a link stays a link: what it leads to changes */
	real = file_realpath(arena_printf(&c->mem, "%s/%s", c->plan.tree.root, f->path));
	if (!real)
		return error("convert: cannot find '%s/%s' any more", c->plan.tree.root, f->path);
	x.path = arena_strdup(&c->mem, real);
	free(real);
	x.fresh = arena_printf(&c->mem, "%s.gup-new.%ld", x.path, (long)getpid());
	x.old = arena_printf(&c->mem, "%s.gup-old.%ld", x.path, (long)getpid());
	rc = file_read(f->copy, &b) || file_write(x.fresh, buf_str(&b), b.len);
	buf_release(&b);
	if (rc)
		return -1;
	vec_push(all, x);
	if (stat(x.path, &st) || chmod(x.fresh, st.st_mode & 07777) || link(x.path, x.old))
		return error("convert: cannot replace '%s': %s", x.path, strerror(errno));
	return 0;
}

/* Has nobody changed the file since it was copied? */
static int apply_still(struct convert *c, const struct convert_file *f)
{
	const struct path_info *p;

	vec_each (p, &c->r->paths)
		if (!strcmp(p->path, f->path) &&
		    p->hash !=
			    file_hash(arena_printf(&c->mem, "%s/%s", c->plan.tree.root, f->path)))
			return error("convert: '%s' changed meanwhile; scan again", f->path);
	return 0;
}

static int apply_swap(apply_files *all)
{
	struct apply_file *x;

	vec_each (x, all) {
		if (rename(x->fresh, x->path))
			return error("convert: cannot replace '%s': %s", x->path, strerror(errno));
		x->done = true;
	}
	return 0;
}

/* Remove what is left beside the files; if something failed, the old ones come back. */
static void apply_finish(apply_files *all, bool failed)
{
	struct apply_file *x;

	vec_each (x, all) {
		if (failed && x->done && rename(x->old, x->path))
			error("convert: cannot restore '%s', it is in '%s': %s", x->path, x->old,
			      strerror(errno));
		else
			unlink(x->old);
		unlink(x->fresh);
	}
	vec_release(all);
}

static int apply_changes(struct convert *c, const convert_changes *list, apply_files *all)
{
	struct convert_change *const *ch;
	const struct convert_file *f;

	vec_each (ch, list)
		vec_each (f, &(*ch)->files) {
			/* a fix has all files of the conversion that it follows */
			if ((*ch)->failed || !f->changed || ((*ch)->fix && !(*ch)->fix->failed))
				continue;
			if (apply_still(c, f) || apply_prepare(c, f, all))
				return -1;
		}
	return 0;
}

int convert_apply(struct convert *c)
{
	apply_files all = { 0 };
	sigset_t block, before;
	int rc = apply_changes(c, &c->changes, &all) || apply_changes(c, &c->fixes, &all);

	sigfillset(&block);
	sigprocmask(SIG_BLOCK, &block, &before);
	if (!rc)
		rc = convert_interrupted() || apply_swap(&all);
	apply_finish(&all, rc);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return rc ? -1 : 0;
}
