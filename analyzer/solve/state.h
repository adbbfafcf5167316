/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is known on one path (one disjunct): memory, ranges, relations, and the
 * references that an acquire took.  Value semantics: state_copy() forks a path.
 * Everything lives in the arena of the function run.  Layer 2 (ir, api).
 */
#ifndef SOLVE_STATE_H
#define SOLVE_STATE_H

#include "api/api.h"
#include "base/arena.h"
#include "solve/value.h"

/* How an acquire ended on this path. */
enum outcome {
	OUT_ERROR, /* negative, NULL or ERR_PTR: nothing taken */
	OUT_ZERO, /* zero pages */
	OUT_PART, /* 0 < result < asked for */
	OUT_FULL, /* all that was asked for */
};
const char *outcome_text(enum outcome o);

/* What is known of the data. */
enum written {
	WRITTEN_NO,
	WRITTEN_MAYBE, /* mapped, or given to a device whose direction is not known */
	WRITTEN_BOTH, /* a device was told that it may read and write it */
	WRITTEN_YES, /* a device was told to write it, or the CPU did */
};

/* Storage that outlives a function: a field of a record, or a variable (record is NULL). */
struct place {
	const char *record, *field;
};

/**
 * struct held - the references of one acquire node on this path
 * @node, @row: the call and its row
 * @kind: K_GET, K_PIN or K_EXTRACT
 * @root: the array's address, or the value that is the page (S_RESULT), or the carrier
 * @first: the element of @root that the first page goes to, 0 if not known
 * @result: the call's result; @asked: the count asked for (0 if there is none)
 * @outcome: of the newest run of the node
 * @block: the block of @node
 * @now: references of the newest run are held
 * @before: references of earlier rounds of a loop are held
 * @kept: references of earlier rounds lie in memory that outlives the function
 * @elems: released one by one, so that how many is not known exactly
 * @released: every reference known is dropped; @release is the newest node that did
 * @stored: the pages are reached from memory that outlives the function
 * @escaped: handed to code that is not followed; @escape is the first node
 * @spread: it may be known to more than the one call at @escape, or lead there through an object
 * @refused: the call at @escape alone got them, and has failed on this path
 * @answer: what the call returned through which they came to @escape
 * @doubt: something is not known that could have released them; always for extracted pages: whether
 *         they are pinned only the iterator knows
 * @unclear: there is doubt, for another reason than that
 * @extra: more references were taken on the same pages (get_page)
 * @freed: the storage that held them was freed while they were held
 * @dirtied: marked dirty while held, for certain; @dirty is the newest node that did, or may have
 * @locked: the lock of a page is held (lock_page())
 * @written: the data is changed on this path, by the CPU or by a device; @writer is the first node
 * @flags: the gup flags, 0 if the call has none
 * @owned: the storage dies with the function
 * @numbered: a variable holds a number computed from a page (a frame number): ownership may go
 *            with the number
 */
struct held {
	const struct ir_node *node;
	const struct api_row *row;
	enum api_kind kind;
	val_t root, first, result, asked, answer;
	enum outcome outcome;
	unsigned int block;
	bool now, before, kept, elems, released, stored, escaped, spread, refused, doubt, unclear,
		extra, freed, dirtied, locked, owned, numbered;
	enum written written;
	val_t flags;
	const struct ir_node *release, *escape, *dirty, *writer;
};

enum tri { TRI_NO, TRI_YES, TRI_MAYBE };
/* query_weaker(), query_stronger() - no < maybe < yes */
static inline enum tri query_weaker(enum tri a, enum tri b)
{
	return a == TRI_NO || b == TRI_YES ? a : b == TRI_NO || a == TRI_YES ? b : TRI_MAYBE;
}
static inline enum tri query_stronger(enum tri a, enum tri b)
{
	return a == TRI_YES || b == TRI_NO ? a : b == TRI_YES || a == TRI_NO ? b : TRI_MAYBE;
}

enum effect_kind { EFF_RELEASE, EFF_DIRTY, EFF_ACCESS, EFF_REF, EFF_SLEEP };

