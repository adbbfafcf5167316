/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef REGION_H
#define REGION_H

#include "mini/gup.h"

struct region {
	struct page **pages;
	int nr;
};

int region_fill(struct region *r, unsigned long addr);
void region_free(struct region *r);

#endif
