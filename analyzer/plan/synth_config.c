// SPDX-License-Identifier: GPL-2.0-or-later
#include "plan/synth_config.h"

#include <string.h>

#include "base/file.h"
#include "base/str.h"
#include "plan/kconfig.h"

/* One "CONFIG_X=value" as kconfig writes it into autoconf.h. */
static void config_define(struct buf *out, const char *name, size_t n, const char *value, size_t m)
{
	if (m == 1 && *value == 'y')
		buf_addf(out, "#define %.*s 1\n", (int)n, name);
	else if (m == 1 && *value == 'm')
		buf_addf(out, "#define %.*s_MODULE 1\n", (int)n, name);
	else if (!(m == 1 && *value == 'n'))
		buf_addf(out, "#define %.*s %.*s\n", (int)n, name, (int)m, value);
}

/* Every assignment of a .config's text. */
static void config_convert(const char *text, struct buf *out)
{
	for (const char *s = text; *s; s += *s == '\n') {
		size_t n = strcspn(s, "=\n"), m;

		if (str_starts(s, "CONFIG_") && s[n] == '=') {
			m = strcspn(s + n + 1, "\n");
			config_define(out, s, n, s + n + 1, m);
		}
		s += strcspn(s, "\n");
	}
}

int synth_config(const struct synth *s, struct arena *a, const char *path)
{
	const char *config = s->objdir ? arena_printf(a, "%s/.config", s->objdir) : NULL;
	struct buf text = { 0 }, out = { 0 };
	int rc = 0;

	if (config && file_exists(config))
		rc = file_read(config, &text);
	else
		rc = kconfig_defaults(s->tree, s->arch, &s->wants, &text);
	if (!rc) {
		buf_add(&out, "/* made up by gupcheck: the tree has none */\n");
		config_convert(buf_str(&text), &out);
		rc = file_write_changed(path, out.p, out.len);
	}
	buf_release(&text);
	buf_release(&out);
	return rc;
}
