// SPDX-License-Identifier: GPL-2.0-or-later
/* Types as the IR writes them, see ir.h. */
#include "front_clang/fc.h"

static const char *record_type(CXType t, CXCursor decl)
{
	CXString s = clang_getTypeSpelling(t), d = clang_getCursorSpelling(decl);
	const char *kind = decl.kind == CXCursor_UnionDecl ? "union" : "struct";
	const char *spelling = clang_getCString(s), *name = clang_getCString(d);
	bool tagged = strstr(spelling, "struct ") || strstr(spelling, "union ");
	unsigned int line, col;
	char text[512];

	if (!*name || strchr(name, '(')) {
		clang_getFileLocation(clang_getCursorLocation(decl), NULL, &line, &col, NULL);
		snprintf(text, sizeof(text), "%s @%u:%u", kind, line, col);
	} else {
		snprintf(text, sizeof(text), "%s %s%s", kind, tagged ? "" : "~", name);
	}
	clang_disposeString(s);
	clang_disposeString(d);
	return str_intern(text);
}

static const char *scalar_type(enum CXTypeKind kind)
{
	switch (kind) {
	case CXType_Void:
		return "void";
	case CXType_Bool:
		return "bool";
	case CXType_Char_S:
	case CXType_SChar:
		return "s8";
	case CXType_Char_U:
	case CXType_UChar:
		return "u8";
	case CXType_Float16:
	case CXType_Half:
	case CXType_Float:
	case CXType_Double:
	case CXType_LongDouble:
	case CXType_Float128:
	case CXType_Complex:
	case CXType_Vector:
	case CXType_ExtVector:
		return "float";
	case CXType_FunctionProto:
	case CXType_FunctionNoProto:
		return "fn";
	default:
		return NULL;
	}
}

/* Sizes are asked for numbers only: for types such as that of a builtin function libclang has none
 * and does not survive the question. */
static const char *int_type(CXType t)
{
	bool is_unsigned = false;
	char text[8];

	switch (t.kind) {
	case CXType_UShort:
	case CXType_UInt:
	case CXType_ULong:
	case CXType_ULongLong:
	case CXType_UInt128:
		is_unsigned = true;
		break;
	case CXType_Short:
	case CXType_Int:
	case CXType_Long:
	case CXType_LongLong:
	case CXType_Int128:
		break;
	default:
		return NULL;
	}
	snprintf(text, sizeof(text), "%c%lld", is_unsigned ? 'u' : 's',
		 clang_Type_getSizeOf(t) * 8);
	return str_intern(text);
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

static const char *array_type(struct fc *fc, CXType t)
{
	long long n = t.kind == CXType_ConstantArray ? clang_getArraySize(t) : 0;
	char prefix[40];

	snprintf(prefix, sizeof(prefix), "arr %lld", n);
	return compose(prefix, fc_type(fc, clang_getArrayElementType(t)));
}

static const char *type_text(struct fc *fc, CXType t)
{
	const char *s = scalar_type(t.kind);
	CXCursor decl;

	if (s)
		return str_intern(s);
	s = int_type(t);
	if (s)
		return s;
	switch (t.kind) {
	case CXType_Pointer:
		return compose("ptr", fc_type(fc, clang_getPointeeType(t)));
	case CXType_ConstantArray:
	case CXType_IncompleteArray:
	case CXType_VariableArray:
		return array_type(fc, t);
	case CXType_Enum:
		decl = clang_getTypeDeclaration(t);
		t = clang_getCanonicalType(clang_getEnumDeclIntegerType(decl));
		return t.kind == CXType_Invalid ? str_intern("u32") : type_text(fc, t);
	case CXType_Record:
		return record_type(t, clang_getTypeDeclaration(t));
	default:
		return str_intern("?");
	}
}

struct type_slot {
	CXType key;
	const char *text;
};
#define TYPE_SLOTS 4096

const char *fc_type(struct fc *fc, CXType t)
{
	uintptr_t p = (uintptr_t)t.data[0];
	struct type_slot *s;

	if (!fc->types)
		fc->types = arena_array(&fc->u->mem, struct type_slot, TYPE_SLOTS);
	s = &fc->types[(p >> 4 ^ p >> 16 ^ p) % TYPE_SLOTS];
	if (!s->text || !clang_equalTypes(s->key, t)) {
		const char *text = type_text(fc, clang_getCanonicalType(t));

		*s = (struct type_slot){ t, text };
	}
	return s->text;
}

static bool is_array(CXType t)
{
	t = clang_getCanonicalType(t);
	return t.kind == CXType_ConstantArray || t.kind == CXType_IncompleteArray ||
	       t.kind == CXType_VariableArray;
}

/* A parameter that is written as an array, or what is computed from one, is a pointer, whatever
 * libclang says. */
static bool is_decayed(struct fc *fc, CXCursor c)
{
	struct kids k;

	c = fc_strip(c);
	switch (c.kind) {
	case CXCursor_ParmDecl:
		return true;
	case CXCursor_DeclRefExpr:
		return clang_getCursorReferenced(c).kind == CXCursor_ParmDecl;
	case CXCursor_UnexposedExpr:
		k = fc_kids(fc, c);
		return k.n == 1 && is_decayed(fc, k.v[0]);
	case CXCursor_UnaryOperator:
		return clang_getCursorUnaryOperatorKind(c) != CXUnaryOperator_Deref;
	case CXCursor_BinaryOperator:
	case CXCursor_CompoundAssignOperator:
	case CXCursor_ConditionalOperator:
		return true;
	default:
		return false;
	}
}

const char *fc_type_of(struct fc *fc, CXCursor c)
{
	CXType t = clang_getCursorType(c);

	if (is_array(t) && is_decayed(fc, c))
		return compose("ptr",
			       fc_type(fc, clang_getArrayElementType(clang_getCanonicalType(t))));
	return fc_type(fc, t);
}

bool fc_is_record(const char *type)
{
	return str_starts(type, "struct ") || str_starts(type, "union ");
}

bool fc_is_aggregate(const char *type)
{
	return fc_is_record(type) || str_starts(type, "arr ");
}

const char *fc_field_name(CXCursor field)
{
	const char *name = fc_name(field);

	return name && !strchr(name, '(') ? name : NULL;
}
