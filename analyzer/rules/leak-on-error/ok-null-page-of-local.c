// SPDX-License-Identifier: GPL-2.0-or-later
/* A local object that a helper fills and another empties, if there is something in it. */
#include "mini/gup.h"
struct hmap {
	struct page *page;
	void *hva;
};
static int k_map(unsigned long ua, struct hmap *m)
{
	int rc = pin_user_pages_fast(ua, 1, 0, &m->page);

	if (rc != 1)
		return rc < 0 ? rc : -EFAULT;
	m->hva = kmap_local_page(m->page);
	if (!m->hva) {
		unpin_user_page(m->page);
		return -EFAULT;
	}
	return 0;
}
static void k_unmap(struct hmap *m)
{
	if (!m || !m->hva)
		return;
	kunmap_local(m->hva);
	unpin_user_page(m->page);
	m->hva = NULL;
	m->page = NULL;
}
int k_read(unsigned long ua)
{
	struct hmap m = { 0 };

	if (k_map(ua, &m))
		return -EFAULT;

	k_unmap(&m);
	return 0;
}
