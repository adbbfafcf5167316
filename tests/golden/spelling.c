/* Constants keep the name that the source gives them; positions show what a reader sees. */
#define ONE 1
#define FLAGS (4 | 8)
#define BIT(n) (1UL << (n))
#define ALIAS FLAGS
#define CALL(x) use(x, ONE, 7)
#define TWICE(x) do { use(x, 1, 2); use(x, 3, 4); } while (0)
#define PASS(f, args...) pass(f, ##args)
void pass(const char *f, ...);
enum { MODE_A = 1 << 4, MODE_B };
int use(int a, int b, int c);

int names(int n)
{
	use(ONE, FLAGS, ALIAS);
	use(FLAGS | ONE, BIT(3), MODE_A | MODE_B);
	use(7, 3 + 4, 'x');
	use(~ONE, -MODE_B, ONE ? MODE_A : 0);
	return n & ~FLAGS;
}

void places(int n)
{
	CALL(n);
	PASS("", n, n << ONE, (FLAGS));
	CALL(use(1, 2, 3));
	TWICE(use(n,
		  5, 6));
}
