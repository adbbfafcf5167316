// SPDX-License-Identifier: GPL-2.0-or-later
#include "facts/facts.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "api/api.h"
#include "base/diag.h"
#include "base/file.h"

#define MAGIC "gupcheck-facts "

uint64_t facts_args(const char *cwd, const char *const *args, int nargs)
{
	struct buf b = { 0 };
	uint64_t h;

	buf_add(&b, cwd ? cwd : "");
	for (int i = 0; i < nargs; i++) {
		buf_addch(&b, '\n');
		buf_add(&b, args[i]);
	}
	h = XXH3_64bits(buf_str(&b), b.len);
	buf_release(&b);
	return h;
}

int facts_write(const char *path, const struct ir_unit *u, uint64_t args)
{
	struct buf head = { 0 }, body = { 0 };
	int err;

	ir_print_unit(u, &body);
	buf_addf(&head, MAGIC "%d\napi %s\nunit %s\nargs %016" PRIx64 "\ntrust %s\nerrors %u\n",
		 FACTS_VERSION, api_digest(), u->path, args, ir_trust_text(u->trust), u->errors);
	if (u->reason[0])
		buf_addf(&head, "reason %s\n", u->reason);
	buf_addf(&head, "body %zu %016" PRIx64 "\n\n", body.len,
		 (uint64_t)XXH3_64bits(buf_str(&body), body.len));
	buf_addn(&head, buf_str(&body), body.len);
	err = file_write_changed(path, buf_str(&head), head.len);
	buf_release(&head);
	buf_release(&body);
	return err;
}

/* Value of the line "@name value" in the header, interned; NULL if there is none. */
static const char *field(const char *head, const char *name)
{
	size_t n = strlen(name);

	for (const char *p = head; p && *p && *p != '\n'; p = strchr(p, '\n'), p = p ? p + 1 : NULL)
		if (!strncmp(p, name, n) && p[n] == ' ')
			return str_intern_n(p + n + 1, strcspn(p + n + 1, "\n"));
	return NULL;
}

static int check_head(const char *path, const char *head)
{
	const char *api;
	long version;

	if (!str_starts(head, MAGIC))
		return error("%s: not a facts file; extract the unit again", path);
	version = strtol(head + strlen(MAGIC), NULL, 10);
	if (version != FACTS_VERSION)
		return error("%s: facts of version %ld, this program reads version %d; "
			     "extract the unit again",
			     path, version, FACTS_VERSION);
	api = field(head, "api");
	if (!api || strcmp(api, api_digest()))
		return error("%s: facts made with another API table; extract the unit again", path);
	return 0;
}

static const char *check_body(const char *path, const struct buf *b)
{
	const char *line = field(b->p, "body"), *body = strstr(b->p, "\n\n"), *space;
	size_t want;

	if (!line || !body) {
		error("%s: truncated facts file; extract the unit again", path);
		return NULL;
	}
	body += 2;
	want = strtoull(line, NULL, 10);
	if (b->len - (size_t)(body - b->p) < want) {
		error("%s: truncated facts file; extract the unit again", path);
		return NULL;
	}
	space = strchr(line, ' ');
	if (b->len - (size_t)(body - b->p) != want || !space ||
	    strtoull(space, NULL, 16) != XXH3_64bits(body, want)) {
		error("%s: altered facts file (its checksum differs); extract the unit again",
		      path);
		return NULL;
	}
	return body;
}

struct ir_unit *facts_read(const char *path)
{
	struct buf b = { 0 };
	struct ir_unit *u = NULL;
	const char *body;

	if (file_read(path, &b))
		return NULL;
	if (!b.len)
		error("%s: empty facts file; extract the unit again", path);
	else if (!check_head(path, b.p) && (body = check_body(path, &b)))
		u = ir_parse(body, path);
	if (u && ir_verify(u)) {
		ir_unit_free(u);
		u = NULL;
	}
	buf_release(&b);
	return u;
}
