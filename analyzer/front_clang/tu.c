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

enum CXErrorCode fc_parse(struct fc *fc, const char *path, unsigned int options,
			  struct CXUnsavedFile *text)
{
	args_vec args = { 0 };
	VEC(struct CXUnsavedFile) texts = { 0 };
	const struct CXUnsavedFile *thin = NULL;
	unsigned int nthin = fc->thin ? fc_thin_files(fc->thin, &thin) : 0;
	enum CXErrorCode err;

	if (text)
		vec_push(&texts, *text);
	for (unsigned int i = 0; i < nthin; i++)
		vec_push(&texts, thin[i]);
	fc->index = clang_createIndex(fc->pch != NULL, 0);
	/* a process of its own shall die of a crash, so that the reason is seen from outside */
	if (fc->o->exiting)
		clang_toggleCrashRecovery(0);
	if (fc->pch) {
		vec_push(&args, "-include-pch");
		vec_push(&args, fc->pch->path);
	}
	filter_args(fc->o, &args);
	err = clang_parseTranslationUnit2(fc->index, path, args.v, (int)args.n, texts.v,
					  (unsigned int)texts.n,
					  CXTranslationUnit_KeepGoing | options, &fc->tu);
	vec_release(&texts);
	vec_release(&args);
	if (err != CXError_Success)
		fc->tu = NULL;
	else if (!fc->tu)
		err = CXError_Failure;
	return err;
}

void fc_thin_headers(struct fc *fc, const char *path, const char *text, size_t size)
{
	const struct fc_thin_opts o = { .args = fc->o->args,
					.nargs = fc->o->nargs,
					.source = path,
					.text = text,
					.size = size,
					.known = fc->pch ? fc->pch->files.v : NULL,
					.nknown = fc->pch ? fc->pch->files.n : 0,
					.all = fc->precompiling };

	fc->thin = fc_thin_new(&o);
}

void fc_refuse_thin(struct fc *fc, const char *why)
{
	fc->refused = str_intern(why);
	fc->thin_refused = true;
}

static void parse(struct fc *fc, const char *path, bool thin)
{
	struct buf text = { 0 };
	enum CXErrorCode err;

	if (thin && !file_read(path, &text))
		fc_thin_headers(fc, path, buf_str(&text), text.len);
	buf_release(&text);
	err = fc_parse(fc, path, 0, NULL);
	if (fc->thin && (err != CXError_Success || fc_has_failed(fc))) {
		fc_refuse_thin(fc, "there are errors without the bodies");
		return;
	}
	if (err == CXError_Success)
		return;
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
	fc_pick(fc);
	fc_lower_picked(fc);
	fc_inlines(fc);
	if (fc->refused)
		return;
	if (deps)
		clang_getInclusions(fc->tu, add_dep, &w);
	if (deps && fc->pch)
		fc_pch_deps(fc, deps);
}

static void fc_release(struct fc *fc, bool exiting)
{
	curmap_clear(&fc->callees);
	vec_release(&fc->errors);
	vec_release(&fc->called);
	vec_release(&fc->labels);
	vec_release(&fc->jumps);
	vec_release(&fc->cleanups);
	vec_release(&fc->flags);
	vec_release(&fc->picked);
	vec_release(&fc->cleanup_names);
	arena_release(&fc->tmp);
	if (exiting)
		return;
	fc_pch_release(fc->pch);
	fc_thin_free(fc->thin);
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

static struct ir_unit *new_unit(const struct clang_opts *o, const char *tree, const char *real)
{
	size_t n = strlen(tree);

	if (!real)
		return ir_unit_new(o->unit, "clang");
	return ir_unit_new(!strncmp(real, tree, n) && real[n] == '/' ? real + n + 1 : real,
			   "clang");
}

/* Return: false if the unit is to be read again: what was of no use is off then */
static bool read_unit(const struct clang_opts *o, const char *tree, const char *real,
		      const char **pch, bool *thin, struct ir_unit **u, clang_deps *deps)
{
	struct fc fc = { .o = o, .tree = tree, .u = new_unit(o, tree, real) };

	if (*pch)
		fc_pch_parse(&fc, real, *pch, *thin);
	else
		parse(&fc, real, *thin);
	if (!fc.refused && fc.tu)
		lower_unit(&fc, real, deps);
	fc_release(&fc, o->exiting && !fc.refused);
	if (!fc.refused) {
		*u = fc.u;
		return true;
	}
	if (fc.thin_refused)
		*thin = false;
	else
		*pch = NULL;
	if (o->why)
		*o->why = fc.refused;
	ir_unit_free(fc.u);
	if (deps)
		deps->n = 0;
	return false;
}

static struct ir_unit *no_unit(const struct clang_opts *o, const char *tree, const char *real)
{
	struct ir_unit *u = new_unit(o, tree, real);

	u->trust = IR_NOT_PARSED;
	u->reason = str_intern(real ? "cannot enter the folder of the build" : "no such file");
	return u;
}

struct ir_unit *clang_unit(const struct clang_opts *o, clang_deps *deps)
{
	char *real = unit_path(o), *root = file_realpath(o->tree);
	const char *tree = root ? root : o->tree, *pch = o->pch;
	struct ir_unit *u = NULL;
	bool thin = o->thin;
	int here = -1;

	if (o->cwd)
		here = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (!real || (o->cwd && chdir(o->cwd)))
		u = no_unit(o, tree, real);
	else
		while (!read_unit(o, tree, real, &pch, &thin, &u, deps))
			;
	if (here >= 0) {
		if (fchdir(here))
			error("cannot return to the working folder");
		close(here);
	}
	free(real);
	free(root);
	if (ir_verify(u)) {
		ir_unit_free(u);
		return NULL;
	}
	return u;
}
