// SPDX-License-Identifier: GPL-2.0-or-later
/* One translation unit: what sparse has parsed, pick what is lowered. */
#include "api/api.h"
#include "base/file.h"
#include "front_sparse/fs.h"

/* Length of a definition in a header: what a driver keeps in its own, what all share. */
#define PRIVATE_MAX 4000
#define SHARED_MAX 320

void sparse_front_init(void)
{
	cleanup_init();
}

static void add_const(struct ir_unit *u, const char *name, int64_t value)
{
	struct ir_const c = { name, value };

	for (size_t i = 0; i < u->consts.n; i++)
		if (u->consts.v[i].name == name)
			return;
	vec_push(&u->consts, c);
}

static void add_enumerators(struct fs *fs, struct symbol *list)
{
	struct symbol *sym;

	FOR_EACH_PTR (list->symbol_list, sym) {
		struct expression *e = sym->initializer;

		if (e && e->type == EXPR_VALUE && str_starts(fs_name(sym->ident), "FOLL_"))
			add_const(fs->u, fs_name(sym->ident), (int64_t)e->value);
	}
	END_FOR_EACH_PTR(sym);
}

/* The flags of the tree are macros or enumerators, all in one place: that of the first. */
static void add_consts(struct fs *fs)
{
	struct ident *first = built_in_ident("FOLL_WRITE");
	struct symbol *macro = lookup_symbol(first, NS_MACRO), *sym;
	struct fs_file *f = macro ? fs_file(fs, macro->pos) : NULL;
	struct buf b = { 0 };

	if (f && !file_read(f->name, &b))
		lower_consts(fs->u, buf_str(&b), b.len);
	buf_release(&b);
	sym = lookup_symbol(first, NS_SYMBOL);
	if (sym && sym->enum_member)
		add_enumerators(fs, fs_base(sym->ctype.base_type));
}

static void record_symbol(struct fs *fs, struct symbol *sym)
{
	struct symbol *fn = fs_is_function(sym) ? fs_base(sym->ctype.base_type) : NULL;

	if (fn)
		fs_record(&fs->notes, fn->stmt);
	else
		fs_record_expr(&fs->notes, sym->initializer);
}

static void evaluate_one(struct fs *fs, struct symbol *sym)
{
	struct symbol_list *one = NULL;

	record_symbol(fs, sym);
	__add_ptr_list((struct ptr_list **)&one, sym);
	evaluate_symbol_list(one);
	fs_recorded(fs);
}

/* The body of a function that was not evaluated: sparse evaluates an inline function only where it is
 * expanded. */
static void evaluate_body(struct fs *fs, struct symbol *sym)
{
	struct symbol *fn = fs_base(sym->ctype.base_type);

	if (!fn->stmt && fn->inline_stmt) {
		fn->stmt = fn->inline_stmt;
		sym->evaluated = 0;
	}
	if (!sym->evaluated)
		evaluate_one(fs, sym);
}

typedef VEC(struct symbol *) symbol_vec;

static int cmp_pos(const void *a, const void *b)
{
	const struct symbol *x = *(struct symbol *const *)a, *y = *(struct symbol *const *)b;

	if (x->pos.stream != y->pos.stream)
		return x->pos.stream < y->pos.stream ? -1 : 1;
	if (x->pos.line != y->pos.line)
		return x->pos.line < y->pos.line ? -1 : 1;
	return x->pos.pos < y->pos.pos ? -1 : x->pos.pos > y->pos.pos;
}

/* Inline functions of the unit itself are in no list but that of their scope. */
static void add_inlines(struct fs *fs, struct scope *scope, symbol_vec *out)
{
	struct symbol *sym;

	FOR_EACH_PTR (scope->symbols, sym) {
		if (sym->namespace == NS_SYMBOL && sym->ctype.modifiers & MOD_INLINE &&
		    sym->definition == sym && fs_is_function(sym) && fs_is_source(sym))
			vec_push(out, sym);
	}
	END_FOR_EACH_PTR(sym);
}

static void lower_source(struct fs *fs, struct symbol_list *list)
{
	symbol_vec all = { 0 };
	struct symbol *sym;

	FOR_EACH_PTR (list, sym) {
		if (fs_is_source(sym))
			vec_push(&all, sym);
	}
	END_FOR_EACH_PTR(sym);
	add_inlines(fs, file_scope, &all);
	add_inlines(fs, global_scope, &all);
	if (all.n > 1)
		qsort(all.v, all.n, sizeof(*all.v), cmp_pos);
	for (size_t i = 0; i < all.n; i++) {
		if (i && all.v[i] == all.v[i - 1])
			continue;
		if (!fs_is_function(all.v[i])) {
			fs_bindings(fs, all.v[i]);
			continue;
		}
		evaluate_body(fs, all.v[i]);
		fs_function(fs, all.v[i]);
	}
	vec_release(&all);
}

