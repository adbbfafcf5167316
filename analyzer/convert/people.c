// SPDX-License-Identifier: GPL-2.0-or-later
/* Who sends the patches, who gets them, and how their subjects begin. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "convert/work.h"

/* Return: one value of git's configuration as it holds in the tree, NULL if there is none. */
static const char *sender_value(struct convert *c, const char *key)
{
	const char *const argv[] = { "git", "config", "--get", key, NULL };
	struct buf out = { 0 }, err = { 0 };
	const char *value = NULL;

	if (!work_run(argv, c->plan.tree.root, &out, &err) && out.len > 1)
		value = arena_strndup(&c->mem, out.p, strcspn(out.p, "\n"));
	buf_release(&out);
	buf_release(&err);
	return value;
}

void sender_read(struct convert *c, struct convert_sender *s)
{
	char *git = proc_find("git");

	*s = (struct convert_sender){ 0 };
	if (git) {
		s->name = sender_value(c, "user.name");
		s->email = sender_value(c, "user.email");
	}
	if (!s->name || !s->email)
		*s = (struct convert_sender){ 0 };
	free(git);
}

/* How far "one: two: " at the begin of a subject goes, without the last ": "; 0 if it has none. */
static size_t prefix_length(const char *s, size_t n)
{
	size_t end = 0;

	for (size_t i = 0; i + 1 < n; i++) {
		if (s[i] == ':' && s[i + 1] == ' ')
			end = i++;
		else if (isspace((unsigned char)s[i]))
			break;
	}
	return end;
}

static size_t prefix_count(const char *log, const char *prefix, size_t n)
{
	size_t count = 0;

	for (const char *p = log; *p; p += strcspn(p, "\n"), p += *p == '\n')
		count += prefix_length(p, strcspn(p, "\n")) == n && !strncmp(p, prefix, n);
	return count;
}

static void add_files(const struct convert_mail *m, strings_vec *argv)
{
	struct convert_change *const *ch;
	const struct convert_file *f;

	vec_each (ch, &m->changes)
		vec_each (f, &(*ch)->files)
			if (f->changed)
				vec_push(argv, f->path);
	vec_push(argv, NULL);
}

/* What subjects of patches to these files begin with most often, of equals the latest. */
static const char *prefix_of_history(struct convert *c, const struct convert_mail *m)
{
	static const char *const git[] = { "git",	  "log",	 "-n", "60",
					   "--no-merges", "--format=%s", "--" };
	strings_vec argv = { 0 };
	struct buf out = { 0 }, err = { 0 };
	const char *best = NULL;
	size_t most = 0;

	for (size_t i = 0; i < sizeof(git) / sizeof(*git); i++)
		vec_push(&argv, git[i]);
	add_files(m, &argv);
	if (!work_run(argv.v, c->plan.tree.root, &out, &err))
		for (const char *p = buf_str(&out); *p; p += strcspn(p, "\n"), p += *p == '\n') {
			size_t n = prefix_length(p, strcspn(p, "\n"));
			size_t count = n ? prefix_count(buf_str(&out), p, n) : 0;

			if (count > most) {
				most = count;
				best = arena_strndup(&c->mem, p, n);
			}
		}
	vec_release(&argv);
	buf_release(&out);
	buf_release(&err);
	return best;
}

static const char *prefix_of_path(struct convert *c, const char *path)
{
	static const struct {
		const char *folder, *form;
	} rows[] = {
#define SUBJECT(folder, form) { folder, form },
#include "convert/subject.def"
#undef SUBJECT
	};
	struct buf b = { 0 };
	const char *prefix;
	size_t i = 0;

	while (!str_starts(path, rows[i].folder))
		i++;
	path += strlen(rows[i].folder);
	for (const char *p = rows[i].form; *p; p++) {
		size_t n = strcspn(path, "/");

		if (*p != '%') {
			buf_addch(&b, *p);
			continue;
		}
		buf_addn(&b, path, path[n] ? n : strcspn(path, "."));
		path += n + (path[n] == '/');
		/* of a file beside the folders there is no more to say */
		if (!*path)
			break;
	}
	prefix = arena_strdup(&c->mem, buf_str(&b));
	buf_release(&b);
	return prefix;
}

const char *mail_subject(struct convert *c, const struct convert_mail *m)
{
	const struct convert_site *first = m->changes.v[0]->sites.v[0];
	const char *prefix = c->plan.tree.commit ? prefix_of_history(c, m) : NULL;
	struct convert_change *const *ch;
	struct convert_site *const *cs;
	bool same = true;

	if (!prefix)
		prefix = prefix_of_path(c, first->site->path);
	if (m->fix)
		return arena_printf(&c->mem, "%s: mark pages dirty whose data was changed", prefix);
	vec_each (ch, &m->changes)
		vec_each (cs, &(*ch)->sites)
			same = same && !strcmp((*cs)->site->api, first->site->api);
	if (!same)
		return arena_printf(&c->mem, "%s: pin user pages instead of getting them", prefix);
	return arena_printf(&c->mem, "%s: convert %s() to %s()", prefix, first->site->api,
			    first->target);
}

static bool starts_with_any(const char *s, const char *const *words)
{
	while (*words && !str_starts(s, *words))
		words++;
	return *words != NULL;
}

/* "NAME <address> (role:SECTION)"; NAME and SECTION may hold brackets, too */
static void people_line(struct convert *c, struct convert_mail *m, const char *line, size_t n)
{
	static const char *const to[] = { " (maintainer", " (supporter", " (odd fixer", NULL };
	static const char *const cc[] = {
		" (reviewer", " (open list", " (moderated list", " (subscriber list", " (authored",
		" (blamed",   NULL
	};
	char *who = arena_strndup(&c->mem, line, n), *at;

	if (!strchr(who, '@'))
		return;
	for (at = strstr(who, " ("); at; at = strstr(at + 1, " (")) {
		bool first = starts_with_any(at, to);

		if (!first && !starts_with_any(at, cc))
			continue;
		*at = '\0';
		vec_push(first ? &m->to : &m->cc, who);
		return;
	}
	vec_push(&m->cc, who);
}

void mail_people(struct convert *c, struct convert_mail *m)
{
	static const char *const perl[] = { "perl",
					    "scripts/get_maintainer.pl",
					    "--no-git",
					    "--no-git-fallback",
					    "--no-keywords",
					    "--rolestats",
					    "-f" };
	strings_vec argv = { 0 };
	struct buf out = { 0 }, err = { 0 };

	if (!file_exists(arena_printf(&c->mem, "%s/%s", c->plan.tree.root, perl[1])))
		return;
	for (size_t i = 0; i < sizeof(perl) / sizeof(*perl); i++)
		vec_push(&argv, perl[i]);
	add_files(m, &argv);
	if (!work_run(argv.v, c->plan.tree.root, &out, &err))
		for (const char *p = buf_str(&out); *p; p += strcspn(p, "\n"), p += *p == '\n')
			people_line(c, m, p, strcspn(p, "\n"));
	/* a mail needs one to go to */
	if (!m->to.n && m->cc.n) {
		vec_push(&m->to, m->cc.v[0]);
		memmove(m->cc.v, m->cc.v + 1, --m->cc.n * sizeof(*m->cc.v));
	}
	vec_release(&argv);
	buf_release(&out);
	buf_release(&err);
}
