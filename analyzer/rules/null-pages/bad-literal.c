// SPDX-License-Identifier: GPL-2.0-or-later
/* Only to fault the pages in, but a pin must have somewhere to put them. */
#include "mini/gup.h"

int fault_in(unsigned long uaddr, int nr)
{
	return pin_user_pages_fast(uaddr, nr, FOLL_WRITE, NULL) == nr ? 0 : -EFAULT; /* expect: null-pages */
}
