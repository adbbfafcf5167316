// SPDX-License-Identifier: GPL-2.0-or-later
/* The units that read rewritten files, and how they are compiled. */
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/file.h"
#include "convert/unit.h"

/* Does the unit's list of what it reads name the file? */
static bool unit_reads(struct convert *c, const struct plan_file *u, const char *path)
{
	const char *deps = arena_printf(&c->mem, "%s/facts/%s.d", c->state, u->index);
	const char *full = arena_printf(&c->mem, " %s/%s", c->plan.tree.root, path);
	struct buf b = { 0 };
	size_t n = strlen(full);
	bool found = false;

	if (file_exists(deps) && !file_read(deps, &b))
		for (const char *p = strstr(buf_str(&b), full); p && !found;
		     p = strstr(p + 1, full))
			found = strchr(" \n\\", p[n]) != NULL;
	buf_release(&b);
	return found;
}

static void units_add(struct convert_change *ch, const struct plan_file *u)
{
	const struct plan_file **old;

	vec_each (old, &ch->units)
		if (*old == u)
			return;
	vec_push(&ch->units, u);
}

static void units_of_file(struct convert *c, struct convert_change *ch,
			  const struct convert_file *f)
{
	const struct plan_file *u = work_find_unit(c, f->path);
	size_t before = ch->units.n;

	if (u) {
		units_add(ch, u);
		return;
	}
	vec_each (u, &c->plan.files)
		if (u->kind == PLAN_UNIT && u->index && unit_reads(c, u, f->path))
			units_add(ch, u);
	if (ch->units.n == before)
		change_fail(c, ch, "%s is not compiled in the scanned configuration", f->path);
}

void units_find(struct convert *c, struct convert_change *ch)
{
	const struct convert_file *f;

	ch->units.n = 0;
	vec_each (f, &ch->files)
		if (f->changed)
			units_of_file(c, ch, f);
}

static void json_add(struct buf *b, const char *s)
{
	buf_addch(b, '"');
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			buf_addch(b, '\\');
		buf_addch(b, *s);
	}
	buf_addch(b, '"');
}

const char *unit_overlay(struct convert *c, const struct convert_change *ch)
{
	const char *path = arena_printf(&c->mem, "%s/overlay.yaml", c->scratch);
	const struct convert_file *f;
	struct buf b = { 0 };
	bool first = true;
	int rc;

	buf_add(&b, "{\"version\": 0, \"use-external-names\": false, \"roots\": [");
	vec_each (f, &ch->files) {
		if (!f->changed)
			continue;
		buf_addf(&b, "%s\n{\"type\": \"file\", \"name\": ", first ? "" : ",");
		json_add(&b, arena_printf(&c->mem, "%s/%s", c->plan.tree.root, f->path));
		buf_add(&b, ", \"external-contents\": ");
		json_add(&b, f->copy);
		buf_addch(&b, '}');
		first = false;
	}
	buf_add(&b, "\n]}\n");
	rc = file_write(path, buf_str(&b), b.len);
	buf_release(&b);
	return rc ? NULL : path;
}

int unit_args(struct convert *c, const struct plan_file *u, strings_vec *out)
{
	const char *path = arena_printf(&c->mem, "%s/args/%s.args", c->state, u->index);
	struct buf b = { 0 };

	if (file_read(path, &b))
		return -1;
	for (const char *p = buf_str(&b); *p;) {
		size_t n = strcspn(p, "\n");

		if (n)
			vec_push(out, arena_strndup(&c->mem, p, n));
		p += n + (p[n] == '\n');
	}
	buf_release(&b);
	if (!out->n)
		return error("%s: no folder in the first line", path);
	return 0;
}
