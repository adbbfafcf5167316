/* Statement expressions. */
#define max(x, y) ({ int _x = (x); int _y = (y); _x > _y ? _x : _y; })
int use(int n);

int value(int a, int b)
{
	return max(a, max(b, 3));
}

int condition(int a)
{
	if (({ int t = use(a); !t; }))
		return 1;
	while (({ a = use(a); a > 2; }))
		;
	return ({ ; 7; });
}

void no_value(int a)
{
	({ if (a) use(a); });
}

int leaves(int a)
{
	use(({ if (a) return 5; a; }));
	return 6;
}
