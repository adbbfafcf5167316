// SPDX-License-Identifier: GPL-2.0-or-later
#include "solve/value.h"

#include <inttypes.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#define MAX_DEPTH 64
#define MAX_SIZE 128u /* a larger term is replaced by one without parts */

/**
 * struct entry - one term and what is asked about it again and again
 * @object: what val_object() says
 * @parts, @origins: bits for its sub-terms, and for the nodes and loops that they come from: where a
 *                   bit is missing, nothing has to be searched
 */
struct entry {
	struct val key;
	val_t id, object;
	unsigned int size;
	uint32_t mark;
	uint64_t hash, parts, origins;
};

/* Terms are looked up some million times for a kernel: @slots is a table with open addressing of
 * numbers of terms, half empty; a chained one costs a fifth of the whole walk. */
struct slot {
	val_t id; /* 0: empty */
	uint32_t tag; /* upper half of the hash: most others are told apart without their entry */
};

struct values {
	struct arena *mem;
	uint32_t mark;
	struct slot *slots;
	size_t nslots; /* a power of two */
	VEC(const struct val *) all;
};

#define FIRST_SLOTS 32u

static const char *const names[VAL_NAMES_END] = {
	[VAL_RET] = "#ret",
	[VAL_KNOWN] = "#known-to-others",
	[VAL_STORED] = "#stored",
	[VAL_LOST] = "#lost",
	[VAL_ZEROED] = "#zeroed",
	[VAL_TOUCHED] = "#touched",
	[VAL_PAGE_LOCKED] = "#page-locked",
	[VAL_PAGE_DIRTIED] = "#page-dirtied",
	[VAL_PAGE_MAPPED] = "#page-mapped",
};

struct values *values_new(struct arena *a)
{
	struct values *vs = arena_new(a, struct values);

	vs->mem = a;
	vs->mark = 1; /* that of a new term is 0 */
	vs->nslots = FIRST_SLOTS;
	vs->slots = arena_array(a, struct slot, vs->nslots);
	vec_push(&vs->all, NULL);
	for (val_t v = 1; v < VAL_NAMES_END; v++)
		if (val_fn(vs, names[v]) != v)
			BUG("term %u is no name", v);
	return vs;
}

void values_free(struct values *vs)
{
	vec_release(&vs->all);
}

const struct val *val_get(const struct values *vs, val_t v)
{
	BUG_ON(!v || v >= vs->all.n);
	return vs->all.v[v];
}

/* The key is hashed as bytes, so the caller's struct must come from VAL_KEY (padding zeroed). */
#define VAL_KEY(name)    \
	struct val name; \
	memset(&name, 0, sizeof(name))

void values_move(struct values *vs, struct arena *a)
{
	vs->mem = a;
}

size_t values_count(const struct values *vs)
{
	return vs->all.n;
}

/* The entry begins with its term. */
static const struct entry *entry_of(const struct values *vs, val_t v)
{
	return (const struct entry *)(const void *)val_get(vs, v);
}

static unsigned int term_size(const struct values *vs, val_t v)
{
	return v ? entry_of(vs, v)->size : 0;
}

/* Where the term is, or would be. */
static size_t find_slot(const struct values *vs, const struct val *key, uint64_t hash)
{
	size_t i = (size_t)hash & (vs->nslots - 1);

	for (; vs->slots[i].id; i = (i + 1) & (vs->nslots - 1))
		if (vs->slots[i].tag == hash >> 32 &&
		    !memcmp(&entry_of(vs, vs->slots[i].id)->key, key, sizeof(*key)))
			break;
	return i;
}

static struct slot slot_of(val_t v, uint64_t hash)
{
	return (struct slot){ v, (uint32_t)(hash >> 32) };
}

static void grow_slots(struct values *vs)
{
	vs->nslots *= 2;
	vs->slots = arena_array(vs->mem, struct slot, vs->nslots);
	for (val_t v = 1; v < vs->all.n; v++) {
		size_t i = (size_t)entry_of(vs, v)->hash & (vs->nslots - 1);

		while (vs->slots[i].id)
			i = (i + 1) & (vs->nslots - 1);
		vs->slots[i] = slot_of(v, entry_of(vs, v)->hash);
	}
}

static uint64_t part_bit(val_t v)
{
	return 1ull << (v & 63);
}

static uint64_t origin_bit(const void *node, uint64_t head)
{
	uint64_t h = ((uint64_t)(uintptr_t)node >> 4 ^ head) * 0x9e3779b97f4a7c15ull;

	return 1ull << (h >> 58);
}

