// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The verdict on one site, from what one function shows.  Evidence is a list of sentences:
 * what was seen, or what was missing.
 */
#include <stdarg.h>
#include <string.h>

#include "link/linker.h"

static void evidence(struct linker *l, struct link_site *s, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

static void evidence(struct linker *l, struct link_site *s, const char *fmt, ...)
{
	char text[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	vec_push(&s->site.evidence, arena_strdup(&l->r->mem, text));
}

static void verdict(struct link_site *s, const char *status, int kase, double confidence)
{
	s->site.status = status;
	s->site.kase = kase;
	s->site.confidence = confidence;
}

static uint64_t flag(const struct linker *l, const char *name)
{
	return program_flag(l->prog, name);
}

static const char *kind_name(const struct link_site *s)
{
	if (s->solved && s->solved->none && !s->solved->some)
		return "NONE";
	switch (s->row->kind) {
	case K_PIN:
		return "PIN";
	case K_EXTRACT:
		return "EXTRACT";
	default:
		return "GET";
	}
}

static void judge_flags(const struct linker *l, struct link_site *s)
{
	const struct solved_site *x = s->solved;
	uint64_t longterm = flag(l, "FOLL_LONGTERM"), write = flag(l, "FOLL_WRITE");

	s->site.write = "unknown";
	if (!x || !x->has_flags)
		return;
	if (x->boolean) {
		s->site.write = x->must ? "yes" : x->may ? "cond" : "no";
		return;
	}
	s->site.longterm = longterm && (x->must & longterm);
	if (write)
		s->site.write = x->must & write ? "yes" : x->may & write ? "cond" : "no";
}

/* Naming customs of the kernel's own tests; see Documentation/dev-tools/kunit/style.rst. */
static bool is_test(const char *path)
{
	const char *base = strrchr(path, '/');

	base = base ? base + 1 : path;
	return str_starts(base, "test_") || str_starts(base, "test-") || strstr(base, "_test.") ||
	       strstr(base, "-test.") || strstr(base, "_tests.") || strstr(base, "kunit") ||
	       strstr(base, "selftest") || strstr(path, "/selftests/") || strstr(path, "/kunit/") ||
	       str_starts(path, "samples/");
}

static void judge_role(const struct linker *l, struct link_site *s)
{
	const struct api_row *self = s->site.function[0] ? api_find(s->site.function) : NULL;

	if (linker_is_core(l, s->site.path) ||
	    (self && (self->role == API_ACQUIRE || self->role == API_RELEASE))) {
		s->site.role = "core";
		return;
	}
	if (is_test(s->site.path))
		s->site.role = "test";
	else if (s->solved && s->solved->to_caller &&
		 s->solved->fate & (FATE_KEPT | FATE_LEFT | FATE_DOUBT))
		s->site.role = "wrapper";
	else
		s->site.role = "consumer";
}

/* All releases that reach the site are of the kind that it wants, and there is one. */
static bool releases_agree(const struct link_site *s)
{
	for (size_t i = 0; i < s->solved->releases.n; i++) {
		const struct api_row *row = api_find(s->solved->releases.v[i]->callee);

		if ((s->row->kind == K_GET) != (row->kind == K_GET))
			return false;
	}
	return s->solved->releases.n > 0;
}

static bool all_here(const struct link_site *s)
{
	return !(s->solved->fate & (FATE_KEPT | FATE_LEFT));
}

static void missing_releases(struct linker *l, struct link_site *s)
{
	const struct ir_node *e = s->solved->escape;

	if (e)
		evidence(
			l, s,
			"the pages are handed on at line %u%s%s: their release is not in this function",
			e->loc.line, e->callee ? " to " : "", e->callee ? e->callee : "");
	else if (s->solved->fate & FATE_LEFT)
		evidence(l, s, "the pages stay in storage that outlives the function");
	else if (!s->solved->releases.n)
		evidence(l, s, "no release of them was found in this function");
	else
		evidence(l, s, "some path may or may not drop them");
}

static void judge_pin(struct linker *l, struct link_site *s)
{
	bool sure = !(s->solved->fate & (FATE_LOST | FATE_DOUBT));

	if (releases_agree(s) && all_here(s)) {
		evidence(l, s, "%zu release(s) in this function, all of the kind that fits",
			 s->solved->releases.n);
		verdict(s, "converted", -1, sure ? 0.9 : 0.75);
		return;
	}
	missing_releases(l, s);
}

static void judge_access(struct linker *l, struct link_site *s, bool dma, bool cpu)
{
	if (s->solved->notifier) {
		evidence(l, s, "the function registers with an mmu notifier: case 3 is possible");
		return;
	}
	if (dma) {
		evidence(l, s, "a device gets the pages: they go into a DMA or I/O structure");
		verdict(s, "unconverted", all_here(s) ? 1 : -1, all_here(s) ? 0.8 : 0.6);
	} else if (cpu) {
		evidence(l, s, "taken for writing, and the CPU maps or writes the data");
		verdict(s, "unconverted", 5, all_here(s) ? 0.8 : 0.6);
	}
}

static void judge_get(struct linker *l, struct link_site *s)
{
	unsigned int access = s->solved->access;
	bool dma = access & 1u << A_DMA, map = access & 1u << A_CPU_MAP;
	bool wr = access & 1u << A_CPU_WRITE, reads_only = !strcmp(s->site.write, "no");

	if (dma || wr || (map && !strcmp(s->site.write, "yes"))) {
		judge_access(l, s, dma, wr || map);
		if (strcmp(s->site.status, "unknown"))
			return;
	}
	if (!releases_agree(s) || !all_here(s) || s->solved->fate & FATE_DOUBT) {
		missing_releases(l, s);
		return;
	}
	if (s->solved->escape) {
		const struct ir_node *e = s->solved->escape;

		evidence(
			l, s,
			"dropped in this function, but line %u hands the pages%s%s: what is done to the data there is not known",
			e->loc.line, e->callee ? " to " : " on", e->callee ? e->callee : "");
		return;
	}
	if (map || access & 1u << A_CPU_READ) {
		if (map && !reads_only) {
			evidence(l, s, "the CPU maps the data, and whether it writes is not known");
			return;
		}
		evidence(l, s, "the CPU only reads the data, and drops the pages in this function");
		verdict(s, "exempt", 0, 0.7);
		return;
	}
	if (dma || wr)
		return;
	evidence(l, s, "no access to the data in this function, which also drops the pages");
	verdict(s, "exempt", access & 1u << A_STRUCT_PAGE ? 4 : 0,
		access & 1u << A_STRUCT_PAGE ? 0.7 : 0.6);
}

static void judge_status(struct linker *l, struct link_site *s)
{
	if (s->why)
		evidence(l, s, "%s", s->why);
	if (s->mixed) {
		evidence(l, s, "a release of the wrong kind reaches the pages");
		verdict(s, "mixed", -1, 0.9);
		return;
	}
	if (!s->solved)
		return;
	if (!strcmp(s->site.foll, "NONE")) {
		evidence(l, s, "the pages argument is NULL: no reference is taken");
		verdict(s, "exempt", 0, 0.95);
		return;
	}
	if (s->walk->incomplete) {
		evidence(l, s,
			 "the function has more paths than the stated bound: not all were walked");
		return;
	}
	if (s->row->kind == K_GET)
		judge_get(l, s);
	else
		judge_pin(l, s);
}

void linker_judge(struct linker *l, struct link_site *s)
{
	s->site.foll = kind_name(s);
	judge_flags(l, s);
	judge_role(l, s);
	verdict(s, "unknown", -1, 0);
	if (!strcmp(s->site.role, "core")) {
		evidence(l, s, "the memory management's own implementation");
		verdict(s, "core", -1, 1);
	} else if (!strcmp(s->site.role, "test")) {
		evidence(l, s, "a test of the kernel");
		verdict(s, "test", -1, 1);
	} else {
		judge_status(l, s);
	}
	if (s->f && s->f->unit->trust != IR_CLEAN && strcmp(s->site.status, "unknown")) {
		evidence(l, s, "clang recovered from errors elsewhere in the unit");
		s->site.confidence *= 0.8;
	}
}
