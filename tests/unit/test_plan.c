// SPDX-License-Identifier: GPL-2.0-or-later
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/file.h"
#include "base/str.h"
#include "plan/compdb.h"
#include "plan/flags.h"
#include "plan/jointext.h"
#include "plan/kconfig.h"
#include "plan/makefile.h"
#include "plan/plan.h"
#include "plan/plan_file.h"
#include "plan/words.h"

int test_plan(void);

/* The words joined by '|', or "!" and the complaint. */
static void expect_words(const char *text, const char *wanted)
{
	struct arena a = { 0 };
	strings_vec words = { 0 };
	struct buf b = { 0 };
	const char *wrong = words_split(text, &a, &words);

	for (size_t i = 0; !wrong && i < words.n; i++)
		buf_addf(&b, "%s%s", i ? "|" : "", words.v[i]);
	if (wrong)
		buf_addf(&b, "!%s", wrong);
	assert_string_equal(buf_str(&b), wanted);
	buf_release(&b);
	vec_release(&words);
	arena_release(&a);
}

static void splits_words(void **state)
{
	expect_words("", "");
	expect_words("  gcc\t-c  a.c ", "gcc|-c|a.c");
	expect_words("a 'b c' \"d e\"", "a|b c|d e");
	expect_words("a'b'\"c\"d", "abcd");
	expect_words("'' \"\"", "|");
	expect_words("-DX='\"q\"'", "-DX=\"q\"");
	expect_words("-DX=\\\"q\\\"", "-DX=\"q\"");
	expect_words("\"a\\\"b\\\\c\\d\"", "a\"b\\c\\d");
	expect_words("'$(x)' '`y`' ';'", "$(x)|`y`|;");
	expect_words("a\\ b", "a b");
	expect_words("a \\\n b", "a|b");
	expect_words("5$ $", "5$|$");
}

static void refuses_shell(void **state)
{
	expect_words("gcc a.c; touch x", "!a shell metacharacter ';'");
	expect_words("gcc a.c && x", "!a shell metacharacter '&'");
	expect_words("gcc a.c | x", "!a shell metacharacter '|'");
	expect_words("gcc a.c > x", "!a shell redirection");
	expect_words("gcc $(touch x)", "!a shell expansion");
	expect_words("gcc \"$(touch x)\"", "!a shell expansion");
	expect_words("gcc ${x}", "!a shell expansion");
	expect_words("gcc `touch x`", "!a shell command substitution");
	expect_words("gcc \"`touch x`\"", "!a shell command substitution");
	expect_words("gcc a.c\ntouch x", "!a newline outside quotes");
	expect_words("gcc 'a", "!a quote that is never closed");
	expect_words("gcc \"a", "!a quote that is never closed");
	expect_words("gcc a\\", "!a backslash at its end");
}

static void expect_quoted(const char *word, const char *shell)
{
	struct buf b = { 0 };

	words_quote(&b, word);
	assert_string_equal(buf_str(&b), shell);
	/* and back: a shell gives the word itself */
	if (!strpbrk(word, "\n"))
		expect_words(buf_str(&b), word);
	buf_release(&b);
}

static void quotes_words(void **state)
{
	struct buf b = { 0 };

	expect_quoted("plain-1.c", "plain-1.c");
	expect_quoted("a b", "'a b'");
	expect_quoted("a'b", "'a'\\''b'");
	expect_quoted("$(touch x)", "'$(touch x)'");
	expect_quoted("", "''");
	assert_int_equal(words_ninja_path(&b, "a b:c$d"), 0);
	assert_string_equal(buf_str(&b), "a$ b$:c$$d");
	buf_reset(&b);
	assert_int_equal(words_ninja_path(&b, "a\nb"), -1);
	buf_reset(&b);
	words_ninja_text(&b, "x $in 'y z'");
	assert_string_equal(buf_str(&b), "x $$in 'y z'");
	buf_release(&b);
}

