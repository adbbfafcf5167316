// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdlib.h>
#include <string.h>

#include "ir/ir.h"

bool ir_type_is_ptr(const char *t)
{
	return str_starts(t, "ptr ");
}

bool ir_type_is_int(const char *t)
{
	return !strcmp(t, "bool") || ((t[0] == 's' || t[0] == 'u') && t[1] >= '1' && t[1] <= '8');
}

bool ir_type_is_unsigned(const char *t)
{
	return ir_type_is_ptr(t) || !strcmp(t, "bool") || (t[0] == 'u' && ir_type_is_int(t));
}

int ir_type_bits(const char *t)
{
	if (ir_type_is_ptr(t))
		return 64;
	if (!strcmp(t, "bool"))
		return 8;
	return ir_type_is_int(t) ? atoi(t + 1) : 0;
}

const char *ir_type_target(const char *t)
{
	if (ir_type_is_ptr(t))
		return str_intern(t + 4);
	if (!str_starts(t, "arr "))
		return NULL;
	t = strchr(t + 4, ' ');
	return t ? str_intern(t + 1) : NULL;
}

const char *ir_place_type(const struct ir_place *p)
{
	const char *t = p->var->type;

	for (unsigned int i = 0; i < p->n; i++) {
		switch (p->proj[i].kind) {
		case IR_DEREF:
			t = ir_type_is_ptr(t) ? ir_type_target(t) : NULL;
			break;
		case IR_ELEM:
			/* behind a dereference the element has the pointee's type already */
			if (i && p->proj[i - 1].kind == IR_DEREF)
				break;
			t = str_starts(t, "arr ") ? ir_type_target(t) : NULL;
			break;
		case IR_FIELD:
			t = NULL;
			break;
		}
		if (!t)
			return str_intern("?");
	}
	return t;
}
