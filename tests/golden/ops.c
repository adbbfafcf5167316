/* Functions that static initialisers bind to fields. */
struct ops {
	int (*open)(void);
	void (*release)(void *p);
	struct {
		void (*deep)(void);
	} sub;
	void (*list[2])(void);
};
struct driver {
	const char *name;
	const struct ops *ops;
	struct ops own;
};
typedef struct {
	void (*fn)(void);
} entry_t;
static int my_open(void) { return 0; }
static void my_release(void *p) { }
static void a(void) { }
static void b(void) { }

static const struct ops direct = {
	.open = my_open,
	.release = &my_release,
	.sub = { .deep = a },
	.list = { a, b },
};
static struct driver nested = {
	.name = "x",
	.ops = &(const struct ops){ .open = my_open },
	.own.release = my_release,
	.own = { .sub.deep = b },
};
static const struct ops table[] = { { my_open, my_release }, [2] = { .open = (void *)my_open } };
static entry_t entries[] = { { a }, { b } };
struct driver positional = { "y", &direct, { my_open, my_release, { a } } };

void assign(struct ops *o)
{
	static struct ops inside = { .open = my_open };
	struct ops local = { .release = my_release };

	o->open = my_open;
	*o = inside;
	*o = local;
	(void)nested, (void)table, (void)entries;
}