static uint64_t origins_of(const struct val *x)
{
	uint64_t m = 0;

	if (x->kind == VAL_PHI)
		m |= origin_bit(NULL, (uint64_t)x->num);
	if (x->node)
		m |= origin_bit(x->node, 0);
	if (x->node && x->node->via)
		m |= origin_bit(x->node->via, 0);
	return m;
}

static val_t intern(struct values *vs, const struct val *key)
{
	uint64_t hash = XXH3_64bits(key, sizeof(*key));
	size_t slot = find_slot(vs, key, hash);
	struct entry *e;

	if (vs->slots[slot].id)
		return vs->slots[slot].id;
	e = arena_new(vs->mem, struct entry);
	memcpy(&e->key, key, sizeof(*key));
	e->hash = hash;
	e->id = (val_t)vs->all.n;
	e->size = 1 + term_size(vs, key->a) + term_size(vs, key->b);
	e->parts = part_bit(e->id) | (key->a ? entry_of(vs, key->a)->parts : 0) |
		   (key->b ? entry_of(vs, key->b)->parts : 0);
	e->origins = origins_of(key) | (key->a ? entry_of(vs, key->a)->origins : 0) |
		     (key->b ? entry_of(vs, key->b)->origins : 0);
	vec_push(&vs->all, &e->key);
	e->object =
		key->kind == VAL_FIELD || key->kind == VAL_ELEM ? val_object(vs, key->a) : e->id;
	vs->slots[slot] = slot_of(e->id, hash);
	if (vs->all.n * 2 > vs->nslots)
		grow_slots(vs);
	return e->id;
}

val_t val_int(struct values *vs, int64_t num)
{
	VAL_KEY(k);
	k.kind = VAL_INT;
	k.num = num;
	return intern(vs, &k);
}

val_t val_var(struct values *vs, const struct ir_var *var)
{
	VAL_KEY(k);
	k.kind = VAL_VAR;
	k.var = var->same ? var->same : var;
	return intern(vs, &k);
}

val_t val_field(struct values *vs, val_t addr, const char *record, const char *field)
{
	VAL_KEY(k);
	k.kind = VAL_FIELD;
	k.a = addr;
	k.record = record;
	k.text = field;
	return intern(vs, &k);
}

val_t val_elem(struct values *vs, val_t addr, val_t index)
{
	const struct val *x = val_get(vs, addr);
	int64_t n;

	VAL_KEY(k);
	if (x->kind == VAL_ELEM) {
		index = val_op(vs, IR_OP_ADD, x->b, index);
		addr = x->a;
	}
	if (val_is_int(vs, index, &n) && !n)
		return addr;
	k.kind = VAL_ELEM;
	k.a = addr;
	k.b = index;
	return intern(vs, &k);
}

val_t val_fn(struct values *vs, const char *name)
{
	VAL_KEY(k);
	k.kind = VAL_FN;
	k.text = name;
	return intern(vs, &k);
}

val_t val_load(struct values *vs, val_t addr, const struct ir_node *after, bool is_unsigned)
{
	VAL_KEY(k);
	k.kind = VAL_LOAD;
	k.a = addr;
	k.node = after;
	k.is_unsigned = is_unsigned;
	return intern(vs, &k);
}

val_t val_result(struct values *vs, const struct ir_node *n, bool is_unsigned)
{
	VAL_KEY(k);
	k.kind = VAL_RESULT;
	k.node = n;
	k.is_unsigned = is_unsigned;
	return intern(vs, &k);
}

val_t val_taken(struct values *vs, const struct ir_node *n)
{
	VAL_KEY(k);
	k.kind = VAL_RESULT;
	k.node = n;
	k.text = "page";
	return intern(vs, &k);
}

bool val_is_taken(const struct values *vs, val_t v)
{
	const struct val *x = val_get(vs, v);

	return x->kind == VAL_RESULT && x->text;
}

val_t val_phi(struct values *vs, unsigned int head, const struct ir_var *var)
{
	VAL_KEY(k);
	k.kind = VAL_PHI;
	k.num = head;
	k.var = var;
	k.is_unsigned = var && ir_type_is_unsigned(var->type) && !ir_type_is_ptr(var->type);
	return intern(vs, &k);
}

