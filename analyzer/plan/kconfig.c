// SPDX-License-Identifier: GPL-2.0-or-later
#include "plan/kconfig.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <uthash.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/vec.h"
#include "plan/tree.h"

/* More rounds than this mean that options contradict each other: the last one counts. */
#define KCONFIG_ROUNDS 40
#define KCONFIG_DEPTH 30

enum ktype { KT_NONE, KT_BOOL, KT_TRISTATE, KT_STRING, KT_NUMBER };

/*
 * A default or a select: the value or the other symbol, and when it counts.  @place is the
 * block of the symbol that holds it: its conditions count, too.
 */
struct kprop {
	const char *what, *cond;
	size_t place;
};
typedef VEC(const char *) kexprs;

struct ksym {
	UT_hash_handle hh;
	const char *name;
	enum ktype type;
	bool prompt, selected;
	bool forced; /* @user counts even without a prompt */
	int choice; /* number of its choice block, 0 for none */
	VEC(struct kprop) defaults, selects;
	/* one list of conditions per place that defines it; any place will do */
	VEC(kexprs) places;
	const char *user, *value;
};

/* One default of a choice block. */
struct kchoice {
	int block;
	struct kprop member;
};

struct kconfig {
	struct arena mem;
	const char *tree, *srcarch;
	struct ksym *syms;
	kexprs around; /* conditions of the enclosing menus and ifs */
	VEC(struct kchoice) choices; /* defaults of the choice blocks, in order */
	int depth, nr_choices;
};

static struct ksym *ksym_get(struct kconfig *k, const char *name)
{
	struct ksym *s;

	HASH_FIND_STR(k->syms, name, s);
	if (!s) {
		s = arena_new(&k->mem, struct ksym);
		s->name = arena_strdup(&k->mem, name);
		HASH_ADD_KEYPTR(hh, k->syms, s->name, strlen(s->name), s);
	}
	return s;
}

/* --- expressions: ||, &&, !, ( ), =, !=, <, >, names, quoted text ------------------------- */

struct kexpr {
	struct kconfig *k;
	const char *s;
};

static bool kexpr_or(struct kexpr *e);

static void kexpr_blank(struct kexpr *e)
{
	e->s += strspn(e->s, " \t");
}

/* $(...) asks the tools.  Those of clang 19 know every option that a kernel asks for. */
static size_t kexpr_tools(struct kexpr *e, char *out)
{
	static const char *const yes[] = { "$(cc-option", "$(as-instr", "$(as-option",
					   "$(ld-option" };
	size_t n = 0;
	int depth = 0;

	for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++)
		if (str_starts(e->s, yes[i])) {
			out[0] = 'y';
			n = 1;
		}
	do {
		depth += (*e->s == '(') - (*e->s == ')');
		e->s++;
	} while (*e->s && (depth || *e->s == '('));
	return n;
}

/* The text of an operand: a quoted string, a name or a question to the tools. */
static void kexpr_operand(struct kexpr *e, char *out, size_t size)
{
	size_t n = 0;

	kexpr_blank(e);
	if (*e->s == '"' || *e->s == '\'') {
		char q = *e->s++;

		while (*e->s && *e->s != q) {
			if (n + 1 < size)
				out[n++] = *e->s;
			e->s++;
		}
		e->s += *e->s == q;
	} else if (*e->s == '$') {
		n = kexpr_tools(e, out);
	} else {
		while (isalnum((unsigned char)*e->s) || (*e->s && strchr("_./-", *e->s))) {
			if (n + 1 < size)
				out[n++] = *e->s;
			e->s++;
		}
		/* something unknown: step over it, or this would not end */
		if (!n && *e->s && !strchr("()=!<>&|", *e->s))
			e->s++;
	}
	out[n] = '\0';
}

static const char *kexpr_value(struct kexpr *e, const char *name)
{
	struct ksym *s;

	HASH_FIND_STR(e->k->syms, name, s);
	return s ? (s->value ? s->value : "n") : name;
}

