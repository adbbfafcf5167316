// SPDX-License-Identifier: GPL-2.0-or-later
#include "plan/headers.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <uthash.h>

#include "base/file.h"
#include "base/str.h"

struct header_name {
	const char *name;
	struct header *file;
	UT_hash_handle hh;
};

enum sure { SURE_NO, SURE_YES, SURE_MAYBE };
#define NESTING 64

struct scanner {
	struct headers *h;
	struct header *f;
	enum sure now[NESTING]; /* may a line of this level be read */
	enum sure taken[NESTING]; /* has a branch of the level been taken */
	unsigned int depth, directives, given; /* number of the directive behind `#ifndef X` */
	size_t ndefines; /* before the one at work */
	const char *next; /* text behind the line */
	/* outside of directives */
	unsigned int braces;
	bool inner, source;
	char last;
};

/* Note a symbol in one of the lists of the file, once. */
static void note(struct scanner *s, enum header_what what, const char *p, size_t n, bool call)
{
	struct header_event e = { .symbol = symbols_number(&s->h->symbols, p, n),
				  .at = (unsigned int)s->f->includes.n,
				  .call = call };
	struct symbol *y = &s->h->symbols.all.v[e.symbol];
	header_events *list = &s->f->macros[what];

	if (y->file[what] == s->f->id + 1) {
		struct header_event *first = &list->v[y->nr[what]];

		first->other = first->other || first->call != call;
		return;
	}
	y->file[what] = s->f->id + 1;
	y->nr[what] = (unsigned int)list->n;
	vec_push(list, e);
}

static struct header_name *name_find(struct header_name *set, const char *s, size_t n)
{
	struct header_name *e;

	HASH_FIND(hh, set, s, n, e);
	return e;
}

static struct header_name *name_add(struct headers *h, struct header_name **set, const char *s,
				    size_t n, struct header *file)
{
	struct header_name *e = name_find(*set, s, n);

	if (e)
		return e;
	e = arena_new(&h->mem, struct header_name);
	e->name = arena_strndup(&h->mem, s, n);
	e->file = file;
	HASH_ADD_KEYPTR(hh, *set, e->name, n, e);
	return e;
}

