/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the miniature drivers need beyond the miniature mm.h. */
#ifndef MINI_KERNEL_H
#define MINI_KERNEL_H

#include <linux/mm.h>

struct list_head {
	struct list_head *next, *prev;
};
#define container_of(ptr, type, member) ((type *)((char *)(ptr) - __builtin_offsetof(type, member)))
#define list_entry(ptr, type, member) container_of(ptr, type, member)
#define list_for_each_entry_safe(pos, n, head, member)               \
	for (pos = list_entry((head)->next, typeof(*pos), member),   \
	    n = list_entry(pos->member.next, typeof(*pos), member);  \
	     &pos->member != (head);                                 \
	     pos = n, n = list_entry(n->member.next, typeof(*n), member))
void list_add_tail(struct list_head *new, struct list_head *head);
void list_del(struct list_head *entry);

#define fallthrough __attribute__((__fallthrough__))
void *vzalloc(unsigned long size);
void vfree(const void *addr);
bool PageReserved(const struct page *page);
bool PageDirty(const struct page *page);
void SetPageDirty(struct page *page);
void mark_page_accessed(struct page *page);
void flush_dcache_page(struct page *page);
#define sg_dma_len(sg) ((sg)->length)
#define for_each_sg(sglist, sg, nr, i) for (i = 0, sg = (sglist); i < (nr); i++, sg = sg_next(sg))
struct sg_page_iter {
	struct scatterlist *sg;
	unsigned int pgoffset;
};
bool __sg_page_iter_next(struct sg_page_iter *piter);
void __sg_page_iter_start(struct sg_page_iter *piter, struct scatterlist *sglist, unsigned int nents, unsigned long pgoffset);
struct page *sg_page_iter_page(struct sg_page_iter *piter);
#define for_each_sg_page(sglist, piter, nents, pgoffset) \
	for (__sg_page_iter_start((piter), (sglist), (nents), (pgoffset)); __sg_page_iter_next(piter);)
#define for_each_sgtable_page(sgt, piter, pgoffset) for_each_sg_page((sgt)->sgl, piter, (sgt)->orig_nents, pgoffset)
int dma_map_sg_attrs(struct device *dev, struct scatterlist *sg, int nents, enum dma_data_direction dir, unsigned long attrs);
void dma_unmap_sg_attrs(struct device *dev, struct scatterlist *sg, int nents, enum dma_data_direction dir, unsigned long attrs);
#define dma_map_sg(d, s, n, r) dma_map_sg_attrs(d, s, n, r, 0)
#define dma_unmap_sg(d, s, n, r) dma_unmap_sg_attrs(d, s, n, r, 0)
#define min3(x, y, z) min(min(x, y), z)

struct inode;
struct file {
	void *private_data;
};
struct file_operations {
	ssize_t (*read)(struct file *file, char *buf, size_t count, loff_t *pos);
	ssize_t (*write)(struct file *file, const char *buf, size_t count, loff_t *pos);
	long (*unlocked_ioctl)(struct file *file, unsigned int cmd, unsigned long arg);
	int (*release)(struct inode *inode, struct file *file);
};
void register_fops(const struct file_operations *fops);

#endif
