// SPDX-License-Identifier: GPL-2.0-or-later
#include "plan/inventory.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/api.h"
#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/proc.h"
#include "base/str.h"
#include "base/vec.h"
#include "plan/calltext.h"
#include "plan/slice.h"

/* Files for one spatch process: its start takes as long as 20 files. */
#define BATCH 48
/* OCaml's default heap growth makes spatch collect garbage half of its time. */
#define OCAML_HEAP "OCAMLRUNPARAM=s=4M,o=200"

/* A call that spatch found. */
struct call {
	const char *path, *function;
	const struct api_row *row;
	unsigned int line, col, endcol;
	bool own;
};

/**
 * struct source - one file of the list
 * @path: relative to the tree
 * @lost: why it could not be read, NULL if it could
 * @text: what its text shows
 * @slice: what spatch reads in its place
 */
struct source {
	const char *path, *lost, *slice;
	text_calls text;
};

struct inventory {
	const struct inventory_opts *o;
	const char *tree, *spatch, *slices;
	char *rules, *macros;
	struct arena mem;
	VEC(struct source) sources;
	VEC(struct source *) todo;
	VEC(struct call) calls;
};

static int source_compare(const void *a, const void *b)
{
	return strcmp(((const struct source *)a)->path, ((const struct source *)b)->path);
}

/* Why @path cannot be a line of the result, NULL if it can. */
static const char *path_fault(const char *path)
{
	if (path[0] == '/')
		return "the path is not relative to the tree";
	if (!strcmp(path, "..") || !strncmp(path, "../", 3) || strstr(path, "/../") ||
	    str_ends(path, "/.."))
		return "the path leaves the tree";
	for (const char *p = path; *p; p++)
		if ((unsigned char)*p < ' ')
			return "the path holds a control character";
	return NULL;
}

/* A path for a `!` line: control characters would break the line. */
static const char *path_printable(struct inventory *inv, const char *path)
{
	char *s = arena_strdup(&inv->mem, path);

	for (char *p = s; *p; p++)
		if ((unsigned char)*p < ' ')
			*p = '?';
	return s;
}

/* The file that spatch reads.  The name is for messages, the number keeps them apart. */
static int source_slice(struct inventory *inv, struct source *src, struct buf *text)
{
	const char *slash = strrchr(src->path, '/');

	slice_text(text->p, text->len, &src->text);
	src->slice = arena_printf(&inv->mem, "%s/%zu-%s", inv->slices,
				  (size_t)(src - inv->sources.v), slash ? slash + 1 : src->path);
	return file_write(src->slice, text->p, text->len);
}

/* Read @src's text; a file without any call needs no spatch. */
static void source_scan(struct inventory *inv, struct source *src)
{
	char *full = arena_printf(&inv->mem, "%s/%s", inv->tree, src->path);
	struct buf text = { 0 };

	src->lost = path_fault(src->path);
	if (src->lost) {
		src->path = path_printable(inv, src->path);
		return;
	}
	if (!file_exists(full)) {
		src->lost = "there is no such file";
		return;
	}
	if (file_read(full, &text))
		src->lost = "the file cannot be read";
	else
		calltext_scan(buf_str(&text), text.len, &src->text);
	if (src->text.n && source_slice(inv, src, &text))
		src->lost = "no room for what spatch reads";
	buf_release(&text);
}

static int list_read(struct inventory *inv)
{
	struct buf b = { 0 };
	const char *last = NULL;

	if (file_read(inv->o->list, &b))
		return -1;
	for (const char *p = buf_str(&b); *p;) {
		size_t n = strcspn(p, "\n");

		if (n)
			vec_push(&inv->sources,
				 ((struct source){ .path = arena_strndup(&inv->mem, p, n) }));
		p += n + (p[n] == '\n');
	}
	buf_release(&b);
	if (inv->sources.n)
		qsort(inv->sources.v, inv->sources.n, sizeof(*inv->sources.v), source_compare);
	size_t kept = 0;

	for (size_t i = 0; i < inv->sources.n; i++) {
		struct source *src = &inv->sources.v[i];

		if (last && !strcmp(last, src->path))
			continue;
		last = src->path;
		inv->sources.v[kept++] = *src;
	}
	inv->sources.n = kept;
	return 0;
}

