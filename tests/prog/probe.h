/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_PROBE_H
#define TESTS_PROBE_H

/* probe_import() - DB DIGEST SITES TIMES: import runs of that size, each with a digest of its own,
 * and print the number of each run once it is in */
int probe_import(int argc, char **argv);

#endif
