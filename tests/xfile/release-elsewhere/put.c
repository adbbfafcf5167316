// SPDX-License-Identifier: GPL-2.0-or-later
/* Drops what it is given, if it is told to; a flag in the object says so. */
#include "obj.h"

void obj_put(struct obj *o)
{
	if (o->pinned)
		unpin_user_page(o->page);
	else
		put_page(o->page); /* expect: mixed-release */
}
