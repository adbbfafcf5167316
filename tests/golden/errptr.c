/* IS_ERR() and friends, likely(), WARN_ON() as an expression. */
#include "errptr.h"
#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)
#define WARN_ON(condition) ({ int __ret_warn_on = !!(condition); \
	if (unlikely(__ret_warn_on)) \
		asm volatile("ud2" : : "i"(__LINE__)); \
	unlikely(__ret_warn_on); })
#define WARN_ON_ONCE(condition) ({ int __ret_do_once = !!(condition); \
	if (({ static _Bool __warned; _Bool __once = __ret_do_once && !__warned; \
	       if (__once) __warned = 1; unlikely(__once); })) \
		WARN_ON(1); \
	unlikely(__ret_do_once); })
struct page;
struct page *get(int n);
void use(struct page *p);

int pointers(int n)
{
	struct page *p = get(n);

	if (IS_ERR(p))
		return PTR_ERR(p);
	if (unlikely(!p))
		return -12;
	use(p);
	return 0;
}

struct page *back(int n)
{
	return likely(n) ? get(n) : ERR_PTR(-22);
}

int warns(int n, struct page *p)
{
	if (WARN_ON(n < 0))
		return 1;
	if (WARN_ON_ONCE(!p) && n)
		return 2;
	WARN_ON(n == 7);
	return 0;
}
