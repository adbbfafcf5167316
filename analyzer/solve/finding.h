/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a scan found, as plain data: the only thing that passes from link to the
 * database.  All strings are interned or live in the arena of the record; paths
 * are relative to the kernel tree's root; lines and columns start at 1 (0 when
 * not known).  Layer 2.
 */
#ifndef SOLVE_FINDING_H
#define SOLVE_FINDING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/vec.h"

/* Degree of trust in what was read from a unit. */
enum trust {
	TRUST_CLEAN, /* parsed without an error */
	TRUST_RECOVERED, /* clang recovered from errors; functions with errors are marked */
	TRUST_NOT_PARSED, /* see the reason */
	TRUST_NR
};
const char *trust_name(enum trust t); /* "clean", "recovered", "not-parsed" */

enum seen_by { SEEN_COCCI = 1, SEEN_CLANG = 2, SEEN_SPARSE = 4 };

/* One step of a path, one release of a site. */
struct trace_step {
	const char *path;
	unsigned int line, col;
	const char *text;
};
struct site_release {
	const char *path;
	unsigned int line, col;
	const char *function, *api;
};
typedef VEC(struct trace_step) trace_vec;
typedef VEC(struct site_release) release_vec;
typedef VEC(const char *) strings_vec;

/**
 * struct site_path - one class of paths from an acquire to where its references end
 * @kind: what was taken and what becomes of it: "all taken -> released", "error -> nothing held",
 *        "part taken -> released", "kept in struct foo.pages -> released by foo_release"
 * @steps: one path of the class, from the acquire on
 */
struct site_path {
	const char *kind;
	trace_vec steps;
};
typedef VEC(struct site_path) site_path_vec;

/**
 * struct verdict - what a person said of a site or finding
 * @fingerprint: of the site or finding
 * @what: the site's status; or "false", the finding is suppressed; or "true", it is confirmed
 * @kase: the site's case 0..5, -1 not given
 * @note: the reason
 * @source: "comment" in the source, checked-in "list", "review" in the database
 * @place: the comment or line of the list as "path:line"; who made the review
 * @made: UTC, ISO 8601; "" if not known
 * @rule, @path, @function: what it was said of; @rule is "" for a site
 */
struct verdict {
	const char *fingerprint, *what;
	int kase;
	const char *note, *source, *place, *made;
	const char *rule, *path, *function;
};
typedef VEC(struct verdict) verdict_vec;

/**
 * struct site - one acquire call
 * @fingerprint: survives line shifts; from finding_fingerprint()
 * @path, @line, @col: where the callee's name stands
 * @function: the enclosing function, "" if not known
 * @api: the function called
 * @foll: "GET", "PIN", "NONE", "EXTRACT"
 * @role: "consumer", "wrapper", "core", "test"
 * @kase: case 0..5 of the rulebook, -1 not decided
 * @longterm: FOLL_LONGTERM is passed on some path
 * @write: "yes", "no", "cond", "unknown"
 * @status: "unconverted", "converted", "exempt", "mixed", "core", "test", "unknown"
 * @confidence: 0..1, in @status
 * @evidence: sentences, each with what was seen or what was missing
 * @seen_by: mask of enum seen_by
 * @args: the call's arguments as written, without blanks; "" if only cocci saw the call
 * @releases: every release that was tied to it
 * @paths: the classes of paths to them
 * @verdict: what a person said, NULL if nothing; @status and @kase are then the person's
 * @analysed, @analysed_kase: what the analysis said; @analysed is NULL without a verdict
 */
struct site {
	const char *fingerprint;
	const char *path;
	unsigned int line, col;
	const char *function, *api, *foll, *role;
	int kase;
	bool longterm;
	const char *write, *status;
	double confidence;
	strings_vec evidence;
	unsigned int seen_by;
	const char *args;
	release_vec releases;
	site_path_vec paths;
	const struct verdict *verdict;
	const char *analysed;
	int analysed_kase;
};

/**
 * struct finding - one thing that is wrong
 * @rule: rule id
 * @site: the site's fingerprint, or NULL
 * @path, @line, @col: where it goes wrong
 * @trace: from the acquire, branch by branch, to where it goes wrong
 * @verdict: what a person said, NULL if nothing
 */
struct finding {
	const char *fingerprint;
	const char *rule, *site;
	const char *path;
	unsigned int line, col;
	const char *function, *message;
	double confidence;
	trace_vec trace;
	const struct verdict *verdict;
};

/**
 * struct conversion - an attempt to convert a site, or to mend its dirtying
 * @fingerprint: of the site
 * @kind: "conversion"; "dirtying": pages that were written are marked dirty, too
 * @outcome: "proved", "failed", "not-cleared"
 * @target: the function that is called instead, "" if there is none
 * @longterm: FOLL_LONGTERM is added
 * @reason: why there is no patch, "" if there is one
 * @subject: of the patch, "" if there is none
 * @made: UTC, ISO 8601; "": the time when it is stored
 * @checks: how it was proved, one sentence each
 */
struct conversion {
	const char *fingerprint, *kind, *outcome, *target;
	bool longterm;
	const char *reason, *subject, *made;
	strings_vec checks;
};
typedef VEC(struct conversion) conversion_vec;
void conversions_release(conversion_vec *v);

