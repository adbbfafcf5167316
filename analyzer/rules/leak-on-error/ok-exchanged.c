// SPDX-License-Identifier: GPL-2.0-or-later
/* Assembly puts the page in place of another one. */
#include "mini/gup.h"
struct x4 {
	struct page *slot[4];
};
#define xchg(ptr, v)                                         \
	({                                                   \
		__typeof__(*(ptr)) __ret = (v);              \
		__asm__ volatile("xchgq %q0, %1\n"           \
				 : "+r"(__ret), "+m"(*(ptr)) \
				 :                           \
				 : "memory", "cc");          \
		__ret;                                       \
	})
int x4_set(struct x4 *x, unsigned int i, unsigned long a)
{
	struct page *p, *old;

	if (pin_user_pages_fast(a, 1, FOLL_LONGTERM, &p) != 1)
		return -EFAULT;
	old = xchg(&x->slot[i], p);
	if (old)
		unpin_user_page(old);
	return 0;
}
