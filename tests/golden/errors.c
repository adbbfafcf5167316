/* Errors mark the function that they are in, the others stay certain. */
int use(int n);

int broken(int n)
{
	n = undeclared + 3;
	if (n)
		use(n;
	return n;
}

int missing_type(struct unknown *u, int n)
{
	use(u->field);
	u->list[n].next = 0;
	return n;
}

int fine(int n)
{
	return use(n);
}
