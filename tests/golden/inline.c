/* What the driver's own headers define and the unit calls, directly or through each other. */
#include "inline.h"
void put_page(struct page *page);

void drop(int *n)
{
	put_page(object_page(n, 0));
}