/* "$(ARCH)" and its like compare as the architecture's folder. */
static bool kexpr_compare(struct kexpr *e, const char *left)
{
	bool not = *e->s == '!', less = *e->s == '<', more = *e->s == '>', same;
	char right[256];
	long a, b;

	e->s += 1 + (not|| e->s[1] == '=');
	kexpr_operand(e, right, sizeof(right));
	if (less || more) {
		a = strtol(kexpr_value(e, left), NULL, 0);
		b = strtol(kexpr_value(e, right), NULL, 0);
		return less ? a <= b : a >= b;
	}
	same = !strcmp(kexpr_value(e, left), kexpr_value(e, right));
	return same != not;
}

static bool kexpr_atom(struct kexpr *e)
{
	char word[256];
	const char *v;

	kexpr_blank(e);
	if (*e->s == '!') {
		e->s++;
		return !kexpr_atom(e);
	}
	if (*e->s == '(') {
		bool r;

		e->s++;
		r = kexpr_or(e);
		kexpr_blank(e);
		e->s += *e->s == ')';
		return r;
	}
	kexpr_operand(e, word, sizeof(word));
	kexpr_blank(e);
	if (*e->s == '=' || *e->s == '<' || *e->s == '>' || (*e->s == '!' && e->s[1] == '='))
		return kexpr_compare(e, word);
	v = kexpr_value(e, word);
	return !strcmp(v, "y") || !strcmp(v, "m");
}

static bool kexpr_and(struct kexpr *e)
{
	bool r = kexpr_atom(e);

	for (kexpr_blank(e); str_starts(e->s, "&&"); kexpr_blank(e)) {
		bool right;

		e->s += 2;
		right = kexpr_atom(e);
		r = r && right;
	}
	return r;
}

static bool kexpr_or(struct kexpr *e)
{
	bool r = kexpr_and(e);

	for (kexpr_blank(e); str_starts(e->s, "||"); kexpr_blank(e)) {
		bool right;

		e->s += 2;
		right = kexpr_and(e);
		r = r || right;
	}
	return r;
}

static bool kexpr_true(struct kconfig *k, const char *text)
{
	struct kexpr e = { k, text ? text : "y" };

	return kexpr_or(&e);
}

/* --- reading ------------------------------------------------------------------------------ */

struct kreader {
	struct kconfig *k;
	const char *s; /* rest of the file */
	struct buf line;
	struct ksym *sym; /* that the following properties belong to */
	bool menu; /* the properties belong to a menu */
	int choice; /* number of the choice block we are in, 0 for none */
	VEC(size_t) marks; /* length of k->around before each open block */
};

/* Cut a comment off: an unquoted '#'. */
static void kreader_uncomment(struct buf *line)
{
	char quote = 0;

	for (size_t i = 0; i < line->len; i++) {
		char c = line->p[i];

		if (quote ? c == quote : c == '"' || c == '\'')
			quote = quote ? 0 : c;
		else if (c == '#' && !quote) {
			line->p[line->len = i] = '\0';
			return;
		}
	}
}

/* Next logical line into r->line, without blanks around it.  Return: its indent, -1 at the end */
static int kreader_line(struct kreader *r)
{
	int indent = 0;
	size_t n;

	if (!*r->s)
		return -1;
	buf_reset(&r->line);
	for (; *r->s == ' ' || *r->s == '\t'; r->s++)
		indent = *r->s == '\t' ? (indent | 7) + 1 : indent + 1;
	for (; *r->s && *r->s != '\n'; r->s++) {
		if (r->s[0] == '\\' && r->s[1] == '\n')
			r->s++;
		else
			buf_addch(&r->line, *r->s);
	}
	r->s += *r->s == '\n';
	kreader_uncomment(&r->line);
	n = r->line.len;
	while (n && isspace((unsigned char)r->line.p[n - 1]))
		r->line.p[--n] = '\0';
	r->line.len = n;
	return indent;
}

/* A help text ends at the first line that is indented less than its first. */
static void kreader_help(struct kreader *r)
{
	int first = -1;

	for (;;) {
		const char *before = r->s;
		int indent = kreader_line(r);

		if (indent < 0)
			return;
		if (!r->line.len)
			continue;
		if (first < 0)
			first = indent;
		if (indent < first || !indent) {
			r->s = before;
			return;
		}
	}
}

/* "VALUE if COND".  The condition is the last unquoted " if ". */
static struct kprop kreader_prop(struct kreader *r, const char *text)
{
	struct kprop p = { 0 };
	const char *at = NULL;
	char quote = 0;
	size_t n;

