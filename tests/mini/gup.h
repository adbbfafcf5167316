/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The least of a kernel that the examples of the rules need: names and parameter names are the
 * kernel's, because that is what the API table goes by; everything else is our own miniature.
 */
#ifndef MINI_GUP_H
#define MINI_GUP_H

typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef long long s64;
typedef long ssize_t;
typedef unsigned long size_t;
typedef unsigned int gfp_t;
typedef long long loff_t;
typedef u64 dma_addr_t;
typedef _Bool bool;
#define true 1
#define false 0
#define NULL ((void *)0)

#define __user
#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)
#define __noreturn __attribute__((__noreturn__))
#define __cleanup(func) __attribute__((__cleanup__(func)))
#define min(a, b) ((a) < (b) ? (a) : (b))
#define min_t(type, a, b) min((type)(a), (type)(b))
#define DIV_ROUND_UP(n, d) (((n) + (d) - 1) / (d))
#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

#define PAGE_SHIFT 12
#define PAGE_SIZE (1UL << PAGE_SHIFT)
#define PAGE_MASK (~(PAGE_SIZE - 1))
#define offset_in_page(p) ((unsigned long)(p) & ~PAGE_MASK)

#define EPERM 1
#define EIO 5
#define EAGAIN 11
#define ENOMEM 12
#define EFAULT 14
#define EBUSY 16
#define EINVAL 22
#define ENOSPC 28
#define MAX_ERRNO 4095

enum {
	FOLL_WRITE = 1 << 0,
	FOLL_GET = 1 << 1,
	FOLL_DUMP = 1 << 2,
	FOLL_FORCE = 1 << 3,
	FOLL_NOWAIT = 1 << 4,
	FOLL_NOFAULT = 1 << 5,
	FOLL_HWPOISON = 1 << 6,
	FOLL_ANON = 1 << 7,
	FOLL_LONGTERM = 1 << 8,
	FOLL_SPLIT_PMD = 1 << 9,
	FOLL_PCI_P2PDMA = 1 << 10,
	FOLL_INTERRUPTIBLE = 1 << 11,
	FOLL_TOUCH = 1 << 16,
	FOLL_TRIED = 1 << 17,
	FOLL_REMOTE = 1 << 18,
	FOLL_PIN = 1 << 19,
	FOLL_FAST_ONLY = 1 << 20,
	FOLL_UNLOCKABLE = 1 << 21,
};

#define GFP_KERNEL 0xcc0u
#define READ 0
#define WRITE 1

struct folio;
struct page {
	unsigned long flags;
	void *mapping;
};
struct mm_struct {
	u64 pinned_vm;
};
struct vm_area_struct {
	unsigned long vm_start, vm_end;
};
struct file;
struct device;
struct iov_iter;
struct bio;
struct mutex {
	int owner;
};
struct scatterlist {
	unsigned long page_link;
	unsigned int offset, length;
	dma_addr_t dma_address;
};
struct sg_table {
	struct scatterlist *sgl;
	unsigned int nents, orig_nents;
};
struct task {
	struct mm_struct *mm;
};
extern struct task *current;

/* Errors in pointers */
static inline void *ERR_PTR(long error)
{
	return (void *)error;
}
static inline long PTR_ERR(const void *ptr)
{
	return (long)ptr;
}
static inline bool IS_ERR(const void *ptr)
{
	return (unsigned long)ptr >= (unsigned long)-MAX_ERRNO;
}
static inline bool IS_ERR_OR_NULL(const void *ptr)
{
	return !ptr || (unsigned long)ptr >= (unsigned long)-MAX_ERRNO;
}
static inline int PTR_ERR_OR_ZERO(const void *ptr)
{
	return IS_ERR(ptr) ? (int)PTR_ERR(ptr) : 0;
}

/* Acquires */
long get_user_pages(unsigned long start, unsigned long nr_pages, unsigned int gup_flags,
		    struct page **pages);
int get_user_pages_fast(unsigned long start, int nr_pages, unsigned int gup_flags,
			struct page **pages);