static struct source *source_of(struct inventory *inv, const char *full)
{
	for (size_t i = 0; i < inv->todo.n; i++)
		if (!strcmp(inv->todo.v[i]->slice, full))
			return inv->todo.v[i];
	return NULL;
}

/* Cut the next field, up to a tab, off *@p. */
static char *field(char **p)
{
	char *s = *p;
	size_t n = strcspn(s, "\t");

	*p = s + n + (s[n] == '\t');
	s[n] = '\0';
	return s;
}

/* One line of inventory.cocci: GUP, line, columns, function, callee, own, path. */
static int parse_call(struct inventory *inv, char *line)
{
	char *p = line;
	struct call c = { 0 };
	struct source *src;

	field(&p);
	c.line = (unsigned int)strtoul(field(&p), NULL, 10);
	c.col = (unsigned int)strtoul(field(&p), NULL, 10) + 1;
	c.endcol = (unsigned int)strtoul(field(&p), NULL, 10) + 1;
	c.function = arena_strdup(&inv->mem, field(&p));
	c.row = api_find(field(&p));
	c.own = !strcmp(field(&p), "own");
	src = source_of(inv, p);
	if (!src || !c.row || !c.line)
		return -1;
	c.path = src->path;
	vec_push(&inv->calls, c);
	return 0;
}

static int parse_calls(struct inventory *inv, struct buf *out)
{
	for (char *line = out->p, *next; line && *line; line = next) {
		size_t n = strcspn(line, "\n");

		next = line + n + (line[n] == '\n');
		line[n] = '\0';
		if (str_starts(line, "GUP\t") && parse_call(inv, line))
			return -1;
	}
	return 0;
}

/* spatch goes on after an exception and says "EXN: <exception> in <file>". */
static void note_exceptions(struct inventory *inv, const char *err)
{
	for (const char *p = strstr(err, "EXN: "); p; p = strstr(p + 1, "EXN: ")) {
		char *line = arena_strndup(&inv->mem, p + 5, strcspn(p + 5, "\n"));
		char *in = strstr(line, " in "), *at = in;
		struct source *src;

		while (at && (at = strstr(at + 1, " in ")))
			in = at;
		src = in ? source_of(inv, in + 4) : NULL;
		if (!src)
			continue;
		*in = '\0';
		src->lost = strstr(line, "Timeout") ?
				    arena_printf(&inv->mem, "spatch took more than %u s",
						 inv->o->timeout) :
				    arena_printf(&inv->mem, "spatch gave up: %s", line);
	}
}

