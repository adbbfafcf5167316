/* Control ends: BUG(), noreturn functions, unreachable. */
void __attribute__((noreturn)) panic(const char *fmt, ...);
#define unreachable() __builtin_unreachable()
#define BUG() do { asm volatile("ud2"); unreachable(); } while (0)
#define BUG_ON(c) do { if (__builtin_expect(!!(c), 0)) BUG(); } while (0)
int use(int n);

int stops(int n)
{
	BUG_ON(n < 0);
	if (n == 1)
		panic("no %d", n);
	if (n == 2)
		__builtin_trap();
	switch (n) {
	case 3:
		return 1;
	default:
		BUG();
	}
	return use(n);
}
