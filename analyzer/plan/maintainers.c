// SPDX-License-Identifier: GPL-2.0-or-later
#include "plan/maintainers.h"

#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/str.h"

/* Which list of a section a pattern belongs to; each is the letter in the file. */
enum pattern_type { P_FILE = 'F', P_EXCLUDE = 'X', P_NAME = 'N', P_KEYWORD = 'K' };

/**
 * struct pattern - one F:, X:, N: or K: line
 * @text: the regular expression
 * @literal: what every match of an F: or X: starts with; tried first, as it is cheap
 * @whole: @literal is all of it: no expression is needed
 * @dir: an F: or X: that ends in '/': it covers everything below
 * @slashes: number of '/' in @text
 * @line: line in MAINTAINERS
 * @code: compiled when first needed
 * @broken: does not compile, was reported
 */
struct pattern {
	enum pattern_type type;
	const char *text, *literal;
	bool whole, dir, broken;
	int slashes;
	unsigned int line;
	pcre2_code *code;
};

/**
 * struct section - what is matched, beside what is shown
 * @info: what is shown
 * @first, @n: its patterns
 */
struct section {
	struct maint_section info;
	size_t first, n;
};

/**
 * struct maintainers - the parsed file
 * @keyword_order: indices of the K: patterns in the order in which get_maintainer.pl lists them
 */
struct maintainers {
	struct arena mem;
	const char *tree;
	VEC(struct section) sections;
	VEC(struct pattern) patterns;
	VEC(size_t) keyword_order;
	pcre2_match_data *match;
	bool keywords;
};

/* ---- reading ---- */

static int count_slashes(const char *s)
{
	int n = 0;

	for (; *s; s++)
		n += *s == '/';
	return n;
}

/* F: and X: are globs that the script turns into an expression in just these three steps. */
static char *glob_to_regex(struct arena *mem, const char *glob)
{
	char *out = arena_alloc(mem, 2 * strlen(glob) + 2), *o = out;

	for (; *glob; glob++) {
		if (*glob == '.' || *glob == '*')
			*o++ = *glob == '.' ? '\\' : '.';
		*o++ = *glob == '?' ? '.' : *glob;
	}
	*o = '\0';
	return out;
}

/* The text that each match must start with.  Return: whether that is the whole expression. */
static bool literal_prefix(const char *re, char *out)
{
	char *o = out;

	*o = '\0';
	if (strchr(re, '|'))
		return false;
	for (; *re; re++) {
		if (re[0] == '\\' && re[1] == '.') {
			*o++ = *++re;
		} else if (strchr("\\.[](){}*+?^$", *re)) {
			/* A repeat count may make the character before it optional. */
			if (o > out && strchr("{*+?", *re))
				o--;
			break;
		} else {
			*o++ = *re;
		}
	}
	*o = '\0';
	return !*re;
}

/* Such a line names a folder, but lacks the '/' that makes it cover what is below. */
static bool is_bare_folder(struct maintainers *m, const char *re)
{
	struct buf b = { 0 };
	size_t n = strlen(re);
	bool yes;

	if (!n || re[n - 1] == '/' || strpbrk(re, "\\*"))
		return false;
	buf_addf(&b, "%s/%s", m->tree, re);
	yes = file_is_dir(buf_str(&b));
	buf_release(&b);
	return yes;
}

static void add_pattern(struct maintainers *m, char type, const char *value, unsigned int line)
{
	struct pattern p = { .type = (enum pattern_type)type, .text = value, .line = line };

	if (type == P_FILE || type == P_EXCLUDE) {
		char *re = glob_to_regex(&m->mem, value), *lit;
		size_t n;

		if (is_bare_folder(m, re))
			re = arena_printf(&m->mem, "%s/", re);
		n = strlen(re);
		lit = arena_alloc(&m->mem, n + 1);
		p.whole = literal_prefix(re, lit);
		p.dir = n && re[n - 1] == '/';
		p.text = re;
		p.literal = lit;
	}
	p.slashes = count_slashes(p.text);
	vec_push(&m->patterns, p);
	vec_last(&m->sections).n++;
}

static void add_value(struct maintainers *m, char type, const char *value, unsigned int line)
{
	struct section *s = &vec_last(&m->sections);

	if (strchr("FXNK", type))
		add_pattern(m, type, value, line);
	else if (type == 'M' || type == 'R')
		vec_push(&s->info.people, value);
	else if (type == 'L')
		vec_push(&s->info.lists, value);
	else if (type == 'S')
		s->info.status = value;
}

/* "X: value": one capital letter and a colon at the start of the line. */
static bool is_value_line(const char *line)
{
	return line[0] >= 'A' && line[0] <= 'Z' && line[1] == ':';
}

static bool is_skipped(const char *line)
{
	while (isspace((unsigned char)*line))
		line++;
	return !*line || *line == '#';
}

/*
 * The script lists the keyword sections after all others, sorted by their place in its table
 * of lines -- as text, so that 10 comes before 9.
 */
