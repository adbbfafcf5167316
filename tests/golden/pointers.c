/* Places: pointer arithmetic, arrays of arrays, addresses. */
struct page;
struct holder {
	struct page **pages;
	struct page *fixed[16];
	struct {
		int grid[2][3];
	} g;
	int n;
};
void one(struct page *p);
void many(struct page **p);
void num(int *n);
void bytes(void *p);

void access(struct page **pages, struct holder *h, int i, unsigned long l)
{
	one(*pages);
	one(pages[0]);
	one(pages[i]);
	one(*(pages + i));
	one(i[pages]);
	many(pages + i);
	many(&pages[i + 1]);
	many(&pages[0]);
	many(&*pages);
	one(h->pages[h->n]);
	one(h->fixed[2]);
	many(h->fixed);
	many(h->fixed + 3);
	many(&h->fixed[1] + l);
	num(&h->g.grid[1][2]);
	num(h->g.grid[1]);
	num(&h->n);
	one((*h).fixed[0]);
	pages = pages - 1;
	pages += i;
	one(*--pages);
}

long generic(void *p, char *c, struct holder *h, long off)
{
	bytes(p + 4);
	bytes(c + off);
	bytes((char *)h + 8);
	bytes((void *)h + off);
	num((int *)&h->g + 2);
	num((int *)off + h->n);
	return &h->pages[4] - h->pages;
}

void twice(struct page ***ppp, struct holder *hs)
{
	one(**ppp);
	one((*ppp)[1]);
	one(hs[2].fixed[1]);
	many(&(&hs[1])->fixed[1]);
}
