// SPDX-License-Identifier: GPL-2.0-or-later
/* Counting: sites by group and status, findings by rule. */
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "reports/report.h"

const char *const report_by_names[BY_NR + 1] = { "subsystem", "directory", "file", "maintainer",
						 "case",      "rule",	   NULL };

const char *const case_names[6] = { "0, none of the five",     "1, direct I/O",
				    "2, held beyond the call", "3, MMU notifier",
				    "4, struct page only",     "5, CPU writes the data" };

static const char *const status_names[ST_NR] = { "unconverted", "converted", "mixed",  "exempt",
						 "core",	"test",	     "unknown" };

const char *status_name(enum site_status s)
{
	return status_names[s];
}

enum site_status status_of(const char *name)
{
	int s;

	for (s = 0; s < ST_NR && strcmp(status_names[s], name); s++)
		;
	return (enum site_status)s;
}

static int cmp_path(const void *key, const void *elem)
{
	return strcmp(key, ((const struct path_info *)elem)->path);
}

const struct path_info *record_path(const struct record *r, const char *path)
{
	if (!r->paths.n)
		return NULL;
	return bsearch(path, r->paths.v, r->paths.n, sizeof(*r->paths.v), cmp_path);
}

const char *record_subsystem(const struct record *r, const char *path)
{
	const struct path_info *p = record_path(r, path);

	return p && p->subsystems.n ? p->subsystems.v[0] : "(no subsystem)";
}

static const char *group_name(const struct record *r, const struct site *s, enum report_by by)
{
	const char *slash;

	if (by == BY_CASE)
		return s->kase < 0 ? "not decided" : case_names[s->kase];
	if (by == BY_SUBSYSTEM)
		return record_subsystem(r, s->path);
	if (by == BY_FILE)
		return s->path;
	slash = strrchr(s->path, '/');
	return slash ? str_intern_n(s->path, (size_t)(slash - s->path)) : ".";
}

static int cmp_name(const void *a, const void *b)
{
	return strcmp(((const struct group *)a)->name, ((const struct group *)b)->name);
}

static unsigned int work_left(const struct group *g)
{
	return g->n[ST_UNCONVERTED] + g->n[ST_MIXED];
}

static int cmp_work(const void *va, const void *vb)
{
	const struct group *a = va, *b = vb;

	if (work_left(a) != work_left(b))
		return work_left(a) > work_left(b) ? -1 : 1;
	if (a->total != b->total)
		return a->total > b->total ? -1 : 1;
	return strcmp(a->name, b->name);
}

static void add_group(struct group *to, const struct group *from)
{
	to->total += from->total;
	for (int i = 0; i < ST_NR; i++)
		to->n[i] += from->n[i];
}

/* One group per name; @out holds one per element before. */
static void merge_groups(group_vec *out)
{
	size_t i, n = 0;

	if (!out->n)
		return;
	qsort(out->v, out->n, sizeof(*out->v), cmp_name);
	for (i = 1; i < out->n; i++) {
		if (!strcmp(out->v[n].name, out->v[i].name))
			add_group(&out->v[n], &out->v[i]);
		else
			out->v[++n] = out->v[i];
	}
	out->n = n + 1;
	qsort(out->v, out->n, sizeof(*out->v), cmp_work);
}

static struct group one_site(const struct site *s)
{
	enum site_status st = status_of(s->status);
	struct group g = { .total = 1 };

	g.n[st == ST_NR ? ST_UNKNOWN : st] = 1;
	return g;
}

void group_sites(const struct record *r, enum report_by by, group_vec *out)
{
	const struct site *s;

	vec_each (s, &r->sites) {
		const struct path_info *p = record_path(r, s->path);
		struct group g = one_site(s);

		if (by != BY_MAINTAINER) {
			g.name = group_name(r, s, by);
			vec_push(out, g);
			continue;
		}
		g.name = "(no maintainer)";
		if (!p || !p->people.n)
			vec_push(out, g);
		for (size_t i = 0; p && i < p->people.n; i++) {
			g.name = p->people.v[i];
			vec_push(out, g);
		}
	}
	merge_groups(out);
}

struct group group_total(const struct record *r)
{
	struct group sum = { .name = "total" };
	const struct site *s;

	vec_each (s, &r->sites) {
		struct group g = one_site(s);

		add_group(&sum, &g);
	}
	return sum;
}