static void expect_flags(const char *command, const char *source, const char *wanted)
{
	struct arena a = { 0 };
	strings_vec in = { 0 }, out = { 0 };
	struct buf b = { 0 };

	assert_null(words_split(command, &a, &in));
	flags_clean(&in, source, &a, &out);
	for (size_t i = 0; i < out.n; i++)
		buf_addf(&b, "%s%s", i ? " " : "", out.v[i]);
	assert_string_equal(buf_str(&b), wanted);
	buf_release(&b);
	vec_release(&in);
	vec_release(&out);
	arena_release(&a);
}

static void cleans_flags(void **state)
{
	expect_flags("-c -o x.o x.c -O2", "x.c", "-O2");
	expect_flags("-Wp,-MMD,.x.o.d -DA=1 -D B -I inc -Iinc2", "", "-DA=1 -D B -I inc -Iinc2");
	expect_flags("-Wp,-MMD,.x.o.d,-DQ=2 -Wall -Werror=x -w", "", "-DQ=2");
	expect_flags("-MF x.d -MT x -MMD -MP -MD", "", "");
	expect_flags("-include a.h -isystem b -nostdinc -std=gnu11", "",
		     "-include a.h -isystem b -nostdinc -std=gnu11");
	expect_flags("-fconserve-stack -mrecord-mcount -fshort-wchar -m64", "",
		     "-fshort-wchar -m64");
	expect_flags("--param=asan-stack=1 --param x=1 -fno-ipa-cp-clone", "", "");
	/* nothing that loads code or writes files passes */
	expect_flags("-fplugin=evil.so -Xclang -load -Xclang evil.so -fpass-plugin=e", "", "");
	expect_flags("-B /tmp/evil -specs=x -wrapper sh -MJ out -fmodules-cache-path=x", "", "");
	expect_flags("@response other.c -DX", "x.c", "-DX");
	expect_flags("-include", "", "-include");
}

static void adds_target(void **state)
{
	struct arena a = { 0 };
	strings_vec args = { 0 };

	flags_target(&args, "arm64", &a);
	flags_target(&args, "x86_64", &a);
	assert_int_equal(args.n, 1);
	assert_string_equal(args.v[0], "--target=aarch64-linux-gnu");
	vec_release(&args);
	arena_release(&a);
}

static char tmp[512];

static int make_tmp(void **state)
{
	const char *dir = getenv("TMPDIR");

	snprintf(tmp, sizeof(tmp), "%s/gup-plan-XXXXXX", dir ? dir : "/tmp");
	return mkdtemp(tmp) ? 0 : -1;
}

static int drop_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
	return remove(path);
}

static int drop_tmp(void **state)
{
	return nftw(tmp, drop_one, 8, FTW_DEPTH | FTW_PHYS);
}

static void put(const char *name, const char *text)
{
	char path[1024], dir[1024];

	snprintf(path, sizeof(path), "%s/%s", tmp, name);
	snprintf(dir, sizeof(dir), "%s", path);
	*strrchr(dir, '/') = '\0';
	assert_int_equal(file_mkdirs(dir), 0);
	assert_int_equal(file_write(path, text, strlen(text)), 0);
}

static void expect_reason(const char *path, const char *wanted)
{
	struct arena a = { 0 };
	struct config *c = config_read(tmp, &a);

	assert_string_equal(makefile_reason(tmp, c, path, &a), wanted);
	config_free(c);
	arena_release(&a);
}

