// SPDX-License-Identifier: GPL-2.0-or-later
#include "gup_sparse/part.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/file.h"
#include "base/vec.h"
#include "front_sparse/front_sparse.h"
#include "gup_sparse/check.h"

/* What one unit may take: units of whole kernels need a tenth of it. */
#define CPU_SECONDS 60
#define WALL_SECONDS 300
#define MEMORY ((rlim_t)3 << 30)
/* How our messages begin. */
#define OURS "gup-sparse: "

/* @out: what it found; @err: why it failed; both files without a name */
struct part {
	pid_t pid;
	const char *file;
	int out, err;
};

static const struct gup_options *options;
static VEC(struct part) parts;

void part_init(const struct gup_options *o)
{
	options = o;
}

/* The root of the tree: the build says it, else the folder above that looks like one. */
static char *tree_of(const char *file)
{
	const char *said = getenv("srctree");
	char *tree = said && *said ? file_realpath(said) : NULL, *slash, *path;

	if (tree)
		return tree;
	path = file_realpath(file);
	while (path && (slash = strrchr(path, '/')) && slash != path) {
		char *mark;

		*slash = '\0';
		if (asprintf(&mark, "%s/MAINTAINERS", path) < 0)
			die("out of memory");
		if (file_exists(mark)) {
			free(mark);
			return path;
		}
		free(mark);
	}
	free(path);
	return getcwd(NULL, 0);
}

static void limit(int what, rlim_t max)
{
	/* the signal that names the reason comes before the one that kills */
	struct rlimit r = { max, max + 1 };

	setrlimit(what, &r);
}

static int print_ir(const struct ir_unit *u, FILE *out)
{
	struct buf b = { 0 };

	ir_print_unit(u, &b);
	fputs(buf_str(&b), out);
	buf_release(&b);
	return 0;
}

/* A fault on purpose, for the tests: GUP_SPARSE_FAULT names it. */
static void fault(void)
{
	const char *what = getenv("GUP_SPARSE_FAULT");

	if (!what)
		return;
	if (!strcmp(what, "abort"))
		BUG("GUP_SPARSE_FAULT");
	if (!strcmp(what, "segv"))
		raise(SIGSEGV);
	if (!strcmp(what, "loop"))
		for (;;)
			;
	if (!strcmp(what, "memory"))
		for (;;)
			memset(arena_alloc(&(struct arena){ 0 }, 1 << 26), 1, 1 << 26);
}

static int work(const struct part *p, struct symbol_list *list, struct sparse_reach *reach,
		bool failed)
{
	char *tree = tree_of(p->file);
	struct sparse_opts o = {
		.tree = tree ? tree : "/", .file = p->file, .failed = failed, .reach = reach
	};
	FILE *out = fdopen(p->out, "w");
	struct ir_unit *u;
	int rc;

	fault();
	u = sparse_unit(&o, list);
	if (!u || !out)
		return 1;
	if (options->ir)
		rc = print_ir(u, out);
	else
		rc = gup_check(options, o.tree, p->file, u, out);
	return fflush(out) || rc;
}

static void set_limits(void)
{
	bool test = getenv("GUP_SPARSE_FAULT");

	limit(RLIMIT_CORE, 0);
	limit(RLIMIT_CPU, test ? 1 : CPU_SECONDS);
#ifndef __SANITIZE_ADDRESS__
	limit(RLIMIT_AS, test ? MEMORY / 8 : MEMORY);
#endif
	alarm(WALL_SECONDS);
}

static void child(const struct part *p, struct symbol_list *list, struct sparse_reach *reach,
		  bool failed)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	/* what is left to do at the end is the parent's */
	parts.n = 0;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	set_limits();
	/* sparse's own warnings are the parent's; of ours one may say why it failed */
	fflush(stderr);
	dup2(p->err, STDERR_FILENO);
	dup2(null, STDOUT_FILENO);
	_exit(work(p, list, reach, failed));
}

static void give_up(const struct part *p, const char *why)
{
	error("%s: not analysed: %s", p->file, why);
}

/* Run our part of a unit beside sparse. */
static void start(const char *file, struct symbol_list *list, struct sparse_reach *reach,
		  bool failed)
{
	struct part p = { .file = file };

	fflush(stdout);
	fflush(stderr);
	p.out = memfd_create("gup-sparse", MFD_CLOEXEC);
	p.err = memfd_create("gup-sparse", MFD_CLOEXEC);
	if (p.out >= 0 && p.err >= 0)
		p.pid = fork();
	else
		p.pid = -1;
	if (!p.pid)
		child(&p, list, reach, failed);
	if (p.pid < 0)
		give_up(&p, strerror(errno));
	else
		vec_push(&parts, p);
}

void part_start(const char *file, struct symbol_list *list, bool failed)
{
	bool near = options->taken_only && !options->db;
	struct sparse_reach *reach;

	if (options->ir) {
		start(file, list, NULL, failed);
		return;
	}
	reach = failed ? NULL : sparse_reach(list, near);
	if (reach)
		start(file, list, near ? reach : NULL, false);
	sparse_reach_free(reach);
}

/* Pass on what a process wrote into a file without a name. */
static void pass_on(int from, int to)
{
	char data[4096];
	off_t at = 0;
	ssize_t n;

	while ((n = pread(from, data, sizeof(data), at)) > 0 && write(to, data, (size_t)n) == n)
		at += n;
}

/* A line that says what went wrong: ours, or that of a sanitizer. */
static bool is_cause(const char *line)
{
	return str_starts(line, OURS) || strstr(line, ": runtime error: ") ||
	       strstr(line, "ERROR: AddressSanitizer: ");
}

/* In front of it stands what sparse says of the unit a second time. */
static const char *find_cause(char *text, bool exited)
{
	const char *last = NULL, *line;

	while ((line = strsep(&text, "\n"))) {
		if (is_cause(line))
			return str_starts(line, OURS) ? line + strlen(OURS) : line;
		last = *line ? line : last;
	}
	return exited ? last : NULL;
}

/* The line that it wrote, or what ended it. */
static void explain(const struct part *p, int status)
{
	int sig = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
	struct buf text = { 0 };
	const char *cause = NULL;
	char data[4096];
	ssize_t n;

	while ((n = pread(p->err, data, sizeof(data), (off_t)text.len)) > 0)
		buf_addn(&text, data, (size_t)n);
	if (text.len)
		cause = find_cause(text.p, !sig);
	if (sig == SIGXCPU || sig == SIGALRM)
		give_up(p, "it took too long");
	else if (cause)
		give_up(p, cause);
	else
		give_up(p, sig ? strsignal(sig) : "internal fault");
	buf_release(&text);
}

void part_finish(void)
{
	struct part *p;
	int status;

	fflush(stdout);
	vec_each (p, &parts) {
		while (waitpid(p->pid, &status, 0) < 0 && errno == EINTR)
			;
		if (WIFEXITED(status) && !WEXITSTATUS(status))
			pass_on(p->out, options->ir ? STDOUT_FILENO : STDERR_FILENO);
		else
			explain(p, status);
		close(p->out);
		close(p->err);
	}
	vec_release(&parts);
}
