// SPDX-License-Identifier: GPL-2.0-or-later
/* What a site is to call instead, as far as the tree under analysis has that. */
#include <ctype.h>
#include <string.h>

#include "api/api.h"
#include "base/diag.h"
#include "base/file.h"
#include "convert/work.h"

/* Where the kernel declares the functions that take and drop user pages. */
static const char *const target_headers[] = { "include/linux/mm.h", "include/linux/uio.h" };

/* The text of the headers of each tree is read once. */
static struct buf target_text;

/* Return: the parameters in the declaration of @name, NULL if there is none. */
static const char *target_declared(const char *name)
{
	size_t n = strlen(name);
	const char *p;

	for (p = strstr(buf_str(&target_text), name); p; p = strstr(p + 1, name)) {
		bool starts =
			p == target_text.p || !(isalnum((unsigned char)p[-1]) || p[-1] == '_');

		if (starts && p[n + strspn(p + n, " \t")] == '(')
			return p + n;
	}
	return NULL;
}

bool target_boolean(const char *api)
{
	const char *params = target_declared(api);

	return params && memmem(params, strcspn(params, ")"), "int write", strlen("int write"));
}

int targets_open(struct convert *c)
{
	buf_reset(&target_text);
	for (size_t i = 0; i < sizeof(target_headers) / sizeof(*target_headers); i++) {
		const char *path = arena_printf(&c->mem, "%s/%s", c->r->tree, target_headers[i]);

		if (file_exists(path) && file_read(path, &target_text))
			return -1;
	}
	c->put_user = target_declared("put_user_page") && !target_declared("unpin_user_page");
	return 0;
}

/* Of an iterator's pages: the row that extracts them into an array. */
static const char *target_extract(void)
{
	for (size_t i = 0; i < api_nr_rows; i++)
		if (api_rows[i].role == API_ACQUIRE && api_rows[i].kind == K_EXTRACT &&
		    api_rows[i].shape == S_ARRAYP)
			return api_rows[i].name;
	return NULL;
}

/* get_user_pages_x() is to be pin_user_pages_x() if the table knows that. */
static const char *target_pin(struct convert *c, const char *api)
{
	const struct api_row *row;
	size_t n = strlen(api);
	const char *name;

	if (!str_starts(api, "get_"))
		return NULL;
	if (str_ends(api, "_longterm"))
		n -= strlen("_longterm");
	name = arena_printf(&c->mem, "pin_%.*s", (int)(n - 4), api + 4);
	row = api_find(name);
	return row && row->role == API_ACQUIRE && row->kind == K_PIN ? row->name : NULL;
}

const char *target_find(struct convert *c, struct convert_site *s)
{
	const struct api_row *row = api_find(s->site->api);
	const char *name;

	s->extract = row && row->held == H_BYTES;
	name = s->extract ? target_extract() : target_pin(c, s->site->api);
	if (!name)
		return arena_printf(&c->mem, "%s() has no form that pins", s->site->api);
	if (c->put_user && !s->extract) {
		s->target = s->site->api;
		return NULL;
	}
	if (!target_declared(name))
		return arena_printf(&c->mem, "the tree does not declare %s()", name);
	s->target = name;
	return NULL;
}