/* Run spatch over todo[lo, hi).  Return: 0 with the calls noted, -1 if it failed as a whole. */
static int spatch_run(struct inventory *inv, size_t lo, size_t hi, struct proc *p)
{
	char timeout[16], jobs[16];
	const char *const argv[] = { inv->spatch,
				     "-D",
				     "inventory",
				     "--very-quiet",
				     "--no-show-diff",
				     "--no-includes",
				     "--include-headers",
				     "--no-saved-typedefs",
				     "--macro-file",
				     inv->macros,
				     "--timeout",
				     timeout,
				     "--cocci-file",
				     inv->rules,
				     "--file-groups",
				     "/dev/stdin",
				     inv->o->jobs > 1 ? "--jobs" : NULL,
				     jobs,
				     "--chunksize",
				     "1",
				     NULL };
	const char *const env[] = { getenv("OCAMLRUNPARAM") ? NULL : OCAML_HEAP, NULL };
	struct buf in = { 0 }, out = { 0 }, err = { 0 };
	size_t calls = inv->calls.n;
	int rc;

	snprintf(timeout, sizeof(timeout), "%u", inv->o->timeout);
	snprintf(jobs, sizeof(jobs), "%u", inv->o->jobs);
	for (size_t i = lo; i < hi; i++)
		buf_addf(&in, "%s\n\n", inv->todo.v[i]->slice);
	*p = (struct proc){ .argv = argv,
			    .cwd = inv->o->cocci,
			    .env = env,
			    .input = in.p,
			    .ninput = in.len,
			    .out = &out,
			    .err = &err };
	p->timeout = inv->o->timeout + 5 + (unsigned int)(hi - lo);
	rc = proc_run(p);
	if (!rc && (p->status || p->timed_out))
		rc = -1;
	if (!rc)
		rc = parse_calls(inv, &out);
	if (rc)
		inv->calls.n = calls;
	else
		note_exceptions(inv, buf_str(&err));
	buf_release(&in);
	buf_release(&out);
	buf_release(&err);
	return rc;
}

/* Halve what fails as a whole until the one file that is to blame stands alone. */
static void spatch_range(struct inventory *inv, size_t lo, size_t hi)
{
	struct proc p;

	if (lo >= hi || !spatch_run(inv, lo, hi, &p))
		return;
	if (hi - lo > 1) {
		size_t mid = lo + (hi - lo) / 2;

		spatch_range(inv, lo, mid);
		spatch_range(inv, mid, hi);
		return;
	}
	if (p.timed_out)
		inv->todo.v[lo]->lost =
			arena_printf(&inv->mem, "spatch took more than %u s", inv->o->timeout);
	else if (!p.status)
		inv->todo.v[lo]->lost = "spatch printed a line that makes no sense";
	else if (p.status > 128)
		inv->todo.v[lo]->lost =
			arena_printf(&inv->mem, "spatch was killed by signal %d", p.status - 128);
	else
		inv->todo.v[lo]->lost =
			arena_printf(&inv->mem, "spatch failed with status %d", p.status);
}

static int call_compare(const void *a, const void *b)
{
	const struct call *x = a, *y = b;
	int c = strcmp(x->path, y->path);

	if (!c)
		c = (x->line > y->line) - (x->line < y->line);
	if (!c)
		c = (x->col > y->col) - (x->col < y->col);
	return c;
}

/* Is text call @x before (-1), at (0) or after (1) the call @c? */
static int text_position(const struct text_call *x, const struct call *c)
{
	if (x->line != c->line)
		return x->line < c->line ? -1 : 1;
	return (x->col > c->col) - (x->col < c->col);
}

/* Print what only the text shows from @t on and before @c, or to the end without @c. */
static unsigned int print_unparsed(const struct source *src, size_t *t, const struct call *c,
				   struct buf *b)
{
	unsigned int lost = 0;

	for (; *t < src->text.n; (*t)++) {
		const struct text_call *x = &src->text.v[*t];
		int where = c ? text_position(x, c) : -1;

		if (where > 0)
			break;
		if (where == 0)
			continue;
		buf_addf(b, "!\t%s\tline %u: Coccinelle cannot parse the code that calls %s()\n",
			 src->path, x->line, x->row->name);
		lost++;
	}
	return lost;
}

/* Print the lines of @src; *@next is the first call of this or a later file. */
static unsigned int source_print(struct inventory *inv, const struct source *src, size_t *next,
				 struct buf *b)
{
	const struct call *c, *last = NULL, *end = inv->calls.v + inv->calls.n;
	unsigned int lost = 0;
	size_t t = 0;