struct keyword_key {
	char place[24];
	size_t pattern;
};
typedef VEC(struct keyword_key) keyword_keys;

static int cmp_keyword(const void *a, const void *b)
{
	const struct keyword_key *ka = a, *kb = b;

	return strcmp(ka->place, kb->place);
}

static void order_keywords(struct maintainers *m, keyword_keys *keys)
{
	struct keyword_key *k;

	if (keys->n > 1)
		qsort(keys->v, keys->n, sizeof(*keys->v), cmp_keyword);
	vec_each (k, keys)
		vec_push(&m->keyword_order, k->pattern);
	vec_release(keys);
}

static void parse(struct maintainers *m, char *text)
{
	keyword_keys keys = { 0 };
	const char *title = NULL;
	unsigned int line = 0, place = 0;
	bool open = false;
	char *p, *next;

	for (p = text; p && *p; p = next) {
		next = strchr(p, '\n');
		if (next)
			*next++ = '\0';
		line++;
		if (is_value_line(p)) {
			const char *value = p + 2;

			while (isspace((unsigned char)*value))
				value++;
			if (!open)
				vec_push(&m->sections,
					 ((struct section){ .info = { .title = title ? title : p,
								      .status = "" },
							    .first = m->patterns.n }));
			open = true;
			add_value(m, *p, value, line);
			if (*p == P_KEYWORD) {
				struct keyword_key k = { .pattern = m->patterns.n - 1 };

				snprintf(k.place, sizeof(k.place), "%u", place);
				vec_push(&keys, k);
			}
			place++;
		} else if (!is_skipped(p)) {
			title = p;
			open = false;
			place++;
		}
	}
	order_keywords(m, &keys);
}

/* Newer scripts have a switch for it that is off unless asked for; older ones always look. */
static bool keywords_by_default(const char *tree)
{
	struct buf path = { 0 }, text = { 0 };
	bool yes = false;

	buf_addf(&path, "%s/scripts/get_maintainer.pl", tree);
	if (file_exists(buf_str(&path)) && !file_read(buf_str(&path), &text))
		yes = !strstr(buf_str(&text), "keywords_in_file");
	buf_release(&path);
	buf_release(&text);
	return yes;
}

struct maintainers *maintainers_read(const char *tree)
{
	struct maintainers *m;
	struct buf path = { 0 }, text = { 0 };
	int bad;

	buf_addf(&path, "%s/MAINTAINERS", tree);
	bad = file_read(buf_str(&path), &text);
	buf_release(&path);
	if (bad) {
		buf_release(&text);
		return NULL;
	}
	m = calloc(1, sizeof(*m));
	if (!m)
		die("out of memory");
	m->tree = arena_strdup(&m->mem, tree);
	m->match = pcre2_match_data_create(1, NULL);
	m->keywords = keywords_by_default(tree);
	parse(m, arena_strndup(&m->mem, buf_str(&text), text.len));
	buf_release(&text);
	return m;
}

void maintainers_free(struct maintainers *m)
{
	struct section *s;
	struct pattern *p;

	if (!m)
		return;
	vec_each (s, &m->sections) {
		vec_release(&s->info.people);
		vec_release(&s->info.lists);
	}
	vec_each (p, &m->patterns)
		pcre2_code_free(p->code);
	vec_release(&m->sections);
	vec_release(&m->patterns);
	vec_release(&m->keyword_order);
	pcre2_match_data_free(m->match);
	arena_release(&m->mem);
	free(m);
}

/* ---- matching ---- */

/* N: and K: are used with perl's x modifier, F: and X: are anchored at the start. */
static bool compile(struct pattern *p)
{
	bool glob = p->type == P_FILE || p->type == P_EXCLUDE;
	unsigned char why[128];
	PCRE2_SIZE where;
	int code;

	p->code = pcre2_compile((PCRE2_SPTR)p->text, PCRE2_ZERO_TERMINATED,
				glob ? PCRE2_ANCHORED : PCRE2_EXTENDED, &code, &where, NULL);
	if (p->code) {
		pcre2_jit_compile(p->code, PCRE2_JIT_COMPLETE);
		return true;
	}
	pcre2_get_error_message(code, why, sizeof(why));
	warn("MAINTAINERS:%u: pattern '%s' is left out: %s", p->line, p->text, (char *)why);
	p->broken = true;
	return false;
}

static bool regex_match(struct maintainers *m, struct pattern *p, const char *text, size_t n)
{
	if (p->broken || (!p->code && !compile(p)))
		return false;
	return pcre2_match(p->code, (PCRE2_SPTR)text, n, 0, 0, m->match, NULL) >= 0;
}

/* A pattern that is no folder covers only files at its own depth. */
static bool file_match(struct maintainers *m, struct pattern *p, const char *path, int slashes)
{
	if (!p->dir && p->slashes != slashes)
		return false;
	if (!str_starts(path, p->literal))
		return false;
	return p->whole || regex_match(m, p, path, strlen(path));
}

