/* Values of the flags that the analysis asks for. */
#define FOLL_WRITE 0x01 /* check pte is writable */
#define FOLL_TOUCH (1 << 1)
enum {
	FOLL_LONGTERM = 1 << 8,
	FOLL_PIN,
};
struct page;
long get_user_pages(unsigned long start, unsigned long nr_pages, unsigned int gup_flags,
		    struct page **pages);

long variants(unsigned long a, struct page **p, int write, int rw)
{
	unsigned int flags = FOLL_TOUCH;

	if (write)
		flags |= FOLL_WRITE;
	get_user_pages(a, 1, flags, p);
	get_user_pages(a, 1, FOLL_LONGTERM | (write ? FOLL_WRITE : 0), p);
	get_user_pages(a, 1, rw == 0, p);
	return get_user_pages(a, 1, FOLL_WRITE | FOLL_LONGTERM, ((void *)0));
}
