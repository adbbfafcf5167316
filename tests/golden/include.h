struct page;
void unpin_user_page(struct page *page);
void put_page(struct page *page);

static inline int idle(int n)
{
	return n + 1;
}

static inline void drop(struct page *p)
{
	if (p)
		unpin_user_page(p);
}

static inline const char *mentions(void)
{
	return "unpin_user_page";
}
