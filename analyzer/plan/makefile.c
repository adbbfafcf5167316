// SPDX-License-Identifier: GPL-2.0-or-later
#include "plan/makefile.h"

#include <ctype.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include <uthash.h>

#include "base/file.h"
#include "base/str.h"

struct config_option {
	UT_hash_handle hh;
	const char *name;
};

struct config {
	struct config_option *options;
	struct arena mem;
};

void config_add(struct config *c, const char *name)
{
	struct config_option *o = arena_new(&c->mem, struct config_option);

	o->name = arena_strdup(&c->mem, name);
	HASH_ADD_KEYPTR(hh, c->options, o->name, strlen(o->name), o);
}

struct config *config_read(const char *dir, struct arena *a)
{
	const char *path = arena_printf(a, "%s/include/config/auto.conf", dir);
	struct config *c = calloc(1, sizeof(*c));
	struct buf b = { 0 };

	if (!c)
		die("out of memory");
	if (!file_exists(path) || file_read(path, &b))
		return c;
	for (const char *s = buf_str(&b); *s; s += strcspn(s, "\n") + (s[strcspn(s, "\n")] != 0)) {
		size_t n = strcspn(s, "=\n");

		if (str_starts(s, "CONFIG_") && s[n] == '=' && s[n + 1] != 'n')
			config_add(c, arena_strndup(&c->mem, s, n));
	}
	buf_release(&b);
	return c;
}

bool config_on(const struct config *c, const char *name)
{
	struct config_option *o;

	HASH_FIND_STR(c->options, name, o);
	return o;
}

void config_free(struct config *c)
{
	if (!c)
		return;
	HASH_CLEAR(hh, c->options);
	arena_release(&c->mem);
	free(c);
}

/* The CONFIG_ symbol in @s, NULL if there is none. */
static const char *makefile_symbol(const char *s, struct arena *a)
{
	const char *c = strstr(s, "CONFIG_");
	size_t n = 0;

	while (c && (isalnum((unsigned char)c[n]) || c[n] == '_'))
		n++;
	return c ? arena_strndup(a, c, n) : NULL;
}

/* One logical line: continuations joined, the comment cut off.  Return: what follows it */
static const char *makefile_line(const char *s, struct buf *line)
{
	buf_reset(line);
	for (; *s && *s != '\n'; s++) {
		if (s[0] == '\\' && s[1] == '\n') {
			buf_addch(line, ' ');
			s++;
		} else {
			buf_addch(line, *s);
		}
	}
	if (line->p) {
		line->len = strcspn(line->p, "#");
		line->p[line->len] = '\0';
	}
	return *s ? s + 1 : s;
}

/* Keep the stack of conditionals.  Return: the line was one. */
static bool makefile_cond(const char *s, struct arena *a, strings_vec *conds)
{
	if (str_starts(s, "ifdef") || str_starts(s, "ifeq") || str_starts(s, "ifndef") ||
	    str_starts(s, "ifneq")) {
		const char *sym = makefile_symbol(s, a);
		/* ifneq ($(CONFIG_X),) asks for it, ifneq ($(CONFIG_X),y) for its absence */
		bool empty = strstr(s, ",)") != NULL;
		bool not = str_starts(s, "ifndef") || (str_starts(s, "ifneq") && !empty) ||
			   (str_starts(s, "ifeq") && empty);

		vec_push(conds, !sym ? "" : not? arena_printf(a, "!%s", sym) : sym);
		return true;
	}
	if (str_starts(s, "else") && conds->n) {
		const char *was = vec_last(conds);

		vec_last(conds) = !*was ? "" : *was == '!' ? was + 1 : arena_printf(a, "!%s", was);
		return true;
	}
	if (str_starts(s, "endif")) {
		if (conds->n)
			conds->n--;
		return true;
	}
	return false;
}

static void makefile_assign(const char *s, struct arena *a, const strings_vec *conds,
			    make_rules *out)
{
	const char *eq = strchr(s, '='), *const * c;
	struct make_rule r = { 0 };
	size_t n;

	if (!eq || eq == s)
		return;
	n = (size_t)(eq - s);
	while (n && strchr(" \t:+?", s[n - 1]))
		n--;
	r.var = arena_strndup(a, s, n);
	if (!n || strpbrk(r.var, " \t"))
		return;
	for (s = eq + 1; *s; s += n) {
		s += strspn(s, " \t");
		n = strcspn(s, " \t");
		if (n)
			vec_push(&r.words, arena_strndup(a, s, n));
	}
	vec_each (c, conds)
		vec_push(&r.conds, *c);
	vec_push(out, r);
}

void makefile_parse(const char *text, struct arena *a, make_rules *out)
{
	strings_vec conds = { 0 };
	struct buf line = { 0 };

	while (*text) {
		bool recipe = *text == '\t';
		const char *s;

		text = makefile_line(text, &line);
		s = buf_str(&line) + strspn(buf_str(&line), " \t");
		/* inside a conditional kernel Makefiles indent by tabs too: an '=' decides */
		if (makefile_cond(s, a, &conds) || (recipe && !str_starts(s, "obj-")))
			continue;
		makefile_assign(s, a, &conds, out);
	}
	vec_release(&conds);
	buf_release(&line);
}