static bool is_lowered(const struct fs *fs, const char *name)
{
	for (size_t i = 0; i < fs->u->funcs.n; i++)
		if (fs->u->funcs.v[i]->name == name)
			return true;
	return false;
}

static bool is_shared(const char *path)
{
	return path[0] == '/' || str_starts(path, "include/") || strstr(path, "/include/");
}

/* The table says what its functions do; long ones of shared headers are none of this unit, unless
 * they take or drop pages themselves. */
static bool header_function_wanted(struct fs *fs, struct symbol *sym)
{
	const char *name = fs_name(sym->ident);
	struct fs_file *f = fs_file(fs, sym->pos);
	const char *text, *end;
	size_t n;

	if (!f || f->source || !name || api_find(name) || is_lowered(fs, name))
		return false;
	n = fs_body_size(fs, sym);
	if (n && n <= (is_shared(f->path) ? SHARED_MAX : PRIVATE_MAX))
		return true;
	text = n ? fs_text_at(fs, sym->pos, &end) : NULL;
	return text && lower_wants(text, n < (size_t)(end - text) ? n : (size_t)(end - text));
}

static void lower_called(struct fs *fs)
{
	/* lowering one may name more */
	while (fs->ncalled < fs->called.n) {
		struct symbol *def = fs->called.v[fs->ncalled++]->definition;

		if (!def || !fs_is_function(def) || !header_function_wanted(fs, def))
			continue;
		evaluate_body(fs, def);
		fs_function(fs, def);
	}
}

static void evaluate_all(struct fs *fs, struct symbol_list *list)
{
	struct symbol *sym;

	FOR_EACH_PTR (list, sym) {
		record_symbol(fs, sym);
	}
	END_FOR_EACH_PTR(sym);
	evaluate_symbol_list(list);
	fs_recorded(fs);
}

static void lower_variables(struct fs *fs, struct symbol_list *list)
{
	struct symbol *sym;

	FOR_EACH_PTR (list, sym) {
		if (fs_is_function(sym))
			continue;
		evaluate_one(fs, sym);
		if (fs_is_source(sym))
			fs_bindings(fs, sym);
	}
	END_FOR_EACH_PTR(sym);
}

static void lower_reached(struct fs *fs, struct sparse_reach *r)
{
	struct symbol *sym;

	while ((sym = fs_reach_next(r))) {
		evaluate_body(fs, sym);
		fs_function(fs, sym);
	}
	lower_called(fs);
}

static void fs_release(struct fs *fs)
{
	fs_map_release(&fs->members);
	fs_map_release(&fs->callees);
	fs_map_release(&fs->types);
	vec_release(&fs->files);
	vec_release(&fs->unique);
	vec_release(&fs->notes.members);
	vec_release(&fs->called);
	vec_release(&fs->labels);
	vec_release(&fs->jumps);
	arena_release(&fs->tmp);
}

static const char *unit_path(const struct sparse_opts *o)
{
	char *real = file_realpath(o->file);
	size_t n = strlen(o->tree);
	const char *path = str_intern(real ? real : o->file);

	free(real);
	return !strncmp(path, o->tree, n) && path[n] == '/' ? str_intern(path + n + 1) : path;
}

struct ir_unit *sparse_unit(const struct sparse_opts *o, struct symbol_list *list)
{
	struct fs fs = { .o = o, .u = ir_unit_new(unit_path(o), "sparse") };

	if (o->failed) {
		fs.u->trust = IR_RECOVERED;
		fs.u->reason = str_intern("sparse met errors");
	}
	add_consts(&fs);
	if (o->reach) {
		lower_variables(&fs, list);
		fs_reach_takers(o->reach);
		lower_reached(&fs, o->reach);
		fs_reach_storage(o->reach, fs.u);
		lower_reached(&fs, o->reach);
	} else {
		evaluate_all(&fs, list);
		lower_source(&fs, list);
		lower_called(&fs);
	}
	fs_release(&fs);
	if (ir_verify(fs.u)) {
		ir_unit_free(fs.u);
		return NULL;
	}
	return fs.u;
}
