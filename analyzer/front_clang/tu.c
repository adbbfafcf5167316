// SPDX-License-Identifier: GPL-2.0-or-later
/* One translation unit: parse it, pick what is lowered, say how far the parser got. */
#include <fcntl.h>
#include <unistd.h>

#include "api/api.h"
#include "base/file.h"
#include "front_clang/fc.h"

typedef VEC(const char *) args_vec;

/* Options whose value is the next argument. */
static bool takes_value(const char *a)
{
	static const char *const opts[] = {
		"-include", "-imacros", "-isystem", "-idirafter",   "-iquote", "-isysroot",
		"-I",	    "-D",	"-U",	    "-x",	    "-Xclang", "-target",
		"--param",  "-arch",	"-iprefix", "-iwithprefix",
	};

	for (size_t i = 0; i < sizeof(opts) / sizeof(opts[0]); i++)
		if (!strcmp(a, opts[i]))
			return true;
	return false;
}

/* What writes files, warns or loads code.  @skip: gets 1 if the next argument belongs to it. */
static bool is_unwanted(const char *a, int *skip)
{
	static const char *const alone[] = {
		"-c", "-S", "-E", "-pipe", "-MD", "-MMD", "-MP", "-MG"
	};
	static const char *const pairs[] = { "-o", "-MF", "-MT", "-MQ", "-mllvm", "-dumpbase" };
	static const char *const heads[] = { "-Wp,-M",	 "-Wa,",	"-Wl,",		"-MF",
					     "-MT",	 "-MQ",		"-o",		"-g",
					     "-fplugin", "-save-temps", "-fdiagnostics" };

	*skip = 0;
	for (size_t i = 0; i < sizeof(alone) / sizeof(alone[0]); i++)
		if (!strcmp(a, alone[i]))
			return true;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		if (!strcmp(a, pairs[i])) {
			*skip = 1;
			return true;
		}
	}
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		if (str_starts(a, heads[i]))
			return true;
	return str_starts(a, "-W") && !str_starts(a, "-Wp,");
}

