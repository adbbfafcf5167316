// SPDX-License-Identifier: GPL-2.0-or-later
/* Pages that this file takes, gives to a device and drops: all of it is to be converted. */
#include <linux/mm.h>

struct ring {
	struct page **slots;
	struct page *head;
	struct sg_table sgt;
	int nr;
};

static void drop_slots(struct page **list, int nr)
{
	int i;

	for (i = 0; i < nr; i++)
		put_page(list[i]);
}

int ring_map(struct ring *ring, unsigned long addr, int nr, bool write)
{
	int ret;

	ring->slots = kvmalloc_array(nr, sizeof(*ring->slots), GFP_KERNEL);
	if (!ring->slots)
		return -ENOMEM;
	ret = get_user_pages_fast(addr, nr, write ? FOLL_WRITE : 0, ring->slots);
	if (ret < 0)
		goto free;
	if (ret < nr) {
		release_pages(ring->slots, ret);
		ret = -EFAULT;
		goto free;
	}
	ring->nr = nr;
	dma_map_page(ring->dev, ring->slots[0], 0, PAGE_SIZE, DMA_TO_DEVICE);
	return 0;
free:
	kvfree(ring->slots);
	return ret;
}

void ring_unmap(struct ring *ring)
{
	drop_slots(ring->slots, ring->nr);
	kvfree(ring->slots);
}

int ring_poke(struct mm_struct *mm, unsigned long addr)
{
	struct page *page;
	void *at;

	if (get_user_pages_remote(mm, addr, 1, FOLL_WRITE, &page, NULL) != 1)
		return -EFAULT;
	at = kmap_local_page(page);
	*(int *)at = 1;
	kunmap_local(at);
	set_page_dirty_lock(page);
	put_page(page);
	return 0;
}

int ring_list(struct ring *ring, unsigned long addr)
{
	struct page *pages[4];
	int i, n;

	n = get_user_pages_unlocked(addr, 4, pages, 0);
	if (n <= 0)
		return -EFAULT;
	sg_alloc_table_from_pages(&ring->sgt, pages, n, 0, n * PAGE_SIZE, GFP_KERNEL);
	dma_map_sgtable(ring->dev, &ring->sgt, DMA_TO_DEVICE, 0);
	return 0;
}

void ring_unlist(struct ring *ring)
{
	struct scatterlist *sg;
	int i;

	dma_unmap_sgtable(ring->dev, &ring->sgt, DMA_TO_DEVICE, 0);
	for_each_sgtable_sg(&ring->sgt, sg, i)
		put_page(sg_page(sg));
}

/* A page of the driver itself, which has nothing to do with the others. */
int ring_bounce(struct ring *ring)
{
	struct page *bounce = alloc_page(GFP_KERNEL);

	if (!bounce)
		return -ENOMEM;
	clear_highpage(bounce);
	put_page(bounce);
	return 0;
}

/* Only looked at: case 4. */
int ring_node(unsigned long addr)
{
	struct page *probe;
	int node;

	if (get_user_pages_fast(addr, 1, 0, &probe) != 1)
		return -EFAULT;
	node = page_to_nid(probe);
	put_page(probe);
	return node;
}

/* Only read by the CPU: case 0. */
int ring_peek(unsigned long addr)
{
	struct page *seen;
	void *at;
	int value;

	if (get_user_pages_fast(addr, 1, FOLL_FORCE | FOLL_NOWAIT, &seen) != 1)
		return -EFAULT;
	at = kmap_local_page(seen);
	value = *(int *)at;
	kunmap_local(at);
	put_page(seen);
	return value;
}
