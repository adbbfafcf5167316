/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The one intermediate representation.  A unit holds functions; a function is a
 * control-flow graph of blocks; a block is a list of nodes of which exactly the
 * last is a terminator.  Independent of clang, sparse, SQL and rules.
 *
 * Life and ownership: a unit owns an arena with all its parts; strings are
 * interned; parts are never freed singly.  After construction a unit is const.
 *
 * Places.  `p->f` is the place p * .f, `a[i]` of a pointer is a * [i], of an array a [i].
 * Canonical forms, kept by the constructors and demanded by the verifier:
 *  - `*p` and `p[0]` are both p * : an element 0 right behind a dereference is dropped;
 *  - `&*p` is the operand PLACE p, `*&x` is the place x;
 *  - pointer arithmetic `p + n` is the operand ADDR p * [n];
 *  - an array that decays is ADDR a [0].
 *
 * Types are interned text: void, bool, s8..s64, u8..u64, s128, u128, float, fn, ?,
 * "struct TAG", "union TAG", "enum"-less (enums are their integer type), "ptr T", "arr N T".
 * A record without a tag is "struct ~TYPEDEF" or "struct @LINE:COL" of its file.
 *
 * Layer 1 (base).
 */
#ifndef IR_IR_H
#define IR_IR_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/vec.h"

enum ir_op {
#define OP(name, text, arity, doc) IR_OP_##name,
#include "ir/ops.def"
#undef OP
	IR_NR_OPS
};

/* Source position: index into the unit's file table, line and column from 1. */
struct ir_loc {
	unsigned int file, line, col;
	bool macro; /* inside a macro expansion: the position is where the macro is used */
};

enum ir_opnd_kind {
	IR_INT, /* num; text is the macro spelling without blanks, or NULL for a plain number */
	IR_STR, /* a string literal */
	IR_FUNC, /* a function's address; text is its name */
	IR_PLACE, /* the value of a place */
	IR_ADDR, /* the address of a place */
	IR_ANY, /* a value that is not modelled (float, label address, ...) */
};

struct ir_place;
struct ir_func;

struct ir_opnd {
	enum ir_opnd_kind kind;
	int64_t num;
	const char *text;
	const struct ir_place *place;
};

enum ir_var_kind { IR_LOCAL, IR_PARAM, IR_GLOBAL, IR_TEMP };

/**
 * struct ir_var - a variable of a function, or a global that it names
 * @name: interned and unique in the function: a shadowing local is "name#2", a global "@name",
 *        a temporary "%N"
 * @type: see above
 * @index: position among the parameters, else -1
 * @is_static: a static local or a static global
 * @number: position in the function's list, set by whoever walks the function
 * @same: solver: the variable that stands for this global in all functions
 */
struct ir_var {
	enum ir_var_kind kind;
	const char *name, *type;
	int index;
	unsigned int number;
	bool is_static;
	const struct ir_var *same;
};

enum ir_proj_kind { IR_DEREF, IR_FIELD, IR_ELEM };

/* One step of an access path. */
struct ir_proj {
	enum ir_proj_kind kind;
	const char *record, *field; /* IR_FIELD: tag text as in types ("struct foo"), field name */
	struct ir_opnd
		index; /* IR_ELEM: IR_INT, or IR_PLACE of a variable without steps, or IR_ANY */
};

struct ir_place {
	const struct ir_var *var;
	unsigned int n;
	struct ir_proj *proj;
};

