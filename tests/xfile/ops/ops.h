/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef OPS_H
#define OPS_H

#include "mini/gup.h"

struct ops {
	void (*drop)(struct page **pages, int nr);
};
extern const struct ops fast_ops, slow_ops;

#endif
