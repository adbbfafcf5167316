// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Precompiled headers.  What clang writes cannot be asked for a function by name without reading
 * all of it, so the text of a unit gets a table of the functions that are needed, behind its end:
 * the anchors.  Beside the precompiled header lie notes, one a line, fields separated by tabs.
 */
#include <ctype.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"
#include "front_clang/fc.h"

#define ANCHORS "gupcheck_anchors"
#define NOTES_FORMAT "1"

bool fc_pch_is_anchor(struct fc *fc, CXCursor var)
{
	const char *name = fc->pch ? fc_name(var) : NULL;

	return name && !strcmp(name, ANCHORS);
}

/* ------------------------------------------------------------------ making one */

/* Cleanup functions are known by the names that the kernel's macros give them. */
void fc_pch_note(struct fc *fc, CXCursor function)
{
	const char *name = fc_name(function);

	if (name && clang_isCursorDefinition(function) &&
	    (str_starts(name, "__free_") || str_ends(name, "_destructor")))
		vec_push(&fc->cleanup_names, name);
}

struct inclusions {
	struct fc *fc;
	struct buf *b;
	clang_deps *deps;
};

static void note_file(CXFile file, CXSourceLocation *stack, unsigned int n, CXClientData data)
{
	struct inclusions *w = data;
	struct fc_file *f = fc_file(w->fc, file);

	if (!f || f->listed)
		return;
	f->listed = true;
	if (w->deps)
		vec_push(w->deps, f->real);
	if (f != w->fc->main)
		buf_addf(w->b, "file\t%s\n", f->real);
}

