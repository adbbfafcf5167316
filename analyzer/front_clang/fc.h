/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shared by the files of the libclang frontend; nobody else includes it. */
#ifndef FRONT_CLANG_FC_H
#define FRONT_CLANG_FC_H

#include <clang-c/Index.h>

#include "base/arena.h"
#include "front_clang/front_clang.h"
#include "front_clang/thin.h"
#include "lower/lower.h"

/* The children of a cursor, in source order. */
struct kids {
	unsigned int n, cap;
	CXCursor *v;
};

/* Map from declarations to something of ours. */
struct curmap_entry;
struct curmap {
	struct curmap_entry **slot;
	unsigned int nslots, used;
};

/**
 * struct fc_file - a source file of the unit
 * @handle: what libclang calls it
 * @path: relative to the tree, absolute if outside; @real: absolute
 * @text, @size: the content, see fc_file_text()
 * @index: in the file table of the unit, -1 until something names it
 * @wanted: text mentions functions of the table; @flags: mentions FOLL_ flags; -1 until looked at
 * @listed: among the dependencies already
 * @source: the main file or a .c file that it includes
 */
struct fc_file {
	CXFile handle;
	const char *path, *real, *text;
	size_t size;
	int index, wanted, flags;
	bool source, listed, loaded;
	struct fc_file *next;
};

/* A place in a source file. */
struct fc_pos {
	struct fc_file *file;
	unsigned int line, col, offset;
};

/**
 * struct fc_callee - what a declaration says about calls through it
 * @name: the function, NULL if the declaration is not one
 * @params: names, entries may be NULL
 * @local: static, defined in the unit itself
 */
struct fc_callee {
	const char *name;
	const char **params;
	unsigned int nparams;
	bool noreturn, local;
};

/* A variable with __attribute__((cleanup)) that is alive; the innermost comes first. */
struct fc_scope {
	struct fc_scope *up;
	const struct ir_place *var;
	const char *fn;
	struct ir_loc loc;
};

struct fc_label {
	CXSourceLocation at;
	const char *name;
	unsigned int block;
	struct fc_scope *scope;
	bool defined, addressed;
};

/* A jump whose cleanups are known only when the function is read. */
struct fc_jump {
	unsigned int block; /* open, waits for the rest */
	struct fc_scope *scope;
	int label; /* number of the label; -1: @nnames labels by name, or computed */
	const char **names;
	unsigned int nnames, next; /* next: block behind an asm goto */
	bool computed;
	struct ir_loc loc;
};

/* Where break and continue lead. */
struct fc_target {
	unsigned int brk, cont;
	struct fc_scope *brk_scope, *cont_scope;
	bool has_cont;
};

struct fc_case {
	CXCursor at;
	unsigned int block;
};

struct fc_switch {
	struct fc_switch *up;
	VEC(struct fc_case) cases;
	size_t next;
};

/* What is known of a cleanup function, NULL if no declaration was found. */
struct fc_cleanup {
	const char *name;
	const struct fc_callee *callee;
};

struct fc_error {
	CXFile file;
	unsigned int offset;
};

/* A value of a FOLL_ flag; @nr: how many came before. */
struct fc_flag {
	const char *path;
	struct ir_const k;
	size_t nr;
};

/* A function or variable to be lowered; of a header: where it stands there. */
struct fc_picked {
	CXCursor c;
	bool header;
	const char *path;
	unsigned int at, nr;
};

/* A function of a precompiled header that the unit may ask for by name. */
struct fc_anchor {
	const char *name;
	CXCursor c;
};

typedef VEC(const char *) fc_names;

/**
 * struct fc_pch - a precompiled header, see pch.c
 * @path: absolute
 * @files: absolute paths of what went into it
 * @wants: functions that every unit lowers; @cleanups: those that end the life of a variable
 * @wanted, @anchors: their cursors, once a unit is parsed
 * @text, @size: the unit's own source
 */
struct fc_pch {
	const char *path;
	fc_names files, wants, cleanups;
	VEC(CXCursor) wanted;
	VEC(struct fc_anchor) anchors;
	const char *text;
	size_t size;
};

/**
 * struct fc - one unit, and the function at work
 * @tree: the root, as a real path
 * @files: by handle; @last_file is that of @last_handle
 * @known: declarations of variables to struct ir_var, of the function at work
 * @callees: declarations to struct fc_callee
 * @errors: where clang had to recover
 * @called: declarations of the functions that the unit calls, each once
 * @tmp: storage of the function at work
 * @fn: the function; @pretty: its text as clang prints it, made when first asked for
 * @scope: innermost variable with a cleanup
 * @init_var: variable whose static initialiser is read
 * @flags, @picked: see pick.c
 * @pch: the precompiled header in use, NULL for none
 * @thin: headers that are read without some bodies, NULL if all are read as they are
 * @refused: why the unit is to be read again without @pch, with @thin_refused without @thin;
 *           NULL if it is not
 * @precompiling: this is no unit but a precompiled header; notes go to @cleanup_names
 */
