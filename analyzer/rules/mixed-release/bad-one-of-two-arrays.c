// SPDX-License-Identifier: GPL-2.0-or-later
/* One function drops what lies in two fields; only one of them fits. */
#include "mini/gup.h"

struct buf {
	int nin, nout;
	struct page *in[8], *out[8];
};

int buf_fill(struct buf *b, unsigned long from, unsigned long to)
{
	b->nin = pin_user_pages_fast(from, 8, FOLL_LONGTERM, b->in);
	if (b->nin < 0)
		return -EFAULT;
	b->nout = pin_user_pages_fast(to, 8, FOLL_LONGTERM, b->out);
	if (b->nout < 0)
		b->nout = 0;
	return 0;
}

void buf_drop(struct buf *b)
{
	int i;

	for (i = 0; i < b->nin; i++)
		unpin_user_page(b->in[i]);
	for (i = 0; i < b->nout; i++)
		put_page(b->out[i]); /* expect: mixed-release */
}
