// SPDX-License-Identifier: GPL-2.0-or-later
/* Device assignment: only the frame number is kept, and the page is found again from it. */
#include "kernel.h"

struct container {
	struct device *dev;
	struct mm_struct *mm;
	unsigned long *pfns;
	int npage;
};

int container_pin(struct container *c, unsigned long vaddr, int npage, int prot);
void container_unpin(struct container *c, int prot);
int iommu_map(struct device *dev, unsigned long iova, dma_addr_t phys, size_t size, int prot);

static int vaddr_get_pfn(struct mm_struct *mm, unsigned long vaddr, int prot, unsigned long *pfn)
{
	struct page *page[1];
	unsigned int flags = 0;
	int ret;

	if (prot & 2)
		flags |= FOLL_WRITE;

	mmap_read_lock(mm);
	ret = get_user_pages_remote(mm, vaddr, 1, flags | FOLL_LONGTERM, page, NULL);
	if (ret == 1) {
		*pfn = page_to_pfn(page[0]);
		ret = 0;
	}
	mmap_read_unlock(mm);
	return ret;
}

static int put_pfn(unsigned long pfn, int prot)
{
	struct page *page = pfn_to_page(pfn);

	if (prot & 2)
		SetPageDirty(page);
	put_page(page);
	return 1;
}

int container_pin(struct container *c, unsigned long vaddr, int npage, int prot)
{
	int i, ret;

	for (i = 0; i < npage; i++) {
		ret = vaddr_get_pfn(c->mm, vaddr + i * PAGE_SIZE, prot, &c->pfns[i]);
		if (ret)
			goto unwind;
		iommu_map(c->dev, vaddr + i * PAGE_SIZE, c->pfns[i] << PAGE_SHIFT, PAGE_SIZE, prot);
	}
	c->npage = npage;
	return 0;
unwind:
	while (i--)
		put_pfn(c->pfns[i], prot);
	return ret;
}

void container_unpin(struct container *c, int prot)
{
	int i;

	for (i = 0; i < c->npage; i++)
		put_pfn(c->pfns[i], prot);
}
