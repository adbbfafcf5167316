// SPDX-License-Identifier: GPL-2.0-or-later
/* What sparse has no type for, though it is clear what is meant: by 14-lowered.sh. */
#define __rcu __attribute__((noderef, address_space(__rcu)))

struct object {
	int n;
};
struct holder {
	union {
		struct {
			int first, second;
		};
		long both;
	};
	struct object __rcu *obj;
	struct object *plain;
};
extern struct holder holder;

/* the shape of rcu_dereference() */
#define check(p) ((void)(((typeof(*p) __rcu *)p) == p))
#define deref(p)                                     \
	({                                           \
		typeof(*p) *tmp = (typeof(*p) *)(p); \
		check(p);                            \
		tmp;                                 \
	})

static int compared(struct holder *h)
{
	struct object *o = deref(h->plain);

	return o->n;
}

/* behind an operand that sparse refuses it reads nothing */
static int refused(struct holder *h, int flag)
{
	if (!flag || h->obj != h->plain || h->plain->n > 2 || (h->plain == h->obj && h->second))
		return 1;
	return (h->obj == h->plain ? h->first : 0) + !(h->obj == h->plain);
}

/* sparse shares what does not depend on parameters with the copy that it makes for a call */
static inline int shared(int x)
{
	return holder.plain->n + holder.second + x;
}

int entry(struct holder *h);
int entry(struct holder *h)
{
	return compared(h) + refused(h, 1) + shared(3);
}
