// SPDX-License-Identifier: GPL-2.0-or-later
#include "plan/plan_file.h"

#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/diag.h"
#include "base/file.h"
#include "base/str.h"

#define PLAN_FORMAT "1"

const char *plan_index(const char *path, struct arena *a)
{
	const char *slash = strrchr(path, '/');

	return arena_printf(a, "%s-%016llx", slash ? slash + 1 : path,
			    (unsigned long long)XXH3_64bits(path, strlen(path)));
}

/* A file by its size, inode and time; a missing file counts as that. */
static void plan_key_file(XXH3_state_t *st, const char *path)
{
	uint64_t id[4] = { 0 };
	struct stat sb;

	if (stat(path, &sb) == 0) {
		id[0] = (uint64_t)sb.st_size + 1;
		id[1] = sb.st_ino;
		id[2] = (uint64_t)sb.st_mtim.tv_sec;
		id[3] = (uint64_t)sb.st_mtim.tv_nsec;
	}
	XXH3_64bits_update(st, id, sizeof(id));
}

static void plan_key_text(XXH3_state_t *st, const char *s)
{
	XXH3_64bits_update(st, s ? s : "", s ? strlen(s) + 1 : 1);
}

/* The Makefiles of a folder and of those above it; @last spares repeating the common ones. */
static void plan_key_dirs(XXH3_state_t *st, struct plan *p, const char *path, const char **last)
{
	const char *slash = strrchr(path, '/');
	char *dir = arena_strndup(&p->mem, path, slash ? (size_t)(slash - path) : 0);

	if (*last && !strcmp(*last, dir))
		return;
	*last = arena_strdup(&p->mem, dir);
	for (; *dir; slash = strrchr(dir, '/'), dir[slash ? slash - dir : 0] = '\0') {
		plan_key_file(st, arena_printf(&p->mem, "%s/%s/Makefile", p->tree.root, dir));
		plan_key_file(st, arena_printf(&p->mem, "%s/%s/Kbuild", p->tree.root, dir));
	}
}

const char *plan_key(const struct plan_opts *o, struct plan *p, const strings_vec *found)
{
	static const char *const sources[] = {
		"Makefile",
		"Kbuild",
		"scripts/Makefile.build",
		"scripts/Makefile.lib",
		"scripts/Makefile.compiler",
		"scripts/Makefile.clang",
		"scripts/Kbuild.include",
		"scripts/Makefile.extrawarn",
		".git/HEAD",
	};
	static const char *const objects[] = {
		".config",
		"include/config/auto.conf",
		"include/generated",
		"include/config",
		"include/generated/autoconf.h",
		"include/generated/bounds.h",
		"include/generated/asm-offsets.h",
	};
	XXH3_state_t *st = XXH3_createState();
	const char *const *f, *last = NULL, *src = tree_srcarch(p->arch);
	const char *base = p->objdir ? p->objdir : p->tree.root;
	uint64_t h, joined;

	XXH3_64bits_reset(st);
	plan_key_text(st, PLAN_FORMAT);
	plan_key_text(st, o->code);
	plan_key_file(st, "/usr/bin/make");
	plan_key_file(st, "/usr/bin/clang-19");
	plan_key_text(st, p->tree.root);
	plan_key_text(st, p->tree.commit);
	plan_key_text(st, p->objdir);
	plan_key_text(st, p->arch);
	plan_key_text(st, o->compdb);
	if (o->compdb)
		plan_key_file(st, o->compdb);
	for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++)
		plan_key_file(st, arena_printf(&p->mem, "%s/%s", p->tree.root, sources[i]));
	for (size_t i = 0; i < sizeof(objects) / sizeof(objects[0]); i++)
		plan_key_file(st, arena_printf(&p->mem, "%s/%s", base, objects[i]));
	joined = file_hash(arena_printf(&p->mem, "%s/joined.tsv", o->state));
	XXH3_64bits_update(st, &joined, sizeof(joined));
	plan_key_file(st, arena_printf(&p->mem, "%s/arch/%s/include/generated/asm", base, src));
	plan_key_file(st, arena_printf(&p->mem, "%s/arch/%s/Makefile", p->tree.root, src));
	vec_each (f, found) {
		plan_key_text(st, *f);
		plan_key_dirs(st, p, *f, &last);
	}
	h = XXH3_64bits_digest(st);
	XXH3_freeState(st);
	return arena_printf(&p->mem, "%016llx\n", (unsigned long long)h);
}

/* Cut @line at its first tab.  Return: what follows, or NULL if there is no tab */
static char *plan_field(char *line)
{
	char *tab = line ? strchr(line, '\t') : NULL;

	if (tab)
		*tab++ = '\0';
	return tab;
}

