/* Conditions: short circuits, negation, likely(), constants that decide. */
#define likely(x) __builtin_expect(!!(x), 1)
int yes(void);
int no(void);

int short_circuits(int a, int b, char *p)
{
	if (a && (b || !p))
		return 1;
	if (!(a < b) && likely(p))
		yes();
	else
		no();
	if (!!(a == 3) != 0)
		return 2;
	return 0;
}

int constants(int a)
{
	if (0 && yes())
		no();
	if (1 || yes())
		a++;
	if (sizeof(long) == 8 && a)
		return 1;
	return 0;
}

int values(int a, int b)
{
	int x = a && b;
	int y = !(a > b);
	int z = !!b;

	return x + y + z;
}

int signedness(int s, unsigned int u, char *p, char *q)
{
	if (s < 0)
		return 1;
	if (s < u)
		return 2;
	if (0 >= s)
		return 3;
	if (p < q)
		return 4;
	return 0;
}
