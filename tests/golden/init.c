/* Initialiser lists and compound literals. */
struct in {
	int p, q;
};
struct out {
	int a;
	union {
		int b;
		struct {
			int c, d;
		};
	};
	struct in in;
	int arr[4];
	struct in many[2];
	int :3;
	int last;
};
int use(struct in *in);
int by_value(struct in in);
struct in make(void);

void lists(int n)
{
	struct in full = { n, 2 };
	struct in part = { .q = n };
	struct in zero = {};
	struct out nested = { .a = 1, .in = { 2, 3 }, .in.q = 4, .arr = { 5, [2] = 6 } };
	struct out ranged = { .arr = { [0 ... 2] = n }, .many[1].p = 7, };
	struct out elided = { 1, { 2 }, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 };
	struct out anonymous = { .d = 1, .last = 2 };
	int scalar = { n };
	int grid[2][2] = { { 1, 2 }, { 3 } };
	char text[] = "text";
	char *texts[] = { "one", "two" };

	use(&full);
	(void)part, (void)zero, (void)nested, (void)ranged, (void)elided, (void)anonymous;
	(void)scalar, (void)grid, (void)text, (void)texts;
}

int literals(struct in *in, int n)
{
	struct in copy = *in, made = make();

	*in = (struct in){ .p = n };
	use(&(struct in){ 1, 2 });
	by_value((struct in){ .q = n });
	use((struct in[]){ { 1, 2 }, { 3, 4 } });
	return copy.p + made.q + make().p + ((struct in){ n, n }).q;
}