/**
 * struct effect - what a path did to pages that it did not take: its caller may have
 * @must: every path that was joined into this one did
 * @node, @row: the call, and its row in the API table
 * @v: the value that leads to the pages
 * @count: how many, 0 if the call does not say
 * @dirty: a release that marks them dirty too, see effect_dirty()
 * @how: release: what it gets as its make-dirty argument; access: as DMA direction; 0 for none
 * @locked: dirty: the lock of the page was held
 * @early: a release or dirtying of pages that lay there before pages were taken
 * @looped: it happens once for each round of a loop, which may have none
 * @chance: whether it happens hangs on something that is not known, and may change
 * @asked: a release behind the answer to an API_QUERY, see query_asked()
 */
struct effect {
	enum effect_kind kind;
	enum tri dirty;
	enum tri asked;
	bool must, early, chance, locked, looped;
	enum written written; /* access: what it does to the data, as far as is known by now */
	val_t v, count, how;
	const struct ir_node *node;
	const struct api_row *row;
};

/**
 * struct drop - pages that a release dropped for certain on this path
 * @root: address of the first element, or the page itself
 * @from, @to: the elements [from, to); @to is 0 if that is not known
 * @whole: all that the carrier @root holds
 * @page: the release was given the page, not the array; @loaded: its value is what the array held
 *        after that node
 * @node, @row: the release
 * @chance: see struct effect
 */
struct drop {
	val_t root, from, to;
	bool whole, page, chance;
	const struct ir_node *loaded, *node;
	const struct api_row *row;
};

/* One step of the path, newest first; @a and @b are what a branch compared, else 0, @name the
 * variables that have these values, NULL for none, and @truth is how it ended.  A branch has its text
 * when the walk is over. */
struct step {
	const struct step *prev;
	val_t a, b;
	bool truth;
	const char *name[2];
	struct ir_loc loc;
	const char *text;
	const struct ir_node *node;
};

/* @object: val_object() of @addr; many a loop looks for the cells of one */
struct cell {
	val_t addr, object, val;
};
struct range {
	val_t v;
	int64_t lo, hi;
};
/* a op b holds; op is one of eq, ne, lt, le */
struct fact {
	enum ir_op op;
	val_t a, b;
};

/**
 * struct state - all that is known on one path
 * @atomic: locks taken and sections entered in which sleeping is forbidden; negative where some of
 *          the caller's is left; few levels are told apart
 * @atomic_at: the newest node that entered one; @atomic_lock: the address of its lock, 0 if not known
 */
struct state {
	struct arena *mem;
	struct values *vs;
	unsigned int ncells, nranges, nfacts, nheld, neffects, ndrops;
	unsigned int ccells, cranges, cfacts, cheld, ceffects, cdrops; /* capacity */
	struct cell *cells;
	struct range *ranges;
	struct fact *facts;
	struct held *held;
	struct effect *effects;
	struct drop *drops;
	bool coarse; /* conditions on memory were forgotten to keep the number of paths down */
	bool lossy; /* more effects than are kept */
	bool warned; /* WARN_ON() spoke: who wrote it holds that this cannot be */
	bool keep; /* what is known of values at entry is never forgotten: a caller may know it too */
	int atomic;
	const struct ir_node *atomic_at;
	val_t atomic_lock;
	unsigned int nsteps;
	const struct step *trace;
};

struct state *state_new(struct arena *a, struct values *vs);
struct state *state_copy(const struct state *s);
struct step *state_step(struct state *s, struct ir_loc loc, const struct ir_node *n,
			const char *text);

/* Memory */
val_t state_read(struct state *s, val_t addr, bool is_unsigned);
void state_write(struct state *s, val_t addr, val_t v);
/* state_clobber() - what lies at @at, and in its parts, is not known any more: @n stored something */
void state_clobber(struct state *s, val_t at, const struct ir_node *n);
/* state_forget() - node @n runs again: values of its earlier runs become stale ones */
void state_forget(struct state *s, const struct ir_node *n);

/* Numbers */
void state_range(const struct state *s, val_t v, int64_t *lo, int64_t *hi);
/* state_decide() - Return: 1 holds, 0 does not, -1 not known */
int state_decide(const struct state *s, enum ir_op cmp, val_t a, val_t b);
bool state_is_zero(const struct state *s, val_t v);
/* state_assume() - Return: false if the path cannot be */
bool state_assume(struct state *s, enum ir_op cmp, val_t a, val_t b, bool truth);

