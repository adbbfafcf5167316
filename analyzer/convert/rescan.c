// SPDX-License-Identifier: GPL-2.0-or-later
/* The rewritten units are extracted and linked with the rest of the scan, by this program itself. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/file.h"
#include "convert/unit.h"
#include "db/db.h"

int prove_extract(struct convert *c, struct convert_change *ch)
{
	const char *overlay = unit_overlay(c, ch);
	const char *args = arena_printf(&c->mem, "%s/unit.args", c->scratch);
	const char *facts = arena_printf(&c->mem, "%s/facts", c->scratch);
	const struct plan_file **u;
	int rc = overlay ? file_mkdirs(facts) : -1;

	vec_each (u, &ch->units) {
		const char *argv[] = { c->program, "extract", "--tree", c->plan.tree.root,
				       "--args",   args,      "--unit", (*u)->path,
				       "-o",	   NULL,      NULL };
		struct buf b = { 0 }, out = { 0 }, err = { 0 };

		if (rc || ch->failed)
			break;
		work_progress(c, "reading again: %s", (*u)->path);
		argv[9] = arena_printf(&c->mem, "%s/%s.gir", facts, (*u)->index);
		rc = file_read(arena_printf(&c->mem, "%s/args/%s.args", c->state, (*u)->index), &b);
		buf_addf(&b, "\n-ivfsoverlay%s\n", overlay);
		if (!rc)
			rc = file_write(args, buf_str(&b), b.len);
		if (!rc)
			rc = work_run(argv, NULL, &out, &err);
		if (rc > 0) {
			change_fail(c, ch, "%s cannot be read again: %s", (*u)->path,
				    work_line(c, &err));
			rc = 0;
		}
		buf_release(&b);
		buf_release(&out);
		buf_release(&err);
	}
	return rc || convert_interrupted() ? -1 : 0;
}

static int rescan_link(const char *to, const char *path)
{
	if (unlink(path) && errno != ENOENT)
		return error("cannot remove '%s': %s", path, strerror(errno));
	if (symlink(to, path))
		return error("cannot make the link '%s': %s", path, strerror(errno));
	return 0;
}

/* Links in @to for all that is in @from and has the ending @end, but for what a link makes. */
static int rescan_mirror(struct convert *c, const char *from, const char *to, const char *end)
{
	DIR *d = opendir(from);
	const struct dirent *e;
	int rc = file_mkdirs(to);

	if (!d)
		return error("cannot read the folder '%s': %s", from, strerror(errno));
	while (!rc && (e = readdir(d))) {
		const char *name = e->d_name;

		if (*name == '.' || !str_ends(name, end) || !strcmp(name, "facts") ||
		    !strcmp(name, "cocci") || !strcmp(name, "stored") || !strcmp(name, "lock") ||
		    strstr(name, ".db"))
			continue;
		rc = rescan_link(arena_printf(&c->mem, "%s/%s", from, name),
				 arena_printf(&c->mem, "%s/%s", to, name));
	}
	closedir(d);
	return rc;
}

/* Is @path one of the files that the scratch state has in their new form? */
static bool rescan_new(const struct convert *c, const char *path, size_t n)
{
	struct convert_change **ch;
	const struct convert_file *f;

	vec_each (ch, &c->changes)
		vec_each (f, &(*ch)->files)
			if (!(*ch)->failed && f->changed && strlen(f->path) == n &&
			    !strncmp(f->path, path, n))
				return true;
	return false;
}

/* A copy of an inventory without the lines of rewritten files. */
static int rescan_inventory(struct convert *c, const char *from, const char *to)
{
	struct buf b = { 0 }, kept = { 0 };
	int rc = file_read(from, &b);

	for (const char *p = buf_str(&b); *p && !rc;) {
		size_t n = strcspn(p, "\n"), skip = str_starts(p, "!\t") ? 2 : 0;

		n += p[n] == '\n';
		if (!rescan_new(c, p + skip, strcspn(p + skip, "\t\n")))
			buf_addn(&kept, p, n);
		p += n;
	}
	if (!rc)
		rc = file_write(to, buf_str(&kept), kept.len);
	buf_release(&b);
	buf_release(&kept);
	return rc;
}

