// SPDX-License-Identifier: GPL-2.0-or-later
#include "plan/plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/file.h"
#include "base/str.h"
#include "plan/compdb.h"
#include "plan/flags.h"
#include "plan/join.h"
#include "plan/kbuild.h"
#include "plan/makefile.h"
#include "plan/plan_file.h"
#include "plan/search.h"
#include "plan/synth.h"

/* What the steps below share. */
struct planner {
	const struct plan_opts *o;
	struct plan *p;
	struct config *config;
	struct synth synth;
	strings_vec wanted; /* .c files that still need a decision, sorted */
};

const char *plan_kind_name(enum plan_kind k)
{
	static const char *const names[] = { "unit", "header", "skip" };

	return names[k];
}

size_t plan_count(const struct plan *p, enum plan_kind k)
{
	const struct plan_file *f;
	size_t n = 0;

	vec_each (f, &p->files)
		n += f->kind == k;
	return n;
}

bool plan_name_ok(const char *path)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789_./+,=@~-";

	return *path && *path != '-' && strspn(path, plain) == strlen(path);
}

size_t plan_joined(const struct plan *p)
{
	const struct plan_file *f;
	size_t n = 0;

	vec_each (f, &p->files)
		n += f->joined;
	return n;
}

const char *plan_file_kind(const struct plan_file *f)
{
	return f->joined ? "joined" : plan_kind_name(f->kind);
}

static struct plan_file *plan_find(struct plan *p, const char *path)
{
	size_t lo = 0, hi = p->files.n;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		int c = strcmp(path, p->files.v[mid].path);

