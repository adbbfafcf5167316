/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_PROBE_H
#define TESTS_PROBE_H

/* probe_import() - DB DIGEST SITES TIMES: import runs of that size, each with a digest of its own,
 * and print the number of each run once it is in */
int probe_import(int argc, char **argv);

/* probe_fixture() - DB TREE: import the small record that has some of everything */
int probe_fixture(int argc, char **argv);
/* probe_trees() - DB TREES SITES: a run of each of so many kernel versions, that grow better */
int probe_trees(int argc, char **argv);
/* probe_again() - FROM TO TIMES: import FROM's last run so often, and print how many milliseconds
 * each took, opening and closing TO included */
int probe_again(int argc, char **argv);
/* probe_names() - what the search for candidates looks for; a line each */
int probe_names(int argc, char **argv);
/* probe_search() - TREE STATE: the candidates; STATE keeps what the search saw */
int probe_search(int argc, char **argv);

#endif
