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
	if (s->view && s->view->none && !s->view->some)
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
	static const char *const word[] = {
		[TRI_NO] = "no", [TRI_YES] = "yes", [TRI_MAYBE] = "cond"
	};
	const struct site_view *x = s->view;

	s->site.write = "unknown";
	if (!x || !x->has_flags)
		return;
	if (x->boolean) {
		s->site.write = x->must ? "yes" : x->may ? "cond" : "no";
		return;
	}
	s->site.longterm = site_flag(x, "FOLL_LONGTERM") == TRI_YES;
	if (flag(l, "FOLL_WRITE"))
		s->site.write = word[site_flag(x, "FOLL_WRITE")];
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
	    (self && (self->role == API_ACQUIRE || self->role == API_RELEASE)))
		s->site.role = "core";
	else if (is_test(s->site.path))
		s->site.role = "test";
	else if (s->view && s->view->to_caller)
		s->site.role = "wrapper";
	else
		s->site.role = "consumer";
}

/* How the releases that were found fit the way the pages were taken. */
struct releases {
	unsigned int right, wrong, here, call, ops, storage;
};

static struct releases count_releases(const struct link_site *s)
{
	struct releases r = { 0 };

	for (size_t i = 0; i < s->view->releases.n; i++) {
		const struct site_release_view *v = &s->view->releases.v[i];

		if ((s->row->kind == K_GET) == (v->row->kind == K_GET))
			r.right++;
		else
			r.wrong++;
		r.here += v->way == WAY_HERE;
		r.call += v->way == WAY_CALL;
		r.ops += v->way == WAY_OPS;
		r.storage += v->way == WAY_STORAGE;
	}
	return r;
}

static const char *record_name(const char *record)
{
	return record && strchr(record, ' ') ? strchr(record, ' ') + 1 : record;
}

static void tell_ops(struct linker *l, struct link_site *s)
{
	for (size_t i = 0; i < s->view->releases.n; i++) {
		const struct site_release_view *v = &s->view->releases.v[i];

		if (v->way == WAY_OPS)
			evidence(
				l, s,
				"a call through a pointer gets the pages; it may mean %s(), which drops them with %s() at %s:%u",
				v->f->name, v->node->callee,
				linker_path(v->walk->f->unit, v->node->loc), v->node->loc.line);
	}
}

static void tell_releases(struct linker *l, struct link_site *s, const struct releases *r)
{
	if (r->here)
		evidence(l, s, "%u release(s) in this function", r->here);
	if (r->call)
		evidence(l, s, "%u release(s) in functions that it calls or that call it", r->call);
	if (r->ops)
		tell_ops(l, s);
	for (size_t i = 0; r->storage && i < s->view->releases.n; i++) {
		const struct site_release_view *v = &s->view->releases.v[i];

		if (v->way != WAY_STORAGE)
			continue;
		evidence(l, s, "kept in %s%s%s; %s() drops them with %s() at %s:%u",
			 v->place.record ? record_name(v->place.record) : "",
			 v->place.record ? "." : "", v->place.field, v->f->name, v->node->callee,
			 linker_path(v->walk->f->unit, v->node->loc), v->node->loc.line);
	}
}

static void missing_releases(struct linker *l, struct link_site *s)
{
	const struct site_view *x = s->view;
	const struct ir_node *e = x->escape;

	if (e)
		evidence(
			l, s,
			"the pages are handed on at line %u%s%s, which is not followed: no release of them was found",
			e->loc.line, e->callee ? " to " : "", e->callee ? e->callee : "");
	for (size_t i = 0; i < x->places.n; i++)
		evidence(l, s, "the pages stay in %s%s%s, from where no release was found",
			 x->places.v[i].record ? record_name(x->places.v[i].record) : "",
			 x->places.v[i].record ? "." : "", x->places.v[i].field);
	if (!e && !x->places.n && x->to_caller && !x->callers)
		evidence(l, s, "the caller gets the pages, and no caller was read");
	else if (!e && !x->places.n && x->fate & FATE_LEFT)
		evidence(l, s, "the pages stay in storage that outlives the function");
	else if (!e && !x->places.n)
		evidence(l, s, "no release of them was found");
}

/* Every path is known to end in a release, or in storage from where one is known. */
static double release_confidence(const struct link_site *s, const struct releases *r)
{
	unsigned int open = s->view->fate & (FATE_KEPT | FATE_LEFT | FATE_DOUBT | FATE_LOST);

	if (!open)
		return 0.95;
	if (open == FATE_DOUBT)
		return 0.8;
	if (!(open & FATE_KEPT) && (r->storage || !(open & FATE_LEFT)))
		return 0.85;
	return r->storage || r->call || r->ops ? 0.75 : 0.65;
}