val_t val_stale(struct values *vs, const struct ir_node *n, val_t addr)
{
	VAL_KEY(k);
	k.kind = VAL_STALE;
	k.node = n;
	k.a = addr;
	return intern(vs, &k);
}

bool val_is_int(const struct values *vs, val_t v, int64_t *num)
{
	const struct val *x = val_get(vs, v);

	if (x->kind == VAL_INT)
		*num = x->num;
	return x->kind == VAL_INT;
}

int64_t val_offset(const struct values *vs, val_t v, val_t *base)
{
	const struct val *x = val_get(vs, v);
	int64_t n;

	*base = v;
	if (x->kind == VAL_OP && x->op == IR_OP_ADD && val_is_int(vs, x->b, &n)) {
		*base = x->a;
		return n;
	}
	return 0;
}

static val_t op_term(struct values *vs, enum ir_op op, val_t a, val_t b)
{
	VAL_KEY(k);
	k.kind = VAL_OP;
	k.op = op;
	k.a = a;
	k.b = b;
	if (term_size(vs, a) + term_size(vs, b) > MAX_SIZE) {
		/* hashes and checksums make towers of terms; nobody needs their parts */
		k.num = (int64_t)((uint64_t)a << 32 | b) ^ op;
		k.op = IR_OP_FRESH;
		k.a = k.b = 0;
	}
	return intern(vs, &k);
}

val_t val_derived(struct values *vs, val_t v, val_t from)
{
	return op_term(vs, IR_OP_FRESH, v, from);
}

val_t val_origin(const struct values *vs, val_t v)
{
	const struct val *x = val_get(vs, v);

	while (x->kind == VAL_OP && x->op == IR_OP_FRESH && x->b) {
		v = x->b;
		x = val_get(vs, v);
	}
	return v;
}

static val_t add(struct values *vs, val_t a, val_t b)
{
	const struct val *x;
	int64_t n, m;
	val_t base;

	if (val_is_int(vs, a, &n)) {
		val_t t = a;

		a = b;
		b = t;
	}
	if (val_is_int(vs, b, &n)) {
		m = val_offset(vs, a, &base);
		n = (int64_t)((uint64_t)n + (uint64_t)m);
		return n ? op_term(vs, IR_OP_ADD, base, val_int(vs, n)) : base;
	}
	/* i + (n - i) */
	x = val_get(vs, b);
	if (x->kind == VAL_OP && x->op == IR_OP_SUB && x->b == a)
		return x->a;
	x = val_get(vs, a);
	if (x->kind == VAL_OP && x->op == IR_OP_SUB && x->b == b)
		return x->a;
	return a < b ? op_term(vs, IR_OP_ADD, a, b) : op_term(vs, IR_OP_ADD, b, a);
}

static val_t sub(struct values *vs, val_t a, val_t b)
{
	const struct val *x = val_get(vs, a);
	val_t ab, bb;
	int64_t n, oa = val_offset(vs, a, &ab), ob = val_offset(vs, b, &bb);

	if (ab == bb)
		return val_int(vs, oa - ob);
	if (val_is_int(vs, b, &n))
		return add(vs, a, val_int(vs, (int64_t)(0 - (uint64_t)n)));
	if (x->kind == VAL_OP && x->op == IR_OP_ADD && x->a == b)
		return x->b;
	if (x->kind == VAL_OP && x->op == IR_OP_ADD && x->b == b)
		return x->a;
	return op_term(vs, IR_OP_SUB, a, b);
}

val_t val_op(struct values *vs, enum ir_op op, val_t a, val_t b)
{
	int64_t n = 0, m = 0, r;

	if (a && val_is_int(vs, a, &n) && (!b || val_is_int(vs, b, &m)) && ir_op_fold(op, n, m, &r))
		return val_int(vs, r);
	switch (op) {
	case IR_OP_ADD:
		return add(vs, a, b);
	case IR_OP_SUB:
		return sub(vs, a, b);
	case IR_OP_COPY:
	case IR_OP_ERR_PTR:
	case IR_OP_PTR_ERR:
		return a;
	default:
		return op_term(vs, op, a, b);
	}
}

static bool contains(const struct values *vs, val_t v,
		     bool (*match)(const struct val *, val_t, const void *), const void *arg,
		     int depth)
{
	const struct val *x = val_get(vs, v);

	if (match(x, v, arg))
		return true;
	if (depth > MAX_DEPTH)
		return true;
	return (x->a && contains(vs, x->a, match, arg, depth + 1)) ||
	       (x->b && contains(vs, x->b, match, arg, depth + 1));
}

