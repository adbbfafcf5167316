/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shared by the files of the sparse frontend; nobody else includes it. */
#ifndef FRONT_SPARSE_FS_H
#define FRONT_SPARSE_FS_H

#include "base/arena.h"
#include "base/vec.h"
#include "front_sparse/front_sparse.h"
#include "front_sparse/sparse.h"
#include "lower/lower.h"

/* Map from pointers to pointers. */
struct fs_map {
	struct fs_slot {
		const void *key;
		void *value;
	} *slot;
	unsigned int used, nslots;
};

/**
 * struct fs_file - one source file of the unit; sparse's streams of the same file share it
 * @name: as sparse calls it
 * @path: relative to the tree, absolute if outside
 * @index: in the file table of the unit, -1 until something names it
 * @line: where each line begins, @nlines of them
 * @source: the main file or a .c file that it includes
 */
struct fs_file {
	const char *name, *path, *text;
	size_t size;
	size_t *line;
	unsigned int nlines;
	int index;
	bool source, loaded;
};

/* What the source says of a member that sparse has made an offset of. */
struct fs_member {
	struct expression *deref, *base;
	const struct ident *name;
};

struct fs_body;

/* What a walk over parsed code keeps: the members that it names, or, for @body, names alone. */
struct fs_notes {
	VEC(struct fs_member) members;
	struct fs_body *body;
};

/**
 * struct fs_callee - what a declaration says about calls through it
 * @params: names, entries may be NULL
 * @local: static, defined in the unit itself
 */
struct fs_callee {
	const char **params;
	unsigned int nparams;
	bool noreturn, local;
};

/* A variable with __attribute__((cleanup)) that is alive; the innermost comes first. */
struct fs_scope {
	struct fs_scope *up;
	const struct ir_place *var;
	struct ident *fn;
	struct ir_loc loc;
};

struct fs_label {
	struct symbol *sym;
	unsigned int block;
	struct fs_scope *scope;
	bool defined;
};

/* A jump whose cleanups are known only when the function is read. */
struct fs_jump {
	unsigned int block; /* open, waits for the rest */
	struct fs_scope *scope;
	struct symbol *label; /* NULL: any of @list */
	struct symbol_list *list;
	unsigned int next; /* behind an asm goto */
	bool has_next;
	struct ir_loc loc;
};

/* Where break and continue lead: sparse has a symbol for each. */
struct fs_target {
	struct fs_target *up;
	struct symbol *sym;
	unsigned int block;
	struct fs_scope *scope;
};

struct fs_case {
	struct statement *stmt;
	unsigned int block;
};

/**
 * struct fs - one unit, and the function at work
 * @files: by stream
 * @notes: members in the order of the source; @members: the same by the offset that sparse made
 * @known: symbols of variables to struct ir_var, of the function at work
 * @callees: symbols of functions to struct fs_callee; @types: symbols of types to their text
 * @called: functions that the unit calls, each once; of the first @ncalled it is settled whether they
 *          are lowered
 * @tmp: storage of the function at work
 * @fn: the function
 * @init_var: variable whose static initialiser is read
 * @depth: of expressions, against a stack that overflows
 */
struct fs {
	const struct sparse_opts *o;
	struct ir_unit *u;
	struct lower l;
	VEC(struct fs_file *) files;
	VEC(struct fs_file *) unique;
	struct fs_notes notes;
	struct fs_map members, known, callees, types, cases;
	VEC(struct symbol *) called;
	size_t ncalled;
	struct arena tmp;
	struct symbol *fn;
	struct fs_scope *scope;
	struct fs_target *target;
	VEC(struct fs_label) labels;
	VEC(struct fs_jump) jumps;
	const char *init_var;
	unsigned int depth;
};

/* map.c */
void *fs_map_get(const struct fs_map *m, const void *key);
void fs_map_set(struct fs_map *m, const void *key, void *value);
void fs_map_release(struct fs_map *m);

/* loc.c */
struct fs_file *fs_file(struct fs *fs, struct position pos); /* NULL for what is in no file */

struct ir_loc fs_loc(struct fs *fs, struct position pos);
void fs_at(struct fs *fs, struct position pos); /* the next nodes come from here */
void fs_at_expr(struct fs *fs, const struct expression *e);
/* fs_text_at() - the source text from a position to the end of its file, NULL if there is none */
const char *fs_text_at(struct fs *fs, struct position pos, const char **end);
/* fs_spelling() - how the source spells a constant by name, NULL if it is a plain number */
const char *fs_spelling(struct fs *fs, struct position pos);
/* fs_macro_text() - the use of a macro with arguments at @pos, to its end; NULL if none is there */
const char *fs_macro_text(struct fs *fs, struct position pos, const char **end);
/* fs_args_text() - the arguments of the call of @callee whose parenthesis is at @pos, blanks removed;
 * of a call in a macro the position is that of the macro */
const char *fs_args_text(struct fs *fs, struct position pos, const char *callee);
/* fs_body_size() - length of the definition of function @sym in characters, 0 if not known */
size_t fs_body_size(struct fs *fs, struct symbol *sym);
const char *fs_name(struct ident *ident); /* interned, NULL if there is none */
bool fs_ident_char(char c);
unsigned int fs_end_line(struct fs *fs, struct symbol *sym);

/* members.c */
/* fs_record() - note what a statement names, before sparse evaluates it */
void fs_record(struct fs_notes *n, struct statement *stmt);
void fs_record_expr(struct fs_notes *n, struct expression *e);
/* fs_recorded() - sparse has evaluated what was recorded */
void fs_recorded(struct fs *fs);
/* fs_is_member() - @add adds an offset to a record's address: that of a member */
bool fs_is_member(const struct expression *add);
/* fs_pointee() - type of the place behind a pointer, whatever was made of its value since; or NULL */
struct symbol *fs_pointee(struct fs *fs, const struct expression *ptr);
/* fs_member() - the member that @add leads to, and its record.  Return: NULL if it is not known */
struct symbol *fs_member(struct fs *fs, const struct expression *add, const char **record);