static void makefile_free(make_rules *rules)
{
	struct make_rule *r;

	vec_each (r, rules) {
		vec_release(&r->words);
		vec_release(&r->conds);
	}
	vec_release(rules);
}

/* kbuild reads Kbuild where there is one, else Makefile. */
static bool makefile_load(const char *tree, const char *dir, struct arena *a, make_rules *out)
{
	static const char *const names[] = { "Kbuild", "Makefile" };
	struct buf b = { 0 };
	bool found = false;

	for (int i = 0; i < 2; i++) {
		const char *path =
			arena_printf(a, "%s/%s%s%s", tree, dir, *dir ? "/" : "", names[i]);

		/* the root and arch/X have both, and list folders in both */
		if (!file_exists(path) || file_is_dir(path) || file_read(path, &b))
			continue;
		found = true;
		buf_addch(&b, '\n');
	}
	if (found)
		makefile_parse(buf_str(&b), a, out);
	buf_release(&b);
	return found;
}

static bool makefile_has(const struct make_rule *r, const char *word)
{
	const char *const *w;

	vec_each (w, &r->words)
		if (!strcmp(*w, word))
			return true;
	return false;
}

/* The symbol that keeps an assignment from counting, NULL if nothing does. */
static const char *makefile_rule_off(const struct make_rule *r, const struct config *c,
				     struct arena *a)
{
	const char *const *s, *sym = makefile_symbol(r->var, a);

	if (sym && !config_on(c, sym))
		return sym;
	vec_each (s, &r->conds) {
		if (!**s)
			continue;
		if (**s == '!' ? config_on(c, *s + 1) : !config_on(c, *s))
			return *s;
	}
	return NULL;
}

/* "foo" for foo-y, foo-objs, foo-$(CONFIG_X), foo-objs-$(CONFIG_X); NULL for kbuild's own lists */
static const char *makefile_composite(const char *var, struct arena *a)
{
	static const char *const own[] = { "obj-",   "lib-",	"always-",
					   "extra-", "targets", "hostprogs" };
	static const char *const ends[] = { "-objs-$", "-y-$", "-$", "-objs", "-y", "-m" };

	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		if (str_starts(var, own[i]))
			return NULL;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		const char *at = strstr(var, ends[i]);
		bool whole = ends[i][strlen(ends[i]) - 1] == '$';

		if (at && at != var && (whole || !at[strlen(ends[i])]))
			return arena_strndup(a, var, (size_t)(at - var));
	}
	return NULL;
}

/*
 * Why @word (an object or a folder) is not built by these rules.
 * Return: "" if it is built, a CONFIG symbol if that is off, NULL if nothing names it.
 */
static const char *makefile_why(const make_rules *rules, const struct config *c, const char *word,
				int depth, struct arena *a)
{
	const struct make_rule *r;
	const char *answer = NULL;

	vec_each (r, rules) {
		const char *off, *whole;

		if (!makefile_has(r, word))
			continue;
		off = makefile_rule_off(r, c, a);
		whole = makefile_composite(r->var, a);
		if (!off && whole && depth < 4)
			off = makefile_why(rules, c, arena_printf(a, "%s.o", whole), depth + 1, a);
		if (!off || !*off)
			return "";
		answer = off;
	}
	return answer;
}

/* The symbol that keeps a parent from entering @dir, "" for none. */
static const char *makefile_dir_off(const char *tree, const struct config *c, const char *dir,
				    struct arena *a)
{
	const char *at = dir, *off = NULL;

	/* nearest parent whose Makefile names the rest of the path */
	for (size_t n = strlen(dir); n && !off;) {
		make_rules rules = { 0 };
		const char *parent;

		while (n && at[n - 1] != '/')
			n--;
		parent = arena_strndup(a, dir, n ? n - 1 : 0);
		if (makefile_load(tree, parent, a, &rules))
			off = makefile_why(&rules, c, arena_printf(a, "%s/", dir + n), 0, a);
		makefile_free(&rules);
		if (off && *off)
			return off;
		if (off && *parent)
			return makefile_dir_off(tree, c, parent, a);
		n = n ? n - 1 : 0;
	}
	return "";
}

/* Which file of the folder includes it as text. */
static const char *makefile_includer(const char *tree, const char *dir, const char *base,
				     struct arena *a)
{
	const char *want = arena_printf(a, "/%s\"", base), *plain = arena_printf(a, "\"%s\"", base);
	DIR *d = opendir(arena_printf(a, "%s/%s", tree, dir));
	struct buf b = { 0 };
	const char *found = NULL;
	struct dirent *e;