static bool match_val(const struct val *x, val_t v, const void *arg)
{
	(void)x;
	return v == *(const val_t *)arg;
}

static bool match_node(const struct val *x, val_t v, const void *arg)
{
	(void)v;
	return x->node && (x->node == arg || x->node->via == arg);
}

static bool match_phi(const struct val *x, val_t v, const void *arg)
{
	(void)v;
	return x->kind == VAL_PHI && x->num == (int64_t)*(const unsigned int *)arg;
}

bool val_contains(const struct values *vs, val_t v, val_t part)
{
	return entry_of(vs, v)->parts & part_bit(part) && contains(vs, v, match_val, &part, 0);
}

bool val_mentions(const struct values *vs, val_t v, const struct ir_node *n)
{
	return entry_of(vs, v)->origins & origin_bit(n, 0) && contains(vs, v, match_node, n, 0);
}

bool val_mentions_phi(const struct values *vs, val_t v, unsigned int head)
{
	return entry_of(vs, v)->origins & origin_bit(NULL, head) &&
	       contains(vs, v, match_phi, &head, 0);
}

val_t val_end_round(struct values *vs, val_t v, unsigned int head, const struct ir_node *n)
{
	const struct val *x;
	val_t a, b;

	if (!v || !val_mentions_phi(vs, v, head))
		return v;
	x = val_get(vs, v);
	if (x->kind == VAL_PHI)
		return val_stale(vs, n, val_fn(vs, x->var ? x->var->name : "#value"));
	a = val_end_round(vs, x->a, head, n);
	b = val_end_round(vs, x->b, head, n);
	switch (x->kind) {
	case VAL_FIELD:
		return val_field(vs, a, x->record, x->text);
	case VAL_ELEM:
		return val_elem(vs, a, b);
	case VAL_LOAD:
		return val_load(vs, a, x->node, x->is_unsigned);
	case VAL_STALE:
		return val_stale(vs, x->node, a);
	case VAL_OP:
		return val_op(vs, x->op, a, b);
	default:
		return v;
	}
}

val_t val_object(const struct values *vs, val_t addr)
{
	return entry_of(vs, addr)->object;
}

uint64_t val_shape(const struct values *vs, val_t v)
{
	const struct val *x;
	struct val key;

	if (!v)
		return 0;
	x = val_get(vs, v);
	memcpy(&key, x, sizeof(key));
	key.a = key.b = 0;
	if (x->a || x->b) {
		uint64_t part[3] = { XXH3_64bits(&key, sizeof(key)), val_shape(vs, x->a),
				     val_shape(vs, x->b) };

		return XXH3_64bits(part, sizeof(part));
	}
	return XXH3_64bits(&key, sizeof(key));
}

void val_marks_clear(struct values *vs)
{
	vs->mark++;
}

bool val_mark(struct values *vs, val_t v)
{
	struct entry *e = (struct entry *)(uintptr_t)entry_of(vs, v);
	bool was = e->mark == vs->mark;

	e->mark = vs->mark;
	return was;
}

bool val_marked(const struct values *vs, val_t v)
{
	return entry_of(vs, v)->mark == vs->mark;
}

void val_mark_parts(struct values *vs, val_t v)
{
	while (v && !val_mark(vs, v)) {
		const struct val *x = val_get(vs, v);

		if (x->b)
			val_mark_parts(vs, x->b);
		v = x->a;
	}
}

struct values *values_copy_marked(struct arena *a, const struct values *from, val_t *map)
{
	struct values *vs = values_new(a);

	/* parts have lower numbers than what is made of them */
	for (val_t v = 1; v < from->all.n; v++) {
		struct val key;

		if (!val_marked(from, v))
			continue;
		memcpy(&key, val_get(from, v), sizeof(key));
		key.a = key.a ? map[key.a] : 0;
		key.b = key.b ? map[key.b] : 0;
		map[v] = intern(vs, &key);
	}
	return vs;
}

val_t val_array(const struct values *vs, val_t v)
{
	const struct val *x = val_get(vs, v);

	return x->kind == VAL_ELEM ? x->a : v;
}

val_t val_page(const struct values *vs, val_t v)
{
	const struct val *x = val_get(vs, v);

	/* &folio->page is the page too, and what a frame number was made of is what is made of it */
	while ((x->kind == VAL_OP && (x->op == IR_OP_PAGE || x->op == IR_OP_PFN)) ||
	       x->kind == VAL_FIELD) {
		v = x->a;
		x = val_get(vs, v);
	}
	return v;
}

