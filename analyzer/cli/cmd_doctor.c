// SPDX-License-Identifier: GPL-2.0-or-later
/* gupcheck doctor: what of the environment is there, which version, and what it is for. */
#include <dirent.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/proc.h"
#include "base/str.h"
#include "cli/cli.h"
#include "cli/state.h"

static const char usage[] =
	"doctor\n"
	"Say which parts of the environment are present, in which version, and what for.\n"
	"\n"
	"Exit status: 0, or 2 if something that a scan needs is missing.\n";

/* Below this a tree, its object directory and a scan may not fit. */
#define DOCTOR_DISK_GB 6

/**
 * struct part - one program of the environment
 * @name: what to call it
 * @argv: prints its version on the first line that holds @mark
 * @mark: text of that line; "" for the first
 * @needed: a scan cannot do without it
 * @why: what it is for
 * @package: Debian package that has it
 */
struct part {
	const char *name;
	const char *argv[5];
	const char *mark;
	bool needed;
	const char *why, *package;
};

static const struct part parts[] = {
	{ "ninja",
	  { "ninja", "--version" },
	  "",
	  true,
	  "runs the units in parallel, resumes",
	  "ninja-build" },
	{ "spatch",
	  { "spatch", "--version" },
	  "spatch",
	  true,
	  "inventory of calls, whatever the configuration",
	  "coccinelle" },
	{ "clang-19",
	  { "clang-19", "--version" },
	  "clang",
	  false,
	  "prepares kernel trees; constants of trees that are not configured",
	  "clang-19" },
	{ "ld.lld-19",
	  { "ld.lld-19", "--version" },
	  "LLD",
	  false,
	  "prepares kernel trees",
	  "lld-19" },
	{ "make",
	  { "make", "--version" },
	  "Make",
	  false,
	  "asks a kernel's own build for the flags of each unit",
	  "make" },
	{ "ripgrep",
	  { "rg", "--version" },
	  "ripgrep",
	  false,
	  "first search of a tree on all processors (slower without)",
	  "ripgrep" },
	{ "perl",
	  { "perl", "-e", "print \"perl $^V\\n\"" },
	  "",
	  false,
	  "the kernel's own scripts, and the tests",
	  "perl" },
	{ "python3", { "python3", "--version" }, "", false, "builds this program", "python3" },
	{ "sqlite3",
	  { "sqlite3", "--version" },
	  "",
	  false,
	  "questions of your own to gup.db",
	  "sqlite3" },
	{ "gcc",
	  { "gcc", "--version" },
	  "gcc",
	  false,
	  "builds this program and host tools",
	  "gcc" },
	{ "flex", { "flex", "--version" }, "", false, "configures kernel trees", "flex" },
	{ "bison", { "bison", "--version" }, "bison", false, "configures kernel trees", "bison" },
};

static void doctor_line(const char *name, const char *found, const char *why)
{
	printf("%-20s %-44s %s\n", name, found, why);
}

/* The first line of @text that holds @mark, NULL if none does. */
static const char *doctor_pick(const char *text, const char *mark, struct arena *a)
{
	while (*text) {
		size_t n = strcspn(text, "\n");
		size_t shown = n;

		/* what follows a version is of no interest */
		for (size_t i = 0; i < n && i < 44; i++)
			if (text[i] == ' ')
				shown = i;
		const char *line = arena_strndup(a, text, n > 44 ? shown : n);

		if (n && strstr(arena_strndup(a, text, n), mark))
			return line;
		text += n + (text[n] == '\n');
	}
	return NULL;
}

/* Return: missing though needed */
static bool doctor_part(const struct part *p, struct arena *a)
{
	char *path = proc_find(p->argv[0]);
	struct buf out = { 0 };
	struct proc run = { .argv = p->argv, .out = &out, .err = &out, .timeout = 20 };
	const char *line = NULL;

	if (path && proc_run(&run) == 0 && run.status == 0)
		line = doctor_pick(buf_str(&out), p->mark, a);
	doctor_line(p->name,
		    line ? line :
			   arena_printf(a, "%s (Debian: %s)%s", path ? "does not work" : "missing",
					p->package, p->needed ? ", needed" : ""),
		    p->why);
	free(path);
	buf_release(&out);
	return p->needed && !line;
}

/*
 * Coccinelle says that it has python, yet looks for its library only when a rule has a script.
 * So let one run.  Return: it does not, though needed
 */