	for (const char *s = text; *s; s++) {
		if (quote ? *s == quote : *s == '"' || *s == '\'')
			quote = quote ? 0 : *s;
		else if (!quote && isspace((unsigned char)*s) && str_starts(s + 1, "if") &&
			 (s[3] == ' ' || s[3] == '(' || s[3] == '\t'))
			at = s;
	}
	n = at ? (size_t)(at - text) : strlen(text);
	while (n && isspace((unsigned char)text[n - 1]))
		n--;
	p.what = arena_strndup(&r->k->mem, text, n);
	p.place = r->sym ? r->sym->places.n - 1 : 0;
	p.cond = at ? arena_strdup(&r->k->mem, at + 3) : NULL;
	return p;
}

static void kreader_config(struct kreader *r, const char *name)
{
	kexprs place = { 0 };
	const char **c;

	r->sym = ksym_get(r->k, name);
	r->menu = false;
	vec_each (c, &r->k->around)
		vec_push(&place, *c);
	vec_push(&r->sym->places, place);
	r->sym->choice = r->choice;
}

static void kreader_type(struct kreader *r, enum ktype t, const char *rest)
{
	if (!r->sym)
		return;
	r->sym->type = t;
	if (*rest)
		r->sym->prompt = true;
}

static void kreader_default(struct kreader *r, const char *rest)
{
	if (r->sym)
		vec_push(&r->sym->defaults, kreader_prop(r, rest));
	else if (r->choice)
		vec_push(&r->k->choices, ((struct kchoice){ r->choice, kreader_prop(r, rest) }));
}

static void kreader_depends(struct kreader *r, const char *rest)
{
	const char *cond;

	rest += str_starts(rest, "on") ? 2 : 0;
	cond = arena_strdup(&r->k->mem, rest);
	if (r->sym)
		vec_push(&vec_last(&r->sym->places), cond);
	else if (r->menu)
		vec_push(&r->k->around, cond);
}

static void kreader_open(struct kreader *r, const char *cond)
{
	vec_push(&r->marks, r->k->around.n);
	if (cond)
		vec_push(&r->k->around, arena_strdup(&r->k->mem, cond));
	r->sym = NULL;
	r->menu = !cond;
}

static void kreader_close(struct kreader *r)
{
	if (r->marks.n)
		r->k->around.n = vec_pop(&r->marks);
	r->sym = NULL;
	r->menu = false;
}

static void kconfig_read(struct kconfig *k, const char *name);

static void kreader_source(struct kreader *r, const char *rest)
{
	struct buf b = { 0 };

	for (const char *s = rest; *s;) {
		if (*s == '"') {
			s++;
		} else if (str_starts(s, "$(SRCARCH)") || str_starts(s, "$SRCARCH")) {
			buf_add(&b, r->k->srcarch);
			s += s[1] == '(' ? 10 : 8;
		} else if (str_starts(s, "$(HEADER_ARCH)")) {
			buf_add(&b, r->k->srcarch);
			s += 14;
		} else {
			buf_addch(&b, *s++);
		}
	}
	r->sym = NULL;
	kconfig_read(r->k, buf_str(&b));
	buf_release(&b);
}

enum kword {
	KW_NONE,
	KW_CONFIG,
	KW_SOURCE,
	KW_MENU,
	KW_CHOICE,
	KW_IF,
	KW_END,
	KW_ENDCHOICE,
	KW_HELP,
	KW_BOOL,
	KW_TRISTATE,
	KW_STRING,
	KW_NUMBER,
	KW_DEF_BOOL,
	KW_DEF_TRISTATE,
	KW_DEFAULT,
	KW_SELECT,
	KW_DEPENDS,
	KW_PROMPT,
};

