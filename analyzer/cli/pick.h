/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Options that all commands share that read a run.  Top layer. */
#ifndef CLI_PICK_H
#define CLI_PICK_H

#include "db/db.h"
#include "reports/html.h"

#define PICK_DEFAULT_DB "gup.db"

/* PICK_OPTS() - the option rows of a struct pick */
#define PICK_OPTS(p)                                                                        \
	OPT_TEXT("db", &(p)->db), OPT_TEXT("tree", &(p)->tree), OPT_TEXT("run", &(p)->run), \
		OPT_TEXT("suppressions", &(p)->list)
/* PICK_HELP - what they are, for --help */
#define PICK_HELP                                                                           \
	"  --db FILE        the database (gup.db)\n"                                        \
	"  --tree PATH      the last run of this tree instead of the last of all\n"         \
	"  --run RUN        this run: its number, or a kernel version for the last of it\n" \
	"  --suppressions FILE  what people said, besides what the run and the database hold\n"

/**
 * struct pick - which run to read
 * @db: --db, the database file
 * @tree: --tree, or NULL for the tree of the last run
 * @run: --run as given, a number or a kernel version; NULL for the last
 * @list: --suppressions, or NULL
 */
struct pick {
	const char *db, *tree, *run, *list;
};

/**
 * pick_load() - open the database and load the run, with what people said applied to it: comments
 *               and lists of its time, then the reviews, then @list
 * @p: the options
 * @run: gets the run
 * @r: from record_init(); gets the content
 *
 * Return: 0, or -1 with the message printed.
 */
int pick_load(const struct pick *p, struct db_run *run, struct record *r);
/**
 * pick_find() - choose a run of an open database as pick_load() does
 * @p: the options
 * @db: the database
 * @run: gets the run
 *
 * Return: 0, or -1 with the message printed.
 */
int pick_find(const struct pick *p, struct db *db, struct db_run *run);
/**
 * pick_operand() - a run as an operand: a number, a kernel version, the folder of a tree, a
 *                  database, or DATABASE:RUN
 * @p: the options; what the operand says replaces them
 * @operand: as given
 * @mem: owns what @p then points to
 */
void pick_operand(struct pick *p, const char *operand, struct arena *mem);
/**
 * pick_versions() - a run among the last ones of every kernel version of its architecture
 * @p: the options
 * @run, @r: the run, from pick_load(); stands for its version
 * @all, @n: gets the runs, by version, verdicts applied; to be freed, and each record but that of
 *           @shown, which stays @r's, to be released
 * @shown: gets the place of @run
 *
 * Return: 0, or -1 with the message printed.
 */
int pick_versions(const struct pick *p, const struct db_run *run, const struct record *r,
		  struct html_run **all, size_t *n, size_t *shown);
/* pick_colour() - standard output is a terminal and colours are not switched off (NO_COLOR) */
bool pick_colour(void);
/* pick_width() - columns of the terminal, 0 if there is none; COLUMNS, where exported, also rules
 * what goes into a pipe */
int pick_width(void);

#endif
