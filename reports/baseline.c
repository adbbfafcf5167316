// SPDX-License-Identifier: GPL-2.0-or-later
/* A run as a text that can be checked in: what was known, by fingerprint. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/file.h"
#include "reports/diff.h"

/* A field has no blanks, and "%" is the escape. */
static void print_field(FILE *f, const char *s)
{
	if (!*s)
		s = "-";
	for (; *s; s++) {
		if (*s == '%' || *s == '#' || (unsigned char)*s <= ' ' || *s == 0x7f)
			fprintf(f, "%%%02x", (unsigned char)*s);
		else
			fputc(*s, f);
	}
}

static void print_entry(FILE *f, const char *fingerprint, const char *what, const char *path,
			const char *function)
{
	fprintf(f, "%s %s ", fingerprint, what);
	print_field(f, path);
	fputc(' ', f);
	print_field(f, function);
	fputc('\n', f);
}

/* Records are sorted by place, so are the lines; a place's findings follow its sites. */
void baseline_write(FILE *f, const struct record *r)
{
	const struct site *s = r->sites.v, *send = s + r->sites.n;
	const struct finding *x = r->findings.v, *xend = x + r->findings.n;

	fputs("# What is known: gupcheck diff --baseline tells what is not in this list.\n"
	      "# FINGERPRINT STATUS or RULE, PATH FUNCTION\n",
	      f);
	while (s < send || x < xend) {
		if (x == xend || (s < send && strcmp(s->path, x->path) <= 0)) {
			print_entry(f, s->fingerprint, s->status, s->path, s->function);
			s++;
		} else {
			print_entry(f, x->fingerprint, x->rule, x->path, x->function);
			x++;
		}
	}
}

static const char *read_field(const char *s)
{
	struct buf b = { 0 };
	const char *out;

	for (; *s; s++) {
		if (*s == '%' && isxdigit((unsigned char)s[1]) && isxdigit((unsigned char)s[2])) {
			const char hex[] = { s[1], s[2], '\0' };

			buf_addch(&b, (char)strtol(hex, NULL, 16));
			s += 2;
		} else {
			buf_addch(&b, *s);
		}
	}
	out = !strcmp(buf_str(&b), "-") ? "" : str_intern(buf_str(&b));
	buf_release(&b);
	return out;
}

static bool is_fingerprint(const char *s)
{
	if ((s[0] != 's' && s[0] != 'f') || !isdigit((unsigned char)s[1]))
		return false;
	for (s += 2; isdigit((unsigned char)*s); s++)
		;
	return *s == '-' && s[1] && !s[1 + strspn(s + 1, "0123456789abcdef")];
}

static int read_line(char *line, struct record *r)
{
	const char *part[5] = { "", "-", "-", "-", NULL };
	char *save = NULL, *word;
	int n = 0;

	line[strcspn(line, "#\r")] = '\0';
	for (word = strtok_r(line, " \t", &save); word; word = strtok_r(NULL, " \t", &save)) {
		if (n == 4)
			return -1;
		part[n++] = word;
	}
	if (!n)
		return 0;
	if (!is_fingerprint(part[0]))
		return -1;
	if (*part[0] == 's')
		vec_push(&r->sites, ((struct site){ .fingerprint = str_intern(part[0]),
						    .status = read_field(part[1]),
						    .path = read_field(part[2]),
						    .function = read_field(part[3]),
						    .api = "",
						    .args = "",
						    .foll = "",
						    .kase = -1 }));
	else
		vec_push(&r->findings, ((struct finding){ .fingerprint = str_intern(part[0]),
							  .rule = read_field(part[1]),
							  .path = read_field(part[2]),
							  .function = read_field(part[3]),
							  .message = "",
							  .confidence = 1 }));
	return 0;
}

int baseline_read(const char *path, struct record *r)
{
	struct buf b = { 0 };
	unsigned int nr = 0;
	char *p, *nl;
	int rc = file_read(path, &b);

	if (!rc && b.len && memchr(b.p, '\0', b.len))
		rc = error("'%s' is no list of fingerprints: it holds binary data", path);
	for (p = b.p; !rc && p && *p; p = nl ? nl + 1 : NULL) {
		nl = strchr(p, '\n');
		if (nl)
			*nl = '\0';
		nr++;
		if (read_line(p, r))
			rc = error("'%s' is no list of fingerprints: line %u is not of the form "
				   "FINGERPRINT WHAT PATH FUNCTION",
				   path, nr);
	}
	buf_release(&b);
	return rc;
}
