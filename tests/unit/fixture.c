// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/fixture.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/file.h"

static void add_paths(struct site *s, const char *path, unsigned int line)
{
	struct site_path all = { .kind = "all taken -> released" }, none = { .kind = NASTY };

	vec_push(&all.steps, ((struct trace_step){ path, line, 9, "takes what was asked for" }));
	vec_push(&all.steps, ((struct trace_step){ "net/helper.c", line + 2, 3, NASTY }));
	vec_push(&s->paths, all);
	vec_push(&s->paths, none);
}

static void add_site(struct record *r, const char *path, unsigned int line, const char *status,
		     unsigned int seen_by)
{
	struct site s = {
		.path = path,
		.line = line,
		.col = 9,
		.function = "take",
		.api = "get_user_pages_fast",
		.foll = "GET",
		.role = "consumer",
		.kase = line % 2 ? 2 : -1,
		.longterm = line % 2,
		.write = "cond",
		.status = status,
		.confidence = 0.9,
		.seen_by = seen_by,
		.args = "start,n,FOLL_WRITE,pages",
	};

	s.fingerprint = finding_fingerprint("site", path, s.function, s.api, s.args, line);
	vec_push(&s.evidence, "pages are released by put_page in the same function");
	vec_push(&s.evidence, NASTY);
	vec_push(&s.releases, ((struct site_release){ path, line + 4, 3, NASTY, "put_page" }));
	vec_push(&s.releases, ((struct site_release){ path, line + 2, 3, "drop", "put_page" }));
	add_paths(&s, path, line);
	vec_push(&r->sites, s);
}

static void add_finding(struct record *r, const char *rule, const char *path, unsigned int line,
			const char *site)
{
	struct finding f = {
		.rule = rule,
		.site = site,
		.path = path,
		.line = line,
		.col = 2,
		.function = "take",
		.message = NASTY,
		.confidence = 0.75,
	};

	f.fingerprint = finding_fingerprint(rule, path, f.function, "put_page", "page", line);
	vec_push(&f.trace, ((struct trace_step){ path, 3, 9, "references are taken here" }));
	vec_push(&f.trace, ((struct trace_step){ path, line, 2, NASTY }));
	vec_push(&r->findings, f);
}

static void add_subsystem(struct record *r, const char *path, const char *a, const char *b)
{
	struct path_info *p;

	vec_each (p, &r->paths) {
		if (strcmp(p->path, path))
			continue;
		p->hash = 0xfeedface12345678;
		vec_push(&p->subsystems, a);
		vec_push(&p->subsystems, b);
		vec_push(&p->people, "Jane <jane@example.org>");
		vec_push(&p->people, NASTY);
	}
}

static void add_units(struct record *r)
{
	static const struct unit units[] = {
		{ "drivers/a/one.c", TRUST_CLEAN, "", 10, 2, 0, 0 },
		{ "drivers/a/two.c", TRUST_RECOVERED, "errors: 3", 7, 1, 1, 3 },
		{ "arch/p/x.c", TRUST_NOT_PARSED, "other architecture: powerpc", 0, 0, 0, 0 },
		{ "arch/s/y.c", TRUST_NOT_PARSED, "other architecture: s390", 0, 0, 0, 0 },
		{ "arch/s/z.c", TRUST_NOT_PARSED, "other architecture: s390", 0, 0, 0, 0 },
	};

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		vec_push(&r->units, units[i]);
}