static void gives_reasons(void **state)
{
	put("include/config/auto.conf", "CONFIG_ON=y\nCONFIG_MOD=m\nCONFIG_NUM=12\n");
	put("drivers/Makefile",
	    "obj-y += one/\nobj-$(CONFIG_DIR) += two/\nobj-y += top/sub/in.o\n");
	put("drivers/one/Makefile", "# obj-$(CONFIG_ON) += off.o\n"
				    "obj-$(CONFIG_OFF) += off.o\n"
				    "obj-$(CONFIG_MOD) += whole.o\n"
				    "whole-y := part.o \\\n\tmore.o\n"
				    "whole-$(CONFIG_PART) += cond.o\n"
				    "obj-$(CONFIG_GONE) += lost.o\n"
				    "lost-objs := piece.o\n"
				    "ifdef CONFIG_IFDEF\n"
				    "obj-y += guarded.o\n"
				    "else\n"
				    "obj-y += other.o\n"
				    "endif\n"
				    "ifeq ($(CONFIG_ON),y)\n"
				    "obj-y += fine.o\n"
				    "endif\n");
	put("drivers/one/uses.c", "#include \"text.c\"\n");
	put("drivers/two/Makefile", "obj-y += here.o\n");
	put("drivers/none/x.c", "");

	expect_reason("drivers/one/off.c", "option off: CONFIG_OFF");
	expect_reason("drivers/one/cond.c", "option off: CONFIG_PART");
	expect_reason("drivers/one/piece.c", "option off: CONFIG_GONE");
	expect_reason("drivers/one/guarded.c", "option off: CONFIG_IFDEF");
	expect_reason("drivers/one/more.c", "not built in this configuration");
	expect_reason("drivers/one/fine.c", "not built in this configuration");
	expect_reason("drivers/one/other.c", "not built in this configuration");
	expect_reason("drivers/one/text.c",
		      "not an object of its own: included by drivers/one/uses.c");
	expect_reason("drivers/one/never.c",
		      "not part of any kbuild target: no Makefile names never.o");
	expect_reason("drivers/two/here.c", "option off: CONFIG_DIR");
	expect_reason("drivers/none/x.c",
		      "not part of any kbuild target: its folder has no Makefile");
}

/* What the compile database says, as "path:words" or "path!reason" lines, and its problems. */
static unsigned int read_compdb(const char *json, struct buf *b)
{
	const char *wanted[] = { "a.c", "b.c", "dir/c.c" };
	strings_vec want = { (const char **)wanted, 3, 3 };
	struct arena a = { 0 };
	compdb_entries entries = { 0 };
	struct compdb_entry *e;
	unsigned int problems = 0;
	char path[1024];

	put("cc.json", json);
	put("a.c", "");
	put("b.c", "");
	put("dir/c.c", "");
	snprintf(path, sizeof(path), "%s/cc.json", tmp);
	buf_reset(b);
	if (compdb_read(path, tmp, &want, &a, &entries, &problems))
		buf_add(b, "failed");
	vec_each (e, &entries) {
		buf_addf(b, "%s%s", e->path, e->broken ? "!" : ":");
		for (size_t i = 0; !e->broken && i < e->words.n; i++)
			buf_addf(b, "%s%s", i ? " " : "", e->words.v[i]);
		buf_addf(b, "%s;", e->broken ? e->broken : "");
		vec_release(&e->words);
	}
	vec_release(&entries);
	arena_release(&a);
	return problems;
}

static void reads_compdb(void **state)
{
	struct buf b = { 0 };

	assert_int_equal(read_compdb("[]", &b), 0);
	assert_string_equal(buf_str(&b), "");
	assert_int_equal(
		read_compdb(
			"[{\"directory\": \".\", \"file\": \"a.c\", \"command\": \"gcc -DX a.c\"},"
			"{\"directory\": \"dir\", \"file\": \"c.c\","
			" \"arguments\": [\"ccache\", \"gcc\", \"-D$(x);y\", \"c.c\"]},"
			"{\"file\": \"a.c\", \"command\": \"gcc -DSECOND a.c\"}]",
			&b),
		0);
	assert_string_equal(buf_str(&b), "a.c:-DX a.c;dir/c.c:-D$(x);y c.c;");
	buf_release(&b);
}

