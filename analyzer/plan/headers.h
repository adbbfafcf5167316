/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which headers a unit reads, from the text of its #include lines alone: no preprocessor runs.
 * Conditions that the configuration, the compiler or an include guard decides are followed, all
 * others are not: what is found is read for sure, what is read may be more.  The answer is good
 * for planning; nothing may rest on it.  Layer 4 (base, solve/finding.h).
 */
#ifndef PLAN_HEADERS_H
#define PLAN_HEADERS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/symbols.h"
#include "base/vec.h"
#include "solve/finding.h"

struct header;
typedef VEC(struct header *) header_list;

/* A symbol, and how many #include lines stand before the place where it comes up first.
 * @call: a parenthesis follows: a macro with arguments is only that with one; @other: it also comes
 * up in the other way; @gives: a #define behind `#ifndef` of the same name; @undef:
 * the file has no #define of it, only #undef */
struct header_event {
	unsigned int symbol;
	unsigned int at : 28, call : 1, other : 1, gives : 1, undef : 1;
};
typedef VEC(struct header_event) header_events;

/* What a file has to do with macros. */
enum header_what {
	HEADER_DEFINES, /* #define and #undef */
	HEADER_TESTS, /* conditions, but for those of the next line */
	HEADER_DEFAULTS, /* `#ifndef X` in front of `#define X`, if it is not the guard */
	HEADER_USES, /* text outside of functions and of macros; not of a .c file */
	HEADER_INNER, /* text inside of functions; not of a .c file */
	HEADER_WHAT_NR,
};

/**
 * struct header_include - one #include line that counts
 * @name: as written
 * @quoted: looked for beside the file first
 * @to: the file, as far as the common folders have it
 * @looked: @to says so
 * @maybe: nobody knows whether it is read
 * @entered: how many files the last walk had entered when it came here
 */
struct header_include {
	const char *name;
	bool quoted, looked, maybe;
	unsigned int entered;
	struct header *to;
};

/**
 * struct header - one file
 * @path: absolute
 * @id: number, from 0
 * @size: characters that are no comment
 * @includes: its #include lines
 * @macros: each symbol once
 * @seen: number of the last walk that came here; @order: as which file, from 1; @end: how many
 *        files had been entered when it was left
 */
struct header {
	const char *path;
	unsigned int id, seen, order, end;
	bool read;
	size_t size;
	header_events macros[HEADER_WHAT_NR];
	VEC(struct header_include) includes;
};

/**
 * struct headers - all files of one set of flags
 * @dirs: folders that all units search, absolute, in order
 * @config: names that are defined: CONFIG_ macros, and -D of all units
 * @all: the files, by number
 * @symbols: all identifiers
 * @bodies: pairs of a macro and a symbol that stands in its body
 * @possible: walk through what is maybe read, too
 */
struct headers {
	struct arena mem;
	strings_vec dirs;
	header_list all;
	struct header_name *by_path, *config, *found;
	unsigned int walks, entered;
	bool possible;
	struct symbols symbols;
	VEC(struct symbol_pair) bodies;
};

void headers_init(struct headers *h);
void headers_release(struct headers *h);
/* headers_define() - @name is a macro that is defined before the first line */
void headers_define(struct headers *h, const char *name);
/* headers_config() - take the names of autoconf.h, if the folders have it */
void headers_config(struct headers *h);
struct header *headers_file(struct headers *h, const char *path);
/**
 * headers_walk() - all headers that a file reads, each once
 * @h: the files
 * @from: absolute path of the unit
 * @more: folders that this unit searches behind the common ones, absolute
 * @out: gets them in the order in which they are entered
 * @via: gets, for each of them, the file that entered it; may be NULL
 */
void headers_walk(struct headers *h, const char *from, const strings_vec *more, header_list *out,
		  header_list *via);
/* headers_again() - as headers_walk(), but what the walk before came to is not entered again */
void headers_again(struct headers *h, const char *from, const strings_vec *more, header_list *out);
/* headers_moment() - how many files the last walk had entered when it came to @e in @f */
unsigned int headers_moment(const struct header *f, const struct header_event *e);
/* headers_spelling() - the name that #include <> finds @f by, NULL if there is none */
const char *headers_spelling(struct headers *h, const struct header *f);

#endif
