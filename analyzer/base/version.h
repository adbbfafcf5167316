/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The version of this program.  Layer 0. */
#ifndef BASE_VERSION_H
#define BASE_VERSION_H

#define GUPCHECK_VERSION "0.1"

#endif