enum ir_kind {
	IR_ASSIGN, /* dst = op args; dst is a variable without steps that is not global */
	IR_STORE, /* dst = args[0]; dst has steps or is global */
	IR_CALL, /* dst = callee(args); the four below are calls that the API table classified */
	IR_ACQUIRE,
	IR_RELEASE,
	IR_DIRTY,
	IR_ACCESS, /* data access, carrier put and get, notifier, query, alloc, free: see its row */
	IR_ESCAPE, /* args flow to code that is not modelled (inline assembly) */
	IR_UNKNOWN, /* a construct that the frontend does not know; text names it */
	/* terminators */
	IR_BRANCH, /* op compares args[0] with args[1]: target[0] if true, target[1] if false */
	IR_GOTO, /* target[0] */
	IR_MULTI, /* any of the targets: computed goto, asm goto */
	IR_RETURN, /* args[0], or none */
	IR_STOP, /* control does not go on: BUG(), noreturn calls, unreachable */
	IR_NR_KINDS
};
#define IR_FIRST_TERMINATOR IR_BRANCH

/**
 * struct ir_node - one step
 * @dst: where the result goes; NULL for nowhere
 * @callee: calls: the name; NULL for an indirect call
 * @target: calls: the place that holds the function pointer of an indirect call
 * @args: operands; @params: calls: the names in the callee's prototype, NULL entries unknown
 * @text: calls: the arguments as written without blanks, NULL if not kept; IR_UNKNOWN: the
 *        construct; IR_STOP: the callee
 * @block: targets of a terminator, by index
 * @via: solver: the call through which a node of the called function @of acts; NULL in a unit
 */
struct ir_node {
	enum ir_kind kind;
	enum ir_op op;
	struct ir_loc loc;
	const struct ir_place *dst;
	const char *callee;
	const struct ir_place *target;
	unsigned int nargs;
	struct ir_opnd *args;
	const char **params;
	const char *text;
	unsigned int ntargets;
	unsigned int *block;
	const struct ir_node *via;
	const struct ir_func *of;
};

struct ir_block {
	VEC(struct ir_node *) nodes;
};

/**
 * struct ir_func - one function
 * @ret: type of the result
 * @errors: clang recovered from an error inside: nothing certain can be said of it
 * @vars: parameters first, in order
 * @blocks: block 0 is the entry
 */
struct ir_func {
	const char *name, *ret;
	struct ir_loc loc;
	unsigned int end_line;
	bool is_static, is_inline, errors;
	struct ir_unit *unit;
	unsigned int ntemps;
	VEC(struct ir_var *) vars;
	VEC(struct ir_block *) blocks;
};

/* A function stored in a field of a record by a static initialiser: .release = foo_release. */
struct ir_binding {
	const char *record, *field, *func, *var;
	struct ir_loc loc;
};

/* Value of a macro or enumerator that the analysis needs to know (FOLL_*). */
struct ir_const {
	const char *name;
	int64_t value;
};

enum ir_trust { IR_CLEAN, IR_RECOVERED, IR_NOT_PARSED };

/**
 * struct ir_unit - one translation unit
 * @path: the unit, relative to the tree (absolute if outside)
 * @trust, @reason, @errors: how far the parser got
 * @frontend: "clang" or "sparse"
 * @files: paths, relative to the tree; index 0 is @path
 */
struct ir_unit {
	struct arena mem;
	const char *path, *frontend, *reason;
	enum ir_trust trust;
	unsigned int errors;
	VEC(const char *) files;
	VEC(struct ir_func *) funcs;
	VEC(struct ir_binding) bindings;
	VEC(struct ir_const) consts;
};

/* Construction (ir.c) */
struct ir_unit *ir_unit_new(const char *path, const char *frontend);
void ir_unit_free(struct ir_unit *u);
unsigned int ir_file(struct ir_unit *u, const char *path); /* index, added if new */
struct ir_func *ir_func_new(struct ir_unit *u, const char *name, const char *ret);
/* ir_func_drop() - forget the newest function again (it could not be lowered) */
void ir_func_drop(struct ir_unit *u);
struct ir_var *ir_var_new(struct ir_func *f, enum ir_var_kind kind, const char *name,
			  const char *type);
struct ir_var *ir_var_find(const struct ir_func *f, const char *name);
struct ir_var *ir_temp(struct ir_func *f, const char *type);
unsigned int ir_block_new(struct ir_func *f);
struct ir_node *ir_node_new(struct ir_func *f, enum ir_kind kind, struct ir_loc loc,
			    unsigned int nargs);
