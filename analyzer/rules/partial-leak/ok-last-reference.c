// SPDX-License-Identifier: GPL-2.0-or-later
/* The only reference to a new object is given up. */
#include "mini/gup.h"
typedef struct {
	int n;
} refcount_t;
void refcount_set(refcount_t *r, int n);
void refcount_inc(refcount_t *r);
bool refcount_dec_and_test(refcount_t *r);
struct v {
	refcount_t r;
	int n;
	struct page *pg[16];
};
struct e {
	struct v *v;
};
static void v_put(struct v *v)
{
	if (v && refcount_dec_and_test(&v->r)) {
		unpin_user_pages_dirty_lock(v->pg, v->n, true);
		kvfree(v);
	}
}
int bind(struct e *x, struct e *y, unsigned long a, int n)
{
	struct v *v = kzalloc(sizeof(*v), GFP_KERNEL);
	int rc;

	if (!v)
		return -ENOMEM;
	refcount_set(&v->r, 1);
	rc = pin_user_pages_fast(a, n, FOLL_WRITE | FOLL_LONGTERM, v->pg);
	if (rc < 0) {
		kvfree(v);
		return rc;
	}
	v->n = rc;
	if (rc < n) {
		v_put(v);
		return -EFAULT;
	}
	x->v = v;
	return 0;
}
