// SPDX-License-Identifier: GPL-2.0-or-later
/* Calls as trees before 5.2 and 5.8 have them. */
#include <linux/mm.h>

int take(unsigned long addr, bool write, int rw, int flags, struct page **pages)
{
	get_user_pages_fast(addr, 4, write, pages);
	get_user_pages_fast(addr, 4, rw == READ, pages);
	get_user_pages_fast(addr, 4, 1, pages);
	get_user_pages_fast(addr, 4, !rw, pages);
	get_user_pages_fast(addr, 4, false, pages);
	get_user_pages_longterm(addr, 4, FOLL_WRITE, pages, NULL);
	get_user_pages_longterm(addr, 4, write ? FOLL_WRITE : 0, pages, NULL);
	get_user_pages_longterm(addr, 4, 0, pages, NULL);
	__get_user_pages_fast(addr, 4, 1, pages);
	__get_user_pages_fast(addr, 4, 0, pages);

	/* These may be flags: only a list can tell. */
	get_user_pages_fast(addr, 4, rw, pages);
	get_user_pages_fast(addr, 4, 0, pages);
	get_user_pages_fast(addr, 4, flags | FOLL_FORCE, pages);
	return get_user_pages_fast(addr, 4, rw == READ ? FOLL_WRITE : 0, pages);
}