static const struct {
	const char *text;
	enum kword word;
} kwords[] = {
	{ "config", KW_CONFIG },       { "menuconfig", KW_CONFIG },
	{ "source", KW_SOURCE },       { "menu", KW_MENU },
	{ "choice", KW_CHOICE },       { "if", KW_IF },
	{ "endmenu", KW_END },	       { "endif", KW_END },
	{ "endchoice", KW_ENDCHOICE }, { "help", KW_HELP },
	{ "---help---", KW_HELP },     { "bool", KW_BOOL },
	{ "tristate", KW_TRISTATE },   { "string", KW_STRING },
	{ "int", KW_NUMBER },	       { "hex", KW_NUMBER },
	{ "def_bool", KW_DEF_BOOL },   { "def_tristate", KW_DEF_TRISTATE },
	{ "default", KW_DEFAULT },     { "select", KW_SELECT },
	{ "depends", KW_DEPENDS },     { "prompt", KW_PROMPT },
};

static void kreader_property(struct kreader *r, enum kword w, const char *rest)
{
	switch (w) {
	case KW_BOOL:
		kreader_type(r, KT_BOOL, rest);
		break;
	case KW_TRISTATE:
		kreader_type(r, KT_TRISTATE, rest);
		break;
	case KW_STRING:
		kreader_type(r, KT_STRING, rest);
		break;
	case KW_NUMBER:
		kreader_type(r, KT_NUMBER, rest);
		break;
	case KW_DEF_BOOL:
	case KW_DEF_TRISTATE:
		kreader_type(r, w == KW_DEF_BOOL ? KT_BOOL : KT_TRISTATE, "");
		kreader_default(r, rest);
		break;
	case KW_DEFAULT:
		kreader_default(r, rest);
		break;
	case KW_SELECT:
		if (r->sym)
			vec_push(&r->sym->selects, kreader_prop(r, rest));
		break;
	case KW_DEPENDS:
		kreader_depends(r, rest);
		break;
	case KW_PROMPT:
		if (r->sym)
			r->sym->prompt = true;
		break;
	default:
		break;
	}
}

static void kreader_word(struct kreader *r, enum kword w, const char *rest)
{
	switch (w) {
	case KW_CONFIG:
		kreader_config(r, rest);
		break;
	case KW_SOURCE:
		kreader_source(r, rest);
		break;
	case KW_MENU:
		kreader_open(r, NULL);
		break;
	case KW_CHOICE:
		kreader_open(r, NULL);
		r->choice = ++r->k->nr_choices;
		break;
	case KW_IF:
		kreader_open(r, rest);
		break;
	case KW_ENDCHOICE:
		r->choice = 0;
		kreader_close(r);
		break;
	case KW_END:
		kreader_close(r);
		break;
	case KW_HELP:
		kreader_help(r);
		break;
	default:
		kreader_property(r, w, rest);
	}
}

static void kconfig_read(struct kconfig *k, const char *name)
{
	const char *path = arena_printf(&k->mem, "%s/%s", k->tree, name);
	struct buf text = { 0 };
	struct kreader r = { .k = k };

	/* missing parts are usual: other trees generate some */
	if (k->depth >= KCONFIG_DEPTH || !file_exists(path) || file_is_dir(path) ||
	    file_read(path, &text)) {
		buf_release(&text);
		return;
	}
	k->depth++;
	r.s = buf_str(&text);
	while (kreader_line(&r) >= 0) {
		const char *s = buf_str(&r.line);
		size_t n = strcspn(s, " \t(\"");

		for (size_t i = 0; i < sizeof(kwords) / sizeof(kwords[0]); i++)
			if (strlen(kwords[i].text) == n && !strncmp(kwords[i].text, s, n)) {
				char *rest = arena_strdup(&k->mem, s + n + strspn(s + n, " \t"));

				kreader_word(&r, kwords[i].word, rest);
				break;
			}
	}
	k->depth--;
	vec_release(&r.marks);
	buf_release(&r.line);
	buf_release(&text);
}

/* --- values ------------------------------------------------------------------------------- */

static bool kplace_holds(struct kconfig *k, kexprs *place)
{
	const char **c;

	vec_each (c, place)
		if (!kexpr_true(k, *c))
			return false;
	return true;
}

static bool ksym_allowed(struct kconfig *k, struct ksym *s)
{
	kexprs *place;

	vec_each (place, &s->places)
		if (kplace_holds(k, place))
			return true;
	return false;
}

static bool kprop_counts(struct kconfig *k, struct ksym *s, const struct kprop *p)
{
	return kexpr_true(k, p->cond) && kplace_holds(k, &s->places.v[p->place]);
}

