/* ?: with and without the middle. */
int use(int n);
void *get(void);

int plain(int a, int b)
{
	return a < b ? use(a) : b;
}

int elvis(int a)
{
	return use(a) ?: -5;
}

void *pointer(void *p)
{
	void *q = get() ?: p;

	return q;
}

int conditions(int a, int b, int c)
{
	if (a ? b : c)
		use(1);
	if (a ?: b)
		use(2);
	a ? use(3) : (void)0;
	return 0;
}

int known(int a, int b)
{
	return sizeof(int) == 4 ? a : b;
}

unsigned int flags(int write)
{
	return 16 | (write ? 1 : 0);
}
