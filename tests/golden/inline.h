/* Functions of a header of the driver's own: lowered if the unit calls them. */
struct page;
struct object {
	int n;
	struct page *pages[4];
};

static inline struct object *to_object(int *n)
{
	return (struct object *)n;
}

static inline struct page *object_page(int *n, int i)
{
	return to_object(n)->pages[i];
}

static inline int nobody_calls_this(struct object *o)
{
	return o->n;
}