static const char *ksym_default(struct kconfig *k, struct ksym *s)
{
	struct kprop *d;

	vec_each (d, &s->defaults) {
		if (!kprop_counts(k, s, d))
			continue;
		if (strstr(d->what, "$(") && s->type != KT_BOOL && s->type != KT_TRISTATE)
			break;
		if (s->type == KT_BOOL || s->type == KT_TRISTATE)
			return kexpr_true(k, d->what) ? "y" : "n";
		if (s->type == KT_NUMBER && *d->what == '"')
			return arena_strndup(&k->mem, d->what + 1, strcspn(d->what + 1, "\""));
		if (*d->what == '"' || isdigit((unsigned char)*d->what) || *d->what == '-')
			return d->what;

		struct ksym *other;

		HASH_FIND_STR(k->syms, d->what, other);
		return other && other->value ? other->value : d->what;
	}
	return s->type == KT_STRING ? "\"\"" : s->type == KT_NUMBER ? "0" : "n";
}

/* One round over all symbols.  Return: something changed */
static bool kconfig_round(struct kconfig *k)
{
	struct ksym *s, *tmp, *other;
	bool changed = false;
	struct kprop *p;

	HASH_ITER (hh, k->syms, s, tmp)
		s->selected = false;
	HASH_ITER (hh, k->syms, s, tmp) {
		if (!s->value || strcmp(s->value, "y"))
			continue;
		vec_each (p, &s->selects) {
			HASH_FIND_STR(k->syms, p->what, other);
			if (other && kprop_counts(k, s, p))
				other->selected = true;
		}
	}
	HASH_ITER (hh, k->syms, s, tmp) {
		const char *v = "n";

		if (s->selected)
			v = "y";
		else if (s->places.n && ksym_allowed(k, s))
			v = s->user && (s->prompt || s->forced) ? s->user :
			    s->choice				? "n" :
								  ksym_default(k, s);
		else if (s->type == KT_STRING || s->type == KT_NUMBER)
			v = NULL;
		if (v != s->value && (!v || !s->value || strcmp(v, s->value))) {
			s->value = v;
			changed = true;
		}
	}
	return changed;
}

static void kconfig_settle(struct kconfig *k)
{
	for (int i = 0; i < KCONFIG_ROUNDS && kconfig_round(k); i++)
		;
}

/* Turn on an option, and every option that its conditions join by "&&". */
static void kconfig_want(struct kconfig *k, const char *name, int depth)
{
	struct ksym *s;
	kexprs *place;
	const char **c;

	HASH_FIND_STR(k->syms, name, s);
	if (!s || depth > 6 || s->choice || (s->user && !strcmp(s->user, "y")))
		return;
	if (s->type == KT_BOOL || s->type == KT_TRISTATE)
		s->user = "y";
	vec_each (place, &s->places)
		vec_each (c, place) {
			struct kexpr e = { k, *c };
			char word[256];

			while (*e.s) {
				kexpr_operand(&e, word, sizeof(word));
				kexpr_blank(&e);
				/* anything but a plain conjunction is left to its defaults */
				if (!*word || (*e.s && !str_starts(e.s, "&&")))
					break;
				kconfig_want(k, word, depth + 1);
				e.s += *e.s ? 2 : 0;
			}
		}
}

/* Lines of a defconfig are what a user chose. */
static void kconfig_user(struct kconfig *k, const char *text)
{
	for (const char *s = text; *s; s += *s == '\n') {
		size_t n = strcspn(s, "=\n"), m;

		if (str_starts(s, "# CONFIG_")) {
			m = strcspn(s + 9, " \n");
			if (str_starts(s + 9 + m, " is not set"))
				ksym_get(k, arena_strndup(&k->mem, s + 9, m))->user = "n";
		} else if (str_starts(s, "CONFIG_") && s[n] == '=') {
			m = strcspn(s + n + 1, "\n");
			ksym_get(k, arena_strndup(&k->mem, s + 7, n - 7))->user =
				arena_strndup(&k->mem, s + n + 1, m);
		}
		s += strcspn(s, "\n");
	}
}

