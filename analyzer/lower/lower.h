/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a frontend calls to make IR.  Frontends report C constructs; this file
 * alone knows, through the API table, which call is an acquire or a release.
 * Layer 2 (ir, api).
 */
#ifndef LOWER_LOWER_H
#define LOWER_LOWER_H

#include "ir/ir.h"

/**
 * struct lower - the function under construction
 * @f: the function
 * @cur: the block that the next node goes to; LOWER_DEAD after a terminator: what is emitted then
 *       goes to a fresh block that nothing reaches, and is dropped by lower_end()
 * @loc: position given to the next nodes
 */
struct lower {
	struct ir_unit *u;
	struct ir_func *f;
	unsigned int cur;
	struct ir_loc loc;
};
#define LOWER_DEAD (~0u)

/* lower_begin() - start a function; the entry block is current */
void lower_begin(struct lower *l, struct ir_unit *u, const char *name, const char *ret);
/* lower_end() - a void return if control reaches the end; drops unreachable blocks, renumbers in
 * depth-first order, merges goto chains: equal code gives equal text from both frontends */
void lower_end(struct lower *l);

unsigned int lower_block(struct lower *l); /* a new block, not current */
void lower_goto(struct lower *l, unsigned int block);
/* lower_start() - make @block current; falls into it from the current block if that is open */
void lower_start(struct lower *l, unsigned int block);
void lower_multi(struct lower *l, const unsigned int *blocks, unsigned int n);
void lower_return(struct lower *l, const struct ir_opnd *value);
void lower_stop(struct lower *l, const char *why);
/* lower_branch() - on a comparison; constants are folded into a goto */
void lower_branch(struct lower *l, enum ir_op cmp, struct ir_opnd a, struct ir_opnd b,
		  unsigned int yes, unsigned int no);
/* lower_test() - on a truth value: `a != 0`; sees through comparisons is the frontend's work */
void lower_test(struct lower *l, struct ir_opnd a, unsigned int yes, unsigned int no);

/* lower_wrap() - @v as a number of integer type @type */
int64_t lower_wrap(int64_t v, const char *type);
/* lower_convert() - @o of type @from as one of type @to */
struct ir_opnd lower_convert(struct lower *l, struct ir_opnd o, const char *from, const char *to);
/* lower_arith() - lower_op() with the rules of C's types: wraps, folds unsigned numbers, gives up on
 * what is not modelled */
struct ir_opnd lower_arith(struct lower *l, enum ir_op op, const char *type, struct ir_opnd a,
			   struct ir_opnd b);
/* lower_op() - dst = op(a, b) into a fresh temporary of @type; constants are folded.
 * Return: the operand that reads the result */
struct ir_opnd lower_op(struct lower *l, enum ir_op op, const char *type, struct ir_opnd a,
			struct ir_opnd b);
/* lower_assign() - dst = src, an IR_ASSIGN or IR_STORE as @dst demands */
void lower_assign(struct lower *l, const struct ir_place *dst, struct ir_opnd src);
/* lower_snapshot() - copy a value into a temporary so that later changes do not touch it;
 * constants and temporaries stay as they are */
struct ir_opnd lower_snapshot(struct lower *l, struct ir_opnd o, const char *type);
/* lower_index() - an operand fit for IR_ELEM */
struct ir_opnd lower_index(struct lower *l, struct ir_opnd o, const char *type);
void lower_escape(struct lower *l, const struct ir_opnd *args, unsigned int n);
void lower_unknown(struct lower *l, const char *construct);

/**
 * struct lower_call - one call as the frontend saw it
 * @callee: name of the function, or NULL
 * @target: place that holds the pointer of an indirect call, or NULL
 * @is_local: the callee is a static function defined in the unit's main file (a driver's own
 *            function of that name is not the API's)
 * @noreturn: declared so: control ends here
 * @args, @params: operands and the prototype's parameter names (entries may be NULL), @n of them
 *                 (for a variadic callee @params has NULL for the rest)
 * @text: the arguments as written, blanks removed, or NULL
 * @type: type of the result, "void" for none
 * @loc: position of the callee's name
 */
struct lower_call {
	const char *callee;
	const struct ir_place *target;
	bool is_local, noreturn;
	const struct ir_opnd *args;
	const char *const *params;
	unsigned int n;
	const char *text;
	const char *type;
	struct ir_loc loc;
};

/* lower_call() - Return: the operand that reads the result (IR_ANY if void) */
struct ir_opnd lower_call(struct lower *l, const struct lower_call *c);

/* lower_wants() - @text of a source file names a function of the table that takes or drops user
 * pages: functions of a header without such a name need not be lowered */
bool lower_wants(const char *text, size_t n);
/* lower_consts() - note FOLL_* macros with a plain integer value that @text of a header defines */
void lower_consts(struct ir_unit *u, const char *text, size_t n);

#endif