static void filter_args(const struct clang_opts *o, args_vec *out)
{
	static const char *const ours[] = { "-w", "-ferror-limit=0", "-fno-spell-checking",
					    "-Wno-error" };
	int skip;

	for (int i = 0; i < o->nargs; i++) {
		const char *a = o->args[i];

		if (a[0] != '-')
			continue; /* the compiler, the unit */
		if (is_unwanted(a, &skip)) {
			i += skip;
			continue;
		}
		vec_push(out, a);
		if (takes_value(a) && i + 1 < o->nargs)
			vec_push(out, o->args[++i]);
	}
	for (size_t i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
		vec_push(out, ours[i]);
}

struct want_walk {
	bool found;
};

static enum CXChildVisitResult find_wanted(CXCursor c, CXCursor parent, CXClientData data)
{
	struct want_walk *w = data;
	const struct api_row *row;
	const char *name;

	if (c.kind != CXCursor_DeclRefExpr)
		return CXChildVisit_Recurse;
	if (!fc_is_function(clang_getCursorReferenced(c)))
		return CXChildVisit_Continue;
	name = fc_name(c);
	row = name ? api_find(name) : NULL;
	w->found = row && (api_is_gup(row) || row->role == API_RELEASE);
	return w->found ? CXChildVisit_Break : CXChildVisit_Continue;
}

/* Functions of headers count only if they take or drop pages themselves. */
static bool header_function_wanted(struct fc *fc, struct fc_file *f, CXCursor c)
{
	struct want_walk w = { false };
	const char *text;
	size_t n;

	if (f->wanted < 0) {
		text = fc_file_text(fc, f, &n);
		f->wanted = text && lower_wants(text, n);
	}
	if (!f->wanted || !clang_isCursorDefinition(c))
		return false;
	if (fc_text(fc, c, &text, &n) && !lower_wants(text, n))
		return false;
	clang_visitChildren(c, find_wanted, &w);
	return w.found;
}

static enum CXChildVisitResult add_enumerator(CXCursor c, CXCursor parent, CXClientData data)
{
	struct fc *fc = data;
	const char *name = fc_name(c);

	if (c.kind == CXCursor_EnumConstantDecl && name && str_starts(name, "FOLL_")) {
		struct ir_const k = { name, clang_getEnumConstantDeclValue(c) };

		for (size_t i = 0; i < fc->u->consts.n; i++)
			if (fc->u->consts.v[i].name == name)
				return CXChildVisit_Continue;
		vec_push(&fc->u->consts, k);
	}
	return CXChildVisit_Continue;
}

/* Look at a file once: the flag values that it defines, whether it has flags at all. */
static bool has_flags(struct fc *fc, struct fc_file *f)
{
	const char *text;
	size_t n;

	if (f->flags < 0) {
		text = fc_file_text(fc, f, &n);
		f->flags = text && memmem(text, n, "FOLL_", 5);
		if (f->flags)
			lower_consts(fc->u, text, n);
	}
	return f->flags;
}

static enum CXChildVisitResult top_level(CXCursor c, CXCursor parent, CXClientData data)
{
	struct fc *fc = data;
	struct fc_file *f;
	CXFile handle = NULL;

	if (c.kind != CXCursor_FunctionDecl && c.kind != CXCursor_VarDecl &&
	    c.kind != CXCursor_EnumDecl)
		return CXChildVisit_Continue;
	clang_getFileLocation(clang_getCursorLocation(c), &handle, NULL, NULL, NULL);
	f = handle == fc->last_handle ? fc->last_file : fc_file(fc, handle);
	fc->last_handle = handle;
	fc->last_file = f;
	if (!f)
		return CXChildVisit_Continue;
	if (has_flags(fc, f) && c.kind == CXCursor_EnumDecl)
		clang_visitChildren(c, add_enumerator, fc);
	if (c.kind == CXCursor_FunctionDecl) {
		if (f->source ? clang_isCursorDefinition(c) : header_function_wanted(fc, f, c))
			fc_function(fc, c);
	} else if (c.kind == CXCursor_VarDecl && f->source) {
		fc_bindings(fc, c);
		arena_release(&fc->tmp);
	}
	return CXChildVisit_Continue;
}

#define REASON_LINES 3

static void note_error(struct fc *fc, CXDiagnostic d, struct buf *reason)
{
	CXSourceLocation at = clang_getDiagnosticLocation(d);
	CXString s = clang_getDiagnosticSpelling(d);
	struct fc_pos p = fc_pos(fc, at);
	struct fc_error e = { p.file ? p.file->handle : NULL, p.offset };

	vec_push(&fc->errors, e);
	if (fc->u->errors++ < REASON_LINES) {
		buf_add(reason, reason->len ? "; " : "");
		if (p.file)
			buf_addf(reason, "%s:%u:%u: ", p.file->path, p.line, p.col);
		buf_add(reason, clang_getCString(s));
	}
	clang_disposeString(s);
}

static void read_diagnostics(struct fc *fc)
{
	unsigned int n = clang_getNumDiagnostics(fc->tu);
	struct buf reason = { 0 };

	for (unsigned int i = 0; i < n; i++) {
		CXDiagnostic d = clang_getDiagnostic(fc->tu, i);

		if (clang_getDiagnosticSeverity(d) >= CXDiagnostic_Error)
			note_error(fc, d, &reason);
		clang_disposeDiagnostic(d);
	}
	if (fc->u->errors) {
		fc->u->trust = IR_RECOVERED;
		for (size_t i = 0; i < reason.len; i++)
			if (reason.p[i] == '\n')
				reason.p[i] = ' ';
		fc->u->reason = str_intern(buf_str(&reason));
	}
	buf_release(&reason);
}

struct deps_walk {
	struct fc *fc;
	clang_deps *deps;
};

static void add_dep(CXFile file, CXSourceLocation *stack, unsigned int n, CXClientData data)
{
	struct deps_walk *w = data;
	struct fc_file *f = fc_file(w->fc, file);

	if (f && !f->listed) {
		f->listed = true;
		vec_push(w->deps, f->real);
	}
}

static void parse(struct fc *fc, const char *path)
{
	CXIndex index = clang_createIndex(0, 0);
	args_vec args = { 0 };
	enum CXErrorCode err;

	/* a process of its own shall die of a crash, so that the reason is seen from outside */
	if (fc->o->exiting)
		clang_toggleCrashRecovery(0);
	filter_args(fc->o, &args);
	err = clang_parseTranslationUnit2(index, path, args.v, (int)args.n, NULL, 0,
					  CXTranslationUnit_KeepGoing, &fc->tu);
	vec_release(&args);
	fc->index = index;
	if (err == CXError_Success && fc->tu)
		return;
	fc->tu = NULL;
	fc->u->trust = IR_NOT_PARSED;
	fc->u->reason = str_intern(err == CXError_Crashed ?
					   "clang crashed" :
					   "clang could not parse it with these arguments");
}

static void lower_unit(struct fc *fc, const char *real, clang_deps *deps)
{
	struct deps_walk w = { fc, deps };

	fc->main = fc_file(fc, clang_getFile(fc->tu, real));
	if (fc->main)
		fc->main->source = true;
	read_diagnostics(fc);
	clang_visitChildren(clang_getTranslationUnitCursor(fc->tu), top_level, fc);
	fc_inlines(fc);
	if (deps)
		clang_getInclusions(fc->tu, add_dep, &w);
}

static void fc_release(struct fc *fc)
{
	curmap_clear(&fc->callees);
	vec_release(&fc->errors);
	vec_release(&fc->called);
	vec_release(&fc->labels);
	vec_release(&fc->jumps);
	vec_release(&fc->cleanups);
	arena_release(&fc->tmp);
	if (fc->o->exiting)
		return;
	if (fc->tu)
		clang_disposeTranslationUnit(fc->tu);
	if (fc->index)
		clang_disposeIndex(fc->index);
}

static char *unit_path(const struct clang_opts *o)
{
	char *joined, *real;

	if (o->unit[0] == '/')
		return file_realpath(o->unit);
	if (asprintf(&joined, "%s/%s", o->tree, o->unit) < 0)
		die("out of memory");
	real = file_realpath(joined);
	free(joined);
	return real;
}

struct ir_unit *clang_unit(const struct clang_opts *o, clang_deps *deps)
{
	char *real = unit_path(o), *tree = file_realpath(o->tree);
	struct fc fc = { .o = o, .tree = tree ? tree : o->tree };
	size_t n = strlen(fc.tree);
	int here = -1;

	fc.u = ir_unit_new(real && !strncmp(real, fc.tree, n) && real[n] == '/' ? real + n + 1 :
			   real							? real :
										  o->unit,
			   "clang");
	if (o->cwd)
		here = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (!real || (o->cwd && chdir(o->cwd))) {
		fc.u->trust = IR_NOT_PARSED;
		fc.u->reason =
			str_intern(real ? "cannot enter the folder of the build" : "no such file");
	} else {
		parse(&fc, real);
	}
	if (fc.tu)
		lower_unit(&fc, real, deps);
	fc_release(&fc);
	if (here >= 0) {
		if (fchdir(here))
			error("cannot return to the working folder");
		close(here);
	}
	free(real);
	free(tree);
	if (ir_verify(fc.u)) {
		ir_unit_free(fc.u);
		return NULL;
	}
	return fc.u;
}