void ir_append(struct ir_func *f, unsigned int block, struct ir_node *n);
/* ir_terminated() - the block already ends in a terminator */
bool ir_terminated(const struct ir_func *f, unsigned int block);
void ir_targets(struct ir_func *f, struct ir_node *n, unsigned int ntargets, ...);

/* Places and operands, in canonical form */
const struct ir_place *ir_place_var(struct ir_func *f, const struct ir_var *v);
const struct ir_place *ir_place_deref(struct ir_func *f, const struct ir_place *p);
const struct ir_place *ir_place_field(struct ir_func *f, const struct ir_place *p,
				      const char *record, const char *field);
const struct ir_place *ir_place_elem(struct ir_func *f, const struct ir_place *p,
				     struct ir_opnd index);
struct ir_opnd ir_int(int64_t num, const char *text);
struct ir_opnd ir_str(void);
struct ir_opnd ir_any(void);
struct ir_opnd ir_fn(const char *name);
struct ir_opnd ir_use(const struct ir_place *p); /* value of */
struct ir_opnd ir_addr(struct ir_func *f, const struct ir_place *p); /* address of, &*p folded */
/* ir_points_to() - the place that a pointer operand points to (*&x folded); NULL if it is no place */
const struct ir_place *ir_points_to(struct ir_func *f, struct ir_opnd o);

bool ir_place_eq(const struct ir_place *a, const struct ir_place *b);
bool ir_opnd_eq(const struct ir_opnd *a, const struct ir_opnd *b);
bool ir_is_call(const struct ir_node *n);
/* ir_touches() - the function takes, drops or dirties references itself */
bool ir_touches(const struct ir_func *f);
unsigned int ir_count(const struct ir_func *f, enum ir_kind kind);

/* Types (type.c) */
bool ir_type_is_ptr(const char *t);
bool ir_type_is_unsigned(const char *t); /* u8..u64, bool, pointers */
bool ir_type_is_int(const char *t);
int ir_type_bits(const char *t); /* 8..128; pointers 64; 0 when it has none */
const char *ir_type_target(const char *t); /* pointee or element, interned; NULL if none */
/* ir_place_type() - the type of a place, "?" behind a field whose type the text does not say */
const char *ir_place_type(const struct ir_place *p);

/* Text form (text.c): what golden tests read and the body of a facts file */
void ir_print_unit(const struct ir_unit *u, struct buf *b);
void ir_print_func(const struct ir_func *f, struct buf *b);
void ir_print_node(const struct ir_func *f, const struct ir_node *n, struct buf *b);
void ir_print_place(const struct ir_place *p, struct buf *b);
void ir_print_opnd(const struct ir_opnd *o, struct buf *b);
/* ir_parse() - read the text form; @name is for messages.  Return: NULL with one line printed */
struct ir_unit *ir_parse(const char *text, const char *name);

/* ir_verify() - structural invariants of every function (verify.c).
 * Return: 0, or -1 with one line printed that names function and node */
int ir_verify(const struct ir_unit *u);

const char *ir_kind_name(enum ir_kind k);
const char *ir_op_name(enum ir_op op);
const char *ir_trust_text(enum ir_trust t);
/* ir_op_negate() - lt becomes ge and so on; comparisons only */
enum ir_op ir_op_negate(enum ir_op op);
/* ir_op_swap() - the comparison with exchanged operands: lt becomes gt */
enum ir_op ir_op_swap(enum ir_op op);
bool ir_op_is_cmp(enum ir_op op);
/* ir_op_fold() - value of an arithmetic operation on numbers, 64 bits wide; @b is ignored by unary
 * ones.  Return: false if it has none (division by zero, a shift too far, no arithmetic) */
bool ir_op_fold(enum ir_op op, int64_t a, int64_t b, int64_t *out);

#endif
