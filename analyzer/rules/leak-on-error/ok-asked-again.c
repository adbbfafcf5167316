// SPDX-License-Identifier: GPL-2.0-or-later
/* What a loop stores leads nowhere near the field that is asked for again. */
#include "mini/gup.h"
struct chnk {
	struct page **plist;
};
struct sumem {
	struct chnk *ck;
	int num_pages;
};
static void s_release(struct sumem *u)
{
	int i, num = u->num_pages;

	for (i = 0; num > 0; i++) {
		int n = min_t(int, 512, num);

		unpin_user_pages(u->ck[i].plist, n);
		kfree(u->ck[i].plist);
		num -= n;
	}
	kfree(u->ck);
	kfree(u);
}
struct sumem *s_get(u64 first, int np)
{
	struct sumem *u;
	int nch = (np + 511) / 512, i, rv = 0;

	u = kzalloc(sizeof(*u), GFP_KERNEL);
	if (!u)
		return ERR_PTR(-ENOMEM);
	u->ck = kcalloc(nch, sizeof(struct chnk), GFP_KERNEL);
	if (!u->ck) {
		rv = -ENOMEM;
		goto out;
	}
	for (i = 0; np; i++) {
		int n = min_t(int, np, 512);
		struct page **plist = kcalloc(n, sizeof(struct page *), GFP_KERNEL);

		if (!plist) {
			rv = -ENOMEM;
			goto out;
		}
		u->ck[i].plist = plist;
		while (n) {
			rv = pin_user_pages(first, n, FOLL_LONGTERM, plist);
			if (rv < 0)
				goto out;
			u->num_pages += rv;
			first += rv * PAGE_SIZE;
			plist += rv;
			n -= rv;
			np -= rv;
		}
	}
	return u;
out:
	if (u->ck)
		s_release(u);
	else
		kfree(u);
	return ERR_PTR(rv);
}
void s_put(struct sumem *u)
{
	s_release(u);
}
