// SPDX-License-Identifier: GPL-2.0-or-later
/* Functions that Coccinelle reads only with macros.h, and one that it never reads. */
BPF_CALL_2(example_pull, struct holder *, h, u32, len)
{
	put_page(h->page); // want: put_page example_pull
	return 0;
}

static int conditional(struct holder *h)
{
	scoped_cond_guard(mutex_intr, return -EINTR, &h->lock) {
		unpin_user_page(h->page); // want: unpin_user_page conditional
	}
	return 0;
}

static int broken(struct holder *h)
{
	/* put_page(h->page) */
	int ret = get_user_pages_fast(0, 1, 0, &h->page);

	NO_SUCH_SYNTAX struct { int x }{ ret } while (1) {
		put_page(h->page);
	}
	return ret;
}

static void whole(struct holder *h)
{
	folio_put(page_folio(h->page)); // want: folio_put whole
}