static int rescan_inventories(struct convert *c, const char *state)
{
	const char *from = arena_printf(&c->mem, "%s/cocci", c->state);
	const char *to = arena_printf(&c->mem, "%s/cocci", state);
	DIR *d = opendir(from);
	const struct dirent *e;
	int rc = file_mkdirs(to);

	while (d && !rc && (e = readdir(d)))
		if (str_ends(e->d_name, ".tsv"))
			rc = rescan_inventory(c, arena_printf(&c->mem, "%s/%s", from, e->d_name),
					      arena_printf(&c->mem, "%s/%s", to, e->d_name));
	if (d)
		closedir(d);
	return rc;
}

/* The inventory of the rewritten files. */
static int rescan_listed(struct convert *c, const char *state)
{
	const char *list = arena_printf(&c->mem, "%s/files", c->scratch);
	const char *const argv[] = { c->program,
				     "inventory",
				     "--keep-going",
				     "--tree",
				     arena_printf(&c->mem, "%s/tree", c->scratch),
				     "--files",
				     list,
				     "-o",
				     arena_printf(&c->mem, "%s/cocci/new.tsv", state),
				     NULL };
	struct convert_change **ch;
	const struct convert_file *f;
	struct buf b = { 0 }, err = { 0 };
	int rc;

	vec_each (ch, &c->changes)
		vec_each (f, &(*ch)->files)
			if (!(*ch)->failed && f->changed)
				buf_addf(&b, "%s\n", f->path);
	rc = file_write(list, buf_str(&b), b.len);
	if (!rc)
		rc = work_run(argv, NULL, &err, &err);
	if (rc > 0)
		rc = error("convert: the inventory of the rewritten files fails: %s",
			   work_line(c, &err));
	buf_release(&b);
	buf_release(&err);
	return rc;
}

/* The scan's state folder, with the rewritten units in place of the old ones. */
static int rescan_state(struct convert *c, const char *state)
{
	const char *facts = arena_printf(&c->mem, "%s/facts", state);
	struct convert_change **ch;
	const struct plan_file **u;

	if (rescan_mirror(c, c->state, state, "") ||
	    rescan_mirror(c, arena_printf(&c->mem, "%s/facts", c->state), facts, ".gir"))
		return -1;
	vec_each (ch, &c->changes)
		vec_each (u, &(*ch)->units) {
			const char *name = (*u)->index;

			if (!(*ch)->failed &&
			    rescan_link(arena_printf(&c->mem, "%s/facts/%s.gir", c->scratch, name),
					arena_printf(&c->mem, "%s/%s.gir", facts, name)))
				return -1;
		}
	return rescan_inventories(c, state) || rescan_listed(c, state) ? -1 : 0;
}

static int rescan_load(struct convert *c, const char *path)
{
	struct db *db = db_open(path, DB_READ);
	struct db_run run;
	int rc = -1;

	record_release(&c->after);
	record_init(&c->after);
	if (db && !db_find_run(db, NULL, 0, &run) && !db_load(db, &run, &c->after)) {
		record_apply_verdicts(&c->after);
		rc = 0;
	}
	db_close(db);
	return rc;
}

int rescan_run(struct convert *c)
{
	const char *state = arena_printf(&c->mem, "%s/state", c->scratch);
	const char *db = arena_printf(&c->mem, "%s/after.db", c->scratch);
	const char *const argv[] = { c->program, "link", "--state", state, "--db", db, NULL };
	struct buf err = { 0 };
	int rc;

	work_progress(c, "linking the rewritten tree");
	work_remove(state);
	unlink(db);
	rc = rescan_state(c, state);
	if (!rc)
		rc = work_run(argv, NULL, &err, &err);
	/* units that could not be read before cannot be read now: that is no matter here */
	if (rc > 0 && file_exists(arena_printf(&c->mem, "%s/stored", state)))
		rc = 0;
	if (rc > 0 && !convert_interrupted())
		rc = error("convert: the rewritten tree cannot be linked: %s", work_line(c, &err));
	if (!rc)
		rc = rescan_load(c, db);
	buf_release(&err);
	return rc || convert_interrupted() ? -1 : 0;
}
