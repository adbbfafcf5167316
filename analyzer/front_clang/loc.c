// SPDX-License-Identifier: GPL-2.0-or-later
/* Positions, and the text that stands there. */
#include <ctype.h>
#include <stdint.h>

#include "base/file.h"
#include "front_clang/fc.h"

static const char *file_real(CXFile handle)
{
	CXString s = clang_File_tryGetRealPathName(handle);
	const char *text = clang_getCString(s), *real;

	if (text && text[0] == '/') {
		real = str_intern(text);
	} else {
		CXString name = clang_getFileName(handle);
		char *found = file_realpath(clang_getCString(name));

		real = str_intern(found ? found : clang_getCString(name));
		free(found);
		clang_disposeString(name);
	}
	clang_disposeString(s);
	return real;
}

static const char *below_tree(const struct fc *fc, const char *path)
{
	size_t n = strlen(fc->tree);

	if (!strncmp(path, fc->tree, n) && path[n] == '/')
		return str_intern(path + n + 1);
	return path;
}

struct fc_file *fc_file(struct fc *fc, CXFile handle)
{
	unsigned int slot = (unsigned int)((uintptr_t)handle >> 4) % 256;
	struct fc_file *f;

	if (!handle)
		return NULL;
	for (f = fc->files[slot]; f; f = f->next)
		if (f->handle == handle)
			return f;
	f = arena_new(&fc->u->mem, struct fc_file);
	f->handle = handle;
	f->real = file_real(handle);
	f->path = below_tree(fc, f->real);
	f->index = f->wanted = f->flags = -1;
	f->source = str_ends(f->path, ".c");
	f->next = fc->files[slot];
	fc->files[slot] = f;
	return f;
}

/* libclang would go through all source locations to find the text of a header. */
static void file_load(struct fc *fc, struct fc_file *f)
{
	struct buf b = { 0 };

	f->loaded = true;
	if (f == fc->main && fc->pch) {
		f->text = fc->pch->text; /* without the anchors */
		f->size = fc->pch->size;
	} else if (f == fc->main) {
		f->text = clang_getFileContents(fc->tu, f->handle, &f->size);
	} else if (file_exists(f->real) && !file_read(f->real, &b)) {
		f->text = arena_strndup(&fc->u->mem, buf_str(&b), b.len);
		f->size = b.len;
	}
	buf_release(&b);
	if (!f->text)
		f->size = 0;
}

const char *fc_file_text(struct fc *fc, struct fc_file *f, size_t *n)
{
	if (!f->loaded)
		file_load(fc, f);
	*n = f->size;
	return f->text;
}

struct fc_pos fc_pos(struct fc *fc, CXSourceLocation at)
{
	struct fc_pos p = { 0 };
	CXFile f = NULL;

	clang_getFileLocation(at, &f, &p.line, &p.col, &p.offset);
	p.file = fc_file(fc, f);
	return p;
}

struct fc_pos fc_spelled(struct fc *fc, CXSourceLocation at)
{
	struct fc_pos p = { 0 };
	CXFile f = NULL;

	clang_getSpellingLocation(at, &f, &p.line, &p.col, &p.offset);
	p.file = fc_file(fc, f);
	return p;
}

/* Code that a macro's body holds, not one of its arguments: it is spelled elsewhere. */
static bool from_macro_body(CXSourceLocation at, const struct fc_pos *p)
{
	unsigned int offset;
	CXFile f = NULL;

	clang_getSpellingLocation(at, &f, NULL, NULL, &offset);
	return f != p->file->handle || offset != p->offset;
}

struct ir_loc fc_loc(struct fc *fc, CXSourceLocation at)
{
	struct fc_pos p = fc_pos(fc, at);

	if (!p.file)
		return fc->l.loc;
	if (p.file->index < 0)
		p.file->index = (int)ir_file(fc->u, p.file->path);
	return (struct ir_loc){ .file = (unsigned int)p.file->index,
				.line = p.line,
				.col = p.col,
				.macro = from_macro_body(at, &p) };
}

void fc_at(struct fc *fc, CXCursor c)
{
	fc->l.loc = fc_loc(fc, clang_getCursorLocation(c));
}

const char *fc_text_at(struct fc *fc, const struct fc_pos *p, const char **end)
{
	const char *text;
	size_t n;

	if (!p->file)
		return NULL;
	text = fc_file_text(fc, p->file, &n);
	if (!text || p->offset >= n)
		return NULL;
	if (end)
		*end = text + n;
	return text + p->offset;
}

bool fc_text(struct fc *fc, CXCursor c, const char **text, size_t *n)
{
	CXSourceRange r = clang_getCursorExtent(c);
	struct fc_pos from = fc_pos(fc, clang_getRangeStart(r));
	struct fc_pos to = fc_pos(fc, clang_getRangeEnd(r));

	size_t size;

	if (!from.file || from.file != to.file || from.offset >= to.offset)
		return false;
	*text = fc_file_text(fc, from.file, &size);
	if (!*text || to.offset > size)
		return false;
	*text += from.offset;
	*n = to.offset - from.offset;
	return true;
}

