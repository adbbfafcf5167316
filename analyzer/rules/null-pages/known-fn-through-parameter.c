// SPDX-License-Identifier: GPL-2.0-or-later
/* The only caller passes NULL, but one function at a time is looked at. */
#include "mini/gup.h"

static long pin_or_fault(unsigned long uaddr, struct page **pages)
{
	return pin_user_pages_unlocked(uaddr, 1, pages, 0); /* known-fn: null-pages */
}

long prefault(unsigned long uaddr)
{
	return pin_or_fault(uaddr, NULL);
}
