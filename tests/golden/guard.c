/* The shapes of guard(), scoped_guard(), no_free_ptr() and return_ptr(). */
struct lock {
	int held;
};
typedef struct lock *class_lock_t;
static inline void class_lock_destructor(class_lock_t *l)
{
	if (*l)
		(*l)->held = 0;
}
class_lock_t class_lock_constructor(struct lock *l);
#define CLASS(name, var) \
	class_##name##_t var __attribute__((cleanup(class_##name##_destructor))) = \
		class_##name##_constructor
#define guard(name) CLASS(name, guard_var)
#define scoped_guard(name, args...) \
	for (CLASS(name, scope)(args), *done = (void *)0; !done; done = (void *)1)
void put(void **p);
#define no_free_ptr(p) ({ __auto_type __ptr = (p); (p) = (void *)0; __ptr; })
int use(int n);
void *get(void);

int guarded(struct lock *l, int n)
{
	guard(lock)(l);
	if (n)
		return 1;
	return use(n);
}

int scoped(struct lock *l, int n)
{
	scoped_guard(lock, l) {
		if (n == 1)
			break;
		if (n == 2)
			return 2;
		if (n == 3)
			continue;
		use(n);
	}
	return 0;
}

void *keep(int n)
{
	void *p __attribute__((cleanup(put))) = get();

	if (n)
		return (void *)0;
	return no_free_ptr(p);
}