	for (c = inv->calls.v + *next; c < end && !strcmp(c->path, src->path); c++) {
		if (src->lost || (last && !call_compare(last, c)))
			continue;
		last = c;
		lost += print_unparsed(src, &t, c, b);
		buf_addf(b, "%s\t%u\t%u\t%u\t%s\t%s\t%s\t%s\n", c->path, c->line, c->col, c->endcol,
			 c->function, c->row->name, api_role_name(c->row->role),
			 c->own ? "own-static" : "");
	}
	*next = (size_t)(c - inv->calls.v);
	if (!src->lost)
		return lost + print_unparsed(src, &t, NULL, b);
	buf_addf(b, "!\t%s\t%s\n", src->path, src->lost);
	return lost + 1;
}

static int inventory_write(struct inventory *inv, unsigned int *lost)
{
	struct buf b = { 0 };
	size_t next = 0;
	int rc;

	if (inv->calls.n)
		qsort(inv->calls.v, inv->calls.n, sizeof(*inv->calls.v), call_compare);
	for (size_t i = 0; i < inv->sources.n; i++)
		*lost += source_print(inv, &inv->sources.v[i], &next, &b);
	rc = file_write_changed(inv->o->out, buf_str(&b), b.len);
	buf_release(&b);
	return rc;
}

static int inventory_setup(struct inventory *inv)
{
	const char *env = getenv("SPATCH"), *program = env && *env ? env : "spatch";
	char *spatch = strchr(program, '/') ? strdup(program) : proc_find(program);
	char *tree = file_realpath(inv->o->tree), *slices;
	const char *tmp = getenv("TMPDIR");

	if (spatch)
		inv->spatch = arena_strdup(&inv->mem, spatch);
	if (tree)
		inv->tree = arena_strdup(&inv->mem, tree);
	free(spatch);
	free(tree);
	slices = arena_printf(&inv->mem, "%s/gupcheck.XXXXXX", tmp && *tmp ? tmp : "/tmp");
	if (!inv->tree || !file_is_dir(inv->tree))
		return error("'%s' is no folder", inv->o->tree);
	if (!inv->spatch)
		return error("cannot find %s on the PATH; install the package coccinelle", program);
	inv->rules = arena_printf(&inv->mem, "%s/inventory.cocci", inv->o->cocci);
	inv->macros = arena_printf(&inv->mem, "%s/macros.h", inv->o->cocci);
	if (!file_exists(inv->rules) || !file_exists(inv->macros))
		return error("'%s' lacks inventory.cocci or macros.h; is the data folder complete?",
			     inv->o->cocci);
	if (!mkdtemp(slices))
		return error("cannot make the folder '%s': %s", slices, strerror(errno));
	inv->slices = slices;
	return 0;
}

static void inventory_release(struct inventory *inv)
{
	for (size_t i = 0; i < inv->sources.n; i++) {
		if (inv->sources.v[i].slice)
			unlink(inv->sources.v[i].slice);
		vec_release(&inv->sources.v[i].text);
	}
	if (inv->slices)
		rmdir(inv->slices);
	vec_release(&inv->sources);
	vec_release(&inv->todo);
	vec_release(&inv->calls);
	arena_release(&inv->mem);
}

int inventory_run(const struct inventory_opts *o, unsigned int *lost)
{
	struct inventory inv = { .o = o };
	size_t batch = BATCH * (o->jobs > 1 ? o->jobs : 1);
	int rc = inventory_setup(&inv);

	*lost = 0;
	if (!rc)
		rc = list_read(&inv);
	for (size_t i = 0; !rc && i < inv.sources.n; i++) {
		source_scan(&inv, &inv.sources.v[i]);
		if (!inv.sources.v[i].lost && inv.sources.v[i].text.n)
			vec_push(&inv.todo, &inv.sources.v[i]);
	}
	for (size_t lo = 0; !rc && lo < inv.todo.n; lo += batch)
		spatch_range(&inv, lo, lo + batch < inv.todo.n ? lo + batch : inv.todo.n);
	if (!rc)
		rc = inventory_write(&inv, lost);
	inventory_release(&inv);
	return rc;
}
