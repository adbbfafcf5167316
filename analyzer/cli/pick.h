/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Options that all commands share that read a run.  Top layer. */
#ifndef CLI_PICK_H
#define CLI_PICK_H

#include "db/db.h"

#define PICK_DEFAULT_DB "gup.db"

/**
 * struct pick - which run to read
 * @db: --db, the database file
 * @tree: --tree, or NULL for the tree of the last run
 * @run: --run as given, or NULL for the last
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
/* pick_colour() - standard output is a terminal and colours are not switched off (NO_COLOR) */
bool pick_colour(void);
/* pick_width() - columns of the terminal, 0 if there is none; COLUMNS, where exported, also rules
 * what goes into a pipe */
int pick_width(void);

#endif
