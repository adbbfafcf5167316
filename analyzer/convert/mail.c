// SPDX-License-Identifier: GPL-2.0-or-later
/* What a patch says: which case, why, what drops the pages, how it was checked. */
#include <ctype.h>
#include <string.h>

#include "base/diag.h"
#include "base/file.h"
#include "convert/work.h"

#define RULEBOOK "Documentation/core-api/pin_user_pages.rst"
#define COLUMNS 72

void mail_wrap(struct buf *b, const char *first, const char *indent, const char *text)
{
	size_t col = strlen(first);
	bool start = true;

	buf_add(b, first);
	while (*(text += strspn(text, " "))) {
		size_t n = strcspn(text, " ");

		if (!start && col + 1 + n > COLUMNS) {
			buf_addf(b, "\n%s", indent);
			col = strlen(indent);
			start = true;
		}
		if (!start)
			buf_addch(b, ' ');
		buf_addn(b, text, n);
		col += n + !start;
		start = false;
		text += n;
	}
	buf_addch(b, '\n');
}

/* The evidence names the function that does it: "what: name() at file:line". */
static const char *deed(struct convert *c, const struct site *s)
{
	const char *e = s->evidence.n ? s->evidence.v[0] : "", *at = strstr(e, ": ");

	if (!at || !strstr(at, "()"))
		return "";
	at += 2;
	return arena_printf(&c->mem, " (%.*s())", (int)strcspn(at, "("), at);
}

static const char *why_text(struct convert *c, const struct convert_site *cs)
{
	const struct site *s = cs->site;
	bool kept = cs->longterm || s->kase == 2 || (cs->after && cs->after->kase == 2);
	const char *use = s->kase == 5 ? "The CPU writes to the data of these pages" :
					 "The data of these pages is subject to I/O";
	const char *rest;

	if (!kept)
		rest = arena_printf(
			&c->mem,
			"which is case %d of " RULEBOOK
			": such pages are to be pinned, as file systems "
			"and the memory management can tell from a pin, but not from a plain reference, "
			"that the data may change at any time.",
			s->kase == 5 ? 5 : 1);
	else
		rest = arena_printf(
			&c->mem,
			"and they are kept beyond the call that takes them. That is case 2 of " RULEBOOK
			": such pages are to be pinned%s.",
			cs->longterm ? ", and FOLL_LONGTERM says that this may last" : "");
	return arena_printf(&c->mem, "%s%s, %s", use, deed(c, s), rest);
}

/* "a(), b() and c()" of those that drop pages by @api. */
static const char *droppers(struct convert *c, const struct site *s, const char *api)
{
	const struct site_release *r;
	strings_vec names = { 0 };
	struct buf b = { 0 };
	const char *text;

	vec_each (r, &s->releases) {
		bool known = strcmp(r->api, api) != 0;

		for (size_t i = 0; i < names.n && !known; i++)
			known = !strcmp(names.v[i], r->function);
		if (!known)
			vec_push(&names, r->function);
	}
	for (size_t i = 0; i < names.n; i++)
		buf_addf(&b, "%s%s()", !i ? "" : i + 1 < names.n ? ", " : " and ", names.v[i]);
	text = arena_strdup(&c->mem, buf_str(&b));
	vec_release(&names);
	buf_release(&b);
	return text;
}

static void body_releases(struct convert *c, const struct convert_site *cs, struct buf *b)
{
	const struct site *s = cs->after ? cs->after : cs->site;
	const struct site_release *r, *q;

	buf_add(b, "\n");
	vec_each (r, &s->releases) {
		for (q = s->releases.v; strcmp(q->api, r->api); q++)
			;
		if (q == r)
			mail_wrap(b, "", "",
				  arena_printf(&c->mem, "%s drop%s the pages with %s().",
					       droppers(c, s, r->api),
					       strstr(droppers(c, s, r->api), " and ") ? "" : "s",
					       r->api));
	}
	if (cs->extract)
		mail_wrap(b, "", "",
			  "That happens only where iov_iter_extract_will_pin() says that the pages "
			  "were pinned: kernel memory is taken without a reference.");
}

static void body_site(struct convert *c, const struct convert_site *cs, struct buf *b)
{
	const struct site *s = cs->site;

	mail_wrap(b, "", "",
		  arena_printf(&c->mem, "%s() takes references to user pages with %s(). %s",
			       site_function(s), s->api, why_text(c, cs)));
	body_releases(c, cs, b);
	buf_add(b, "\n");
}

static void body_checks(struct convert *c, const struct convert_mail *m, struct buf *b)
{
	struct convert_change *const *ch;
	const char *const *check;
	strings_vec all = { 0 };

	mail_wrap(
		b, "", "",
		"Found and rewritten by gupcheck with Coccinelle, and checked, but not tested on hardware:");
	buf_add(b, "\n");
	vec_each (ch, &m->changes)
		vec_each (check, &(*ch)->checks) {
			bool known = false;

			for (size_t i = 0; i < all.n && !known; i++)
				known = !strcmp(all.v[i], *check);
			if (known)
				continue;
			vec_push(&all, *check);
			mail_wrap(b, " - ", "   ", *check);
		}
	vec_release(&all);
}

static void note(struct buf *b, const char *text)
{
	buf_add(b, "\n");
	mail_wrap(b, "Note: ", "  ", text);
}

