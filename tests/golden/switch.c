/* switch: fallthrough, ranges, default anywhere, labels in odd places. */
#define fallthrough __attribute__((fallthrough))
enum colour { RED, GREEN = 5, BLUE };
int use(int n);

int plain(enum colour c)
{
	switch (c) {
	case RED:
		return 1;
	case GREEN:
		use(2);
		fallthrough;
	case BLUE:
		use(3);
		break;
	}
	return 0;
}

int ranges(unsigned int u, int s)
{
	switch (u) {
	case 1 ... 4:
		return 1;
	}
	switch (s) {
	default:
		use(0);
		break;
	case -3 ... -1:
	case 7:
		return 2;
	}
	return 0;
}

void inside(int n)
{
	switch (n) {
		while (n > 0) {
	case 1:
			n = use(n);
			if (n == 9)
				break;
			switch (n) {
			case 1:
				continue;
			default:
				break;
			}
		}
	}
}

int known(void)
{
	switch (sizeof(int)) {
	case 1:
		return use(1);
	case 4:
		return use(4);
	default:
		return use(0);
	}
}
