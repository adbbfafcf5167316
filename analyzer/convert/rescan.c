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
	const struct plan_file **u;
	int rc = overlay ? file_mkdirs(ch->facts) : -1;

	vec_each (u, &ch->units) {
		const char *argv[] = { c->program, "extract", "--tree", c->plan.tree.root,
				       "--args",   args,      "--unit", (*u)->path,
				       "-o",	   NULL,      NULL };
		struct buf b = { 0 }, out = { 0 }, err = { 0 };

		if (rc || ch->failed)
			break;
		work_progress(c, "reading again: %s", (*u)->path);
		argv[9] = arena_printf(&c->mem, "%s/%s.gir", ch->facts, (*u)->index);
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

/* The changes that are in the rewritten tree; later ones stand on earlier ones. */
static void rescan_changes(const struct convert *c, bool fixes, convert_changes *out)
{
	struct convert_change *const *ch;

	vec_each (ch, &c->changes)
		if (!(*ch)->failed)
			vec_push(out, *ch);
	vec_each (ch, &c->fixes)
		if (fixes && !(*ch)->failed)
			vec_push(out, *ch);
}

/* Is @path one of the files that the scratch state has in their new form? */
static bool rescan_new(const convert_changes *in, const char *path, size_t n)
{
	struct convert_change *const *ch;
	const struct convert_file *f;

	vec_each (ch, in)
		vec_each (f, &(*ch)->files)
			if (f->changed && strlen(f->path) == n && !strncmp(f->path, path, n))
				return true;
	return false;
}

/* A copy of an inventory without the lines of rewritten files. */
static int rescan_inventory(const convert_changes *in, const char *from, const char *to)
{
	struct buf b = { 0 }, kept = { 0 };
	int rc = file_read(from, &b);

	for (const char *p = buf_str(&b); *p && !rc;) {
		size_t n = strcspn(p, "\n"), skip = str_starts(p, "!\t") ? 2 : 0;

		n += p[n] == '\n';
		if (!rescan_new(in, p + skip, strcspn(p + skip, "\t\n")))
			buf_addn(&kept, p, n);
		p += n;
	}
	if (!rc)
		rc = file_write(to, buf_str(&kept), kept.len);
	buf_release(&b);
	buf_release(&kept);
	return rc;
}

static int rescan_inventories(struct convert *c, const convert_changes *in, const char *state)
{
	const char *from = arena_printf(&c->mem, "%s/cocci", c->state);
	const char *to = arena_printf(&c->mem, "%s/cocci", state);
	DIR *d = opendir(from);
	const struct dirent *e;
	int rc = file_mkdirs(to);

	while (d && !rc && (e = readdir(d)))
		if (str_ends(e->d_name, ".tsv"))
			rc = rescan_inventory(in, arena_printf(&c->mem, "%s/%s", from, e->d_name),
					      arena_printf(&c->mem, "%s/%s", to, e->d_name));
	if (d)
		closedir(d);
	return rc;
}

/* The inventory of the rewritten files. */
static int rescan_listed(struct convert *c, const convert_changes *in, const char *top,
			 const char *state)
{
	const char *list = arena_printf(&c->mem, "%s/files", c->scratch);
	const char *const argv[] = {
		c->program, "inventory", "--keep-going",
		"--tree",   top,	 "--files",
		list,	    "-o",	 arena_printf(&c->mem, "%s/cocci/new.tsv", state),
		NULL
	};
	struct convert_change *const *ch;
	const struct convert_file *f;
	struct buf b = { 0 }, err = { 0 };
	int rc;

	/* a fix names the files of the conversion that it follows again */
	buf_addch(&b, '\n');
	vec_each (ch, in)
		vec_each (f, &(*ch)->files)
			if (f->changed &&
			    !strstr(buf_str(&b), arena_printf(&c->mem, "\n%s\n", f->path)))
				buf_addf(&b, "%s\n", f->path);
	rc = file_write(list, b.p + 1, b.len - 1);
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
static int rescan_state(struct convert *c, const convert_changes *in, const char *top,
			const char *state)
{
	const char *facts = arena_printf(&c->mem, "%s/facts", state);
	struct convert_change *const *ch;
	const struct plan_file **u;

	if (rescan_mirror(c, c->state, state, "") ||
	    rescan_mirror(c, arena_printf(&c->mem, "%s/facts", c->state), facts, ".gir"))
		return -1;
	vec_each (ch, in)
		vec_each (u, &(*ch)->units) {
			const char *name = (*u)->index;

			if (rescan_link(arena_printf(&c->mem, "%s/%s.gir", (*ch)->facts, name),
					arena_printf(&c->mem, "%s/%s.gir", facts, name)))
				return -1;
		}
	return rescan_inventories(c, in, state) || rescan_listed(c, in, top, state) ? -1 : 0;
}

static int rescan_load(const char *path, struct record *into)
{
	struct db *db = db_open(path, DB_READ);
	struct db_run run;
	int rc = -1;

	record_release(into);
	record_init(into);
	if (db && !db_find_run(db, NULL, 0, &run) && !db_load(db, &run, into)) {
		record_apply_verdicts(into);
		rc = 0;
	}
	db_close(db);
	return rc;
}

int rescan_run(struct convert *c, bool fixes)
{
	const char *top = arena_printf(&c->mem, "%s/%s", c->scratch, fixes ? "marked" : "tree");
	const char *state = arena_printf(&c->mem, "%s/state", c->scratch);
	const char *db = arena_printf(&c->mem, "%s/after.db", c->scratch);
	const char *const argv[] = { c->program, "link", "--state", state, "--db", db, NULL };
	convert_changes in = { 0 };
	struct buf err = { 0 };
	int rc;

	work_progress(c, "linking the rewritten tree");
	work_remove(state);
	unlink(db);
	rescan_changes(c, fixes, &in);
	rc = rescan_state(c, &in, top, state);
	if (!rc)
		rc = work_run(argv, NULL, &err, &err);
	/* units that could not be read before cannot be read now: that is no matter here */
	if (rc > 0 && file_exists(arena_printf(&c->mem, "%s/stored", state)))
		rc = 0;
	if (rc > 0 && !convert_interrupted())
		rc = error("convert: the rewritten tree cannot be linked: %s", work_line(c, &err));
	if (!rc)
		rc = rescan_load(db, fixes ? &c->marked : &c->after);
	vec_release(&in);
	buf_release(&err);
	return rc || convert_interrupted() ? -1 : 0;
}
