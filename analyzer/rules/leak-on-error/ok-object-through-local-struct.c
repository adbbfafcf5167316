// SPDX-License-Identifier: GPL-2.0-or-later
/* The object goes to code that is not followed inside a local structure. */
#include "mini/gup.h"

struct buffer {
	struct page *pages[8];
};
struct export_info {
	void *priv;
	int size;
};
void *export_buffer(struct export_info *info);
void export_put(void *exported);

static void *export(struct buffer *b)
{
	struct export_info info = { .size = 8 };

	info.priv = b;
	return export_buffer(&info);
}

int create(unsigned long uaddr)
{
	struct buffer *b = kzalloc(sizeof(*b), GFP_KERNEL);
	void *exported;
	int got;

	if (!b)
		return -ENOMEM;
	got = pin_user_pages_fast(uaddr, 8, FOLL_LONGTERM, b->pages);
	if (got != 8) {
		if (got > 0)
			unpin_user_pages(b->pages, got);
		kfree(b);
		return -EFAULT;
	}
	exported = export(b);
	if (hw_wait()) {
		export_put(exported);
		return -EIO;
	}
	return 0;
}
