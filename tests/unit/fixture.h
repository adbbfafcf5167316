/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What several unit tests build on. */
#ifndef TESTS_FIXTURE_H
#define TESTS_FIXTURE_H

#include "base/str.h"
#include "solve/finding.h"

/* Text as a hostile tree may hold it. */
#define NASTY "a'b\"c; DROP TABLE sites; --\n|*<b>\t\x1b[31m,\xc3\xa4\xff end"

/**
 * fixture_record() - a record with some of everything, hostile strings among it, sorted
 * @r: gets it
 * @tree: path of the tree
 * @digest: the run's digest
 */
void fixture_record(struct record *r, const char *tree, const char *digest);
/* fixture_big_record() - @n sites, each with a release and a finding; as large as a real run */
void fixture_big_record(struct record *r, const char *tree, const char *digest, size_t n);

/* fixture_dir() - a new folder under TMPDIR; malloc()ed */
char *fixture_dir(void);
/* fixture_remove() - remove such a folder with its content, and free the name */
void fixture_remove(char *dir);
/* fixture_path() - DIR/NAME, interned */
const char *fixture_path(const char *dir, const char *name);
/* fixture_write() - make DIR/NAME with that text, folders included */
void fixture_write(const char *dir, const char *name, const char *text);

/* stderr_begin(), stderr_end() - catch what is printed there in between; the text is malloc()ed */
void stderr_begin(void);
char *stderr_end(void);

#endif
