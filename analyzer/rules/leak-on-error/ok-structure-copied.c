// SPDX-License-Identifier: GPL-2.0-or-later
/* The page goes to the caller's object with all of a local one. */
#include "mini/gup.h"
struct k8 {
	struct page *p;
	int off;
};
int get(struct k8 *out, unsigned long a)
{
	struct k8 t = { .off = 1 };

	if (pin_user_pages_fast(a, 1, FOLL_LONGTERM, &t.p) != 1)
		return -EFAULT;
	*out = t;
	return 0;
}
struct k9 {
	struct page **v;
	int n;
};
int re(struct k9 *k, unsigned long a, int n)
{
	struct k9 nk = { .n = n }, tmp;
	int rc;

	nk.v = kcalloc(n, sizeof(*nk.v), GFP_KERNEL);
	if (!nk.v)
		return -ENOMEM;
	rc = pin_user_pages_fast(a, n, FOLL_LONGTERM, nk.v);
	if (rc == n) {
		tmp = *k;
		*k = nk;
		nk = tmp;
		rc = nk.v ? nk.n : 0;
	}
	if (rc > 0)
		unpin_user_pages(nk.v, rc);
	kfree(nk.v);
	return rc < 0 ? rc : 0;
}