static bool doctor_python(struct arena *a)
{
	static const char rule[] = "@initialize:python@\n@@\nimport sys\n"
				   "print(\"python \" + sys.version.split()[0])\n"
				   "@r@\nposition p;\n@@\nnothing@p();\n"
				   "@script:python@\np << r.p;\n@@\nprint(p)\n";
	const char *tmp = getenv("TMPDIR"), *line = NULL;
	char *dir = arena_printf(a, "%s/gupcheck-XXXXXX", tmp && *tmp ? tmp : "/tmp");
	struct buf out = { 0 };

	if (mkdtemp(dir)) {
		const char *cocci = arena_printf(a, "%s/x.cocci", dir);
		const char *c = arena_printf(a, "%s/x.c", dir);
		const char *argv[] = { "spatch", "--very-quiet", "--sp-file", cocci, c, NULL };
		struct proc run = { .argv = argv, .out = &out, .err = &out, .timeout = 20 };

		if (!file_write(cocci, rule, strlen(rule)) && !file_write(c, "int x;\n", 7) &&
		    proc_run(&run) == 0 && run.status == 0)
			line = doctor_pick(buf_str(&out), "python 3", a);
		unlink(cocci);
		unlink(c);
		rmdir(dir);
	}
	doctor_line("python in spatch", line ? line : "missing (Debian: libpython3-dev), needed",
		    "the inventory's scripts");
	buf_release(&out);
	return !line;
}

/* The library is linked in, so it is there; what is asked is which one. */
static void doctor_libclang(struct arena *a)
{
	struct buf maps = { 0 };
	const char *at, *name = "linked in";

	if (file_read("/proc/self/maps", &maps) == 0 &&
	    (at = strstr(buf_str(&maps), "libclang-"))) {
		while (at > maps.p && at[-1] != ' ')
			at--;
		at = arena_strndup(a, at, strcspn(at, "\n"));
		char *real = file_realpath(at);

		name = arena_strdup(a, real ? real : at);
		free(real);
	}
	buf_release(&maps);
	doctor_line("libclang", name, "reads C");
}

static void doctor_sparse(const char *cache, struct arena *a)
{
	const char *lib = arena_printf(a, "%s/sparse/libsparse.a", cache);

	doctor_line("libsparse", file_exists(lib) ? lib : "missing (scripts/setup builds it)",
		    "the checker that runs inside a kernel build");
}

static void doctor_trees(const char *cache, struct arena *a)
{
	DIR *d = opendir(arena_printf(a, "%s/trees", cache));
	struct dirent *e;
	bool any = false;

	while (d && (e = readdir(d))) {
		const char *version;
		struct kernel_tree t;

		if (e->d_name[0] == '.')
			continue;
		if (tree_open(arena_printf(a, "%s/trees/%s", cache, e->d_name), a, &t))
			continue;
		version = strrchr(e->d_name, '-');
		const char *obj = arena_printf(a, "%s/obj/%s-x86_64/include/generated/autoconf.h",
					       cache, version ? version + 1 : e->d_name);

		doctor_line("kernel tree",
			    arena_printf(a, "%s %s%s", e->d_name, t.version,
					 file_exists(obj) ? ", prepared" : ", not prepared"),
			    "tests and quick start");
		any = true;
	}
	if (d)
		closedir(d);
	if (!any)
		doctor_line("kernel tree", "none in the cache", "tests and quick start");
}

static void doctor_disk(const char *cache, struct arena *a)
{
	char *dir = arena_strdup(a, cache), *slash;
	struct statvfs v;

	while (!file_is_dir(dir) && (slash = strrchr(dir, '/')) && slash != dir)
		*slash = '\0';
	if (statvfs(dir, &v)) {
		doctor_line("disk", "cannot be asked", dir);
		return;
	}
	unsigned long long gb = (unsigned long long)v.f_bavail * v.f_frsize >> 30;

	doctor_line(
		"disk",
		arena_printf(a, "%llu GB free%s", gb, gb < DOCTOR_DISK_GB ? ", too little" : ""),
		arena_printf(a, "%s; a tree with objects needs %d GB", cache, DOCTOR_DISK_GB));
}

/* The semantic patches lie beside the program. */
static bool doctor_data(struct arena *a)
{
	const char *rules = arena_printf(a, "%s/cocci", cli_datadir());
	bool there = file_is_dir(rules);

	doctor_line("semantic patches", there ? rules : "missing; set GUPCHECK_DATA, needed",
		    "inventory and conversion");
	return there;
}

int cmd_doctor(int argc, char **argv)
{
	static const struct option longs[] = { { "help", no_argument, NULL, 'h' },
					       { NULL, 0, NULL, 0 } };
	struct arena a = { 0 };
	bool missing = false;
	const char *cache;
	int opt = getopt_long(argc, argv, "h", longs, NULL);

	if (opt != -1 || optind < argc)
		return cli_usage(usage, opt == 'h');
	cache = state_cache(&a);
	doctor_libclang(&a);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		missing |= doctor_part(&parts[i], &a);
	missing |= doctor_python(&a);
	missing |= !doctor_data(&a);
	doctor_sparse(cache, &a);
	doctor_trees(cache, &a);
	doctor_disk(cache, &a);
	arena_release(&a);
	return missing ? CLI_FAILED : CLI_OK;
}
