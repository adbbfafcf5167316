// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Calls in every place that an expression can stand.  A line that holds one ends in
 * `want:`, the callee and the enclosing function.  pin_user_pages(in, a, comment)
 */
#include <linux/mm.h>

/* put_page(in a comment) */
// unpin_user_page(in a comment)
static const char *const names[] = { "get_user_pages(1)", "put_page(p)" };

long get_user_pages_remote(struct mm_struct *mm, unsigned long start, unsigned long nr_pages,
			   unsigned int gup_flags, struct page **pages, int *locked);
struct page *get_dump_page(unsigned long addr);

struct holder {
	struct page *page;
	void (*put_page)(struct page *page);
	long (*pin)(unsigned long start, unsigned long nr, unsigned int flags, struct page **pages);
};

static int plain(unsigned long start, struct page **pages, int n)
{
	int ret = get_user_pages_fast(start, n, FOLL_WRITE, pages); // want: get_user_pages_fast plain

	if (ret < n)
		while (ret > 0)
			put_page(pages[--ret]); // want: put_page plain
	return ret;
}

static int nested(unsigned long start, struct page **pages, int n)
{
	long ret;

	if ((ret = pin_user_pages(start, n, 0, pages)) != n) // want: pin_user_pages nested
		goto out;
	ret = unlikely(get_user_pages(start, 1, 0, pages) != 1) ? -EFAULT : 0; // want: get_user_pages nested
	WARN_ON(pin_user_pages_fast(start, n, 0, pages) < 0); // want: pin_user_pages_fast nested
	for (n = 0; n < get_user_pages_unlocked(start, 1, pages, 0); n++) // want: get_user_pages_unlocked nested
		folio_put(page_folio(pages[n])); // want: folio_put nested
	switch (get_user_pages_fast_only(start, 1, 0, pages)) { // want: get_user_pages_fast_only nested
	case 1:
		unpin_user_page(pages[0]); // want: unpin_user_page nested
		break;
	}
	do {
		release_pages(pages, n); // want: release_pages nested
	} while (get_user_page_fast_only(start, 0, pages)); // want: get_user_page_fast_only nested
out:
	return ret < 0 ? ret : get_user_pages_remote(current->mm, start, // want: get_user_pages_remote nested
						     n, 0, pages, NULL);
}

static void loops(struct list_head *list, struct sg_table *sgt)
{
	struct holder *h, *next;
	struct sg_page_iter iter;

	list_for_each_entry_safe(h, next, list, node)
		put_page(h->page); // want: put_page loops
	for_each_sgtable_page(sgt, &iter, 0) {
		unpin_user_page(sg_page_iter_page(&iter)); // want: unpin_user_page loops
	}
}

static void guarded(struct holder *h)
{
	guard(mutex)(&h->lock);
	scoped_guard(spinlock, &h->list_lock) {
		put_page(h->page); // want: put_page guarded
	}
}

static void branches(struct page **pages, int n)
{
#ifdef CONFIG_THIS
	unpin_user_pages(pages, n); // want: unpin_user_pages branches
#else
	release_pages(pages, n); // want: release_pages branches
#endif
#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 6, 0)
	put_user_pages(pages, n); // want: put_user_pages branches
#else
	unpin_user_pages(pages, n); // want: unpin_user_pages branches
#endif
#if 0
	put_page(pages[0]);
#endif
}

static struct page *pointer(struct holder *h, struct page *page)
{
	void (*drop)(struct page *page) = put_page;

	h->put_page = put_page;
	h->pin = pin_user_pages;
	h->put_page(page);
	(*h->put_page)(page);
	drop(page);
	on_each(page, unpin_user_page);
	devm_add_action(h->dev, (void (*)(void *))put_page, page);
	return get_dump_page(0); // want: get_dump_page pointer
}

static const struct holder template = {
	.put_page = put_page,
	.pin = pin_user_pages,
};

SYSCALL_DEFINE2(example, unsigned long, start, struct page **, pages)
{
	return iov_iter_get_pages2(start, pages, 0, 0, NULL); // want: iov_iter_get_pages2 example
}

static ssize_t statement_expression(struct iov_iter *i, struct page **pages)
{
	return ({
		ssize_t n = iov_iter_extract_pages(i, &pages, 1, 1, 0, NULL); // want: iov_iter_extract_pages statement_expression
		n < 0 ? 0 : n;
	});
}
EXPORT_SYMBOL(put_page);