void val_bits(const struct values *vs, val_t v, uint64_t *must, uint64_t *may)
{
	const struct val *x = val_get(vs, v);
	uint64_t m1, y1, m2, y2;

	*must = 0;
	*may = ~0ull;
	if (x->kind == VAL_INT) {
		*must = *may = (uint64_t)x->num;
	} else if (x->kind == VAL_OP && (x->op == IR_OP_OR || x->op == IR_OP_AND)) {
		val_bits(vs, x->a, &m1, &y1);
		val_bits(vs, x->b, &m2, &y2);
		*must = x->op == IR_OP_OR ? m1 | m2 : m1 & m2;
		*may = x->op == IR_OP_OR ? y1 | y2 : y1 & y2;
	}
}

static void print_op(const struct values *vs, const struct val *x, struct buf *b)
{
	static const char *const signs[IR_NR_OPS] = {
		[IR_OP_ADD] = " + ",  [IR_OP_SUB] = " - ",  [IR_OP_MUL] = " * ",
		[IR_OP_DIV] = " / ",  [IR_OP_MOD] = " % ",  [IR_OP_SHL] = " << ",
		[IR_OP_SHR] = " >> ", [IR_OP_AND] = " & ",  [IR_OP_OR] = " | ",
		[IR_OP_XOR] = " ^ ",  [IR_OP_EQ] = " == ",  [IR_OP_NE] = " != ",
		[IR_OP_LT] = " < ",   [IR_OP_LE] = " <= ",  [IR_OP_GT] = " > ",
		[IR_OP_GE] = " >= ",  [IR_OP_ULT] = " < ",  [IR_OP_ULE] = " <= ",
		[IR_OP_UGT] = " > ",  [IR_OP_UGE] = " >= ",
	};
	int64_t n;

	if (signs[x->op]) {
		val_print(vs, x->a, b);
		if (x->op == IR_OP_ADD && val_is_int(vs, x->b, &n) && n < 0) {
			buf_addf(b, " - %" PRId64, -n);
			return;
		}
		buf_add(b, signs[x->op]);
		val_print(vs, x->b, b);
		return;
	}
	buf_addf(b, "%s(", ir_op_name(x->op));
	if (x->a)
		val_print(vs, x->a, b);
	buf_addch(b, ')');
}

/* The place that an address names. */
static void print_at(const struct values *vs, val_t addr, struct buf *b)
{
	const struct val *x = val_get(vs, addr);

	switch (x->kind) {
	case VAL_VAR:
		buf_add(b, x->var->name + (x->var->name[0] == '@'));
		break;
	case VAL_FIELD:
		if (val_get(vs, x->a)->kind == VAL_LOAD || val_get(vs, x->a)->kind == VAL_RESULT) {
			val_print(vs, x->a, b);
			buf_addf(b, "->%s", x->text);
		} else {
			print_at(vs, x->a, b);
			buf_addf(b, ".%s", x->text);
		}
		break;
	case VAL_ELEM:
		if (val_get(vs, x->a)->kind == VAL_VAR || val_get(vs, x->a)->kind == VAL_FIELD)
			print_at(vs, x->a, b);
		else
			val_print(vs, x->a, b);
		buf_addch(b, '[');
		val_print(vs, x->b, b);
		buf_addch(b, ']');
		break;
	default:
		buf_addch(b, '*');
		val_print(vs, addr, b);
	}
}

void val_print(const struct values *vs, val_t v, struct buf *b)
{
	const struct val *x = val_get(vs, v);

	switch (x->kind) {
	case VAL_INT:
		buf_addf(b, "%" PRId64, x->num);
		break;
	case VAL_VAR:
	case VAL_FIELD:
	case VAL_ELEM:
		buf_addch(b, '&');
		print_at(vs, v, b);
		break;
	case VAL_FN:
		buf_add(b, x->text);
		break;
	case VAL_LOAD:
	case VAL_STALE:
		if (x->a)
			print_at(vs, x->a, b);
		else
			buf_add(b, "a value");
		break;
	case VAL_RESULT:
		buf_addf(b, "result of %s()", x->node->callee ? x->node->callee : "a call");
		break;
	case VAL_PHI:
		buf_add(b, x->var ? x->var->name : "value");
		break;
	case VAL_OP:
		print_op(vs, x, b);
		break;
	}
}
