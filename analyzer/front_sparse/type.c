// SPDX-License-Identifier: GPL-2.0-or-later
/* Types as the IR writes them, see ir.h. */
#include "front_sparse/fs.h"

struct symbol *fs_base(struct symbol *t)
{
	while (t && t->type == SYM_NODE)
		t = t->ctype.base_type;
	return t;
}

struct symbol *fs_target_type(const struct expression *e)
{
	struct symbol *t = fs_base(e->ctype);

	if (!t || t == &lazy_ptr_ctype || (t->type != SYM_PTR && t->type != SYM_ARRAY))
		return NULL;
	return t->ctype.base_type;
}

static const char *compose(const char *prefix, const char *inner)
{
	struct buf b = { 0 };
	const char *s;

	buf_addf(&b, "%s %s", prefix, inner);
	s = str_intern(buf_str(&b));
	buf_release(&b);
	return s;
}

/* Where the keyword stands: sparse keeps the position of the brace. */
static struct ir_loc record_loc(struct fs *fs, struct symbol *t, const char *kind)
{
	struct ir_loc keep = fs->l.loc, loc = fs_loc(fs, t->pos);
	const char *end, *at = fs_text_at(fs, t->pos, &end), *p;
	size_t n = strlen(kind);

	fs->l.loc = keep;
	for (p = at; p && loc.col > 0 && at - p < 200; p--) {
		if (!strncmp(p, kind, n) && !fs_ident_char(p[n]))
			break;
		if (*p == '\n')
			break;
		if (--loc.col == 0)
			break;
	}
	return loc;
}

static bool names(struct ident *ident, enum namespace ns, const struct symbol *t)
{
	struct symbol *sym = lookup_symbol(ident, ns);

	return sym && (ns == NS_STRUCT ? sym : fs_base(sym->ctype.base_type)) == t;
}

static const char *record_type(struct fs *fs, struct symbol *t)
{
	const char *kind = t->type == SYM_UNION ? "union" : "struct";
	struct ir_loc loc;
	char at[40];

	if (t->ident && !names(t->ident, NS_STRUCT, t) && names(t->ident, NS_TYPEDEF, t)) {
		snprintf(at, sizeof(at), "%s ~", kind);
		return str_intern(arena_printf(&fs->u->mem, "%s%s", at, fs_name(t->ident)));
	}
	if (t->ident)
		return compose(kind, fs_name(t->ident));
	loc = record_loc(fs, t, kind);
	snprintf(at, sizeof(at), "@%u:%u", loc.line, loc.col);
	return compose(kind, at);
}

static const char *number_type(struct symbol *t)
{
	char text[16];

	if (t == &bool_ctype)
		return "bool";
	if (t == &void_ctype)
		return "void";
	if (t->ctype.base_type == &fp_type)
		return "float";
	if (t->ctype.base_type != &int_type || t->bit_size <= 0)
		return "?";
	snprintf(text, sizeof(text), "%c%d", t->ctype.modifiers & MOD_UNSIGNED ? 'u' : 's',
		 t->bit_size);
	return str_intern(text);
}

/* As compilers do it: unsigned unless a value is negative. */
static const char *enum_type(struct symbol *t)
{
	bool wide = false, negative = false;
	struct symbol *sym;

	FOR_EACH_PTR (t->symbol_list, sym) {
		struct expression *e = sym->initializer;
		long long v = e && e->type == EXPR_VALUE ? (long long)e->value : 0;

		if (e && e->ctype && fs_base(e->ctype)->ctype.modifiers & MOD_UNSIGNED)
			v = v < 0 ? INT64_MAX : v;
		negative |= v < 0;
		wide |= v > UINT32_MAX || v < INT32_MIN;
	}
	END_FOR_EACH_PTR(sym);
	return wide ? negative ? "s64" : "u64" : negative ? "s32" : "u32";
}

static const char *array_type(struct fs *fs, struct symbol *node, struct symbol *t)
{
	struct symbol *elem = t->ctype.base_type;
	long long n = 0, bits;
	char prefix[40];

	examine_symbol_type(elem);
	bits = t->bit_size > 0 ? t->bit_size : node->bit_size;
	if (elem->bit_size > 0 && bits > 0)
		n = bits / elem->bit_size;
	snprintf(prefix, sizeof(prefix), "arr %lld", n);
	return compose(prefix, fs_type(fs, elem));
}

static const char *type_text(struct fs *fs, struct symbol *node)
{
	struct symbol *t;

	examine_symbol_type(node);
	t = fs_base(node);
	if (!t)
		return "?";
	switch (t->type) {
	case SYM_PTR:
		return t->ctype.base_type ? compose("ptr", fs_type(fs, t->ctype.base_type)) :
					    "ptr void";
	case SYM_ARRAY:
		return array_type(fs, node, t);
	case SYM_FN:
		return "fn";
	case SYM_STRUCT:
	case SYM_UNION:
		return record_type(fs, t);
	case SYM_ENUM:
		return enum_type(t);
	case SYM_BITFIELD:
	case SYM_RESTRICT:
	case SYM_FOULED:
	case SYM_TYPEOF:
		return t->ctype.base_type ? fs_type(fs, t->ctype.base_type) : "?";
	case SYM_BASETYPE:
		return number_type(t);
	default:
		return "?";
	}
}

const char *fs_type(struct fs *fs, struct symbol *t)
{
	const char *text;

	if (!t || t == &bad_ctype)
		return str_intern("?");
	if (t == &null_ctype || t == &lazy_ptr_ctype || t == &ptr_ctype)
		return str_intern("ptr void");
	text = fs_map_get(&fs->types, t);
	if (!text) {
		text = str_intern(type_text(fs, t));
		fs_map_set(&fs->types, t, (void *)text);
	}
	return text;
}

const char *fs_type_of(struct fs *fs, const struct expression *e)
{
	return fs_type(fs, e ? e->ctype : NULL);
}

bool fs_is_record(const char *type)
{
	return str_starts(type, "struct ") || str_starts(type, "union ");
}

bool fs_is_aggregate(const char *type)
{
	return fs_is_record(type) || str_starts(type, "arr ");
}
