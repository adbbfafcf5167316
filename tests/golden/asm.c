/* Inline assembly: values escape, outputs change, asm goto may jump. */
struct box {
	int in, out;
};
int use(int n);
#define JUMP(x, label) asm goto("test %0" : : "r"(x) : "memory" : label)

int operands(int a, struct box *b, void *p)
{
	int r;

	asm volatile("" : : : "memory");
	asm volatile("op %0,%1" : "=r"(r) : "r"(a), "i"(4));
	asm("op %0" : "+m"(b->out) : "r"(p), "r"(b->in));
	return r;
}

int jumps(int a)
{
	asm goto("a" : : : : out, fail);
	use(1);
	JUMP(a, fail);
	use(2);
out:
	return 0;
fail:
	return -1;
}