static void kconfig_defconfig(struct kconfig *k, const char *arch)
{
	const char *names[] = {
		arena_printf(&k->mem, "%s/arch/%s/configs/%s_defconfig", k->tree, k->srcarch, arch),
		arena_printf(&k->mem, "%s/arch/%s/configs/defconfig", k->tree, k->srcarch),
		arena_printf(&k->mem, "%s/arch/%s/defconfig", k->tree, k->srcarch),
	};
	struct buf b = { 0 };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]) && !b.len; i++)
		if (file_exists(names[i]) && file_read(names[i], &b) == 0)
			kconfig_user(k, buf_str(&b));
	buf_release(&b);
}

/* Has the user chosen a member of this block? */
static bool kconfig_chosen(struct kconfig *k, int block)
{
	struct ksym *s, *tmp;

	HASH_ITER (hh, k->syms, s, tmp)
		if (s->choice == block && s->user && !strcmp(s->user, "y"))
			return true;
	return false;
}

/* The first member that may be chosen is the default of a choice without one. */
static void kconfig_first_members(struct kconfig *k)
{
	struct ksym *s, *tmp;

	HASH_ITER (hh, k->syms, s, tmp)
		if (s->choice && !s->user && ksym_allowed(k, s) && !kconfig_chosen(k, s->choice))
			s->user = "y";
}

/* One member of each choice: what the user chose stays, else the first default that holds. */
static void kconfig_choices(struct kconfig *k)
{
	struct kchoice *c;

	vec_each (c, &k->choices)
		if (kexpr_true(k, c->member.cond) && !kconfig_chosen(k, c->block))
			ksym_get(k, c->member.what)->user = "y";
	kconfig_first_members(k);
}

static void kconfig_free(struct kconfig *k)
{
	struct ksym *s, *tmp;
	kexprs *place;

	HASH_ITER (hh, k->syms, s, tmp) {
		vec_each (place, &s->places)
			vec_release(place);
		vec_release(&s->places);
		vec_release(&s->defaults);
		vec_release(&s->selects);
	}
	HASH_CLEAR(hh, k->syms);
	vec_release(&k->around);
	vec_release(&k->choices);
	arena_release(&k->mem);
}

/* What the tree's own scripts would find out about clang 19. */
static const struct {
	const char *name, *value;
} kconfig_tools[] = {
	{ "CC_IS_CLANG", "y" },
	{ "CLANG_VERSION", "190107" },
	{ "AS_IS_LLVM", "y" },
	{ "AS_VERSION", "190107" },
	{ "LD_IS_LLD", "y" },
	{ "LLD_VERSION", "190107" },
	{ "CC_HAS_ASM_GOTO_OUTPUT", "y" },
	{ "CC_HAS_ASM_GOTO", "y" },
	{ "CC_HAS_ASM_INLINE", "y" },
	{ "CC_HAS_INT128", "y" },
	{ "CC_HAS_SANE_STACKPROTECTOR", "y" },
};

static void ksym_force(struct kconfig *k, const char *name, const char *value)
{
	struct ksym *s = ksym_get(k, name);

	s->user = value;
	s->forced = true;
}

int kconfig_defaults(const char *tree, const char *arch, const strings_vec *wants, struct buf *out)
{
	const char *const *w;
	struct kconfig k = { .tree = tree, .srcarch = tree_srcarch(arch) };
	struct ksym *s, *tmp;

	kconfig_defconfig(&k, arch);
	kconfig_read(&k, "Kconfig");
	if (str_ends(arch, "64"))
		ksym_force(&k, "64BIT", "y");
	for (size_t i = 0; i < sizeof(kconfig_tools) / sizeof(kconfig_tools[0]); i++)
		ksym_force(&k, kconfig_tools[i].name, kconfig_tools[i].value);
	vec_each (w, wants)
		kconfig_want(&k, *w, 0);
	/* a choice may depend on another one */
	for (int i = 0; i < 3; i++) {
		kconfig_settle(&k);
		kconfig_choices(&k);
	}
	kconfig_settle(&k);
	HASH_ITER (hh, k.syms, s, tmp)
		if (s->value && s->type != KT_NONE && strcmp(s->value, "n"))
			buf_addf(out, "CONFIG_%s=%s\n", s->name, s->value);
	kconfig_free(&k);
	return 0;
}