int group_progress(const struct group *g)
{
	unsigned int todo = work_left(g) + g->n[ST_CONVERTED];

	return todo ? (int)(100ull * g->n[ST_CONVERTED] / todo) : -1;
}

void group_findings(const struct record *r, group_vec *out)
{
	const struct finding *f;

	vec_each (f, &r->findings)
		vec_push(out, ((struct group){ .name = f->rule, .total = 1 }));
	merge_groups(out);
}

/* ---- filter ---- */

static bool status_listed(const char *statuses, const char *status)
{
	size_t n = strlen(status);

	for (const char *p = statuses; p; p = strchr(p, ',')) {
		p += *p == ',';
		if (!strncmp(p, status, n) && (!p[n] || p[n] == ','))
			return true;
	}
	return false;
}

static int check_statuses(const char *statuses)
{
	char *copy = strdup(statuses), *save, *s;
	int rc = 0;

	for (s = strtok_r(copy, ",", &save); s && !rc; s = strtok_r(NULL, ",", &save))
		if (status_of(s) == ST_NR)
			rc = error(
				"there is no status '%s'; the statuses are unconverted, converted, "
				"mixed, exempt, core, test and unknown",
				s);
	free(copy);
	return rc;
}

bool path_inside(const char *path)
{
	const char *p = path;

	if (*p == '/')
		return false;
	for (; p; p = strchr(p, '/')) {
		p += *p == '/';
		if (p[0] == '.' && p[1] == '.' && (!p[2] || p[2] == '/'))
			return false;
	}
	return true;
}

bool path_below(const char *path, const char *only)
{
	size_t n;

	if (!only)
		return true;
	if (*only == '/')
		return false;
	for (;;) {
		if (only[0] == '.' && (!only[1] || only[1] == '/'))
			only++;
		n = strcspn(only, "/");
		if (strncmp(path, only, n))
			return false;
		path += n;
		only += n;
		if (n && *path && *path++ != '/')
			return false;
		if (!*only)
			return true;
		/* as many slashes as one likes */
		only += strspn(only, "/");
	}
}

static bool has_site(const struct record *r, const char *fingerprint)
{
	const struct site *s;

	if (!fingerprint)
		return false;
	vec_each (s, &r->sites)
		if (!strcmp(s->fingerprint, fingerprint))
			return true;
	return false;
}

static void filter_sites(struct record *r, const char *statuses, const char *only)
{
	size_t i, n = 0;

	for (i = 0; i < r->sites.n; i++) {
		struct site *s = &r->sites.v[i];

		if (path_below(s->path, only) &&
		    (!statuses || status_listed(statuses, s->status))) {
			r->sites.v[n++] = *s;
		} else {
			site_release_vecs(s);
		}
	}
	r->sites.n = n;
}

static void filter_findings(struct record *r, const char *statuses, const char *only)
{
	size_t i, n = 0;

	for (i = 0; i < r->findings.n; i++) {
		struct finding *f = &r->findings.v[i];

		if (path_below(f->path, only) && (!statuses || has_site(r, f->site)))
			r->findings.v[n++] = *f;
		else
			finding_release_vecs(f);
	}
	r->findings.n = n;
}

/* What each rule could judge is told of all files together. */
static void drop_judged(struct record *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->notices.n; i++)
		if (strcmp(r->notices.v[i].kind, "rule"))
			r->notices.v[n++] = r->notices.v[i];
	r->notices.n = n;
}

/* Units, releases and notices of other files have nothing to free. */
#define filter_paths(vec, keep_empty)                              \
	do {                                                       \
		size_t n_ = 0;                                     \
		for (size_t i_ = 0; i_ < (vec)->n; i_++)           \
			if (path_below((vec)->v[i_].path, only) || \
			    ((keep_empty) && !*(vec)->v[i_].path)) \
				(vec)->v[n_++] = (vec)->v[i_];     \
		(vec)->n = n_;                                     \
	} while (0)

int record_filter(struct record *r, const char *statuses, const char *only)
{
	if (statuses && check_statuses(statuses))
		return -1;
	filter_sites(r, statuses, only);
	filter_findings(r, statuses, only);
	if (!only)
		return 0;
	filter_paths(&r->units, false);
	filter_paths(&r->releases, false);
	filter_paths(&r->notices, true);
	drop_judged(r);
	return 0;
}