static bool ident_char(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static size_t ident_len(const char *p, const char *end)
{
	const char *q = p;

	while (q < end && ident_char(*q))
		q++;
	return (size_t)(q - p);
}

static const char *blanks(const char *p, const char *end)
{
	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	return p;
}

static bool is_word(const char *p, size_t n, const char *word)
{
	return strlen(word) == n && !memcmp(p, word, n);
}

/* Is the macro defined?  Of most names only a preprocessor could tell. */
static enum sure defined(struct scanner *s, const char *p, size_t n)
{
	/* what is read for an assembler, another tool, or to make the headers themselves */
	static const char *const others[] = {
		"__ASSEMBLY__", "__ASSEMBLER__", "__cplusplus",	      "__GENERATING_BOUNDS_H",
		"__GENKSYMS__", "__CHECKER__",	 "__DISABLE_EXPORTS", "LINKER_SCRIPT",
		"BUILD_VDSO",	"MODULE",	 "COMPILE_OFFSETS",   "__BINDGEN__",
	};

	if (name_find(s->h->config, p, n))
		return SURE_YES;
	if (n > 7 && !memcmp(p, "CONFIG_", 7))
		return SURE_NO;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (is_word(p, n, others[i]))
			return SURE_NO;
	return SURE_MAYBE;
}

static enum sure not_sure(enum sure s)
{
	return s == SURE_MAYBE ? s : s == SURE_YES ? SURE_NO : SURE_YES;
}

/* One term of an #if: [!]defined(X), [!]IS_ENABLED(X) and the like; anything more is unknown. */
static enum sure term(struct scanner *s, const char **p, const char *end)
{
	const char *q = blanks(*p, end), *name;
	bool negate = false, paren;
	enum sure v;
	size_t n;

	while (q < end && *q == '!') {
		negate = !negate;
		q = blanks(q + 1, end);
	}
	n = ident_len(q, end);
	if (!is_word(q, n, "defined") && !is_word(q, n, "IS_ENABLED") &&
	    !is_word(q, n, "IS_BUILTIN") && !is_word(q, n, "IS_REACHABLE"))
		return SURE_MAYBE;
	/* a module's option has another macro, and whether this is a module has a say */
	if (!is_word(q, n, "defined") && !is_word(q, n, "IS_ENABLED"))
		return SURE_MAYBE;
	name = blanks(q + n, end);
	paren = name < end && *name == '(';
	name = paren ? blanks(name + 1, end) : name;
	n = ident_len(name, end);
	v = defined(s, name, n);
	if (v == SURE_NO && *q == 'I') {
		char module[128];

		snprintf(module, sizeof(module), "%.*s_MODULE", (int)n, name);
		v = defined(s, module, strlen(module));
	}
	q = blanks(name + n, end);
	if (paren)
		q = q < end && *q == ')' ? q + 1 : end;
	*p = blanks(q, end);
	return negate ? not_sure(v) : v;
}

static enum sure condition(struct scanner *s, const char *p, const char *end)
{
	enum sure v = term(s, &p, end);

	while (v != SURE_MAYBE && end - p >= 2 && (!memcmp(p, "&&", 2) || !memcmp(p, "||", 2))) {
		bool and = *p == '&';
		enum sure w;

		p += 2;
		w = term(s, &p, end);
		if (w == SURE_MAYBE)
			return and && v == SURE_NO   ? SURE_NO :
			       !and && v == SURE_YES ? SURE_YES :
						       SURE_MAYBE;
		v = and ? (v == SURE_YES ? w : SURE_NO) : (v == SURE_NO ? w : SURE_YES);
	}
	return p < end && *p != '/' && *p != '\r' ? SURE_MAYBE : v;
}

static void open_level(struct scanner *s, enum sure v)
{
	enum sure outer = s->depth ? s->now[s->depth - 1] : SURE_YES;

	if (s->depth < NESTING) {
		s->taken[s->depth] = v;
		s->now[s->depth] = outer == SURE_YES ? v : outer;
	}
	s->depth++;
}

/* #else and #elif: @v says whether the condition holds. */
static void next_level(struct scanner *s, enum sure v)
{
	unsigned int d = s->depth - 1;
	enum sure outer = d ? s->now[d - 1] : SURE_YES;

	if (!s->depth || s->depth > NESTING)
		return;
	if (s->taken[d] == SURE_YES)
		v = SURE_NO;
	else if (s->taken[d] == SURE_MAYBE && v == SURE_YES)
		v = SURE_MAYBE;
	if (v != SURE_NO)
		s->taken[d] = v;
	s->now[d] = outer == SURE_YES ? v : outer;
}

static bool reads(const struct scanner *s)
{
	return !s->depth || (s->depth <= NESTING && s->now[s->depth - 1] == SURE_YES);
}

static bool never(const struct scanner *s)
{
	return s->depth && s->depth <= NESTING && s->now[s->depth - 1] == SURE_NO;
}

static void add_include(struct scanner *s, const char *p, const char *end)
{
	struct header_include inc = { 0 };
	const char *close;

	if (p >= end || (*p != '<' && *p != '"') || never(s))
		return;
	close = memchr(p + 1, *p == '<' ? '>' : '"', (size_t)(end - p - 1));
	if (!close)
		return;
	inc.quoted = *p == '"';
	inc.maybe = !reads(s);
	inc.name = arena_strndup(&s->h->mem, p + 1, (size_t)(close - p - 1));
	vec_push(&s->f->includes, inc);
}

/* The text of a directive goes on behind a backslash. */
static const char *logical_end(const char *p, const char *end)
{
	while (end > p && end[-1] == '\\' && *end == '\n') {
		const char *nl = strchr(end + 1, '\n');

		p = end + 1;
		end = nl ? nl : p + strlen(p);
	}
	return end;
}

static const char *skip_quoted(const char *p, const char *end)
{
	char quote = *p++;

	while (p < end && *p != quote)
		p += *p == '\\' ? 2 : 1;
	return p < end ? p + 1 : end;
}

/* The next identifier from *@p on: its length, 0 at the end. */
static size_t next_ident(const char **p, const char *end)
{
	const char *q = *p;

	while (q < end) {
		if (*q == '"' || *q == '\'') {
			q = skip_quoted(q, end);
		} else if (*q == '/' && q + 1 < end && q[1] == '*') {
			q = memmem(q + 2, (size_t)(end - q - 2), "*/", 2);
			q = q ? q + 2 : end;
		} else if (isdigit((unsigned char)*q)) {
			q += ident_len(q, end);
		} else if (ident_char(*q)) {
			*p = q;
			return ident_len(q, end);
		} else {
			q++;
		}
	}
	*p = end;
	return 0;
}

static void note_tests(struct scanner *s, const char *p, const char *end)
{
	size_t n;

	if (never(s))
		return;
	for (end = logical_end(p, end); (n = next_ident(&p, end)); p += n)
		if (!is_word(p, n, "defined"))
			note(s, HEADER_TESTS, p, n, true);
}

/* The definition that came last is a default, unless the file has another one. */
static void note_given(struct scanner *s)
{
	header_events *list = &s->f->macros[HEADER_DEFINES];

	vec_last(list).gives = s->ndefines != list->n;
}

static void note_undef(const struct scanner *s, unsigned int symbol, bool undef)
{
	header_events *list = &s->f->macros[HEADER_DEFINES];
	struct header_event *e = &list->v[s->h->symbols.all.v[symbol].nr[HEADER_DEFINES]];

	e->undef = undef && (e->undef || s->ndefines != list->n);
}

static bool is_param(const char *p, const char *close, const char *name, size_t n)
{
	size_t len;

	for (; (len = next_ident(&p, close)); p += len)
		if (len == n && !memcmp(p, name, n))
			return true;
	return false;
}

static void note_define(struct scanner *s, const char *p, const char *end, bool undef)
{
	size_t n = ident_len(p, end);
	const char *params, *close;
	struct symbol_pair pair;

	if (!n)
		return;
	s->ndefines = s->f->macros[HEADER_DEFINES].n;
	note(s, HEADER_DEFINES, p, n, p + n < end && p[n] == '(');
	if (s->given == s->directives - 1)
		note_given(s);
	note_undef(s, symbols_number(&s->h->symbols, p, n), undef);
	pair.macro = symbols_number(&s->h->symbols, p, n);
	params = p + n;
	end = logical_end(p, end);
	close = params < end && *params == '(' ? memchr(params, ')', (size_t)(end - params)) :
						 params;
	for (p = close ? close : end; (n = next_ident(&p, end)); p += n) {
		if (is_param(params, close, p, n))
			continue;
		pair.symbol = symbols_number(&s->h->symbols, p, n);
		vec_push(&s->h->bodies, pair);
	}
}

/* `#ifndef X` in front of `#define X`: a guard, or a value unless there is another one. */
static bool is_default(const struct scanner *s, const char *name, size_t n)
{
	const char *p = s->next;

	while (*p == '\n' || *p == ' ' || *p == '\t')
		p++;
	if (*p++ != '#')
		return false;
	while (*p == ' ' || *p == '\t')
		p++;
	if (!str_starts(p, "define"))
		return false;
	for (p += 6; *p == ' ' || *p == '\t'; p++)
		;
	return !strncmp(p, name, n) && !ident_char(p[n]);
}

static void open_ifndef(struct scanner *s, const char *name, const char *end, bool first)
{
	size_t n = ident_len(name, end);
	bool given = is_default(s, name, n);

	if (given && !first)
		s->given = s->directives;
	if (first && given) {
		open_level(s, SURE_YES);
		return;
	}
	if (never(s))
		;
	else if (given)
		note(s, HEADER_DEFAULTS, name, n, true);
	else
		note_tests(s, name, end);
	open_level(s, not_sure(defined(s, name, n)));
}

static void directive(struct scanner *s, const char *p, const char *end)
{
	bool first = !s->directives++;
	const char *rest;
	size_t n;

	p = blanks(p, end);
	n = ident_len(p, end);
	rest = blanks(p + n, end);
	if (is_word(p, n, "include")) {
		add_include(s, rest, end);
	} else if (is_word(p, n, "define") || is_word(p, n, "undef")) {
		if (!never(s))
			note_define(s, rest, end, *p == 'u');
	} else if (is_word(p, n, "ifndef")) {
		open_ifndef(s, rest, end, first);
	} else if (is_word(p, n, "ifdef")) {
		note_tests(s, rest, end);
		open_level(s, defined(s, rest, ident_len(rest, end)));
	} else if (is_word(p, n, "if")) {
		note_tests(s, rest, end);
		open_level(s, condition(s, rest, end));
	} else if (is_word(p, n, "elif")) {
		note_tests(s, rest, end);
		next_level(s, condition(s, rest, end));
	} else if (is_word(p, n, "else")) {
		next_level(s, SURE_YES);
	} else if (is_word(p, n, "endif") && s->depth) {
		s->depth--;
	}
}

static void note_ident(struct scanner *s, const char *p, size_t n, bool call)
{
	note(s, s->inner ? HEADER_INNER : HEADER_USES, p, n, call);
}

/* A line, or a part of it, that is neither a directive nor a comment. */
static void text(struct scanner *s, const char *p, const char *end)
{
	while (p < end) {
		char c = *p;

		if (c == '"' || c == '\'') {
			p = skip_quoted(p, end);
			s->last = c;
		} else if (ident_char(c)) {
			size_t n = ident_len(p, end);

			if (!isdigit((unsigned char)c))
				note_ident(s, p, n,
					   blanks(p + n, end) < end && *blanks(p + n, end) == '(');
			p += n;
			s->last = 'x';
		} else {
			if (c == '{' && !s->braces++ && s->last == ')')
				s->inner = true;
			else if (c == '}' && s->braces && !--s->braces)
				s->inner = false;
			if (c != ' ' && c != '\t')
				s->last = c;
			p++;
		}
	}
}

/* Return: whether a comment is still open behind the line; takes what is none */
static bool line_end(struct scanner *s, const char *p, const char *end, bool open, bool code)
{
	while (p < end) {
		const char *q = memmem(p, (size_t)(end - p), open ? "*/" : "/*", 2);

		if (!open) {
			s->f->size += (size_t)((q ? q : end) - p);
			if (code && !never(s))
				text(s, p, q ? q : end);
		}
		if (!q)
			break;
		open = !open;
		p = q + 2;
	}
	return open;
}

static void scan_lines(struct scanner *s, const char *p, const char *end)
{
	bool open = false, more = false;

	while (p < end) {
		const char *nl = memchr(p, '\n', (size_t)(end - p)), *q;
		bool code = !s->source && !more;

		nl = nl ? nl : end;
		q = open || more ? nl : blanks(p, nl);
		s->next = nl < end ? nl + 1 : nl;
		if (q < nl && *q == '#') {
			directive(s, q + 1, nl);
			more = true;
			code = false;
		} else if (!more && *p == '}' && !never(s)) {
			s->braces = 1; /* whatever conditions did to the count */
		}
		open = line_end(s, p, nl, open, code);
		more = more && nl > p && nl[-1] == '\\';
		p = nl + 1;
	}
}

static void scan(struct headers *h, struct header *f)
{
	struct scanner s = { .h = h, .f = f, .source = !str_ends(f->path, ".h") };
	struct buf b = { 0 };

	f->read = true;
	if (access(f->path, R_OK) || file_read(f->path, &b))
		return;
	scan_lines(&s, buf_str(&b), buf_str(&b) + b.len);
	buf_release(&b);
}

void headers_init(struct headers *h)
{
	*h = (struct headers){ 0 };
}

void headers_release(struct headers *h)
{
	struct header **f;

	vec_each (f, &h->all) {
		vec_release(&(*f)->includes);
		for (int i = 0; i < HEADER_WHAT_NR; i++)
			vec_release(&(*f)->macros[i]);
	}
	symbols_release(&h->symbols);
	vec_release(&h->bodies);
	HASH_CLEAR(hh, h->by_path);
	HASH_CLEAR(hh, h->config);
	HASH_CLEAR(hh, h->found);
	vec_release(&h->all);
	vec_release(&h->dirs);
	arena_release(&h->mem);
}

void headers_define(struct headers *h, const char *name)
{
	name_add(h, &h->config, name, strlen(name), NULL);
}

struct header *headers_file(struct headers *h, const char *path)
{
	size_t n = strlen(path);
	struct header_name *e = name_find(h->by_path, path, n);
	struct header *f;

	if (e)
		return e->file;
	f = arena_new(&h->mem, struct header);
	f->path = name_add(h, &h->by_path, path, n, f)->name;
	f->id = (unsigned int)h->all.n;
	vec_push(&h->all, f);
	return f;
}

static struct header *in_folder(struct headers *h, const char *dir, size_t ndir, const char *name)
{
	char path[4096];
	struct header_name *e;
	int n = snprintf(path, sizeof(path), "%.*s/%s", (int)ndir, dir, name);

	if (n < 0 || (size_t)n >= sizeof(path))
		return NULL;
	e = name_find(h->found, path, (size_t)n);
	if (!e)
		e = name_add(h, &h->found, path, (size_t)n,
			     access(path, R_OK) ? NULL : headers_file(h, path));
	return e->file;
}

static struct header *in_folders(struct headers *h, const strings_vec *dirs, const char *name)
{
	struct header *f = NULL;

	for (size_t i = 0; i < dirs->n && !f; i++)
		f = in_folder(h, dirs->v[i], strlen(dirs->v[i]), name);
	return f;
}

static struct header *resolve(struct headers *h, const struct header *from,
			      struct header_include *inc, const strings_vec *more)
{
	if (!inc->looked) {
		const char *slash = strrchr(from->path, '/');

		inc->looked = true;
		if (inc->name[0] == '/')
			inc->to = headers_file(h, inc->name);
		else if (inc->quoted)
			inc->to = in_folder(h, from->path, (size_t)(slash - from->path), inc->name);
		if (!inc->to)
			inc->to = in_folders(h, &h->dirs, inc->name);
	}
	return inc->to ? inc->to : in_folders(h, more, inc->name);
}

static void walk(struct headers *h, struct header *f, const strings_vec *more, header_list *out,
		 header_list *via)
{
	struct header_include *inc;

	f->seen = h->walks;
	f->order = ++h->entered;
	if (!f->read)
		scan(h, f);
	vec_each (inc, &f->includes) {
		struct header *to;

		inc->entered = h->entered;
		if (inc->maybe && !h->possible)
			continue;
		to = resolve(h, f, inc, more);
		if (!to || to->seen == h->walks)
			continue;
		vec_push(out, to);
		if (via)
			vec_push(via, f);
		walk(h, to, more, out, via);
	}
	f->end = h->entered;
}

unsigned int headers_moment(const struct header *f, const struct header_event *e)
{
	return e->at < f->includes.n ? f->includes.v[e->at].entered : f->end;
}

void headers_walk(struct headers *h, const char *from, const strings_vec *more, header_list *out,
		  header_list *via)
{
	h->walks++;
	h->entered = 0;
	walk(h, headers_file(h, from), more, out, via);
}

void headers_again(struct headers *h, const char *from, const strings_vec *more, header_list *out)
{
	struct header *f = headers_file(h, from);

	if (f->seen == h->walks)
		return;
	vec_push(out, f);
	walk(h, f, more, out, NULL);
}

void headers_config(struct headers *h)
{
	struct header *f = in_folders(h, &h->dirs, "generated/autoconf.h");
	struct buf b = { 0 };

	if (!f || file_read(f->path, &b))
		return;
	for (const char *p = buf_str(&b); (p = strstr(p, "#define ")); p++) {
		p += 8;
		name_add(h, &h->config, p, ident_len(p, buf_str(&b) + b.len), NULL);
	}
	buf_release(&b);
}

const char *headers_spelling(struct headers *h, const struct header *f)
{
	for (size_t i = 0; i < h->dirs.n; i++) {
		size_t n = strlen(h->dirs.v[i]);

		if (!strncmp(f->path, h->dirs.v[i], n) && f->path[n] == '/' &&
		    in_folders(h, &h->dirs, f->path + n + 1) == f)
			return f->path + n + 1;
	}
	return NULL;
}
