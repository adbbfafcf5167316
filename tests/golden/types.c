/* typeof, __auto_type, variables of the same name, static and global ones. */
typedef int (*handler)(int value);
static int counter;
extern long total;
int use(int n);

int deduce(int a, char *p)
{
	typeof(a) b = a;
	__auto_type c = p;
	typeof(({ use(1); p; })) d = c;

	return b + *d;
}

int shadows(int a)
{
	int n = 1;

	for (int n = 0; n < a; n++) {
		int n = 2;

		use(n);
	}
	{
		char n = 3;

		use(n);
	}
	return n;
}

int globals(handler h)
{
	static int calls = 4;
	extern int elsewhere;
	int array[3];

	calls++;
	counter = calls;
	total += counter;
	elsewhere = 1;
	array[1] = elsewhere;
	return h(array[1]);
}
