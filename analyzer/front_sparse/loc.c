// SPDX-License-Identifier: GPL-2.0-or-later
/* Positions, and the text that stands there.  sparse counts columns as a screen shows them. */
#include <ctype.h>

#include "base/file.h"
#include "front_sparse/fs.h"

const char *fs_name(struct ident *ident)
{
	return ident ? str_intern_n(ident->name, ident->len) : NULL;
}

bool fs_ident_char(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static const char *below_tree(const struct fs *fs, const char *name)
{
	char *real = file_realpath(name);
	size_t n = strlen(fs->o->tree);
	const char *path = str_intern(real ? real : name);

	free(real);
	if (!strncmp(path, fs->o->tree, n) && path[n] == '/')
		return str_intern(path + n + 1);
	return path;
}

static struct fs_file *new_file(struct fs *fs, const char *name)
{
	struct fs_file *f;

	for (size_t i = 0; i < fs->unique.n; i++)
		if (!strcmp(fs->unique.v[i]->name, name))
			return fs->unique.v[i];
	f = arena_new(&fs->u->mem, struct fs_file);
	f->name = str_intern(name);
	f->path = below_tree(fs, name);
	f->index = -1;
	f->source = str_ends(name, ".c");
	vec_push(&fs->unique, f);
	return f;
}

struct fs_file *fs_file(struct fs *fs, struct position pos)
{
	const char *name;

	if ((int)pos.stream >= input_stream_nr)
		return NULL;
	while (fs->files.n <= pos.stream)
		vec_push(&fs->files, NULL);
	if (!fs->files.v[pos.stream]) {
		name = stream_name((int)pos.stream);
		if (!name || !*name || *name == '<' || !file_exists(name))
			return NULL;
		fs->files.v[pos.stream] = new_file(fs, name);
	}
	return fs->files.v[pos.stream];
}

static void find_lines(struct fs_file *f, struct arena *mem)
{
	unsigned int n = 1;
	const char *p;

	for (p = f->text; (p = memchr(p, '\n', (size_t)(f->text + f->size - p))); p++)
		n++;
	f->line = arena_array(mem, size_t, n);
	f->nlines = 1;
	for (p = f->text; (p = memchr(p, '\n', (size_t)(f->text + f->size - p))); p++)
		f->line[f->nlines++] = (size_t)(p + 1 - f->text);
}

static bool load(struct fs *fs, struct fs_file *f)
{
	struct buf b = { 0 };

	if (f->loaded)
		return f->text != NULL;
	f->loaded = true;
	if (!file_read(f->name, &b)) {
		f->text = arena_strndup(&fs->u->mem, buf_str(&b), b.len);
		f->size = b.len;
		find_lines(f, &fs->u->mem);
	}
	buf_release(&b);
	return f->text != NULL;
}

/* Offset of a position in the text of its file.  Return: false if it lies outside */
static bool offset_of(const struct fs_file *f, struct position pos, size_t *out)
{
	size_t i, shown = 0;

	if (!pos.line || pos.line > f->nlines)
		return false;
	for (i = f->line[pos.line - 1]; i < f->size && f->text[i] != '\n'; i++) {
		shown += f->text[i] == '\t' ? tabstop - shown % tabstop : 1;
		if (shown >= pos.pos)
			break;
	}
	*out = i;
	return i < f->size;
}

static struct fs_file *locate(struct fs *fs, struct position pos, size_t *at)
{
	struct fs_file *f = fs_file(fs, pos);

	return f && load(fs, f) && offset_of(f, pos, at) ? f : NULL;
}

/* The symbol of the name that begins at @p: a macro, or an enumerator. */
static struct symbol *named_at(const char *p, const char *end, const char **behind)
{
	const char *q = p;
	struct symbol *sym;
	char name[64];

	while (q < end && fs_ident_char(*q))
		q++;
	*behind = q;
	if (q == p || isdigit((unsigned char)*p) || (size_t)(q - p) >= sizeof(name))
		return NULL;
	memcpy(name, p, (size_t)(q - p));
	name[q - p] = '\0';
	sym = lookup_symbol(built_in_ident(name), NS_MACRO | NS_SYMBOL);
	return sym && (sym->namespace == NS_MACRO || sym->enum_member) ? sym : NULL;
}

/* What a macro's body holds stands where the macro is used: its name is there. */
static bool in_macro(const char *p, const char *end)
{
	const char *q;
	struct symbol *sym = named_at(p, end, &q);

	return sym && sym->namespace == NS_MACRO && (!sym->arglist || (q < end && *q == '('));
}

struct ir_loc fs_loc(struct fs *fs, struct position pos)
{
	struct fs_file *f;
	size_t at;

	f = locate(fs, pos, &at);
	if (!f)
		return fs->l.loc;
	if (f->index < 0)
		f->index = (int)ir_file(fs->u, f->path);
	return (struct ir_loc){ .file = (unsigned int)f->index,
				.line = pos.line,
				.col = (unsigned int)(at - f->line[pos.line - 1]) + 1,
				.macro = in_macro(f->text + at, f->text + f->size) };
}

void fs_at(struct fs *fs, struct position pos)
{
	fs->l.loc = fs_loc(fs, pos);
}

/* What of an expression stands first in the source, NULL if it is itself. */
static const struct expression *first_part(const struct expression *e)
{
	switch (e->type) {
	case EXPR_BINOP:
	case EXPR_COMPARE:
	case EXPR_LOGICAL:
	case EXPR_ASSIGNMENT:
	case EXPR_COMMA:
		return e->left;
	case EXPR_CONDITIONAL:
	case EXPR_SELECT:
		return e->conditional;
	case EXPR_CALL:
		return e->fn;
	case EXPR_POSTOP:
		return e->unop;
	case EXPR_IMPLIED_CAST:
		return e->cast_expression;
	case EXPR_PREOP:
		/* a subscript */
		return e->op == '*' && e->unop && e->unop->type == EXPR_BINOP &&
				       !fs_is_member(e->unop) ?
			       e->unop->left :
			       NULL;
	default:
		return NULL;
	}
}

/* Where an expression begins; a member stands where its name is. */
static struct position begin(const struct expression *e)
{
	const struct expression *part;

	while ((part = first_part(e)))
		e = part;
	return e->pos;
}

void fs_at_expr(struct fs *fs, const struct expression *e)
{
	struct position pos;
	const char *end, *p, *q;

	if (!e)
		return;
	pos = begin(e);
	p = q = fs_text_at(fs, pos, &end);

	fs_at(fs, pos);
	while (p && q < end && strchr(".-> ", *q))
		q++;
	fs->l.loc.col += (unsigned int)(q - p);
}

const char *fs_text_at(struct fs *fs, struct position pos, const char **end)
{
	struct fs_file *f;
	size_t at;

	f = locate(fs, pos, &at);
	if (!f)
		return NULL;
	*end = f->text + f->size;
	return f->text + at;
}

const char *fs_spelling(struct fs *fs, struct position pos)
{
	const char *end, *text = fs_text_at(fs, pos, &end), *q;
	struct symbol *sym = text ? named_at(text, end, &q) : NULL;

	return sym && (sym->enum_member || !sym->arglist) ? str_intern_n(text, (size_t)(q - text)) :
							    NULL;
}

/* Behind a comment, a line splice, a string or a character at @p; @p itself if there is none. */
static const char *skip_token(const char *p, const char *end)
{
	const char *q = p;

	if (end - p > 1 && p[0] == '/' && p[1] == '*') {
		q = memmem(p + 2, (size_t)(end - p - 2), "*/", 2);
		return q ? q + 2 : end;
	}
	if (end - p > 1 && p[0] == '/' && p[1] == '/') {
		q = memchr(p, '\n', (size_t)(end - p));
		return q ? q : end;
	}
	if (end - p > 1 && p[0] == '\\' && p[1] == '\n')
		return p + 2;
	if (*p != '"' && *p != '\'')
		return p;
	for (q = p + 1; q < end && *q != *p; q++)
		q += *q == '\\';
	return q < end ? q + 1 : end;
}

/* Behind the bracket that closes the one at @p. */
static const char *matching(const char *p, const char *end)
{
	int depth = 0;

	while (p < end) {
		const char *q = skip_token(p, end);

		if (q != p) {
			p = q;
			continue;
		}
		depth += *p == '(' || *p == '{' ? 1 : *p == ')' || *p == '}' ? -1 : 0;
		p++;
		if (!depth)
			return p;
	}
	return NULL;
}

const char *fs_macro_text(struct fs *fs, struct position pos, const char **end)
{
	const char *stop, *text = fs_text_at(fs, pos, &stop), *p;
	struct symbol *sym = text ? named_at(text, stop, &p) : NULL;

	if (!sym || p == stop || *p != '(')
		return NULL;
	*end = matching(p, stop);
	return *end ? text : NULL;
}

/* @p to @end without blanks and comments; the text form of the IR quotes with backticks. */
static const char *squeeze(const char *p, const char *end)
{
	struct buf b = { 0 };
	const char *out;

	while (p < end) {
		const char *q = skip_token(p, end);

		if (q == p)
			q = p + 1;
		else if (*p != '"' && *p != '\'')
			p = q;
		for (; p < q; p++)
			if (!isspace((unsigned char)*p))
				buf_addch(&b, *p == '`' ? '\'' : *p);
	}
	out = str_intern(buf_str(&b));
	buf_release(&b);
	return out;
}

/* `name(` between @p and @end: the parenthesis, NULL if there is none. */
static const char *find_call(const char *p, const char *end, const char *name)
{
	size_t n = strlen(name);

	for (const char *q; p < end; p = q) {
		q = skip_token(p, end);
		if (q != p)
			continue;
		for (; q < end && fs_ident_char(*q); q++)
			;
		if (q < end && (size_t)(q - p) == n && *q == '(' && !memcmp(p, name, n))
			return q;
		q += q == p;
	}
	return NULL;
}

const char *fs_args_text(struct fs *fs, struct position pos, const char *callee)
{
	const char *end, *p = fs_text_at(fs, pos, &end), *close, *inner;

	if (!p)
		return NULL;
	while (p < end && (fs_ident_char(*p) || *p == ' '))
		p++;
	if (p >= end || *p != '(')
		return NULL;
	close = matching(p, end);
	inner = close ? find_call(p, close, callee) : NULL;
	if (inner) {
		p = inner;
		close = matching(p, end);
	}
	return close ? squeeze(p + 1, close - 1) : NULL;
}

/* The body of a function: from its name to the closing brace. */
static const char *body(struct fs *fs, struct symbol *sym, const char **end)
{
	const char *p = fs_text_at(fs, sym->pos, end), *q;

	while (p && p < *end && *p != '{') {
		q = *p == '(' ? matching(p, *end) : skip_token(p, *end);
		if (*p == ';')
			return NULL;
		p = q == p ? p + 1 : q;
	}
	return p;
}

size_t fs_body_size(struct fs *fs, struct symbol *sym)
{
	const char *end, *start = fs_text_at(fs, sym->pos, &end), *p = body(fs, sym, &end);
	const char *close = p && p < end ? matching(p, end) : NULL;

	/* the words in front of the name count, as far as the line goes */
	return close ? (size_t)(close - start) + (size_t)fs_loc(fs, sym->pos).col : 0;
}

unsigned int fs_end_line(struct fs *fs, struct symbol *sym)
{
	const char *end, *start = fs_text_at(fs, sym->pos, &end), *p = body(fs, sym, &end);
	const char *close = p && p < end ? matching(p, end) : NULL;
	unsigned int line = sym->pos.line;

	for (p = start; close && p < close; p++)
		line += *p == '\n';
	return line;
}