/* reach.c */
bool fs_is_source(const struct symbol *sym); /* of the main file or a .c file that it includes */
/* What a walk over body @b meets. */
void fs_names_symbol(struct fs_body *b, const struct expression *e);
void fs_names_function(struct fs_body *b, struct ident *name);
void fs_names_cleanup(struct fs_body *b, struct ident *name); /* a variable's end calls it */
void fs_names_member(struct fs_body *b, struct ident *name);
/* fs_binds() - member @name gets the value @e: a function, maybe */
void fs_binds(struct fs_body *b, struct ident *name, const struct expression *e);
/* fs_reach_takers() - reach what has to do with those that take pages */
void fs_reach_takers(struct sparse_reach *r);
/* fs_reach_storage() - and what finds the pages in storage, as @u, the part lowered so far, tells */
void fs_reach_storage(struct sparse_reach *r, const struct ir_unit *u);
/* fs_reach_next() - a function of the source that was reached; each once, NULL at the end */
struct symbol *fs_reach_next(struct sparse_reach *r);

/* type.c */
const char *fs_type(struct fs *fs, struct symbol *t);
const char *fs_type_of(struct fs *fs, const struct expression *e);
struct symbol *fs_base(struct symbol *t); /* behind nodes */
struct symbol *fs_target_type(const struct expression *e); /* what the pointer points to, or NULL */
bool fs_is_aggregate(const char *type); /* record or array */
bool fs_is_record(const char *type);

/* decl.c */
void fs_function(struct fs *fs, struct symbol *sym);
void fs_declaration(struct fs *fs, struct symbol_list *list);
const struct ir_place *fs_variable(struct fs *fs, struct symbol *sym);
const struct ir_place *fs_new_local(struct fs *fs, const char *name, const char *type);
const struct fs_callee *fs_callee(struct fs *fs, struct symbol *sym);
bool fs_is_function(const struct symbol *sym);

/* cleanup.c */
void cleanup_init(void);
/* cleanup_of() - the function in __attribute__((cleanup(fn))) of a variable, NULL if there is none */
struct ident *cleanup_of(const struct symbol *var);
void fs_leave(struct fs *fs, const struct fs_scope *outer); /* cleanups up to @outer */
void fs_enter(struct fs *fs, const struct ir_place *var, struct ident *fn);

/* init.c */
void fs_init(struct fs *fs, const struct ir_place *p, struct symbol *type, struct expression *init);
void fs_bindings(struct fs *fs, struct symbol *var);

/* stmt.c */
void fs_stmt(struct fs *fs, struct statement *s);

/* jump.c */
void fs_label(struct fs *fs, struct symbol *sym);
void fs_goto(struct fs *fs, struct statement *s);
void fs_asm(struct fs *fs, struct statement *s);
void fs_finish_jumps(struct fs *fs);

/* expr.c, binary.c */
struct ir_opnd fs_expr(struct fs *fs, struct expression *e);
void fs_discard(struct fs *fs, struct expression *e);
struct ir_opnd fs_binary(struct fs *fs, struct expression *e);
struct ir_opnd fs_assignment(struct fs *fs, struct expression *e);
struct ir_opnd fs_inc_dec(struct fs *fs, struct expression *e, bool used);
struct ir_opnd fs_step(struct fs *fs, struct ir_opnd p, struct ir_opnd index);
bool fs_comparison(struct fs *fs, struct expression *e, enum ir_op *op);
void fs_compare(struct fs *fs, struct expression *e, enum ir_op *op, struct ir_opnd *a,
		struct ir_opnd *b);
struct expression *fs_strip_casts(struct expression *e);
bool fs_is_cast(const struct expression *e);
struct ir_opnd fs_unknown(struct fs *fs, const char *what);
/* fs_literal() - the variable that stands for a compound literal, freshly initialised */
const struct ir_place *fs_literal(struct fs *fs, struct symbol *sym);
bool fs_is_literal(const struct symbol *sym);
bool fs_is_string(const struct symbol *sym);

/* place.c */
const struct ir_place *fs_place(struct fs *fs, struct expression *e); /* of an lvalue */
struct ir_opnd fs_address(struct fs *fs,
			  struct expression *e); /* of EXPR_SYMBOL and `a + offset` */

/* cond.c */
void fs_cond(struct fs *fs, struct expression *e, unsigned int yes, unsigned int no);
struct ir_opnd fs_truth(struct fs *fs, struct expression *e, const char *type);
/* fs_expected() - likely() and unlikely(): the first argument is the value; NULL if it is no such */
struct expression *fs_expected(const struct expression *e);
bool fs_is_logical(struct fs *fs, struct expression *e);
bool fs_known(struct fs *fs, struct expression *e, int64_t *v);

/* call.c */
struct ir_opnd fs_call(struct fs *fs, struct expression *e);
/* fs_macro_value() - the macro used at @pos, or in its arguments, that the API table says makes a
 * page of a number (or, if not @page, a number of a page); NULL if there is none */
const char *fs_macro_value(struct fs *fs, struct position pos, bool page);
/* fs_macro_call() - @e is what macro @name is made of, @arg its argument: the value */
struct ir_opnd fs_macro_call(struct fs *fs, struct expression *e, const char *name,
			     struct ir_opnd arg);
/* fs_callee_symbol() - the function that a call names, NULL for a call through a pointer */
struct symbol *fs_callee_symbol(const struct expression *call);

#endif
