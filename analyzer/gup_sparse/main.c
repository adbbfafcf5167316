// SPDX-License-Identifier: GPL-2.0-or-later
/* sparse, and after its output what the rules find in the same unit. */
#include <stdlib.h>

#include "base/diag.h"
#include "front_sparse/hook.h"
#include "gup_sparse/part.h"

int main(int argc, char **argv)
{
	static struct gup_options o;

	diag_program = "gup-sparse";
	argc = gup_options_take(&o, argc, argv);
	if (o.on) {
		part_init(&o);
		sparse_parsed = part_start;
		/* sparse may exit by itself */
		atexit(part_finish);
	}
	return sparse_main(argc, argv);
}
