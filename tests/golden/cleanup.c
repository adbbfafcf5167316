/* __attribute__((cleanup)): the function runs on every way out, last variable first. */
#define __free(fn) __attribute__((cleanup(__free_##fn)))
struct page;
void __free_a(struct page **p);
void __free_b(struct page **page);
struct page *get(int n);
int use(struct page *p);

int fall_out(void)
{
	{
		struct page *x __free(a) = get(1);
		struct page *y __free(b) = get(2);

		use(x);
		use(y);
	}
	return use(0);
}

int early(int n)
{
	struct page *x __free(a) = get(1);

	if (n)
		return use(x);
	struct page *y __free(b) = get(2);

	return use(y);
}

void loop(int n)
{
	while (n--) {
		struct page *x __free(a) = get(n);

		if (n == 3)
			continue;
		if (n == 4)
			break;
		if (n == 5)
			return;
		use(x);
	}
}

int jump(int n)
{
	{
		struct page *x __free(a) = get(1);
		{
			struct page *y __free(b) = get(2);

			if (n == 1)
				goto inner;
			if (n == 2)
				goto out;
			use(y);
		}
inner:
		use(x);
	}
out:
	return use(0);
}

void backward(int n)
{
again:;
	struct page *x __free(a) = get(n);

	if (use(x))
		goto again;
}

int in_expression(int n)
{
	return ({ struct page *x __free(a) = get(n); use(x); });
}

void in_switch(int n)
{
	switch (n) {
	case 1: {
		struct page *x __free(a) = get(1);

		use(x);
		break;
	}
	default:
		use(0);
	}
}