/* Does the reference outlive the call?  Then case 2, else case 1. */
static int io_case(const struct link_site *s)
{
	static const int cases[] = {
		[LIFE_UNKNOWN] = -1, [LIFE_CALL] = 1, [LIFE_IO] = 1, [LIFE_OBJECT] = 2
	};

	return cases[s->view->life];
}

/* The case of a pin: what asked for it, if that can be seen. */
static int pin_case(const struct link_site *s)
{
	enum touch touch = site_touch(s->view);

	if (s->view->life == LIFE_OBJECT || s->site.longterm)
		return 2;
	if (touch == TOUCH_DEVICE || touch == TOUCH_CARRIER)
		return io_case(s);
	return touch == TOUCH_WRITE ? 5 : -1;
}

static void judge_pin(struct linker *l, struct link_site *s)
{
	struct releases r = count_releases(s);

	if (!r.right && !r.wrong) {
		missing_releases(l, s);
		return;
	}
	tell_releases(l, s, &r);
	if (r.wrong) {
		evidence(l, s, "%u of them do not fit a pin, as far as can be seen from here",
			 r.wrong);
		return;
	}
	verdict(s, "converted", pin_case(s), release_confidence(s, &r));
}

static const struct site_release_view *access_of(const struct link_site *s, unsigned int kinds)
{
	for (size_t i = 0; i < s->view->accesses.n; i++)
		if (kinds & 1u << s->view->accesses.v[i].row->kind)
			return &s->view->accesses.v[i];
	return NULL;
}

static void tell_access(struct linker *l, struct link_site *s, const char *what, unsigned int kinds)
{
	const struct site_release_view *v = access_of(s, kinds);

	if (v)
		evidence(l, s, "%s: %s() at %s:%u", what, v->node->callee,
			 linker_path(v->walk->f->unit, v->node->loc), v->node->loc.line);
	else
		evidence(l, s, "%s", what);
}

static void judge_touch(struct linker *l, struct link_site *s, enum touch touch, bool open)
{
	const struct site_view *x = s->view;

	switch (touch) {
	case TOUCH_DEVICE:
		tell_access(l, s, "a device gets the pages", 1u << A_DMA);
		verdict(s, "unconverted", io_case(s), open ? 0.7 : 0.85);
		break;
	case TOUCH_CARRIER:
		evidence(l, s, "the pages go into an I/O structure: %s() at line %u",
			 x->put->callee, x->put->loc.line);
		verdict(s, "unconverted", io_case(s), open ? 0.7 : 0.8);
		break;
	default:
		tell_access(l, s, "taken for writing, and the CPU maps or writes the data",
			    1u << A_CPU_WRITE | 1u << A_CPU_MAP);
		verdict(s, "unconverted", 5, x->written == WRITTEN_YES ? 0.85 : 0.75);
	}
}

static void judge_get(struct linker *l, struct link_site *s)
{
	const struct site_view *x = s->view;
	struct releases r = count_releases(s);
	bool open = x->fate & (FATE_KEPT | FATE_LEFT) && !r.storage;
	enum touch touch = site_touch(x);

	if (x->notifier) {
		evidence(l, s, "the range is registered with an mmu notifier");
		verdict(s, "exempt", 3, 0.75);
		return;
	}
	if (touch >= TOUCH_WRITE) {
		judge_touch(l, s, touch, open);
		tell_releases(l, s, &r);
		return;
	}
	if (open || !r.right || (x->escape && !r.storage)) {
		missing_releases(l, s);
		return;
	}
	tell_releases(l, s, &r);
	if (touch == TOUCH_MAY_WRITE && strcmp(s->site.write, "no")) {
		evidence(l, s, "the CPU maps the data, and whether it writes is not known");
		return;
	}
	if (touch != TOUCH_NONE) {
		tell_access(l, s, "the CPU only reads the data",
			    1u << A_CPU_READ | 1u << A_CPU_MAP);
		verdict(s, "exempt", 0, 0.75);
		return;
	}
	if (r.storage) {
		evidence(
			l, s,
			"nobody was seen to access the data, but others can reach the pages where they are kept");
		return;
	}
	evidence(l, s, "no access to the data between the acquire and the releases");
	verdict(s, "exempt", x->access & 1u << A_STRUCT_PAGE ? 4 : 0,
		x->access & 1u << A_STRUCT_PAGE ? 0.75 : 0.65);
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
	if (!s->view)
		return;
	if (!strcmp(s->site.foll, "NONE")) {
		evidence(l, s, "the pages argument is NULL: no reference is taken");
		verdict(s, "exempt", 0, 0.95);
		return;
	}
	if (s->view->incomplete && !s->view->releases.n) {
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