	while (d && !found && (e = readdir(d))) {
		const char *at;

		if (!str_ends(e->d_name, ".c") && !str_ends(e->d_name, ".h"))
			continue;
		buf_reset(&b);
		if (file_read(arena_printf(a, "%s/%s/%s", tree, dir, e->d_name), &b))
			continue;
		at = strstr(buf_str(&b), plain);
		if (!at)
			at = strstr(buf_str(&b), want);
		while (at && at > b.p && at[-1] != '\n')
			at--;
		if (at && *at == '#')
			found = arena_printf(a, "%s/%s", dir, e->d_name);
	}
	if (d)
		closedir(d);
	buf_release(&b);
	return found;
}

/* A parent may list an object of a folder below as its own ("foo-y += sub/x.o"). */
static const char *makefile_parent_why(const char *tree, const struct config *c, const char *dir,
				       const char *object, struct arena *a)
{
	const char *why = NULL;

	for (size_t n = strlen(dir); n && !why; n = n ? n - 1 : 0) {
		make_rules rules = { 0 };

		while (n && dir[n - 1] != '/')
			n--;
		if (makefile_load(tree, arena_strndup(a, dir, n ? n - 1 : 0), a, &rules))
			why = makefile_why(&rules, c, arena_printf(a, "%s/%s", dir + n, object), 0,
					   a);
		makefile_free(&rules);
	}
	return why;
}

static const char *makefile_off(const char *sym, struct arena *a)
{
	return *sym == '!' ? arena_printf(a, "left out because %s is on", sym + 1) :
			     arena_printf(a, "option off: %s", sym);
}

const char *makefile_reason(const char *tree, const struct config *c, const char *path,
			    struct arena *a)
{
	const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;
	const char *dir = arena_strndup(a, path, slash ? (size_t)(slash - path) : 0);
	const char *object = arena_printf(a, "%.*s.o", (int)(strlen(base) - 2), base), *why = NULL;
	make_rules rules = { 0 };
	bool found = makefile_load(tree, dir, a, &rules);

	if (found)
		why = makefile_why(&rules, c, object, 0, a);
	makefile_free(&rules);
	if (!why)
		why = makefile_parent_why(tree, c, dir, object, a);
	if (why && *why)
		return makefile_off(why, a);
	if (!why) {
		const char *by = makefile_includer(tree, dir, base, a);

		if (by)
			return arena_printf(a, "not an object of its own: included by %s", by);
	}
	why = why || !found ? makefile_dir_off(tree, c, dir, a) : why;
	if (why && *why)
		return makefile_off(why, a);
	if (!found)
		return "not part of any kbuild target: its folder has no Makefile";
	return why ? "not built in this configuration" :
		     arena_printf(a, "not part of any kbuild target: no Makefile names %s", object);
}

static void makefile_want(const char *name, struct arena *a, strings_vec *out)
{
	const char *const *w;

	vec_each (w, out)
		if (!strcmp(*w, name))
			return;
	vec_push(out, arena_strdup(a, name));
}

/* Turn on, one after the other, what is said to be off. */
void makefile_wants(const char *tree, const char *path, struct arena *a, strings_vec *out)
{
	static const char off[] = "option off: ";
	struct config *c = config_read("/nonexistent", a);

	for (int i = 0; i < 8; i++) {
		const char *why = makefile_reason(tree, c, path, a);

		if (!str_starts(why, off))
			break;
		config_add(c, why + strlen(off));
		makefile_want(why + strlen(off) + strlen("CONFIG_"), a, out);
	}
	config_free(c);
}

/* Does a makefile of folder @dir mention @what? */
static bool makefile_mentions(const char *tree, const char *dir, const char *what, struct arena *a)
{
	struct buf b = { 0 };
	bool found = false;

	for (int i = 0; i < 2 && !found; i++) {
		const char *path =
			arena_printf(a, "%s/%s/%s", tree, dir, i ? "Kbuild" : "Makefile");
		const char *s;

		buf_reset(&b);
		if (!file_exists(path) || file_read(path, &b))
			continue;
		for (s = buf_str(&b); !found && (s = strstr(s, what)); s++)
			found = s > b.p && s[-1] == '/' && !isalnum((unsigned char)s[strlen(what)]);
	}
	buf_release(&b);
	return found;
}

static void makefile_users_below(const char *tree, const char *dir, const char *what, int depth,
				 struct arena *a, strings_vec *out)
{
	DIR *d = opendir(arena_printf(a, "%s/%s", tree, dir));
	struct dirent *e;

	if (!d)
		return;
	if (makefile_mentions(tree, dir, what, a))
		vec_push(out, dir);
	while (depth && (e = readdir(d)))
		if (e->d_type == DT_DIR && e->d_name[0] != '.')
			makefile_users_below(tree, arena_printf(a, "%s/%s", dir, e->d_name), what,
					     depth - 1, a, out);
	closedir(d);
}

void makefile_users(const char *tree, const char *dir, const char *srcarch, struct arena *a,
		    strings_vec *out)
{
	/* only an architecture takes in a folder of another part of the tree (virt/kvm) */
	makefile_users_below(tree, arena_printf(a, "arch/%s", srcarch), dir, 3, a, out);
}