static bool is_excluded(struct maintainers *m, const struct section *s, const char *path,
			int slashes)
{
	struct pattern *p = m->patterns.v + s->first;

	for (size_t i = 0; i < s->n; i++)
		if (p[i].type == P_EXCLUDE && file_match(m, &p[i], path, slashes))
			return true;
	return false;
}

/* How specific an F: line is: "*" covers everything and comes last of all. */
static int pattern_depth(const struct pattern *p)
{
	if (str_starts(p->text, ".*"))
		return -1;
	return p->slashes + !p->dir;
}

/* The last line that matches decides, even if one before it was more specific. */
static int section_depth(struct maintainers *m, const struct section *s, const char *path,
			 int slashes)
{
	struct pattern *p = m->patterns.v + s->first;
	int depth = INT_MIN;

	for (size_t i = 0; i < s->n; i++) {
		if (p[i].type == P_FILE && file_match(m, &p[i], path, slashes))
			depth = pattern_depth(&p[i]);
		else if (p[i].type == P_NAME && regex_match(m, &p[i], path, strlen(path)))
			depth = 0;
	}
	return depth;
}

struct hit {
	int depth;
	size_t section;
};

static int cmp_hit(const void *a, const void *b)
{
	const struct hit *ha = a, *hb = b;

	if (ha->depth != hb->depth)
		return ha->depth > hb->depth ? -1 : 1;
	return ha->section < hb->section ? -1 : ha->section > hb->section;
}

static void add_section(maint_sections *out, const struct maint_section *s)
{
	for (size_t i = 0; i < out->n; i++)
		if (!strcmp(out->v[i]->title, s->title))
			return;
	vec_push(out, s);
}

/* Sections whose keyword stands in the file's text. */
static void match_keywords(struct maintainers *m, const struct buf *text, maint_sections *out)
{
	size_t *k, s;

	vec_each (k, &m->keyword_order) {
		if (!regex_match(m, &m->patterns.v[*k], buf_str(text), text->len))
			continue;
		for (s = 0; s + 1 < m->sections.n && m->sections.v[s + 1].first <= *k; s++)
			;
		add_section(out, &m->sections.v[s].info);
	}
}

/* As maintainers_match(), for a file whose content, if wanted, was read already. */
static void match_text(struct maintainers *m, const char *path, const struct buf *text,
		       maint_sections *out)
{
	int slashes = count_slashes(path);
	VEC(struct hit) hits = { 0 };
	struct hit *h;

	for (size_t i = 0; i < m->sections.n; i++) {
		struct section *s = &m->sections.v[i];
		int depth;

		if (is_excluded(m, s, path, slashes))
			continue;
		depth = section_depth(m, s, path, slashes);
		if (depth != INT_MIN)
			vec_push(&hits, ((struct hit){ depth, i }));
	}
	if (hits.n > 1)
		qsort(hits.v, hits.n, sizeof(*hits.v), cmp_hit);
	vec_each (h, &hits)
		add_section(out, &m->sections.v[h->section].info);
	vec_release(&hits);
	if (text)
		match_keywords(m, text, out);
}

/* Return: whether TREE/PATH is there and was read into @text. */
static bool read_tree_file(const char *tree, const char *path, struct buf *text)
{
	struct buf full = { 0 };
	bool ok;

	buf_addf(&full, "%s/%s", tree, path);
	buf_reset(text);
	ok = file_exists(buf_str(&full)) && !file_is_dir(buf_str(&full)) &&
	     !file_read(buf_str(&full), text);
	buf_release(&full);
	return ok;
}

void maintainers_match(struct maintainers *m, const char *path, maint_sections *out)
{
	struct buf text = { 0 };
	bool look =
		m->keywords && strcmp(path, "MAINTAINERS") && read_tree_file(m->tree, path, &text);

	match_text(m, path, look ? &text : NULL, out);
	buf_release(&text);
}

/* Those of the first section that has any. */
static void take_people(struct path_info *p, const maint_sections *found)
{
	for (size_t i = 0; i < found->n && !p->people.n; i++)
		for (size_t k = 0; k < found->v[i]->people.n; k++)
			vec_push(&p->people, str_intern(found->v[i]->people.v[k]));
}

void maintainers_apply(struct maintainers *m, struct record *r)
{
	const struct maint_section **s;
	struct buf full = { 0 };
	struct path_info *p;

	record_collect_paths(r);
	vec_each (p, &r->paths) {
		maint_sections found = { 0 };

		buf_reset(&full);
		buf_addf(&full, "%s/%s", r->tree, p->path);
		if (!p->hash)
			p->hash = file_hash(buf_str(&full));
		if (!m || p->subsystems.n)
			continue;
		maintainers_match(m, p->path, &found);
		vec_each (s, &found)
			vec_push(&p->subsystems, str_intern((*s)->title));
		take_people(p, &found);
		vec_release(&found);
	}
	buf_release(&full);
}
