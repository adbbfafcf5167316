/* Conversions between integers show as typed temporaries; pointers keep their value. */
typedef unsigned long ulong;
struct page;
void count(ulong n);
void byte(unsigned char c);
void flag(_Bool b);
void bytes(void *p);

int widen(int ret, unsigned int u, long l)
{
	count(ret);
	count(u);
	byte(l);
	flag(ret);
	l = ret;
	return l;
}

ulong constants(void)
{
	ulong n = -1;
	unsigned char c = 300;

	return n + c + ~0U + (-1UL >> 60);
}

struct page *pointers(struct page **pages, ulong addr)
{
	bytes(pages);
	bytes((void *)addr);
	count((ulong)pages);
	return (struct page *)(void *)pages[0];
}

_Bool truth(struct page *p, int n)
{
	return p || (_Bool)n;
}