struct fc {
	const struct clang_opts *o;
	CXIndex index;
	CXTranslationUnit tu;
	struct ir_unit *u;
	struct lower l;
	const char *tree;
	struct fc_file *files[256];
	struct fc_file *main, *last_file;
	CXFile last_handle;
	struct curmap callees, known;
	struct type_slot *types;
	VEC(struct fc_error) errors;
	VEC(CXCursor) called;
	struct arena tmp;
	CXCursor fn;
	struct fc_scope *scope;
	struct fc_target target;
	struct fc_switch *sw;
	VEC(struct fc_label) labels;
	VEC(struct fc_jump) jumps;
	char *pretty;
	const char *init_var;
	VEC(struct fc_cleanup) cleanups;
	VEC(struct fc_flag) flags;
	VEC(struct fc_picked) picked;
	struct fc_pch *pch;
	struct fc_thin *thin;
	const char *refused;
	bool thin_refused;
	bool precompiling;
	fc_names cleanup_names;
};

/* tu.c */
/* fc_parse() - @path with the unit's arguments, fc->pch and fc->thin if there are; @text replaces what
 * is on the disk, or NULL */
enum CXErrorCode fc_parse(struct fc *fc, const char *path, unsigned int options,
			  struct CXUnsavedFile *text);

/* fc_thin_headers() - set fc->thin, for the unit @path or a precompiled header of that text */
void fc_thin_headers(struct fc *fc, const char *path, const char *text, size_t size);
/* fc_refuse_thin() - fc->thin is of no use: sets fc->refused */
void fc_refuse_thin(struct fc *fc, const char *why);

/* pick.c */
void fc_pick(struct fc *fc); /* choose what is lowered */
void fc_lower_picked(struct fc *fc);

/* pch.c */
/* fc_pch_parse() - parse @path with the precompiled header @pch; sets fc->refused if that is not to
 * be done */
void fc_pch_parse(struct fc *fc, const char *path, const char *pch, bool thin);
/* fc_has_failed() - clang reported errors */
bool fc_has_failed(struct fc *fc);
void fc_pch_deps(struct fc *fc, clang_deps *deps);
bool fc_pch_is_anchor(struct fc *fc, CXCursor var);
void fc_pch_note(struct fc *fc, CXCursor function);
/* fc_pch_find() - the definition of a cleanup function, null cursor if it is not in there */
CXCursor fc_pch_find(struct fc *fc, const char *name);
/* fc_pch_allows() - a function may be lowered.  Return: false if fc->refused was set */
bool fc_pch_allows(struct fc *fc, CXCursor function);
void fc_pch_release(struct fc_pch *p);

/* util.c */
struct kids fc_kids(struct fc *fc, CXCursor c);
CXCursor fc_kid(CXCursor c, unsigned int i); /* null cursor if there is none */
CXCursor fc_last_kid(CXCursor c);
CXCursor fc_strip(CXCursor c); /* behind parentheses */
CXCursor fc_strip_casts(CXCursor c); /* behind parentheses and casts */
bool fc_is_null(CXCursor c);
/* fc_is_implicit() - an unexposed expression is an implicit conversion of its only child @k, not
 * an operator around it */
bool fc_is_implicit(CXCursor c, const struct kids *k);
bool fc_same_stmt(CXCursor a, CXCursor b);
bool fc_is_expr(CXCursor c);
const char *fc_name(CXCursor c); /* interned spelling, NULL if empty */
void *curmap_get(const struct curmap *m, CXCursor key);
void curmap_set(struct curmap *m, CXCursor key, void *value);
void curmap_clear(struct curmap *m);

/* loc.c */
struct fc_file *fc_file(struct fc *fc, CXFile handle);
const char *fc_file_text(struct fc *fc, struct fc_file *f, size_t *n); /* NULL if unreadable */
struct fc_pos fc_pos(struct fc *fc, CXSourceLocation at);
struct fc_pos fc_spelled(struct fc *fc, CXSourceLocation at);
struct ir_loc fc_loc(struct fc *fc, CXSourceLocation at);
void fc_at(struct fc *fc, CXCursor c); /* the next nodes come from here */
/* fc_text_at() - the source text from a position to the end of its file, NULL if there is none */
const char *fc_text_at(struct fc *fc, const struct fc_pos *p, const char **end);
/* fc_text() - the source text of a cursor's extent as the file has it.  Return: false if none */
bool fc_text(struct fc *fc, CXCursor c, const char **text, size_t *n);
/* fc_squeeze() - @text without blanks and comments, interned */
const char *fc_squeeze(const char *text, size_t n);
/* fc_macro_of() - the macro with arguments whose body spells the start of @c, NULL if none does */
const char *fc_macro_of(struct fc *fc, CXCursor c);
/* fc_spelling() - how the source spells a constant by name, NULL if it is a plain number */
const char *fc_spelling(struct fc *fc, CXCursor c, bool folded);

