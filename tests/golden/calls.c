/* Calls: through pointers, parameter names, results, table functions with their text. */
struct page;
struct ops {
	int (*release)(struct page **pages, int nr);
	void (*plain)(void);
};
typedef void (*callback_t)(void *data);
struct dev {
	struct ops *ops;
	struct ops own;
	callback_t done;
	callback_t table[2];
};
#define FOLL_WRITE 0x01
#define FOLL_LONGTERM 0x100
long pin_user_pages(unsigned long start, unsigned long nr_pages, unsigned int gup_flags,
		    struct page **pages);
void unpin_user_page(struct page *page);
int printk(const char *fmt, ...);
static void own(struct dev *d);
callback_t pick(int n);

static void put_page(struct page *mine)
{
	own((void *)mine);
}

int table(unsigned long a, struct page **p, int nr)
{
	long n = pin_user_pages(a & ~0xfffUL, nr, FOLL_WRITE |
				FOLL_LONGTERM /* why */, p);

	put_page(p[0]);
	unpin_user_page(p[1]);
	(unpin_user_page)(p[2]);
	return n;
}

int indirect(struct dev *d, struct page **p, int (*fn)(int first, int second), int i)
{
	d->ops->plain();
	d->own.release(p, 2);
	(*d->done)(d);
	d->table[i](d);
	pick(1)(d);
	((void (*)(int))own)(3);
	return (*fn)(1, 2) + fn(3, 4);
}

static void own(struct dev *d)
{
	printk("%d %s\n", 4, "x", d);
}
