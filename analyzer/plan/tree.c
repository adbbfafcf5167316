// SPDX-License-Identifier: GPL-2.0-or-later
#include "plan/tree.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/file.h"
#include "base/str.h"

/* Value of "NAME = value" in a Makefile's text; "" if it is empty, NULL if it is not there. */
static const char *tree_make_var(const char *text, const char *name, struct arena *a)
{
	size_t n = strlen(name);

	for (const char *s = text; s; s = strchr(s, '\n')) {
		s += *s == '\n';
		if (strncmp(s, name, n))
			continue;
		const char *v = s + n + strspn(s + n, " \t");

		if (*v != '=')
			continue;
		v += 1 + strspn(v + 1, " \t");
		size_t len = strcspn(v, "\n#");

		while (len && isspace((unsigned char)v[len - 1]))
			len--;
		return arena_strndup(a, v, len);
	}
	return NULL;
}

static int tree_read_version(const char *root, struct arena *a, struct kernel_tree *t)
{
	const char *path = arena_printf(a, "%s/Makefile", root);
	struct buf b = { 0 };

	if (!file_exists(path))
		return error("'%s' is no kernel tree: it has no Makefile", root);
	if (file_read(path, &b))
		return -1;
	const char *v = tree_make_var(buf_str(&b), "VERSION", a);
	const char *p = tree_make_var(buf_str(&b), "PATCHLEVEL", a);
	const char *s = tree_make_var(buf_str(&b), "SUBLEVEL", a);
	const char *e = tree_make_var(buf_str(&b), "EXTRAVERSION", a);

	buf_release(&b);
	if (!v || !p || !*v || !*p)
		return error("'%s' is no kernel tree: its Makefile has no VERSION and PATCHLEVEL",
			     root);
	t->version =
		arena_printf(a, "%s.%s%s%s%s", v, p, s && *s ? "." : "", s ? s : "", e ? e : "");
	return 0;
}

/* One line of a small file, NULL if it cannot be read. */
static const char *tree_line(const char *path, struct arena *a)
{
	struct buf b = { 0 };
	const char *s = NULL;

	if (file_exists(path) && !file_is_dir(path) && file_read(path, &b) == 0)
		s = arena_strndup(a, buf_str(&b), strcspn(buf_str(&b), "\r\n"));
	buf_release(&b);
	return s;
}

static bool tree_is_commit(const char *s)
{
	return s && strlen(s) >= 40 && strspn(s, "0123456789abcdef") == strlen(s);
}

static const char *tree_packed_ref(const char *gitdir, const char *ref, struct arena *a)
{
	const char *path = arena_printf(a, "%s/packed-refs", gitdir), *found = NULL;
	struct buf b = { 0 };

	if (!file_exists(path) || file_read(path, &b))
		return NULL;
	for (char *s = b.p; s && !found; s = strchr(s, '\n')) {
		s += *s == '\n';
		size_t n = strcspn(s, " \n"), m = s[n] == ' ' ? strcspn(s + n + 1, "\n") : 0;

		if (m == strlen(ref) && !strncmp(s + n + 1, ref, m))
			found = arena_strndup(a, s, n);
	}
	buf_release(&b);
	return found;
}

/* Read HEAD ourselves: no git program is needed, and none of the tree's hooks or settings run. */
static const char *tree_commit(const char *root, struct arena *a)
{
	const char *gitdir = arena_printf(a, "%s/.git", root), *common, *head, *ref;

	if (!file_is_dir(gitdir)) {
		const char *line = tree_line(gitdir, a);

		if (!line || !str_starts(line, "gitdir: "))
			return NULL;
		gitdir = line[8] == '/' ? line + 8 : arena_printf(a, "%s/%s", root, line + 8);
	}
	head = tree_line(arena_printf(a, "%s/HEAD", gitdir), a);
	if (!head || !str_starts(head, "ref: "))
		return tree_is_commit(head) ? head : NULL;
	ref = head + 5;
	if (strstr(ref, ".."))
		return NULL;
	common = tree_line(arena_printf(a, "%s/commondir", gitdir), a);
	if (common)
		gitdir = common[0] == '/' ? common : arena_printf(a, "%s/%s", gitdir, common);
	head = tree_line(arena_printf(a, "%s/%s", gitdir, ref), a);
	if (!head)
		head = tree_packed_ref(gitdir, ref, a);
	return tree_is_commit(head) ? head : NULL;
}

int tree_open(const char *path, struct arena *a, struct kernel_tree *t)
{
	static const char *const parts[] = {
		"MAINTAINERS", "Kconfig", "scripts/Makefile.build", "include/linux/kernel.h",
		"arch",	       "mm"
	};
	char *root = file_realpath(path), probe[4096];

	*t = (struct kernel_tree){ 0 };
	if (!root || !file_is_dir(root)) {
		free(root);
		return error("no such folder: '%s'", path);
	}
	t->root = arena_strdup(a, root);
	free(root);
	if (strpbrk(t->root, "\n\t"))
		return error("cannot scan '%s': its path holds a newline or a tab", path);
	if (tree_read_version(t->root, a, t))
		return -1;
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		snprintf(probe, sizeof(probe), "%s/%s", t->root, parts[i]);
		if (!file_exists(probe))
			return error("'%s' is no kernel tree: it has no %s", t->root, parts[i]);
	}
	t->commit = tree_commit(t->root, a);
	return 0;
}

/* make's ARCH names that are not a folder of arch/ themselves. */
static const struct {
	const char *arch, *src;
} tree_archs[] = {
	{ "x86_64", "x86" },	{ "i386", "x86" },	  { "sparc32", "sparc" },
	{ "sparc64", "sparc" }, { "parisc64", "parisc" },
};

bool tree_arch_ok(const char *arch)
{
	return *arch && strspn(arch, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(arch);
}

const char *tree_srcarch(const char *arch)
{
	for (size_t i = 0; i < sizeof(tree_archs) / sizeof(tree_archs[0]); i++)
		if (!strcmp(tree_archs[i].arch, arch))
			return tree_archs[i].src;
	return arch;
}

const char *tree_config_arch(const char *dir, struct arena *a)
{
	const char *path = arena_printf(a, "%s/.config", dir), *arch = NULL;
	struct buf b = { 0 };

	if (!file_exists(path) || file_read(path, &b))
		return NULL;
	/* "# Linux/x86 6.12.117 Kernel Configuration" */
	const char *s = strstr(buf_str(&b), "# Linux/");

	if (s) {
		s += 8;
		size_t n = strcspn(s, " \n");

		arch = arena_strndup(a, s, n);
		if (!tree_arch_ok(arch))
			arch = NULL;
	}
	if (arch && !strcmp(arch, "x86"))
		arch = strstr(buf_str(&b), "\nCONFIG_64BIT=y") ? "x86_64" : "i386";
	buf_release(&b);
	return arch;
}

bool tree_has_auto_conf(const char *dir)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/include/config/auto.conf", dir);
	return file_exists(path);
}
