/* A loop that a macro spells: its parts are told apart where the macro is defined. */
#define from(p, end) for (; p < end; p++)
#define by_hand(p, end) for (p = 0; p < end;)
#define stepwise(p, step) for (p = 0;; step)
#define bounded(init, p, end) \
	for (init; /* a comment; with a semicolon */ \
	     p < (end);)

int more(int n);

void loops(int n, int end)
{
	from(n, end)
		more(n);
	by_hand(n, end)
		n = more(n);
	stepwise(n, n += 2)
		if (more(n))
			break;
	bounded(n = 5, n, ";;"[0])
		n = more(n);
}

void empty_argument(int n)
{
	bounded(, n, 9)
		n = more(n);
}