int get_user_pages_fast_only(unsigned long start, int nr_pages, unsigned int gup_flags,
			     struct page **pages);
bool get_user_page_fast_only(unsigned long addr, unsigned int gup_flags, struct page **pagep);
long get_user_pages_remote(struct mm_struct *mm, unsigned long start, unsigned long nr_pages,
			   unsigned int gup_flags, struct page **pages, int *locked);
long get_user_pages_unlocked(unsigned long start, unsigned long nr_pages, struct page **pages,
			     unsigned int gup_flags);
struct page *get_user_page_vma_remote(struct mm_struct *mm, unsigned long addr, int gup_flags,
				      struct vm_area_struct **vmap);
struct page *get_dump_page(unsigned long addr);
ssize_t iov_iter_get_pages2(struct iov_iter *i, struct page **pages, size_t maxsize,
			    unsigned maxpages, size_t *start);
ssize_t iov_iter_get_pages_alloc2(struct iov_iter *i, struct page ***pages, size_t maxsize,
				  size_t *start);
long pin_user_pages(unsigned long start, unsigned long nr_pages, unsigned int gup_flags,
		    struct page **pages);
int pin_user_pages_fast(unsigned long start, int nr_pages, unsigned int gup_flags,
			struct page **pages);
long pin_user_pages_remote(struct mm_struct *mm, unsigned long start, unsigned long nr_pages,
			   unsigned int gup_flags, struct page **pages, int *locked);
long pin_user_pages_unlocked(unsigned long start, unsigned long nr_pages, struct page **pages,
			     unsigned int gup_flags);
long memfd_pin_folios(struct file *memfd, loff_t start, loff_t end, struct folio **folios,
		      unsigned int max_folios, u64 *offset);
ssize_t iov_iter_extract_pages(struct iov_iter *i, struct page ***pages, size_t maxsize,
			       unsigned int maxpages, unsigned int extraction_flags,
			       size_t *offset0);
bool iov_iter_extract_will_pin(const struct iov_iter *iter);

/* More references, releases, dirt */
void get_page(struct page *page);
void folio_get(struct folio *folio);
void put_page(struct page *page);
void folio_put(struct folio *folio);
void release_pages(struct page **pages, int nr);
void unpin_user_page(struct page *page);
void unpin_user_pages(struct page **pages, unsigned long npages);
void unpin_user_pages_dirty_lock(struct page **pages, unsigned long npages, bool make_dirty);
void unpin_user_page_range_dirty_lock(struct page *page, unsigned long npages, bool make_dirty);
void unpin_user_folio(struct folio *folio, unsigned long npages);
void unpin_folio(struct folio *folio);
void unpin_folios(struct folio **folios, unsigned long nfolios);
void set_page_dirty(struct page *page);
int set_page_dirty_lock(struct page *page);
struct folio *page_folio(struct page *page);

/* What is done with pages */
void *kmap_local_page(struct page *page);
void kunmap_local(const void *addr);
void *vmap(struct page **pages, unsigned int count, unsigned long flags, int prot);
void *page_address(const struct page *page);
extern struct page *vmemmap;
#define page_to_pfn(page) ((unsigned long)((page) - vmemmap))
#define pfn_to_page(pfn) (vmemmap + (pfn))
int page_to_nid(const struct page *page);
void sg_init_table(struct scatterlist *sgl, unsigned int nents);
void sg_set_page(struct scatterlist *sg, struct page *page, unsigned int len, unsigned int offset);
int sg_alloc_table_from_pages(struct sg_table *sgt, struct page **pages, unsigned int n_pages,
			      unsigned int offset, unsigned long size, gfp_t gfp_mask);
void sg_free_table(struct sg_table *table);
int bio_add_page(struct bio *bio, struct page *page, unsigned int len, unsigned int off);
dma_addr_t dma_map_page_attrs(struct device *dev, struct page *page, size_t offset, size_t size,
			      int dir, unsigned long attrs);
#define dma_map_page(d, p, o, s, r) dma_map_page_attrs(d, p, o, s, r, 0)
int dma_mapping_error(struct device *dev, dma_addr_t dma_addr);
void *memcpy(void *to, const void *from, size_t n);

