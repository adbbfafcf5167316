// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Walks of many functions: callees before callers, circles of calls until nothing new is found, in
 * several threads where that was asked for.  What a function gets to know hangs on its callees
 * alone, so that the number of threads changes nothing.
 */
#include <stdlib.h>
#include <string.h>

#include "solve/program_impl.h"
#include "solve/summary.h"

/* The walks of a circle settle after two or three rounds, or hardly ever. */
#define MAX_ROUNDS 6

/* A circle of calls that is to be walked, with those that wait for it. */
struct task {
	struct entry *first;
	unsigned int missing; /* circles called by it that are not walked yet */
	VEC(struct task *) callers;
};

struct batch {
	struct program *p;
	VEC(struct task *) tasks; /* by number of the circle, NULL where there is nothing to do */
	VEC(struct task *) ready;
	size_t left;
	pthread_mutex_t lock;
	pthread_cond_t more;
};

/* One walk.  What the last one left is kept for those who use it still. */
static void walk(struct program *p, struct entry *e)
{
	struct summary *old = e->summary;

	if (e->solved)
		solved_release(e->solved);
	else
		e->solved = calloc(1, sizeof(*e->solved));
	if (!e->solved)
		die("out of memory");
	memset(e->solved, 0, sizeof(*e->solved));
	solve_func(p, e->f, e->solved);
	e->summary = e->solved->summary;
	if (!old)
		return;
	pthread_mutex_lock(&p->shared);
	vec_push(&p->retired, old);
	pthread_mutex_unlock(&p->shared);
}

/* Return: the walks of this round found something new */
static bool walk_round(struct program *p, struct entry *first, int round)
{
	bool more = false;

	for (struct entry *e = first; e; e = e->next) {
		uint64_t was = summary_hash(e->summary);

		/* too much to say will be so with more to know, too */
		if (e->summary->opaque)
			continue;
		walk(p, e);
		if (round)
			summary_widen(e->summary);
		more |= summary_hash(e->summary) != was;
	}
	return more;
}

static bool ends(const struct entry *first)
{
	for (const struct entry *e = first; e; e = e->next)
		if (!e->summary->opaque && !e->summary->cases.n)
			return false;
	return true;
}

/* Functions that call each other: calls among them at first never come back, then do what the last
 * round found.  Where that does not settle, they are calls of code that is not followed. */
static void walk_circle(struct program *p, struct entry *first)
{
	bool settled = false;

	for (struct entry *e = first; e; e = e->next)
		e->summary = summary_never(e->f);
	for (int round = 0; round < MAX_ROUNDS && !settled; round++)
		settled = !walk_round(p, first, round) && ends(first);
	for (struct entry *e = first; e; e = e->next)
		e->summary->opaque |= !settled;
	for (struct entry *e = first; e; e = e->next) {
		if (!e->summary->opaque)
			continue;
		walk(p, e);
		e->summary->opaque = true;
	}
}

static void walk_task(struct program *p, struct entry *first)
{
	for (struct entry *e = first; e; e = e->next)
		e->busy = true;
	if (first->recursive)
		walk_circle(p, first);
	else
		walk(p, first);
	for (struct entry *e = first; e; e = e->next) {
		e->busy = false;
		e->done = true;
	}
}

static void finish_task(struct batch *b, struct task *t)
{
	b->left--;
	for (size_t i = 0; i < t->callers.n; i++)
		if (!--t->callers.v[i]->missing)
			vec_push(&b->ready, t->callers.v[i]);
	pthread_cond_broadcast(&b->more);
}

static void *work(void *arg)
{
	struct batch *b = arg;

	pthread_mutex_lock(&b->lock);
	while (b->left) {
		struct task *t;

		if (!b->ready.n) {
			pthread_cond_wait(&b->more, &b->lock);
			continue;
		}
		t = vec_pop(&b->ready);
		pthread_mutex_unlock(&b->lock);
		walk_task(b->p, t->first);
		pthread_mutex_lock(&b->lock);
		finish_task(b, t);
	}
	pthread_mutex_unlock(&b->lock);
	return NULL;
}

static struct task *add_task(struct batch *b, struct entry *e)
{
	struct task *t = calloc(1, sizeof(*t));

	if (!t)
		die("out of memory");
	t->first = b->p->circles.v[e->circle];
	b->tasks.v[e->circle] = t;
	b->left++;
	return t;
}

/* The circles that wait for each other; their numbers go up from callees to callers. */
static void find_waits(struct batch *b, struct task *t)
{
	for (const struct entry *e = t->first; e; e = e->next)
		for (unsigned int i = 0; i < e->ncallees; i++) {
			struct task *c = b->tasks.v[e->callees[i]->circle];

			/* a circle may be called from several places: each counts */
			if (!c || c == t)
				continue;
			vec_push(&c->callers, t);
			t->missing++;
		}
}

/* All that the functions of @todo call, and is not walked yet. */
static void find_tasks(struct batch *b, const entry_vec *todo)
{
	VEC(struct task *) open = { 0 };

	for (size_t i = 0; i < b->p->circles.n; i++)
		vec_push(&b->tasks, NULL);
	for (size_t i = 0; i < todo->n; i++)
		if (!todo->v[i]->done && !b->tasks.v[todo->v[i]->circle])
			vec_push(&open, add_task(b, todo->v[i]));
	while (open.n) {
		const struct task *t = vec_pop(&open);

		for (const struct entry *e = t->first; e; e = e->next)
			for (unsigned int i = 0; i < e->ncallees; i++) {
				struct entry *g = e->callees[i];

				if (!g->done && !b->tasks.v[g->circle])
					vec_push(&open, add_task(b, g));
			}
	}
	vec_release(&open);
}

static void run(struct batch *b)
{
	VEC(pthread_t) threads = { 0 };
	pthread_t t;

	while (threads.n + 1 < b->p->jobs && threads.n + 1 < b->left &&
	       !pthread_create(&t, NULL, work, b))
		vec_push(&threads, t);
	work(b);
	for (size_t i = 0; i < threads.n; i++)
		pthread_join(threads.v[i], NULL);
	vec_release(&threads);
}

void program_walk(struct program *p, const entry_vec *todo)
{
	struct batch b = { .p = p,
			   .lock = PTHREAD_MUTEX_INITIALIZER,
			   .more = PTHREAD_COND_INITIALIZER };

	program_graph(p);
	program_answers(p);
	find_tasks(&b, todo);
	for (size_t i = 0; i < b.tasks.n; i++)
		if (b.tasks.v[i])
			find_waits(&b, b.tasks.v[i]);
	for (size_t i = b.tasks.n; i--;)
		if (b.tasks.v[i] && !b.tasks.v[i]->missing)
			vec_push(&b.ready, b.tasks.v[i]);
	run(&b);
	for (size_t i = 0; i < b.tasks.n; i++) {
		if (b.tasks.v[i])
			vec_release(&b.tasks.v[i]->callers);
		free(b.tasks.v[i]);
	}
	vec_release(&b.tasks);
	vec_release(&b.ready);
}
