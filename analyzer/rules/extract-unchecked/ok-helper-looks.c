// SPDX-License-Identifier: GPL-2.0-or-later
/* The helper that drops a page looks at the flag. */
#include "mini/gup.h"

struct dio {
	struct page *pages[16];
	int head, tail;
	bool is_pinned;
};

static void dio_unpin(struct dio *dio, struct page *page)
{
	if (dio->is_pinned)
		unpin_user_page(page);
}

void dio_start(struct dio *dio, struct iov_iter *iter)
{
	dio->is_pinned = iov_iter_extract_will_pin(iter);
}

void dio_work(struct dio *dio, struct iov_iter *iter, size_t len)
{
	struct page **pages = dio->pages;
	size_t offset;

	if (iov_iter_extract_pages(iter, &pages, len, 16, 0, &offset) <= 0)
		return;
	while (dio->head < dio->tail)
		dio_unpin(dio, dio->pages[dio->head++]);
}
