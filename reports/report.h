/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Renders a run: text for people, Markdown, JSON and CSV for what comes after.  A run is always
 * rendered the same way: nothing here depends on the clock, the locale or the order of a table.
 * Layer 5 (solve/finding.h, db/db.h for struct db_run, base).
 */
#ifndef REPORTS_REPORT_H
#define REPORTS_REPORT_H

#include <stdbool.h>
#include <stdio.h>

#include "base/str.h"
#include "db/db.h"
#include "solve/finding.h"

enum report_by { BY_SUBSYSTEM, BY_DIRECTORY, BY_FILE, BY_MAINTAINER, BY_CASE, BY_RULE, BY_NR };
/* report_by_names - as the user calls them, ended by NULL */
extern const char *const report_by_names[BY_NR + 1];

/**
 * struct report - what to render and how
 * @out: where to
 * @run, @r: the run and its content, after record_filter()
 * @by: how sites are grouped
 * @colour: use terminal colours
 * @width: columns of the terminal, 0 for no limit
 */
struct report {
	FILE *out;
	const struct db_run *run;
	const struct record *r;
	enum report_by by;
	bool colour;
	int width;
};

/* ---- rendering ---- */

/* report_text() - the table by subsystem, directory or file, the totals, the coverage */
void report_text(const struct report *rep);
void report_markdown(const struct report *rep);
/* markdown_text() - text from the tree, with nothing in it that is markup */
void markdown_text(FILE *f, const char *s);
/* report_json() - the contract for other programs; Return: 0, or -1 with the message printed */
int report_json(const struct report *rep);
/* report_csv_sites(), report_csv_findings(), report_csv_groups() - one row each, RFC 4180 */
void report_csv_sites(const struct report *rep);
void report_csv_findings(const struct report *rep);
void report_csv_groups(const struct report *rep);
/* report_findings() - compiler form, with a note per trace step; suppressed ones, if the record
 * still has them, in one line with the reason; Return: how many */
size_t report_findings(const struct report *rep);
/* report_rules() - count by rule, then the findings by rule; Return: how many */
size_t report_rules(const struct report *rep);

/* ---- one site or finding, with source ---- */

struct source_file;

/**
 * struct show - showing sites and findings of one run
 * @rep: where and how
 * @files: source files read so far; released by show_release()
 */
struct show {
	const struct report *rep;
	VEC(struct source_file *) files;
};
/* show_site() - the acquire, the evidence, the releases, with lines read from the tree */
void show_site(struct show *sh, const struct site *s);
/* show_finding() - the message and the path to it, step by step */
void show_finding(struct show *sh, const struct finding *f);
void show_release(struct show *sh);
/* show_excerpt() - the line and @context lines on both sides, a caret under the column; says if the
 * file is gone or has changed since the run */
void show_excerpt(struct show *sh, const char *path, unsigned int line, unsigned int col,
		  unsigned int context);

/* ---- what they share ---- */

enum site_status {
	ST_UNCONVERTED,
	ST_CONVERTED,
	ST_MIXED,
	ST_EXEMPT,
	ST_CORE,
	ST_TEST,
	ST_UNKNOWN,
	ST_NR
};
const char *status_name(enum site_status s);
/* status_of() - by name; ST_NR if there is none of that name */
enum site_status status_of(const char *name);

/**
 * struct group - one line of the table
 * @name: the subsystem, directory, file, maintainer, case or rule
 * @n: sites by status
 * @total: all of them; for BY_RULE the findings
 */
struct group {
	const char *name;
	unsigned int n[ST_NR], total;
};
typedef VEC(struct group) group_vec;

/* group_sites() - the lines, most work left first, then most sites, then by name */
void group_sites(const struct record *r, enum report_by by, group_vec *out);
/* group_total() - all sites, each once: one that several people maintain has a line for each */
struct group group_total(const struct record *r);
/* group_progress() - percent converted of what is to be converted, rounded down; -1 if none is */
int group_progress(const struct group *g);
/* group_findings() - findings by rule, most first, then by name */
void group_findings(const struct record *r, group_vec *out);

/**
 * struct attempts - what gupcheck convert came to
 * @sites: those that it was asked for
 * @proved, @failed, @uncleared: by outcome
 * @fixes, @unfixed: patches that mark pages dirty, and those that could not be made
 */
struct attempts {
	unsigned int sites, proved, failed, uncleared, fixes, unfixed;
};
void attempts_count(const struct record *r, struct attempts *out);
/* record_attempt() - the last attempt of a kind on a site, NULL if there is none */
const struct conversion *record_attempt(const struct record *r, const struct site *s,
					const char *kind);
/* attempt_text() - what came of it, in one line; written to @b from the start; Return: its text */
const char *attempt_text(struct buf *b, const struct conversion *c);

/* struct reason - why units were not analysed, and how many */
struct reason {
	const char *text;
	enum trust trust;
	unsigned int units;
};
typedef VEC(struct reason) reason_vec;

/**
 * struct coverage - how much of the tree the run saw
 * @cocci, @clang, @sparse: sites seen by each
 * @both: sites seen by cocci and by clang
 * @cocci_only, @clang_only: sites seen by one of these two and not by the other
 * @units: files of the plan, by trust
 * @total_units: all of them
 * @functions, @touching, @unknown: sums over the units
 * @reasons: of the units that are not clean; most units first
 */
struct coverage {
	unsigned int cocci, clang, sparse, both, cocci_only, clang_only;
	unsigned int units[TRUST_NR], total_units;
	unsigned long functions, touching, unknown;
	reason_vec reasons;
};
void coverage_init(struct coverage *c, const struct record *r);
void coverage_release(struct coverage *c);

/* record_path() - what the record knows of a file; NULL if nothing */
const struct path_info *record_path(const struct record *r, const char *path);
/* record_subsystem() - the most specific one of a file, never NULL */
const char *record_subsystem(const struct record *r, const char *path);

/**
 * record_filter() - drop what is not asked for
 * @r: the record
 * @statuses: names separated by ',', or NULL; keeps such sites and findings on them
 * @only: a file or folder, or NULL
 *
 * Return: 0, or -1 with the message printed if there is no such status.
 */
int record_filter(struct record *r, const char *statuses, const char *only);

/* case_names - the cases of the rulebook, by number */
extern const char *const case_names[6];

/* path_inside() - a relative path that does not leave the tree: a database may come from anywhere,
 * and nothing else is read for it */
bool path_inside(const char *path);
/* path_below() - @path is @only or in the folder @only; NULL and "." are everything */
bool path_below(const char *path, const char *only);

/* text_clean() - @s made fit for a terminal or a line format: control characters become '?',
 * what is not UTF-8 becomes U+FFFD; written to @b from the start; Return: its text */
const char *text_clean(struct buf *b, const char *s);
/* utf8_clean() - as text_clean(), but control characters stay */
const char *utf8_clean(struct buf *b, const char *s);
/* utf8_sequence() - bytes of the character at @s, of which @n can be read; 0 if it is none */
size_t utf8_sequence(const char *s, size_t n);
/* utf8_width() - characters in a clean string */
int utf8_width(const char *s);

/* struct colours - escape sequences, all "" without a terminal */
struct colours {
	const char *bold, *dim, *red, *green, *yellow, *magenta, *cyan, *off;
};
const struct colours *colours_get(bool on);

#endif