/* Return: the number of characters of a comment or of a line splice at @p, 0 if there is none */
static size_t skip_comment(const char *p, const char *end)
{
	const char *q = p + 2;

	if (end - p < 2)
		return 0;
	if (p[0] == '\\' && p[1] == '\n')
		return 2;
	if (p[0] == '/' && p[1] == '/') {
		while (q < end && *q != '\n')
			q++;
		return (size_t)(q - p);
	}
	if (p[0] != '/' || p[1] != '*')
		return 0;
	while (q + 1 < end && (q[0] != '*' || q[1] != '/'))
		q++;
	return (size_t)((q + 2 < end ? q + 2 : end) - p);
}

const char *fc_squeeze(const char *text, size_t n)
{
	const char *p = text, *end = text + n, *out;
	struct buf b = { 0 };
	char quote = 0;

	while (p < end) {
		size_t skip = quote ? 0 : skip_comment(p, end);

		if (skip) {
			p += skip;
			continue;
		}
		if (quote && *p == '\\' && p + 1 < end)
			buf_addch(&b, *p++);
		else if (*p == '"' || *p == '\'')
			quote = quote == *p ? 0 : quote ? quote : *p;
		/* the text form quotes with backticks */
		if (!isspace((unsigned char)*p))
			buf_addch(&b, *p == '`' ? '\'' : *p);
		p++;
	}
	out = str_intern(buf_str(&b));
	buf_release(&b);
	return out;
}

static bool ident_char(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Macros that look like BIT(3). */
static bool is_upper(const char *name, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (islower((unsigned char)name[i]))
			return false;
	return n > 0;
}

/* Names, numbers, operators and pairs of parentheses; at least one name. */
static bool is_spelling(const char *s)
{
	bool named = false;
	int depth = 0;

	while (*s) {
		const char *start = s;

		if (!ident_char(*s)) {
			if (!strchr("()|&+-*/<>~^", *s))
				return false;
			depth += *s == '(' ? 1 : *s == ')' ? -1 : 0;
			if (depth < 0)
				return false;
			s++;
			continue;
		}
		while (ident_char(*s))
			s++;
		if (!isdigit((unsigned char)*start))
			named = true;
		if (*s == '(' && !is_upper(start, (size_t)(s - start)))
			return false;
	}
	return named && !depth;
}

/* `#define NAME 0x10`: NAME, for a number that stands alone in the body of a macro. */
static const char *define_name(struct fc *fc, CXCursor c)
{
	struct fc_pos p = fc_spelled(fc, clang_getCursorLocation(c));
	const char *line, *name, *q, *at = fc_text_at(fc, &p, NULL);

	if (!at || p.col > p.offset + 1)
		return NULL;
	line = at - (p.col - 1);
	if (at - line < 10 || strncmp(line, "#define", 7))
		return NULL;
	for (name = line + 7; name < at && isspace((unsigned char)*name); name++)
		;
	for (q = name; q < at && ident_char(*q); q++)
		;
	if (q == name || *q == '(')
		return NULL;
	for (line = q; line < at; line++)
		if (!isspace((unsigned char)*line) && *line != '(')
			return NULL;
	while (ident_char(*at))
		at++;
	while (*at == ' ' || *at == '\t' || *at == ')')
		at++;
	return *at == '\n' || *at == '\r' || *at == '/' ? str_intern_n(name, (size_t)(q - name)) :
							  NULL;
}

/* The start of the directive that the line of @at belongs to: backslashes join lines. */
static const char *directive_start(const char *text, const char *at)
{
	while (at > text && (at[-1] != '\n' || (at - 1 > text && at[-2] == '\\')))
		at--;
	return at;
}

const char *fc_macro_of(struct fc *fc, CXCursor c)
{
	CXSourceLocation at = clang_getCursorLocation(c);
	struct fc_pos p = fc_spelled(fc, at), used = fc_pos(fc, at);
	const char *text, *line, *name, *q;
	size_t n;

	if (!p.file || (p.file == used.file && p.offset == used.offset))
		return NULL;
	text = fc_file_text(fc, p.file, &n);
	if (!text || p.offset >= n)
		return NULL;
	line = directive_start(text, text + p.offset);
	if (strncmp(line, "#define", 7))
		return NULL;
	for (name = line + 7; *name == ' ' || *name == '\t'; name++)
		;
	for (q = name; ident_char(*q); q++)
		;
	return *q == '(' ? str_intern_n(name, (size_t)(q - name)) : NULL;
}

/* A constant that a macro without arguments stands for, where it is used. */
static const char *macro_name(const char *text, const char *end)
{
	const char *p = text;

	if (isdigit((unsigned char)*text))
		return NULL;
	while (p < end && ident_char(*p))
		p++;
	return p > text && (p == end || *p != '(') ? str_intern_n(text, (size_t)(p - text)) : NULL;
}

const char *fc_spelling(struct fc *fc, CXCursor c, bool folded)
{
	struct fc_pos p = fc_pos(fc, clang_getRangeStart(clang_getCursorExtent(c)));
	const char *end, *text = fc_text_at(fc, &p, &end), *s;
	size_t n;

	if (!text || (!folded && (isdigit((unsigned char)*text) || *text == '\'')))
		return NULL;
	if (!folded) {
		s = macro_name(text, end);
		return s ? s : define_name(fc, c);
	}
	if (!fc_text(fc, c, &text, &n) || n > 160)
		return NULL;
	s = fc_squeeze(text, n);
	return is_spelling(s) ? s : NULL;
}
