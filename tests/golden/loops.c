/* Loops of all kinds, parts left out, break and continue. */
int more(int n);

void whole(int n)
{
	for (int i = 0; i < n; i++) {
		if (i == 3)
			continue;
		if (i == 4)
			break;
		more(i);
	}
}

void no_init(int n)
{
	for (; n > 0; n--)
		more(n);
}

void no_step(int n)
{
	for (n = 1; n < 9;)
		n = more(n);
}

void no_test(int n)
{
	for (n = 1;; n++)
		if (more(n))
			break;
}

void only_test(int n)
{
	for (; n;)
		n = more(n);
}

void only_step(int n)
{
	for (;; n++)
		if (more(n))
			return;
}

void only_init(int n)
{
	for (n = 2;;)
		if (more(n))
			return;
}

void for_ever(int n)
{
	for (;;)
		more(n);
}

void while_do(int n)
{
	while (n && more(n)) {
		if (n == 2)
			continue;
		n--;
	}
	do {
		if (n == 7)
			continue;
		if (n == 8)
			break;
	} while (more(n) < 0);
	do {
		more(n);
	} while (0);
}