/* type.c */
const char *fc_type(struct fc *fc, CXType t);
const char *fc_type_of(struct fc *fc, CXCursor c);
bool fc_is_aggregate(const char *type); /* record or array */
bool fc_is_record(const char *type);
const char *fc_field_name(CXCursor field); /* NULL for an anonymous member */

/* decl.c */
void fc_function(struct fc *fc, CXCursor c);
void fc_decl_stmt(struct fc *fc, CXCursor c);
const struct ir_place *fc_variable(struct fc *fc, CXCursor decl);
const struct ir_place *fc_new_local(struct fc *fc, const char *name, const char *type);
const struct fc_callee *fc_callee(struct fc *fc, CXCursor decl);
bool fc_is_function(CXCursor c);

/* init.c */
void fc_init(struct fc *fc, const struct ir_place *p, const char *type, CXType t, CXCursor init);
void fc_bindings(struct fc *fc, CXCursor var);

/* stmt.c */
void fc_stmt(struct fc *fc, CXCursor c);
void fc_compound(struct fc *fc, struct kids k);

/* jump.c */
void fc_leave(struct fc *fc, const struct fc_scope *outer); /* cleanups up to @outer */
void fc_label(struct fc *fc, CXCursor c);
void fc_label_addressed(struct fc *fc, CXCursor c);
void fc_goto(struct fc *fc, CXCursor c);
void fc_computed_goto(struct fc *fc);
void fc_asm(struct fc *fc, CXCursor c);
void fc_finish_jumps(struct fc *fc);
const char *fc_pretty_stmt(struct fc *fc, CXCursor c, const char *word);

/* inline.c */
/* fc_inlines() - lower the functions of headers that are called and that the table lacks */
void fc_inlines(struct fc *fc);

/* expr.c, binary.c */
struct ir_opnd fc_expr(struct fc *fc, CXCursor c);
void fc_discard(struct fc *fc, CXCursor c);
struct ir_opnd fc_binary(struct fc *fc, CXCursor c);
struct ir_opnd fc_assignment(struct fc *fc, CXCursor c);
struct ir_opnd fc_compound_assign(struct fc *fc, CXCursor c);
struct ir_opnd fc_inc_dec(struct fc *fc, CXCursor c, bool used);
/* fc_step() - pointer operand @p moved by @index elements */
struct ir_opnd fc_step(struct fc *fc, struct ir_opnd p, struct ir_opnd index);
/* fc_moved() - as fc_step() for the pointer expression @base, whose value is @p: behind a cast to
 * another element type the index says nothing */
struct ir_opnd fc_moved(struct fc *fc, CXCursor base, struct ir_opnd p, struct ir_opnd index);
/* fc_comparison() - @c is one: its operation and operands */
bool fc_comparison(struct fc *fc, CXCursor c, enum ir_op *op, struct kids *k);
/* fc_compare() - lower both operands; a number goes to the right */
void fc_compare(struct fc *fc, const struct kids *k, enum ir_op *op, struct ir_opnd *a,
		struct ir_opnd *b);
bool fc_evaluate(CXCursor c, int64_t *v);
CXCursor fc_generic_choice(struct fc *fc, CXCursor c);
/* fc_choose() - __builtin_choose_expr: the operand that counts, null cursor if it is none */
CXCursor fc_choose(struct fc *fc, CXCursor c, const struct kids *k);
/* fc_is_elvis() - `a ?: b`: the operands are the first and the fourth child */
bool fc_is_elvis(struct fc *fc, CXCursor c, const struct kids *k);

/* place.c */
const struct ir_place *fc_place(struct fc *fc, CXCursor c);

/* cond.c */
void fc_cond(struct fc *fc, CXCursor c, unsigned int yes, unsigned int no);
struct ir_opnd fc_truth(struct fc *fc, CXCursor c, const char *type);
/* fc_is_expect() - likely() and unlikely(): the first argument is the value */
bool fc_is_expect(CXCursor call);
bool fc_is_logical(struct fc *fc, CXCursor c);
bool fc_known(struct fc *fc, CXCursor c, int64_t *v);

/* call.c */
/* fc_macro_call() - @c is what a macro of the API table is made of, and its operand @arg the macro's
 * argument: the value that the table says.  Return: false if it is none */
bool fc_macro_call(struct fc *fc, CXCursor c, CXCursor arg, struct ir_opnd *out);
struct ir_opnd fc_call(struct fc *fc, CXCursor c);

#endif