static bool ident_char(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static size_t ident_len(const char *p)
{
	size_t n = 0;

	while (ident_char(p[n]))
		n++;
	return n;
}

/*
 * clang 19 forgets macros of the header that this one starts from if the name is declared here, see
 * plan/pch_check.h.  To push and pop such a macro makes clang write it.
 */
static int keep_macros(struct fc *fc, struct buf *out)
{
	struct buf b = { 0 }, path = { 0 };
	int n = (int)strlen(fc->o->unit), rc;

	buf_addf(&path, "%.*s.keep", str_ends(fc->o->unit, ".h") ? n - 2 : n, fc->o->unit);
	rc = file_read(buf_str(&path), &b);
	for (const char *p = rc ? "" : buf_str(&b); *p; p += strcspn(p, "\n") + 1) {
		n = (int)strcspn(p, "\n");
		buf_addf(out, "#pragma push_macro(\"%.*s\")\n#pragma pop_macro(\"%.*s\")\n", n, p,
			 n, p);
	}
	buf_release(&path);
	buf_release(&b);
	return rc;
}

static void write_names(struct buf *b, const char *what, const fc_names *names)
{
	const char *const *s;

	vec_each (s, names)
		buf_addf(b, "%s\t%s\n", what, *s);
}

static int write_notes(struct fc *fc, const char *out, clang_deps *deps)
{
	struct buf b = { 0 }, path = { 0 };
	struct inclusions w = { .fc = fc, .b = &b, .deps = deps };
	const struct fc_picked *k;
	const struct fc_flag *f;
	int rc;

	buf_addf(&b, "format\t%s\n", NOTES_FORMAT);
	clang_getInclusions(fc->tu, note_file, &w);
	vec_each (k, &fc->picked)
		if (k->header)
			buf_addf(&b, "want\t%s\n", fc_name(k->c));
	vec_each (f, &fc->flags)
		buf_addf(&b, "flag\t%s\t%s\t%lld\n", f->path, f->k.name, (long long)f->k.value);
	write_names(&b, "cleanup", &fc->cleanup_names);
	if (fc->pch) {
		write_names(&b, "file", &fc->pch->files);
		write_names(&b, "want", &fc->pch->wants);
		write_names(&b, "cleanup", &fc->pch->cleanups);
		if (deps)
			fc_pch_deps(fc, deps);
	}
	buf_addf(&path, "%s" PCH_NOTES, out);
	rc = file_write(buf_str(&path), b.p, b.len);
	buf_release(&path);
	buf_release(&b);
	return rc;
}

static void refuse(struct fc *fc, const char *why)
{
	fc->refused = str_intern(why);
}

/* ------------------------------------------------------------------ using one */

static char *next_field(char *s)
{
	char *tab = strchr(s, '\t');

	if (tab)
		*tab++ = '\0';
	return tab;
}

static bool read_flag(struct fc *fc, char *path)
{
	char *name = next_field(path), *value = name ? next_field(name) : NULL;
	struct fc_flag k;

	if (!value)
		return false;
	k = (struct fc_flag){ str_intern(path),
			      { str_intern(name), strtoll(value, NULL, 10) },
			      fc->flags.n };
	vec_push(&fc->flags, k);
	return true;
}

static bool read_note(struct fc *fc, struct fc_pch *p, char *line)
{
	char *value = next_field(line);

	if (!value)
		return false;
	if (!strcmp(line, "flag"))
		return read_flag(fc, value);
	if (!strcmp(line, "file"))
		vec_push(&p->files, str_intern(value));
	else if (!strcmp(line, "want"))
		vec_push(&p->wants, str_intern(value));
	else if (!strcmp(line, "cleanup"))
		vec_push(&p->cleanups, str_intern(value));
	else
		return !strcmp(line, "format") && !strcmp(value, NOTES_FORMAT);
	return true;
}

static bool read_notes(struct fc *fc, struct fc_pch *p)
{
	struct buf path = { 0 }, b = { 0 };
	bool ok;

	buf_addf(&path, "%s" PCH_NOTES, p->path);
	ok = file_exists(p->path) && file_exists(buf_str(&path)) &&
	     !file_read(buf_str(&path), &b) && b.len;
	for (char *s = b.p, *next; ok && *s; s = next) {
		next = strchr(s, '\n');
		ok = next != NULL;
		if (ok) {
			*next++ = '\0';
			ok = read_note(fc, p, s);
		}
	}
	buf_release(&path);
	buf_release(&b);
	return ok;
}

static struct fc_pch *load(struct fc *fc, const char *path)
{
	struct fc_pch *p = calloc(1, sizeof(*p));

	if (!p)
		die("out of memory");
	p->path = path;
	if (read_notes(fc, p))
		return p;
	fc_pch_release(p);
	refuse(fc, "there is none");
	return NULL;
}

void fc_pch_release(struct fc_pch *p)
{
	if (!p)
		return;
	vec_release(&p->files);
	vec_release(&p->wants);
	vec_release(&p->cleanups);
	vec_release(&p->wanted);
	vec_release(&p->anchors);
	free(p);
}

void fc_pch_deps(struct fc *fc, clang_deps *deps)
{
	const char *const *s;

	vec_each (s, &fc->pch->files)
		vec_push(deps, *s);
}

/* The names are functions: what a macro of the name stands for is not wanted. */
static void add_anchors(const struct fc_pch *p, struct buf *b)
{
	const fc_names *const all[] = { &p->wants, &p->cleanups };
	const char *const *s;

	buf_add(b, "\n");
	for (int i = 0; i < 2; i++)
		vec_each (s, all[i])
			buf_addf(b, "#undef %s\n", *s);
	buf_add(b, "static const void *const " ANCHORS "[] = {\n");
	for (int i = 0; i < 2; i++)
		vec_each (s, all[i])
			buf_addf(b, "(const void *)%s,\n", *s);
	buf_add(b, "};\n");
}

struct anchor_walk {
	struct fc_pch *p;
	size_t n;
};

static enum CXChildVisitResult read_anchor(CXCursor c, CXCursor parent, CXClientData data)
{
	struct anchor_walk *w = data;
	CXCursor fn;

	if (c.kind != CXCursor_DeclRefExpr)
		return CXChildVisit_Recurse;
	fn = clang_getCursorDefinition(clang_getCursorReferenced(c));
	if (fc_is_null(fn))
		return CXChildVisit_Break;
	if (w->n++ < w->p->wants.n)
		vec_push(&w->p->wanted, fn);
	else
		vec_push(&w->p->anchors, ((struct fc_anchor){ fc_name(fn), fn }));
	return CXChildVisit_Continue;
}

static enum CXChildVisitResult find_anchors(CXCursor c, CXCursor parent, CXClientData data)
{
	const char *name = c.kind == CXCursor_VarDecl ? fc_name(c) : NULL;

	if (!name || strcmp(name, ANCHORS))
		return CXChildVisit_Continue;
	clang_visitChildren(c, read_anchor, data);
	return CXChildVisit_Break;
}

CXCursor fc_pch_find(struct fc *fc, const char *name)
{
	const struct fc_anchor *a;

	vec_each (a, &fc->pch->anchors)
		if (a->name == name)
			return a->c;
	refuse(fc, "a cleanup function is not among its anchors");
	return clang_getNullCursor();
}

static bool is_suspect(const struct fc *fc, const char *p, size_t n)
{
	const char *name = str_intern_n(p, n);

	for (int i = 0; i < fc->o->nsuspects; i++)
		if (fc->o->suspects[i] == name)
			return true;
	return false;
}

/* What a macro makes is spelled in its arguments: up to the next empty line. */
static bool function_text(struct fc *fc, CXCursor c, const char **text, size_t *n)
{
	struct fc_pos p = fc_pos(fc, clang_getCursorLocation(c));
	const char *end, *stop;

	if (fc_text(fc, c, text, n))
		return true;
	*text = fc_text_at(fc, &p, &end);
	if (!*text)
		return false;
	stop = memmem(*text, (size_t)(end - *text), "\n\n", 2);
	*n = (size_t)((stop ? stop : end) - *text);
	return true;
}

bool fc_pch_allows(struct fc *fc, CXCursor function)
{
	struct fc_pos at = fc_pos(fc, clang_getCursorLocation(function));
	const char *text, *end;
	bool inside = false;
	size_t n;

	if (!fc->pch || !fc->o->nsuspects)
		return true;
	for (size_t i = 0; at.file && i < fc->pch->files.n && !inside; i++)
		inside = fc->pch->files.v[i] == at.file->real;
	if (!inside)
		return true;
	if (!function_text(fc, function, &text, &n))
		return false;
	for (end = text + n; text < end; text += n) {
		n = ident_len(text);
		if (n && is_suspect(fc, text, n)) {
			refuse(fc, "a function of it means something else here");
			return false;
		}
		n = n ? n : 1;
	}
	return true;
}

bool fc_has_failed(struct fc *fc)
{
	unsigned int n = clang_getNumDiagnostics(fc->tu);
	bool failed = false;

	for (unsigned int i = 0; i < n && !failed; i++) {
		CXDiagnostic d = clang_getDiagnostic(fc->tu, i);

		failed = clang_getDiagnosticSeverity(d) >= CXDiagnostic_Error;
		clang_disposeDiagnostic(d);
	}
	return failed;
}

void fc_pch_parse(struct fc *fc, const char *path, const char *pch, bool thin)
{
	struct anchor_walk w = { .p = load(fc, pch) };
	struct buf text = { 0 };
	struct CXUnsavedFile file = { .Filename = path };

	if (!w.p || file_read(path, &text))
		return refuse(fc, "there is none");
	fc->pch = w.p;
	fc->pch->text = arena_strndup(&fc->u->mem, buf_str(&text), text.len);
	fc->pch->size = text.len;
	if (thin)
		fc_thin_headers(fc, path, fc->pch->text, fc->pch->size);
	add_anchors(w.p, &text);
	file.Contents = text.p;
	file.Length = text.len;
	if (fc_parse(fc, path, 0, &file) != CXError_Success)
		refuse(fc, "clang cannot use it here");
	else if (fc_has_failed(fc) && fc->thin)
		fc_refuse_thin(fc, "there are errors without the bodies");
	else if (fc_has_failed(fc))
		refuse(fc, "there are errors with it");
	buf_release(&text);
	if (fc->refused)
		return;
	clang_visitChildren(clang_getTranslationUnitCursor(fc->tu), find_anchors, &w);
	if (w.n != w.p->wants.n + w.p->cleanups.n)
		refuse(fc, "an anchor is lost");
}

/* ------------------------------------------------------------------ making one: the whole */

static int give_up(const char *out, const char *why)
{
	struct buf notes = { 0 };

	buf_addf(&notes, "%s" PCH_NOTES, out);
	unlink(out);
	unlink(buf_str(&notes));
	buf_release(&notes);
	return error("%s: not precompiled: %s", out, why);
}

static const char *first_error(struct fc *fc)
{
	unsigned int n = clang_getNumDiagnostics(fc->tu);
	const char *why = "";

	for (unsigned int i = 0; i < n && !*why; i++) {
		CXDiagnostic d = clang_getDiagnostic(fc->tu, i);

		if (clang_getDiagnosticSeverity(d) >= CXDiagnostic_Error) {
			CXString s = clang_formatDiagnostic(d, CXDiagnostic_DisplaySourceLocation);

			why = str_intern(clang_getCString(s));
			clang_disposeString(s);
		}
		clang_disposeDiagnostic(d);
	}
	return why;
}

/* Strings that differ from unit to unit.  Headers only print them; a header that does more with
 * them makes its users read it themselves. */
static const char module_names[] = "#define KBUILD_MODNAME \"kbuild\"\n"
				   "#define KBUILD_BASENAME \"kbuild\"\n"
				   "#define __KBUILD_MODNAME kmod_kbuild\n";
static const char module_names_end[] = "\n#undef KBUILD_MODNAME\n"
				       "#undef KBUILD_BASENAME\n"
				       "#undef __KBUILD_MODNAME\n";

static int precompile(struct fc *fc, const char *out, clang_deps *deps)
{
	const unsigned int options =
		CXTranslationUnit_Incomplete | CXTranslationUnit_ForSerialization;

	struct buf text = { 0 };
	struct CXUnsavedFile file = { .Filename = fc->o->unit };
	enum CXErrorCode err;

	if (fc->o->pch && (!(fc->pch = load(fc, fc->o->pch)) || keep_macros(fc, &text)))
		return give_up(out, "the one that it starts from is missing");
	buf_add(&text, module_names);
	if (file_read(fc->o->unit, &text))
		return give_up(out, "its list of headers cannot be read");
	buf_add(&text, module_names_end);
	file.Contents = buf_str(&text);
	file.Length = text.len;
	if (fc->o->thin)
		fc_thin_headers(fc, fc->o->unit, buf_str(&text), text.len);
	err = fc_parse(fc, fc->o->unit, options, &file);
	buf_release(&text);
	if (err != CXError_Success)
		return give_up(out, "clang could not parse the headers");
	fc->main = fc_file(fc, clang_getFile(fc->tu, fc->o->unit));
	if (fc_has_failed(fc))
		return give_up(out, first_error(fc));
	fc_pick(fc);
	if (write_notes(fc, out, deps))
		return give_up(out, "its notes cannot be written");
	if (clang_saveTranslationUnit(fc->tu, out, 0) != CXSaveError_None)
		return give_up(out, "clang could not write it");
	return 0;
}

int clang_precompile(const struct clang_opts *o, const char *out, clang_deps *deps)
{
	char *root = file_realpath(o->tree);
	struct fc fc = { .o = o,
			 .tree = root ? root : o->tree,
			 .u = ir_unit_new(o->unit, "clang"),
			 .precompiling = true };
	int rc = -1, here = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (o->cwd && chdir(o->cwd))
		error("%s: cannot enter the folder of the build", o->cwd);
	else
		rc = precompile(&fc, out, deps);
	if (here < 0 || fchdir(here))
		rc = error("cannot return to the working folder");
	if (here >= 0)
		close(here);
	ir_unit_free(fc.u);
	free(root);
	return rc;
}
