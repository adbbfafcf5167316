// SPDX-License-Identifier: GPL-2.0-or-later
/* The pages stay in a field of the caller's object, but nobody will find them there. */
#include "mini/gup.h"

struct ctx {
	struct page *pages[4];
	bool valid;
};

int ctx_fill(struct ctx *ctx, unsigned long uaddr)
{
	int n = pin_user_pages_fast(uaddr, 4, FOLL_WRITE, ctx->pages);

	if (n != 4)
		return -EFAULT; /* known-fn: partial-leak */
	ctx->valid = true;
	return 0;
}