static void refuses_compdb(void **state)
{
	struct buf b = { 0 };

	read_compdb("[{\"file\": ", &b);
	assert_string_equal(buf_str(&b), "failed");
	read_compdb("{}", &b);
	assert_string_equal(buf_str(&b), "failed");
	read_compdb("", &b);
	assert_string_equal(buf_str(&b), "failed");
	assert_int_equal(read_compdb("[3, {}, {\"file\": 3}, {\"file\": \"\"}]", &b), 4);
	assert_int_equal(read_compdb("[{\"file\": \"gone.c\", \"command\": \"gcc gone.c\"}]", &b),
			 1);
	/* a file elsewhere is none of ours */
	assert_int_equal(read_compdb("[{\"file\": \"/etc/passwd\", \"command\": \"gcc x\"}]", &b),
			 0);
	assert_string_equal(buf_str(&b), "");
	assert_int_equal(read_compdb("[{\"file\": \"a.c\", \"command\": \"gcc a.c; touch x\"},"
				     "{\"file\": \"b.c\", \"arguments\": [\"gcc\", \"a\\nb\"]},"
				     "{\"file\": \"dir/c.c\", \"arguments\": [1]}]",
				     &b),
			 3);
	assert_string_equal(buf_str(&b),
			    "a.c!its command holds a shell metacharacter ';'; it is not used;"
			    "b.c!one of its arguments holds a newline;"
			    "dir/c.c!an argument is no string;");
	buf_release(&b);
}

static void makes_a_config(void **state)
{
	const char *wanted[] = { "W", "NONE" };
	const strings_vec want = { (const char **)wanted, 2, 2 };
	struct buf b = { 0 };

	put("Kconfig", "config A\n\tbool \"a\"\n\tdefault y\n\thelp\n\t  config NOT_ONE\n\n"
		       "config B\n\tdef_bool A && !C\n\tselect D if A\n"
		       "config C\n\tbool\n"
		       "config D\n\tbool\n\tdepends on C\n"
		       "config N\n\tint \"n\"\n\tdefault 7 if C\n\tdefault \"12\" # comment\n"
		       "if C\nconfig E\n\tdef_bool y\nendif\n"
		       "menu \"m\"\n\tdepends on C\nconfig F\n\tdef_bool y\nendmenu\n"
		       "choice\n\tprompt \"one\"\n\tdefault H\nconfig G\n\tbool \"g\"\n"
		       "config H\n\tbool \"h\"\nendchoice\n"
		       "choice\nconfig I\n\tbool \"i\"\nconfig J\n\tbool \"j\"\nendchoice\n"
		       "config V\n\tbool \"v\"\nconfig W\n\ttristate \"w\"\n\tdepends on V && A\n"
		       "config U\n\tbool \"u\"\n"
		       "config Z\n\tbool \"z\"\n\tdefault y\n"
		       "source \"arch/$(SRCARCH)/Kconfig\"\n");
	put("arch/x86/Kconfig", "config X\n\tstring\n\tdefault \"x # y\"\n");
	put("arch/x86/configs/x86_64_defconfig", "CONFIG_U=y\n# CONFIG_Z is not set\n");
	assert_int_equal(kconfig_defaults(tmp, "x86_64", &want, &b), 0);
	for (const char *const *w =
		     (const char *const[]){ "CONFIG_A=y\n", "CONFIG_B=y\n", "CONFIG_D=y\n",
					    "CONFIG_N=12\n", "CONFIG_H=y\n", "CONFIG_I=y\n",
					    "CONFIG_U=y\n", "CONFIG_V=y\n", "CONFIG_W=y\n",
					    "CONFIG_X=\"x # y\"\n", NULL };
	     *w; w++)
		assert_non_null(strstr(buf_str(&b), *w));
	for (const char *const *w =
		     (const char *const[]){ "CONFIG_C=", "CONFIG_E=", "CONFIG_F=", "CONFIG_G=",
					    "CONFIG_J=", "CONFIG_Z=", "NOT_ONE", NULL };
	     *w; w++)
		assert_null(strstr(buf_str(&b), *w));
	buf_release(&b);
}