/* Marks on objects: handed to code that is not followed, reached from memory of others */
enum mark {
	MARK_KNOWN,
	MARK_STORED,
	MARK_LOST, /* lay in memory of others on a path that was joined */
};
void state_mark(struct state *s, val_t v, enum mark m);
bool state_marked(const struct state *s, val_t v, enum mark m);
/* state_is_mark() - @addr is where such a mark lies */
bool state_is_mark(const struct state *s, val_t addr, enum mark m);

/* state_zeroed() - the object was allocated with zeroes in it */
void state_zeroed(struct state *s, val_t object);
/* state_touched() - what lies at @addr and below is not zero any more for certain */
void state_touched(struct state *s, val_t addr);

/* state_external() - the value leads to memory that the function's caller can reach */
bool state_external(const struct state *s, val_t v);
void state_effect(struct state *s, const struct effect *e);
/* state_end_round() - loop @head goes round again: what was done in this round stays so */
void state_end_round(struct state *s, unsigned int head);

/* References */
struct held *state_held(struct state *s, const struct ir_node *acquire);
/* state_exists() - pages are stored in it: the pointer is not NULL */
void state_exists(struct state *s, val_t object);
/* state_match() - @v is the array, one of its pages, or the page itself */
bool state_match(const struct state *s, const struct held *h, val_t v);
/* state_derives() - @v was computed from the array or its pages */
bool state_derives(const struct state *s, const struct held *h, val_t v);
/* state_replace() - @now, which takes the place of @old, still derives from what @old derived from */
val_t state_replace(const struct state *s, val_t old, val_t now);
/* state_is_held() - references are held for certain, by someone on this path */
static inline bool state_is_held(const struct held *h)
{
	return (h->now || h->before) && !h->released && !h->stored && !h->escaped && !h->doubt;
}
/* state_may_hold() - the same of extracted pages, if the iterator pins */
static inline bool state_may_hold(const struct held *h)
{
	return h->kind == K_EXTRACT && (h->now || h->before) && !h->released && !h->stored &&
	       !h->escaped && !h->unclear;
}
/* state_doubt() - something is not known that could have released them */
static inline void state_doubt(struct held *h)
{
	bool held = state_is_held(h);

	h->unclear |= held || state_may_hold(h);
	h->doubt |= held;
}

/* Drops: drops.c
 * drop_name() - which pages a release of @v drops; Return: false if they cannot be named */
bool drop_name(const struct state *s, struct drop *d, const struct api_row *row, val_t v,
	       val_t count);
/* state_is_vague() - a value of which only the origin is known, not what it is */
bool state_is_vague(const struct state *s, val_t v);
/* drops_find() - an earlier drop that some of the same pages went with for certain */
const struct drop *drops_find(const struct state *s, const struct drop *d);
void drops_add(struct state *s, const struct drop *d);
/* drops_forget_behind() - what is reached from @object may be other pages now */
void drops_forget_behind(struct state *s, val_t object);
/* drops_forget_page() - one more reference was taken, to a page or the pages of an array */
void drops_forget_page(struct state *s, val_t v);
void drops_forget_node(struct state *s, const struct ir_node *n);
/* drops_forget_round() - a loop goes round again; @stores: it changes memory */
void drops_forget_round(struct state *s, unsigned int head, bool stores);
/* drops_changed() - something else is stored at @addr */
void drops_changed(struct state *s, val_t addr);

/* Loops, joins */
/* state_drop_dead() - forget variables that are not in @live (over variable numbers) and every
 * fact that nothing reaches any more; @fields: names of fields still read, NULL-terminated */
void state_drop_dead(struct state *s, const uint64_t *live, const char *const *fields);
uint64_t state_hash(const struct state *s);
typedef VEC(uint64_t) hash_vec;
/* hash_is_new() - it was not there; it is now */
bool hash_is_new(hash_vec *seen, uint64_t hash);
/* state_same_held() - both paths hold the same references in the same way */
bool state_same_held(const struct state *a, const struct state *b);
/* state_join() - what holds on both paths, which must have state_same_held(); a new, coarse state */
struct state *state_join(const struct state *a, const struct state *b);

#define NUM_MIN INT64_MIN
#define NUM_MAX INT64_MAX
#define ERRNO_MIN (-4095)

#endif
