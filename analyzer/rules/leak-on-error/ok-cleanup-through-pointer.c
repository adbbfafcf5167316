// SPDX-License-Identifier: GPL-2.0-or-later
/* The destructor of a pointer to a local object drops the pages in it. */
#include "mini/gup.h"
struct pinvec {
	struct page **v;
	long n;
};
static void pinvec_drop(struct pinvec *p)
{
	if (p->n > 0)
		unpin_user_pages_dirty_lock(p->v, p->n, true);
	kvfree(p->v);
}
static inline void __free_pinv(void *p)
{
	struct pinvec *t = *(struct pinvec **)p;

	if (t)
		pinvec_drop(t);
}
int cl_two(unsigned long ua, int nr)
{
	struct pinvec pv = { 0 }, *p __free(pinv) = &pv;

	pv.v = kvcalloc(nr, sizeof(*pv.v), GFP_KERNEL);
	if (!pv.v)
		return -ENOMEM;
	pv.n = pin_user_pages_fast(ua, nr, FOLL_WRITE, pv.v);
	if (pv.n != nr)
		return pv.n < 0 ? pv.n : -EFAULT;
	hw_wait();
	return 0;
}
