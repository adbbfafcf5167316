/* What the compiler knows. */
struct s {
	int a;
	struct {
		char b;
		long c[4];
	};
};
#define choose(x, a, b) __builtin_choose_expr(x, a, b)
typedef struct {
	int raw;
} held_t;
#define PROP(x) _Generic(*(x), int: prop_##int(x), held_t: prop_held(x))
int prop_int(void *x);
int prop_held(void *x);
int use(long n);
long use_long(long n);
int use_int(int n);

void sizes(struct s *s, int n)
{
	int vla[n];

	use(sizeof(*s));
	use(sizeof(int[3]));
	use(__alignof__(long));
	use(__builtin_offsetof(struct s, c[2]));
	use(sizeof(vla));
	vla[0] = use(vla[1]);
}

void choices(int i, long l, const struct s *s, held_t h)
{
	use(__builtin_types_compatible_p(typeof(i), int));
	use(choose(sizeof(i) == 8, l, i));
	use(_Generic(l, int: use_int(i), long: use_long(l)));
	use(_Generic(i, long: 1, int: 2, default: 3));
	use(__builtin_constant_p(4) + __builtin_constant_p(i));
	if (__builtin_constant_p(i) && use(i))
		use(9);
	use(_Generic(s, struct s *: 1, const struct s *: 2));
	use(PROP(&i));
	use(PROP(&h));
}

const char *strings(double d)
{
	use('a');
	use(d + 1.5);
	use((long)__func__[0]);
	return "text" + 1;
}
