/* goto, labels, computed goto. */
int use(int n);

int cascade(int n)
{
	if (use(1))
		goto out;
	if (use(2))
		goto free;
	return 0;
free:
	use(3);
out:
	use(4);
	return n;
}

void again(int n)
{
retry:
	n = use(n);
	if (n)
		goto retry;
}

void dead(int n)
{
	if (0) {
alive:
		use(n);
		return;
	}
	if (n)
		goto alive;
}

int computed(int n)
{
	static void *const table[] = { &&one, &&two };
	void *to = &&three;

	if (n < 2)
		to = table[n];
	goto *to;
one:
	return 1;
two:
	return 2;
three:
	return 3;
}

int local_label(int n)
{
	return ({
		__label__ done;
		int r = 0;

		if (n)
			goto done;
		r = use(n);
done:
		r;
	});
}
