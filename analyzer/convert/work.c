// SPDX-License-Identifier: GPL-2.0-or-later
/* The scratch folder, interrupts, progress, running other programs. */
#include "convert/work.h"

#include <errno.h>
#include <ftw.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/file.h"

static volatile sig_atomic_t stop;

static void work_stop(int sig)
{
	stop = sig;
}

int convert_interrupted(void)
{
	static bool told;

	if (!stop)
		return 0;
	if (!told)
		error("convert: interrupted; the tree is as it was");
	told = true;
	return -1;
}

static char *work_format(struct convert *c, const char *fmt, va_list ap)
{
	va_list again;
	char *s;
	int n;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	s = arena_alloc(&c->mem, (size_t)n + 1);
	vsnprintf(s, (size_t)n + 1, fmt, ap);
	return s;
}

void change_fail(struct convert *c, struct convert_change *ch, const char *fmt, ...)
{
	va_list ap;

	if (ch->failed)
		return;
	va_start(ap, fmt);
	ch->failed = work_format(c, fmt, ap);
	va_end(ap);
}

void site_fail(struct convert *c, struct convert_site *cs, const char *fmt, ...)
{
	const char *why;
	va_list ap;

	va_start(ap, fmt);
	why = work_format(c, fmt, ap);
	va_end(ap);
	if (cs->change->sites.n == 1) {
		change_fail(c, cs->change, "%s", why);
	} else if (!cs->dropped) {
		cs->dropped = true;
		cs->why = why;
	}
}

void change_check(struct convert *c, struct convert_change *ch, const char *text)
{
	const char **old;

	vec_each (old, &ch->checks)
		if (!strcmp(*old, text))
			return;
	vec_push(&ch->checks, arena_strdup(&c->mem, text));
}

void work_progress(const struct convert *c, const char *fmt, ...)
{
	va_list ap;

	if (!c->progress)
		return;
	fputs("\r\033[K", stderr);
	if (fmt) {
		va_start(ap, fmt);
		vfprintf(stderr, fmt, ap);
		va_end(ap);
	}
	fflush(stderr);
}

int work_run(const char *const *argv, const char *cwd, struct buf *out, struct buf *err)
{
	struct proc p = { .argv = argv, .cwd = cwd, .out = out, .err = err };

	return proc_run(&p) ? -1 : p.status;
}

const char *work_line(struct convert *c, const struct buf *b)
{
	const char *p = buf_str(b);

	p += strspn(p, "\n\r\t ");
	return *p ? arena_strndup(&c->mem, p, strcspn(p, "\n")) : "it says nothing";
}

static int work_unlink(const char *path, const struct stat *st, int type, struct FTW *f)
{
	if (remove(path))
		warn("cannot remove '%s': %s", path, strerror(errno));
	return 0;
}

void work_remove(const char *path)
{
	nftw(path, work_unlink, 16, FTW_DEPTH | FTW_PHYS);
}

const char *site_function(const struct site *s)
{
	return s->function[0] ? s->function : "the file";
}

static int work_cmp_file(const void *key, const void *file)
{
	return strcmp(key, ((const struct plan_file *)file)->path);
}

const struct plan_file *work_find_unit(const struct convert *c, const char *path)
{
	const struct plan_file *f = NULL;

	/* the plan is sorted by path */
	if (c->plan.files.n)
		f = bsearch(path, c->plan.files.v, c->plan.files.n, sizeof(*f), work_cmp_file);
	return f && f->kind == PLAN_UNIT && f->index ? f : NULL;
}

int convert_open(struct convert *c)
{
	struct sigaction sa = { .sa_handler = work_stop };
	const char *tmp = getenv("TMPDIR");
	struct convert_change **ch;
	char *dir = arena_printf(&c->mem, "%s/gupcheck-convert.XXXXXX", tmp && *tmp ? tmp : "/tmp");
	char *real;

	sigaction(SIGINT, &sa, NULL);
	sigaction(SIGTERM, &sa, NULL);
	sigaction(SIGHUP, &sa, NULL);
	if (!mkdtemp(dir))
		return error("cannot make a folder in '%s': %s", tmp && *tmp ? tmp : "/tmp",
			     strerror(errno));
	real = file_realpath(dir);
	c->scratch = arena_strdup(&c->mem, real ? real : dir);
	vec_each (ch, &c->changes)
		(*ch)->facts = arena_printf(&c->mem, "%s/facts", c->scratch);
	free(real);
	return 0;
}

size_t convert_held(const struct convert *c)
{
	struct convert_change **ch;
	size_t n = 0;

	vec_each (ch, &c->changes)
		n += !(*ch)->failed;
	return n;
}

void convert_diff(const struct convert *c, FILE *out)
{
	struct convert_change *const *ch;

	vec_each (ch, &c->changes)
		if (!(*ch)->failed)
			fputs((*ch)->diff, out);
	vec_each (ch, &c->fixes)
		if (!(*ch)->failed)
			fputs((*ch)->diff, out);
}

static void changes_release(convert_changes *v)
{
	struct convert_change **ch;

	vec_each (ch, v) {
		vec_release(&(*ch)->sites);
		vec_release(&(*ch)->files);
		vec_release(&(*ch)->units);
		vec_release(&(*ch)->checks);
		vec_release(&(*ch)->marks);
	}
	vec_release(v);
}

void convert_close(struct convert *c)
{
	work_progress(c, NULL);
	if (c->scratch)
		work_remove(c->scratch);
	changes_release(&c->changes);
	changes_release(&c->fixes);
	vec_release(&c->sites);
	vec_release(&c->paths);
	record_release(&c->after);
	record_release(&c->marked);
	plan_release(&c->plan);
	arena_release(&c->mem);
}
