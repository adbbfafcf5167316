/* Fields: anonymous members, records without a tag, bit fields, unions. */
typedef struct {
	int counter;
} atomic_t;
struct folio {
	union {
		struct {
			unsigned long flags;
			union {
				void *mapping;
				int order;
			};
		};
		struct page *page;
	};
	struct {
		int x;
	} inner;
	unsigned int bit : 1, bits : 3;
	atomic_t count;
	union u {
		int i;
		long l;
	} u;
};
struct folio f;

int fields(struct folio *p, union u *u)
{
	p->order = p->flags;
	p->mapping = &p->page;
	p->inner.x = 1;
	p->bit = p->bits;
	p->count.counter++;
	p->u.i = u->l;
	f.order = 2;
	return f.u.i;
}