/* Kept beyond the function that takes them, and for how long is not known. */
static bool life_open(const struct site *s)
{
	const struct site_path *p;

	if (s->longterm || s->kase == 1 || s->kase == 2)
		return false;
	vec_each (p, &s->paths)
		if (strstr(p->kind, "-> kept in "))
			return true;
	return false;
}

/* Does the patch behind this one mend what the finding tells? */
static bool note_mended(const struct convert_change *ch, const struct finding *f)
{
	const struct convert_mark *m;

	if (ch->fix && !ch->fix->failed)
		vec_each (m, &ch->fix->marks)
			if (m->line == f->line && !strcmp(m->path, f->path))
				return true;
	return false;
}

static void note_site(struct convert *c, const struct convert_change *ch, const struct site *s,
		      struct buf *b)
{
	const struct finding *f;

	if (life_open(s))
		note(b,
		     arena_printf(
			     &c->mem,
			     "%s() leaves its pages in storage, and the analysis cannot tell for how "
			     "long. If user space says when they are dropped, FOLL_LONGTERM is to be "
			     "added.",
			     site_function(s)));
	vec_each (f, &c->after.findings)
		if (f->site == s->fingerprint && f->confidence >= FINDING_CONFIDENCE &&
		    !verdict_suppresses(f->verdict))
			note(b,
			     arena_printf(&c->mem,
					  "%s:%u was so before and is not changed here: %s [%s]%s",
					  f->path, f->line, f->message, f->rule,
					  note_mended(ch, f) ? "; the next patch does" : ""));
}

/* Comments and messages may go on about the old function. */
static void note_names(struct convert *c, const struct convert_change *ch, const char *api,
		       struct buf *b)
{
	const struct convert_file *f;

	vec_each (f, &ch->files) {
		struct buf text = { 0 };
		unsigned int line = 1;

		if (!f->changed || file_read(f->copy, &text))
			continue;
		for (const char *p = buf_str(&text), *hit; (hit = strstr(p, api)); p = hit + 1) {
			for (; p < hit; p++)
				line += *p == '\n';
			if (hit[strlen(api)] == '(' || isalnum((unsigned char)hit[strlen(api)]) ||
			    hit[strlen(api)] == '_' || (hit > text.p && hit[-1] == '_'))
				continue;
			note(b, arena_printf(&c->mem, "%s:%u still speaks of %s.", f->path, line,
					     api));
		}
		buf_release(&text);
	}
}

/* What the reader should know though it is not part of the change: below the line. */
static void body_notes(struct convert *c, const struct convert_mail *m, struct buf *b)
{
	struct convert_change *const *ch;
	struct convert_site *const *cs, *const *old;

	vec_each (ch, &m->changes)
		vec_each (cs, &(*ch)->sites) {
			bool told = false;

			if ((*cs)->after)
				note_site(c, *ch, (*cs)->after, b);
			for (old = (*ch)->sites.v; old < cs; old++)
				told = told || !strcmp((*old)->site->api, (*cs)->site->api);
			if (!told && !c->put_user)
				note_names(c, *ch, (*cs)->site->api, b);
		}
	if (b->len)
		buf_add(b, "\n");
}

/* Who drops the pages of a fix, each once. */
static const char *markers(struct convert *c, const struct convert_change *fix)
{
	struct buf b = { 0 };
	const struct convert_mark *m;
	const char *text;

	vec_each (m, &fix->marks) {
		const char *name = arena_printf(&c->mem, "%s()", m->function);

		if (!strstr(buf_str(&b), name))
			buf_addf(&b, "%s%s", b.len ? " and " : "", name);
	}
	text = arena_strdup(&c->mem, buf_str(&b));
	buf_release(&b);
	return text;
}

static void body_fix(struct convert *c, const struct convert_change *fix, struct buf *b)
{
	const struct convert_site *cs = fix->sites.v[0];
	const struct site *s = cs->after;
	const char *who = markers(c, fix);
	bool own = !strcmp(who, arena_printf(&c->mem, "%s()", s->function));

	mail_wrap(
		b, "", "",
		arena_printf(&c->mem,
			     "%s() pins user pages for writing, their data is changed%s, and %s"
			     "drop%s them without marking them dirty. Where they belong to a file "
			     "or lie in the swap cache, the memory management may take them for "
			     "clean, and what was written is lost.",
			     site_function(s), deed(c, s),
			     own ? "" : arena_printf(&c->mem, "%s ", who),
			     strstr(who, " and ") ? "" : "s"));
	buf_add(b, "\n");
	mail_wrap(b, "", "",
		  arena_printf(&c->mem,
			       "unpin_user_pages_dirty_lock() marks them on the way. It may sleep, "
			       "as it locks the page; %s may, too.%s",
			       who,
			       fix->follows ?
				       " That was missing before the pages were pinned, so it is a "
				       "fix of its own." :
				       ""));
	buf_add(b, "\n");
}

void mail_body(struct convert *c, const struct convert_mail *m, const struct convert_sender *s,
	       struct buf *b)
{
	struct convert_change *const *ch;
	struct convert_site *const *cs;
	struct buf notes = { 0 };

	vec_each (ch, &m->changes) {
		if (m->fix)
			body_fix(c, *ch, b);
		else
			vec_each (cs, &(*ch)->sites)
				body_site(c, *cs, b);
	}
	body_checks(c, m, b);
	if (s->email)
		buf_addf(b, "\nSigned-off-by: %s <%s>\n", s->name, s->email);
	buf_add(b, "---\n");
	if (!m->fix)
		body_notes(c, m, &notes);
	buf_add(b, buf_str(&notes));
	buf_release(&notes);
}
