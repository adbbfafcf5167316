/* Assignments as expressions, compound ones, increments, comma. */
struct s {
	int n;
	unsigned char small;
	int *p;
};
int use(int n);

int chain(int a, int b)
{
	int c;

	c = a = b;
	if ((c = use(a)) < 0)
		return c;
	while ((b = use(b)) != 0)
		;
	return (use(1), use(2), a);
}

int compound(struct s *s, long l)
{
	s->n += 3;
	s->n <<= 2;
	s->small |= 4;
	s->n -= l;
	s->p += 2;
	s->p -= s->n;
	return s->n *= 2;
}

int steps(struct s *s, int i, int *p)
{
	int a = i++;
	int b = ++i;
	int c = s->n--;

	*p++ = a;
	*++p = b;
	p--;
	s->small++;
	return c + --s->n;
}