/* Who writes the data, whose lock is held, what runs where */
enum dma_data_direction { DMA_BIDIRECTIONAL, DMA_TO_DEVICE, DMA_FROM_DEVICE, DMA_NONE };
int dma_map_sgtable(struct device *dev, struct sg_table *sgt, enum dma_data_direction dir,
		    unsigned long attrs);
void dma_unmap_sgtable(struct device *dev, struct sg_table *sgt, enum dma_data_direction dir,
		       unsigned long attrs);
void dma_unmap_page_attrs(struct device *dev, dma_addr_t addr, size_t size,
			  enum dma_data_direction dir, unsigned long attrs);
#define dma_unmap_page(d, a, s, r) dma_unmap_page_attrs(d, a, s, r, 0)
struct page *sg_page(struct scatterlist *sg);
struct scatterlist *sg_next(struct scatterlist *sg);
#define for_each_sgtable_sg(sgt, sg, i) \
	for ((i) = 0, (sg) = (sgt)->sgl; (i) < (sgt)->orig_nents; (i)++, (sg) = sg_next(sg))
unsigned long copy_from_user(void *to, const void __user *from, unsigned long n);
unsigned long copy_to_user(void __user *to, const void *from, unsigned long n);
void *memset(void *s, int c, size_t n);
void lock_page(struct page *page);
void unlock_page(struct page *page);
bool trylock_page(struct page *page);
typedef struct spinlock {
	int raw;
} spinlock_t;
void spin_lock(spinlock_t *lock);
void spin_unlock(spinlock_t *lock);
bool spin_trylock(spinlock_t *lock);
void _raw_spin_lock_irq(spinlock_t *lock);
void _raw_spin_unlock_irq(spinlock_t *lock);
#define spin_lock_irq(lock) _raw_spin_lock_irq(lock)
#define spin_unlock_irq(lock) _raw_spin_unlock_irq(lock)
void rcu_read_lock(void);
void rcu_read_unlock(void);
typedef int irqreturn_t;
#define IRQ_HANDLED 1
int request_irq(unsigned int irq, irqreturn_t (*handler)(int, void *), unsigned long flags,
		const char *name, void *dev);
struct timer_list {
	void (*function)(struct timer_list *t);
};
struct work_struct {
	void (*func)(struct work_struct *work);
};
bool schedule_work(struct work_struct *work);

/* Memory */
void *kmalloc(size_t size, gfp_t flags);
void *kzalloc(size_t size, gfp_t flags);
void *kmalloc_array(size_t n, size_t size, gfp_t flags);
void *kcalloc(size_t n, size_t size, gfp_t flags);
void *kvmalloc_array(size_t n, size_t size, gfp_t flags);
void *kvcalloc(size_t n, size_t size, gfp_t flags);
void kfree(const void *objp);
void kvfree(const void *addr);
static inline void __free_kvfree(void *p)
{
	void *addr = *(void **)p;

	if (addr)
		kvfree(addr);
}
#define __free(name) __cleanup(__free_##name)

/* Locks, messages, faults */
void mmap_read_lock(struct mm_struct *mm);
void mmap_read_unlock(struct mm_struct *mm);
void mutex_lock(struct mutex *lock);
void mutex_unlock(struct mutex *lock);
void dev_err(const struct device *dev, const char *fmt, ...);
int signal_pending(struct task *p);
void cond_resched(void);
void __noreturn panic(const char *fmt, ...);
#define WARN_ON(cond)                         \
	({                                    \
		int __ret_warn_on = !!(cond); \
		if (unlikely(__ret_warn_on))  \
			dev_err(NULL, #cond); \
		unlikely(__ret_warn_on);      \
	})
#define BUG_ON(cond)                  \
	do {                          \
		if (unlikely(cond))   \
			panic(#cond); \
	} while (0)

/* The device of the examples */
int hw_start(dma_addr_t addr, size_t len);
int hw_submit(struct page **pages, unsigned long nr);
int hw_wait(void);
bool hw_ready(void);

#endif