static void reads_plans_back(void **state)
{
	struct plan p = { .source = "kbuild", .why = "", .arch = "x86_64" }, q;
	struct plan_file f = { .path = "mm/gup.c", .kind = PLAN_UNIT, .reason = "", .cwd = "/o" };
	char path[1024];

	p.tree = (struct kernel_tree){ "/t", "6.1", NULL };
	f.index = plan_index(f.path, &p.mem);
	vec_push(&f.args, "-DX=a b");
	vec_push(&p.files, f);
	f = (struct plan_file){ .path = "x.c",
				.kind = PLAN_SKIP,
				.trust = TRUST_NOT_PARSED,
				.reason = "option off: CONFIG_X" };
	vec_push(&p.files, f);
	assert_int_equal(plan_write(tmp, "key\n", &p), 0);
	assert_int_equal(plan_read(tmp, &q), 0);
	assert_int_equal(q.files.n, 2);
	assert_string_equal(q.files.v[0].index, p.files.v[0].index);
	assert_string_equal(q.files.v[1].reason, "option off: CONFIG_X");
	assert_int_equal(q.files.v[1].kind, PLAN_SKIP);
	assert_string_equal(q.tree.version, "6.1");
	assert_null(q.tree.commit);
	plan_release(&q);
	plan_release(&p);

	/* cut off, or not ours */
	snprintf(path, sizeof(path), "%s/plan.tsv", tmp);
	assert_int_equal(file_write(path, "#format\t1\nunit\tx.c\t", 20), 0);
	assert_int_equal(plan_read(tmp, &q), -1);
	assert_int_equal(file_write(path, "unit\tx.c\tr\tclean\ti\n", 20), 0);
	assert_int_equal(plan_read(tmp, &q), -1);
	assert_int_equal(file_write(path, "#format\t1\nunit\tx.c\tr\tbest\ti\n", 29), 0);
	assert_int_equal(plan_read(tmp, &q), -1);
}

static void knows_names(void **state)
{
	assert_true(plan_name_ok("drivers/a-b_c/x.c"));
	assert_false(plan_name_ok("a b.c"));
	assert_false(plan_name_ok("$(touch x).c"));
	assert_false(plan_name_ok("-rf.c"));
	assert_false(plan_name_ok("a\nb.c"));
	assert_false(plan_name_ok("a;b.c"));
	assert_false(plan_name_ok("a:b.c"));
	assert_false(plan_name_ok(""));
}

static void note_text(void *arg, const char *name, enum jointext what)
{
	static const char *const whats[] = { "call", "static", "extern" };

	buf_addf(arg, "%s %s\n", whats[what], name);
}

static void tells_calls_from_definitions(void **state)
{
	static const char text[] = "int proto(int a);\n"
				   "/* comment(1)\n * more(2) { } */\n"
				   "static struct page **\nabove(int a,\n      int b)\n{\n"
				   "\treturn called (a, \"text(1)\\\"\", ')'); // quiet(3)\n}\n"
				   "void plain(int (*fn)(int)) __releases(lock)\n{\n"
				   "    fn(1);\n}\n"
				   "#define MACRO(x) inner(x)\n"
				   "cut(";
	struct buf b = { 0 };

	(void)state;
	jointext_scan(text, sizeof(text) - 1, note_text, &b);
	assert_string_equal(buf_str(&b), "static above\n"
					 "call called\n"
					 "extern plain\n"
					 "call fn\n"
					 "call MACRO\n"
					 "call inner\n");
	buf_release(&b);
}

int test_plan(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(splits_words),	  cmocka_unit_test(refuses_shell),
		cmocka_unit_test(quotes_words),	  cmocka_unit_test(cleans_flags),
		cmocka_unit_test(adds_target),	  cmocka_unit_test(gives_reasons),
		cmocka_unit_test(reads_compdb),	  cmocka_unit_test(refuses_compdb),
		cmocka_unit_test(makes_a_config), cmocka_unit_test(reads_plans_back),
		cmocka_unit_test(knows_names),	  cmocka_unit_test(tells_calls_from_definitions),
	};

	return cmocka_run_group_tests_name("plan", tests, make_tmp, drop_tmp);
}
