// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Functions of headers that the unit calls.  Behind to_foo(x) or obj_pages(obj) stands the very
 * object that holds the pages: whoever does not look inside has lost it.
 */
#include "api/api.h"
#include "front_clang/fc.h"

/* Length of a definition: what a driver keeps in its own headers, what all share. */
#define PRIVATE_MAX 4000
#define SHARED_MAX 320

static bool is_shared(const char *path)
{
	return path[0] == '/' || str_starts(path, "include/") || strstr(path, "/include/");
}

static bool is_lowered(const struct fc *fc, const char *name)
{
	for (size_t i = 0; i < fc->u->funcs.n; i++)
		if (fc->u->funcs.v[i]->name == name)
			return true;
	return false;
}

/* The table says what its functions do; long ones of shared headers are none of this unit. */
static bool is_wanted(struct fc *fc, CXCursor called, CXCursor def)
{
	const char *name = fc_name(called), *text;
	struct fc_pos p;
	size_t n;

	if (!name || api_find(name))
		return false;
	if (fc_is_null(def)) {
		if (fc->thin && fc_thin_lacks(fc->thin, name))
			fc_refuse_thin(fc,
				       arena_printf(&fc->tmp, "the body of %s() is missed", name));
		return false;
	}
	p = fc_pos(fc, clang_getCursorLocation(def));
	if (!p.file || p.file->source || !fc_text(fc, def, &text, &n))
		return false;
	return n <= (is_shared(p.file->path) ? SHARED_MAX : PRIVATE_MAX) && !is_lowered(fc, name);
}

void fc_inlines(struct fc *fc)
{
	/* lowering one may name more */
	for (size_t i = 0; i < fc->called.n && !fc->refused; i++) {
		CXCursor def = clang_getCursorDefinition(fc->called.v[i]);

		if (is_wanted(fc, fc->called.v[i], def))
			fc_function(fc, def);
	}
}