		if (!c)
			return &p->files.v[mid];
		if (c < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return NULL;
}

static void plan_skip(struct plan_file *f, const char *reason)
{
	f->kind = PLAN_SKIP;
	f->trust = TRUST_NOT_PARSED;
	f->reason = reason;
}

static void plan_unit(struct plan *p, struct plan_file *f, enum trust trust, const char *reason)
{
	f->kind = PLAN_UNIT;
	f->trust = trust;
	f->reason = reason;
	f->index = plan_index(f->path, &p->mem);
}

/* The folder below arch/ that a path lies in and that is not ours, NULL for all others. */
static const char *plan_other_arch(const char *path, const char *arch, struct arena *a)
{
	const char *src = tree_srcarch(arch), *name;
	size_t n;

	if (!str_starts(path, "arch/"))
		return NULL;
	n = strcspn(path + 5, "/");
	name = arena_strndup(a, path + 5, n);
	/* user mode Linux builds parts of its host's folder */
	if (!strcmp(name, src) || (!strcmp(src, "um") && !strcmp(name, "x86")))
		return NULL;
	return name;
}

/* First decisions, which need no flags: headers, hostile names, other architectures. */
static void plan_sort_out(struct planner *pl)
{
	struct plan *p = pl->p;
	struct plan_file *f;

	vec_each (f, &p->files) {
		const char *other;

		plan_skip(f, "");
		if (!plan_name_ok(f->path)) {
			plan_skip(f, "its name holds a character that build tools cannot carry");
			error("%s/%s: %s; the file is not analysed", p->tree.root, f->path,
			      f->reason);
			p->problems++;
			continue;
		}
		if (str_ends(f->path, ".h")) {
			f->kind = PLAN_HEADER;
			f->trust = TRUST_CLEAN;
			f->reason = "header";
			continue;
		}
		other = plan_other_arch(f->path, p->arch, &p->mem);
		if (other)
			plan_skip(f, arena_printf(&p->mem, "other architecture: %s", other));
		else
			vec_push(&pl->wanted, f->path);
	}
}

static int plan_from_compdb(struct planner *pl)
{
	struct plan *p = pl->p;
	compdb_entries entries = { 0 };
	struct compdb_entry *e;
	const char *const *w;

	p->source = "compile_commands";
	if (compdb_read(pl->o->compdb, p->tree.root, &pl->wanted, &p->mem, &entries, &p->problems))
		return -1;
	vec_each (w, &pl->wanted)
		plan_skip(plan_find(p, *w), "no entry in the compile database");
	vec_each (e, &entries) {
		struct plan_file *f = plan_find(p, e->path);

		if (e->broken) {
			f->reason = arena_printf(
				&p->mem, "broken entry in the compile database: %s", e->broken);
		} else {
			plan_unit(p, f, TRUST_CLEAN, "");
			f->cwd = e->cwd;
			flags_clean(&e->words, e->source, &p->mem, &f->args);
			flags_target(&f->args, p->arch, &p->mem);
		}
		vec_release(&e->words);
	}
	vec_release(&entries);
	return 0;
}

static void plan_take_objects(struct planner *pl, const kbuild_objects *objects, const char *prefix)
{
	struct plan *p = pl->p;
	struct kbuild_object *o;

	vec_each (o, objects) {
		size_t n = strlen(o->target);
		struct plan_file *f;

		if (!o->on || n < 3 || strncmp(o->target, prefix, strlen(prefix)))
			continue;
		f = plan_find(p, arena_printf(&p->mem, "%.*sc", (int)(n - 1 - strlen(prefix)),
					      o->target + strlen(prefix)));
		if (!f || f->kind == PLAN_UNIT)
			continue;
		plan_unit(p, f, TRUST_CLEAN, "");
		f->cwd = p->objdir;
		flags_clean(&o->words, vec_last(&o->words), &p->mem, &f->args);
		flags_target(&f->args, p->arch, &p->mem);
	}
}

/*
 * What is left may be built from another folder (arch/x86/kvm takes in virt/kvm): ask again,
 * with the spelling that such a Makefile uses.
 */
static void plan_ask_users(struct planner *pl, const struct kbuild *k)
{
	struct plan *p = pl->p;
	const char *const *w, *const *u, *last = NULL;
	strings_vec users = { 0 }, prefixes = { 0 }, targets = { 0 };
	kbuild_objects objects = { 0 };

	vec_each (w, &pl->wanted) {
		const char *slash = strrchr(*w, '/');
		const char *dir = arena_strndup(&p->mem, *w, slash ? (size_t)(slash - *w) : 0);

		if (plan_find(p, *w)->kind == PLAN_UNIT || !*dir)
			continue;
		if (!last || strcmp(last, dir)) {
			users.n = 0;
			makefile_users(p->tree.root, dir, tree_srcarch(p->arch), &p->mem, &users);
		}
		last = dir;
		vec_each (u, &users) {
			struct buf up = { 0 };

			buf_addf(&up, "%s/", *u);
			for (const char *s = *u; s; s = strchr(s + 1, '/'))
				buf_add(&up, "../");
			vec_push(&prefixes, arena_strdup(&p->mem, buf_str(&up)));
			vec_push(&targets, arena_printf(&p->mem, "%s%.*so", buf_str(&up),
							(int)strlen(*w) - 1, *w));
			buf_release(&up);
		}
	}
	if (targets.n && !kbuild_ask(k, &targets, &p->mem, &objects))
		vec_each (u, &prefixes)
			plan_take_objects(pl, &objects, *u);
	vec_release(&users);
	vec_release(&prefixes);
	vec_release(&targets);
	kbuild_release(&objects);
}

/* Add what generated headers are missing; units that need them are trusted less. */
static int plan_complete_headers(struct planner *pl)
{
	struct plan *p = pl->p;
	strings_vec missing = { 0 }, extra = { 0 };
	const char *const *e, *why;
	struct plan_file *f;
	int rc = synth_headers(&pl->synth, &p->mem, &missing, &extra);

	if (!rc && missing.n) {
		why = arena_printf(&p->mem,
				   "%zu generated headers were missing and are made up, "
				   "the first is %s",
				   missing.n, missing.v[0]);
		p->why = why;
		vec_each (f, &p->files) {
			if (f->kind != PLAN_UNIT)
				continue;
			f->trust = TRUST_RECOVERED;
			f->reason = why;
			vec_each (e, &extra)
				vec_push(&f->args, *e);
		}
	}
	vec_release(&missing);
	vec_release(&extra);
	return rc;
}

/* Return: 0 done, 1 kbuild cannot say (p->why tells), -1 failed with the message printed */
static int plan_from_kbuild(struct planner *pl)
{
	struct plan *p = pl->p;
	struct kbuild k = { p->tree.root, p->objdir, p->arch, pl->o->state };
	strings_vec targets = { 0 };
	kbuild_objects objects = { 0 };
	const char *const *w, *why;

	vec_each (w, &pl->wanted)
		vec_push(&targets, arena_printf(&p->mem, "%.*so", (int)strlen(*w) - 1, *w));
	why = targets.n ? kbuild_ask(&k, &targets, &p->mem, &objects) : NULL;
	vec_release(&targets);
	if (why) {
		p->why = why;
		return 1;
	}
	p->source = "kbuild";
	plan_take_objects(pl, &objects, "");
	kbuild_release(&objects);
	plan_ask_users(pl, &k);
	vec_each (w, &pl->wanted) {
		struct plan_file *f = plan_find(p, *w);

		if (f->kind != PLAN_UNIT)
			plan_skip(f, makefile_reason(p->tree.root, pl->config, *w, &p->mem));
	}
	return plan_complete_headers(pl);
}

static int plan_from_nothing(struct planner *pl)
{
	struct plan *p = pl->p;
	strings_vec missing = { 0 }, extra = { 0 };
	const char *const *w, *const *e, *reason;

	p->source = "synthesised";
	/* a file whose own options are off reads headers that lack what it needs */
	vec_each (w, &pl->wanted)
		/* what joins later changes nothing for the units that are there */
		if (!plan_find(p, *w)->joined)
			makefile_wants(p->tree.root, *w, &p->mem, &pl->synth.wants);
	if (synth_headers(&pl->synth, &p->mem, &missing, &extra))
		return -1;
	reason = arena_printf(&p->mem, "flags synthesised: %s", p->why);
	vec_each (w, &pl->wanted) {
		struct plan_file *f = plan_find(p, *w);

		plan_unit(p, f, TRUST_RECOVERED, reason);
		f->cwd = p->objdir ? p->objdir : p->tree.root;
		synth_flags(&pl->synth, *w, &p->mem, &f->args);
		vec_each (e, &extra)
			vec_push(&f->args, *e);
	}
	vec_release(&missing);
	vec_release(&extra);
	return 0;
}

static int plan_decide(struct planner *pl)
{
	struct plan *p = pl->p;
	int rc = 1;

	plan_sort_out(pl);
	pl->synth = (struct synth){ .tree = p->tree.root,
				    .objdir = p->objdir,
				    .arch = p->arch,
				    .version = p->tree.version,
				    .state = pl->o->state };
	if (pl->o->compdb)
		return plan_from_compdb(pl);
	if (p->objdir && tree_has_auto_conf(p->objdir))
		rc = plan_from_kbuild(pl);
	else
		p->why = p->objdir ? "the object directory has no finished configuration" :
				     "the tree is not configured and no object directory was given";
	if (rc == 1) {
		warn("flags are synthesised for %s: %s", p->arch, p->why);
		rc = plan_from_nothing(pl);
	}
	return rc;
}

/* Find the object directory and the architecture. */
static int plan_where(const struct plan_opts *o, struct plan *p)
{
	char *real = o->objdir ? file_realpath(o->objdir) : NULL;

	if (o->objdir && (!real || !file_is_dir(real))) {
		free(real);
		return error("no such object directory: '%s'", o->objdir);
	}
	if (real)
		p->objdir = arena_strdup(&p->mem, real);
	else if (tree_has_auto_conf(p->tree.root) ||
		 file_exists(arena_printf(&p->mem, "%s/.config", p->tree.root)))
		p->objdir = p->tree.root;
	free(real);
	p->arch = o->arch;
	if (!p->arch && p->objdir)
		p->arch = tree_config_arch(p->objdir, &p->mem);
	if (!p->arch)
		p->arch = "x86_64";
	if (!tree_arch_ok(p->arch) ||
	    !file_is_dir(arena_printf(&p->mem, "%s/arch/%s", p->tree.root, tree_srcarch(p->arch))))
		return error("'%s' has no architecture '%s'", p->tree.root, p->arch);
	return 0;
}

static int plan_by_path(const void *a, const void *b)
{
	return strcmp(((const struct plan_file *)a)->path, ((const struct plan_file *)b)->path);
}

/* All candidates, and what joined them. */
static void plan_list(struct plan *p, const strings_vec *found, const join_files *joined)
{
	const struct join_file *j;
	const char *const *f;
	size_t n;

	vec_each (f, found)
		vec_push(&p->files, ((struct plan_file){ .path = *f }));
	n = p->files.n;
	vec_each (j, joined) {
		struct plan_file new = { .path = j->path, .joined = true };

		if (!n || !bsearch(&new, p->files.v, n, sizeof(new), plan_by_path))
			vec_push(&p->files, new);
	}
	if (p->files.n)
		qsort(p->files.v, p->files.n, sizeof(p->files.v[0]), plan_by_path);
}

/* What joined is a unit that says why, or it is not in the plan: nobody misses a site there. */
static void plan_tell_joined(struct plan *p, const join_files *joined)
{
	const struct join_file *j = joined->v, *end = j + joined->n;
	size_t n = 0;

	for (size_t i = 0; i < p->files.n; i++) {
		struct plan_file *f = &p->files.v[i];

		if (f->joined && f->kind != PLAN_UNIT)
			continue;
		while (f->joined && j < end && strcmp(j->path, f->path) < 0)
			j++;
		if (f->joined)
			f->reason = *f->reason ?
					    arena_printf(&p->mem, "%s; %s", j->reason, f->reason) :
					    j->reason;
		p->files.v[n++] = *f;
	}
	p->files.n = n;
}

int plan_make(const struct plan_opts *o, struct plan *p)
{
	struct planner pl = { .o = o, .p = p };
	strings_vec found = { 0 };
	join_files joined = { 0 };
	const char *key;
	int rc = -1;

	*p = (struct plan){ .source = "", .why = "" };
	if (tree_open(o->tree, &p->mem, &p->tree) || plan_where(o, p) ||
	    search_tree(p->tree.root, o->state, &p->mem, &found) ||
	    join_read(o->state, &p->mem, &joined, NULL)) {
		vec_release(&found);
		vec_release(&joined);
		return -1;
	}
	key = plan_key(o, p, &found);
	if (plan_cached(o->state, key, p)) {
		vec_release(&found);
		vec_release(&joined);
		return 0;
	}
	plan_list(p, &found, &joined);
	vec_release(&found);
	pl.config = config_read(p->objdir ? p->objdir : p->tree.root, &p->mem);
	if (!plan_decide(&pl)) {
		plan_tell_joined(p, &joined);
		rc = plan_write(o->state, key, p);
	}
	vec_release(&joined);
	config_free(pl.config);
	vec_release(&pl.wanted);
	vec_release(&pl.synth.wants);
	return rc;
}

void plan_release(struct plan *p)
{
	struct plan_file *f;

	vec_each (f, &p->files)
		vec_release(&f->args);
	vec_release(&p->files);
	arena_release(&p->mem);
}
