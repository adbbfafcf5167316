/* Frame numbers: what the macros of the memory model spell is a view of the page. */
typedef unsigned long u64;
struct page {
	unsigned long flags;
};
extern unsigned long vmemmap_base;
#define vmemmap ((struct page *)vmemmap_base)
#define __pfn_to_page(pfn) (vmemmap + (pfn))
#define __page_to_pfn(page) (unsigned long)((page) - vmemmap)
#define page_to_pfn __page_to_pfn
#define pfn_to_page __pfn_to_page
#define page_to_phys(page) ((u64)page_to_pfn(page) << 12)
#define nth_page(page, n) pfn_to_page(page_to_pfn((page)) + (n))
#define distance(a, b) ((a) - (b))
void put_page(struct page *page);

u64 there_and_back(struct page *p, struct page *q, u64 *to)
{
	*to = page_to_pfn(p);
	put_page(pfn_to_page(*to));
	put_page(nth_page(p, 3));
	put_page(pfn_to_page(page_to_phys(p) >> 12));
	return page_to_phys(p);
}

long ordinary(struct page *p, struct page *q)
{
	return (p - q) + distance(p, q);
}
