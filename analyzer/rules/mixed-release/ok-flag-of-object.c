// SPDX-License-Identifier: GPL-2.0-or-later
/* A flag of the object says how its pages were taken. */
#include "mini/gup.h"
#define F_USER 1
struct d4 {
	u32 flags;
	struct page **pages;
	size_t n;
};
struct page *virt_to_page(void *);
static void rel(struct d4 *s)
{
	size_t i;

	if (s->flags)
		unpin_user_pages(s->pages, s->n);
	else {
		for (i = 0; i < s->n; i++)

			put_page(s->pages[i]);
	}
	kfree(s->pages);
}
int new(struct d4 *s, unsigned long a, size_t n, bool user)
{
	long rc;
	size_t i;

	s->flags = user ? F_USER : 0;
	s->pages = kcalloc(n, sizeof(*s->pages), GFP_KERNEL);
	if (!s->pages)
		return -ENOMEM;
	if (user) {
		rc = pin_user_pages_fast(a, n, FOLL_LONGTERM, s->pages);
	} else {
		for (i = 0; i < n; i++) {
			s->pages[i] = virt_to_page((void *)(a + i * PAGE_SIZE));
			get_page(s->pages[i]);
		}
		rc = n;
	}
	s->n = rc > 0 ? rc : 0;
	if (rc != n) {
		rel(s);
		return -EFAULT;
	}
	return 0;
}
void freeit(struct d4 *s)
{
	rel(s);
}