static void plan_read_header(struct plan *p, const char *key, const char *value)
{
	const struct {
		const char *key;
		const char **to;
	} texts[] = {
		{ "#tree", &p->tree.root },
		{ "#version", &p->tree.version },
		{ "#commit", &p->tree.commit },
		{ "#arch", &p->arch },
		{ "#objdir", &p->objdir },
		{ "#source", &p->source },
		{ "#why", &p->why },
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (!strcmp(texts[i].key, key))
			*texts[i].to = value;
	if (!strcmp(key, "#problems"))
		p->problems = (unsigned int)strtoul(value, NULL, 10);
}

static bool plan_read_file(struct plan *p, char *line)
{
	static const enum plan_kind kinds[] = { PLAN_UNIT, PLAN_HEADER, PLAN_SKIP };
	char *path = plan_field(line), *reason = plan_field(path);
	char *trust = plan_field(reason), *index = plan_field(trust);
	struct plan_file f = { .path = path, .kind = PLAN_UNIT, .reason = reason };
	bool kind = false, trusted = false;

	if (!index)
		return false;
	f.joined = !strcmp(line, "joined");
	kind = f.joined;
	for (int i = 0; i < 3; i++)
		if (!strcmp(line, plan_kind_name(kinds[i]))) {
			f.kind = kinds[i];
			kind = true;
		}
	for (int t = 0; t < TRUST_NR; t++)
		if (!strcmp(trust, trust_name((enum trust)t))) {
			f.trust = (enum trust)t;
			trusted = true;
		}
	f.index = strcmp(index, "-") ? index : NULL;
	vec_push(&p->files, f);
	return kind && trusted && (f.kind == PLAN_UNIT) == (f.index != NULL);
}

static int plan_parse(const char *path, char *text, struct plan *p)
{
	unsigned int nr = 0;
	bool format = false;

	for (char *s = text, *next; s && *s; s = next) {
		next = strchr(s, '\n');
		nr++;
		if (!next)
			return error("%s:%u: the file is cut off; remove it", path, nr);
		*next++ = '\0';
		if (*s == '#') {
			char *value = plan_field(s);

			format = format ||
				 (value && !strcmp(s, "#format") && !strcmp(value, PLAN_FORMAT));
			if (value)
				plan_read_header(p, s, value);
		} else if (!plan_read_file(p, s)) {
			return error("%s:%u: this is no line of a plan", path, nr);
		}
	}
	if (!format || !p->tree.root || !p->tree.version || !p->arch)
		return error("%s: this is no plan of this program's format", path);
	return 0;
}

int plan_read(const char *state, struct plan *p)
{
	struct buf b = { 0 };
	const char *path;
	int rc = -1;

	*p = (struct plan){ .source = "", .why = "" };
	path = arena_printf(&p->mem, "%s/plan.tsv", state);
	if (file_read(path, &b) == 0)
		rc = plan_parse(path, arena_strndup(&p->mem, buf_str(&b), b.len), p);
	buf_release(&b);
	if (rc)
		plan_release(p);
	return rc;
}

bool plan_cached(const char *state, const char *key, struct plan *p)
{
	const char *path = arena_printf(&p->mem, "%s/plan.key", state);
	struct buf b = { 0 };
	struct plan old;
	bool same;

	if (!file_exists(path) || file_read(path, &b))
		return false;
	same = !strcmp(buf_str(&b), key);
	buf_release(&b);
	/* with problems, plan again: they have to be told again */
	if (!same || plan_read(state, &old))
		return false;
	if (old.problems) {
		plan_release(&old);
		return false;
	}
	arena_release(&p->mem);
	*p = old;
	p->cached = true;
	return true;
}

static int plan_write_args(const char *state, const struct plan_file *f)
{
	struct arena tmp = { 0 };
	struct buf b = { 0 };
	const char *const *s;
	int rc;

	buf_addf(&b, "%s\n", f->cwd);
	vec_each (s, &f->args)
		buf_addf(&b, "%s\n", *s);
	rc = file_write_changed(arena_printf(&tmp, "%s/args/%s.args", state, f->index), b.p, b.len);
	buf_release(&b);
	arena_release(&tmp);
	return rc;
}

static void plan_print_tsv(const struct plan *p, struct buf *b)
{
	const struct plan_file *f;

	buf_addf(b, "#format\t%s\n#tree\t%s\n#version\t%s\n", PLAN_FORMAT, p->tree.root,
		 p->tree.version);
	if (p->tree.commit)
		buf_addf(b, "#commit\t%s\n", p->tree.commit);
	buf_addf(b, "#arch\t%s\n", p->arch);
	if (p->objdir)
		buf_addf(b, "#objdir\t%s\n", p->objdir);
	buf_addf(b, "#source\t%s\n#why\t%s\n#problems\t%u\n", p->source, p->why, p->problems);
	vec_each (f, &p->files) {
		struct buf path = { 0 };

		/* a hostile name keeps its line: what would end a field becomes '?' */
		for (const char *s = f->path; *s; s++)
			buf_addch(&path, (unsigned char)*s < ' ' ? '?' : *s);
		buf_addf(b, "%s\t%s\t%s\t%s\t%s\n", plan_file_kind(f), buf_str(&path), f->reason,
			 trust_name(f->trust), f->index ? f->index : "-");
		buf_release(&path);
	}
}

int plan_write(const char *state, const char *key, const struct plan *p)
{
	struct arena tmp = { 0 };
	const char *keyfile = arena_printf(&tmp, "%s/plan.key", state);
	const struct plan_file *f;
	struct buf b = { 0 };
	int rc = file_mkdirs(arena_printf(&tmp, "%s/args", state));

	/* until all is written, no later run may take the old key for the new files */
	unlink(keyfile);
	vec_each (f, &p->files)
		if (!rc && f->kind == PLAN_UNIT)
			rc = plan_write_args(state, f);
	plan_print_tsv(p, &b);
	if (!rc)
		rc = file_write_changed(arena_printf(&tmp, "%s/plan.tsv", state), b.p, b.len);
	if (!rc)
		rc = file_write(keyfile, key, strlen(key));
	buf_release(&b);
	arena_release(&tmp);
	return rc;
}