/* One release call anywhere in the tree, as the inventory saw it. */
struct release {
	const char *path;
	unsigned int line, col;
	const char *function, *api;
	unsigned int seen_by;
};

/**
 * struct unit - one file of the plan
 * @trust: degree of trust
 * @reason: why not parsed or only recovered ("other architecture: powerpc", ...), "" if clean
 * @functions: functions lowered; @touching: those that touch page references
 * @unknown: unknown nodes in the touching ones
 * @errors: clang's errors
 */
struct unit {
	const char *path;
	enum trust trust;
	const char *reason;
	unsigned int functions, touching, unknown, errors;
};

/* An input that could not be used, or a limit that was hit: shown with the coverage. */
struct notice {
	const char *kind; /* "unit", "plan", "cocci", "solver", "unknown-node", "suppression" */
	const char *path; /* may be "" */
	const char *text;
};

/**
 * struct path_info - one file of the tree that the record names
 * @path: relative path
 * @hash: file_hash() of its content at the time of the run, 0 if not known
 * @subsystems: titles from MAINTAINERS, the most specific first
 * @people: who maintains the most specific one that has anybody, as "Name <address>"
 */
struct path_info {
	const char *path;
	uint64_t hash;
	strings_vec subsystems, people;
};

typedef VEC(struct path_info) path_vec;
typedef VEC(struct site) site_vec;
typedef VEC(struct finding) finding_vec;
typedef VEC(struct unit) unit_vec;
typedef VEC(struct release) relall_vec;
typedef VEC(struct notice) notice_vec;

/**
 * struct record - one complete run over one tree
 * @tree: absolute path of the kernel tree
 * @version: "6.12.117" from its Makefile
 * @commit: git commit, or NULL
 * @arch: "x86_64", ...
 * @objdir: object directory used, or NULL
 * @digest: identifies all inputs of the run: equal digest, equal results
 * @paths: what is known of each file; filled by record_collect_paths(), then by the plan's
 *         maintainers_apply()
 * @verdicts: what people said; of several on one site or finding the last holds
 * @suppressed: findings that record_suppress() took away
 * @conversions: of each site the last attempt of each kind; no part of what a scan finds
 */
struct record {
	struct arena mem;
	const char *tree, *version, *commit, *arch, *objdir, *digest;
	site_vec sites;
	finding_vec findings;
	unit_vec units;
	relall_vec releases;
	notice_vec notices;
	path_vec paths;
	verdict_vec verdicts;
	finding_vec suppressed;
	conversion_vec conversions;
};

void record_init(struct record *r);
void record_release(struct record *r);
/* site_release_vecs(), finding_release_vecs() - free the storage of one that leaves its record */
void site_release_vecs(struct site *s);
void finding_release_vecs(struct finding *f);
/* finding_cmp_spot() - order of two positions: path, line, column; no path comes first */
int finding_cmp_spot(const char *pa, unsigned int la, unsigned int ca, const char *pb,
		     unsigned int lb, unsigned int cb);
/* record_sort() - by path, line, column, rule: makes every later output deterministic */
void record_sort(struct record *r);
/* FINDING_CONFIDENCE - findings below it are stored, but told only to who asks for them */
#define FINDING_CONFIDENCE 0.7
/* record_confident() - forget the findings whose confidence is below @min */
void record_confident(struct record *r, double min);
/* record_apply_verdicts() - tie @verdicts to sites and findings, once all of them are known: a
 * site takes on status and case, and says so in its evidence */
void record_apply_verdicts(struct record *r);
/* verdict_origin() - add to @b who said it and where: "comment at a.c:12", "list:3", "by NAME on
 * 2026-01-31"; Return: its text */
const char *verdict_origin(struct buf *b, const struct verdict *v);
/* verdict_suppresses() - @v, which may be NULL, takes its finding away */
bool verdict_suppresses(const struct verdict *v);
/* record_suppress() - move the findings whose verdict is "false" to @suppressed */
void record_suppress(struct record *r);
/* record_collect_paths() - one entry of @paths, sorted, for every file that sites, releases,
 * findings, traces, path classes and units name; entries that are there already keep their content */
void record_collect_paths(struct record *r);

/**
 * finding_fingerprint() - line-free identity
 * @kind: "site" or the rule id
 * @path: relative path
 * @function: enclosing function
 * @callee: function called at the spot
 * @args: argument text without blanks
 * @ordinal: number among equals within @function, from 0
 *
 * xxh128 over the parts, versioned by a prefix: "s1-…" for sites, "f1-…" for findings.
 *
 * Return: interned string.
 */
const char *finding_fingerprint(const char *kind, const char *path, const char *function,
				const char *callee, const char *args, unsigned int ordinal);

/* struct fingerprints - those given so far; starts as { 0 } */
struct fingerprints {
	struct fingerprint_count *table;
	struct arena mem;
};
/* fingerprint_next() - finding_fingerprint() with the next ordinal among equals; ask in the order
 * of the source, not of the analysis, so that another order of work changes nothing */
const char *fingerprint_next(struct fingerprints *fp, const char *kind, const char *path,
			     const char *function, const char *callee, const char *args);
void fingerprints_release(struct fingerprints *fp);

#endif