void fixture_record(struct record *r, const char *tree, const char *digest)
{
	record_init(r);
	r->tree = tree;
	r->version = "6.12.117";
	r->arch = "x86_64";
	r->objdir = "/obj/" NASTY;
	r->digest = digest;
	add_site(r, "drivers/a/two.c", 30, "unconverted", SEEN_COCCI | SEEN_CLANG);
	add_site(r, "drivers/a/one.c", 21, "mixed", SEEN_COCCI);
	add_site(r, "drivers/a/one.c", 3, "converted", SEEN_COCCI | SEEN_CLANG);
	add_site(r, "net/\"q'.c", 5, "unknown", SEEN_CLANG);
	add_site(r, "mm/gup.c", 8, "core", SEEN_COCCI);
	add_finding(r, "mixed-release", "drivers/a/one.c", 25, r->sites.v[1].fingerprint);
	add_finding(r, "leak-on-error", "drivers/a/two.c", 31, r->sites.v[0].fingerprint);
	add_finding(r, "leak-on-error", "drivers/a/two.c", 12, NULL);
	add_units(r);
	vec_push(&r->releases, ((struct release){ "mm/gup.c", 9, 4, "drop", "put_page", 1 }));
	vec_push(&r->notices, ((struct notice){ "unit", "drivers/a/two.c", NASTY }));
	vec_push(&r->notices, ((struct notice){ "plan", "", "nothing is left out" }));
	vec_push(&r->verdicts, ((struct verdict){ .fingerprint = r->findings.v[1].fingerprint,
						  .what = "false",
						  .kase = -1,
						  .note = NASTY,
						  .source = "comment",
						  .place = "drivers/a/two.c:30",
						  .made = "",
						  .rule = "",
						  .path = "",
						  .function = "" }));
	record_collect_paths(r);
	add_subsystem(r, "drivers/a/one.c", "A DRIVERS", "THE REST");
	add_subsystem(r, "drivers/a/two.c", "A DRIVERS", "THE REST");
	add_subsystem(r, "net/\"q'.c", NASTY, "THE REST");
	record_sort(r);
}

void fixture_big_record(struct record *r, const char *tree, const char *digest, size_t n)
{
	size_t i;

	record_init(r);
	r->tree = tree;
	r->version = "6.12.117";
	r->arch = "x86_64";
	r->digest = digest;
	for (i = 0; i < n; i++) {
		const char *path = arena_printf(&r->mem, "drivers/d%zu/f%zu.c", i % 50, i % 300);

		add_site(r, path, (unsigned int)i + 1, "unknown", SEEN_COCCI);
		add_finding(r, "mixed-release", path, (unsigned int)i + 2,
			    vec_last(&r->sites).fingerprint);
		for (unsigned int k = 0; k < 20; k++)
			vec_push(&r->releases,
				 ((struct release){ path, k + 1, 2, arena_printf(&r->mem, "f%u", k),
						    "put_page", SEEN_COCCI }));
	}
	record_collect_paths(r);
	for (i = 0; i < r->paths.n; i++)
		vec_push(&r->paths.v[i].subsystems, "THE REST");
	record_sort(r);
}

char *fixture_dir(void)
{
	const char *base = getenv("TMPDIR");
	char *dir = NULL;

	if (asprintf(&dir, "%s/gupcheck-unit.XXXXXX", base ? base : "/tmp") < 0 || !mkdtemp(dir))
		die("cannot make a scratch folder");
	return dir;
}

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	return remove(path);
}

void fixture_remove(char *dir)
{
	nftw(dir, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
	free(dir);
}

const char *fixture_path(const char *dir, const char *name)
{
	struct buf b = { 0 };
	const char *s;

	buf_addf(&b, "%s/%s", dir, name);
	s = str_intern(buf_str(&b));
	buf_release(&b);
	return s;
}

void fixture_write(const char *dir, const char *name, const char *text)
{
	char *path = strdup(fixture_path(dir, name)), *slash = strrchr(path, '/');

	*slash = '\0';
	if (file_mkdirs(path))
		die("cannot make '%s'", path);
	*slash = '/';
	if (file_write(path, text, strlen(text)))
		die("cannot make '%s'", path);
	free(path);
}

static FILE *caught;
static int real_stderr;

void stderr_begin(void)
{
	fflush(stderr);
	caught = tmpfile();
	real_stderr = dup(STDERR_FILENO);
	if (!caught || real_stderr < 0 || dup2(fileno(caught), STDERR_FILENO) < 0)
		die("cannot catch standard error");
}

char *stderr_end(void)
{
	char *text = calloc(1, 16384);
	size_t n;

	fflush(stderr);
	dup2(real_stderr, STDERR_FILENO);
	close(real_stderr);
	rewind(caught);
	n = fread(text, 1, 16383, caught);
	text[n] = '\0';
	fclose(caught);
	return text;
}
