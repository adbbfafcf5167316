/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Symbolic values of one function run: hash-consed, so that equal terms have equal
 * numbers.  Addresses are values too; memory maps addresses to values (state.h).
 * Layer 2 (ir).
 */
#ifndef SOLVE_VALUE_H
#define SOLVE_VALUE_H

#include "ir/ir.h"

typedef uint32_t val_t; /* 0 is no value */

/* Addresses that no program names; the same numbers in every table. */
enum {
	VAL_RET = 1, /* where a summary leaves the result */
	VAL_KNOWN, /* arrays of marks, indexed by the value that is marked: see enum mark */
	VAL_STORED,
	VAL_LOST,
	VAL_ZEROED, /* of objects: allocated with zeroes in them */
	VAL_TOUCHED, /* of addresses in those: written since */
	VAL_PAGE_LOCKED, /* of pages: see enum page_mark */
	VAL_PAGE_DIRTIED,
	VAL_PAGE_MAPPED,
	VAL_NAMES_END
};

enum val_kind {
	VAL_INT, /* num */
	VAL_VAR, /* address of variable var */
	VAL_FIELD, /* address of record.field behind address a */
	VAL_ELEM, /* address of element b behind address a */
	VAL_FN, /* address of function text */
	VAL_LOAD, /* what address a held after node (NULL: at entry) */
	VAL_RESULT, /* result of node */
	VAL_PHI, /* variable var at loop head num, after at least one round */
	VAL_STALE, /* a value that node's last run gave to address a */
	VAL_OP, /* op(a, b) */
};

/**
 * struct val - one term
 * @is_unsigned: of an unsigned type (loads, results): not below zero
 */
struct val {
	enum val_kind kind;
	enum ir_op op;
	bool is_unsigned;
	int64_t num;
	val_t a, b;
	const struct ir_var *var;
	const struct ir_node *node;
	const char *record, *text;
};

struct values;
struct values *values_new(struct arena *a);
void values_free(struct values *vs); /* the table; the terms live in the arena */
const struct val *val_get(const struct values *vs, val_t v);

val_t val_int(struct values *vs, int64_t num);
val_t val_var(struct values *vs, const struct ir_var *var);
val_t val_field(struct values *vs, val_t addr, const char *record, const char *field);
val_t val_elem(struct values *vs, val_t addr, val_t index);
/* val_fn() - @name: interned, or a literal of one place in the code that no program names */
val_t val_fn(struct values *vs, const char *name);
val_t val_load(struct values *vs, val_t addr, const struct ir_node *after, bool is_unsigned);
val_t val_result(struct values *vs, const struct ir_node *n, bool is_unsigned);
/* val_taken() - the one page that @n took, where the variable that it was put into is gone */
val_t val_taken(struct values *vs, const struct ir_node *n);
bool val_is_taken(const struct values *vs, val_t v);
val_t val_phi(struct values *vs, unsigned int head, const struct ir_var *var);
val_t val_stale(struct values *vs, const struct ir_node *n, val_t addr);
/* val_op() - folds constants and the sums that page counts need: (x + 2) - 1, n - n, i + (n - i) */
val_t val_op(struct values *vs, enum ir_op op, val_t a, val_t b);

/* val_derived() - a value of which nothing is known but that it may come from @from */
val_t val_derived(struct values *vs, val_t v, val_t from);
/* val_origin() - what such a value comes from; any other is its own origin */
val_t val_origin(const struct values *vs, val_t v);

bool val_is_int(const struct values *vs, val_t v, int64_t *num);
/* val_offset() - v is *base + result; any value is itself + 0 */
int64_t val_offset(const struct values *vs, val_t v, val_t *base);
/* val_contains() - @part is a sub-term of @v */
bool val_contains(const struct values *vs, val_t v, val_t part);
bool val_mentions(const struct values *vs, val_t v, const struct ir_node *n);
bool val_mentions_phi(const struct values *vs, val_t v, unsigned int head);
/* val_end_round() - @v with values of node @n in place of those that loop @head gave to variables in
 * this round: they stay what they are when the loop goes round again */
val_t val_end_round(struct values *vs, val_t v, unsigned int head, const struct ir_node *n);
/* val_shape() - a hash of what the term is, whatever its number and those of its parts */
uint64_t val_shape(const struct values *vs, val_t v);
/* val_object() - the address or pointer at the bottom of fields and elements */
val_t val_object(const struct values *vs, val_t addr);
/* A set of values, one at a time: val_marks_clear() empties it, val_mark() adds and says whether
 * the value was there */
void val_marks_clear(struct values *vs);
bool val_mark(struct values *vs, val_t v);
bool val_marked(const struct values *vs, val_t v);
/* val_mark_parts() - add the value and all its sub-terms */
void val_mark_parts(struct values *vs, val_t v);
/* values_copy_marked() - a table with the marked values of @from and nothing else, in the same order
 * @a: owns the table
 * @map: gets the new number of each, by the old one; room for values_count() */
struct values *values_copy_marked(struct arena *a, const struct values *from, val_t *map);
/* values_move() - the arena that owns the table lies at @a now */
void values_move(struct values *vs, struct arena *a);
size_t values_count(const struct values *vs); /* numbers are below it */
/* val_array() - @v without element steps: &pages[i] gives &pages */
val_t val_array(const struct values *vs, val_t v);
/* val_page() - @v without other views of the same page (folio of, head of) */
val_t val_page(const struct values *vs, val_t v);
/* val_bits() - flags: bits set on every way (@must) and on some way (@may) */
void val_bits(const struct values *vs, val_t v, uint64_t *must, uint64_t *may);
/* val_print() - for messages: "ret", "result of get_user_pages()", "n - 1" */
void val_print(const struct values *vs, val_t v, struct buf *b);

#endif
