/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef OBJ_H
#define OBJ_H

#include "mini/gup.h"

struct obj {
	struct page *page;
	bool pinned;
};

void obj_put(struct obj *o);

#endif
