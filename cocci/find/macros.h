/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Macros that Coccinelle cannot see through: heads of functions, and conditions that hold
 * a statement.  With `--macro-file` it parses the functions that it would otherwise skip.
 * gupcheck inventory passes this file; with coccicheck: SPFLAGS="--macro-file macros.h".
 */
#define BPF_CALL_0(name, args...) int name(void)
#define BPF_CALL_1(name, args...) int name(void)
#define BPF_CALL_2(name, args...) int name(void)
#define BPF_CALL_3(name, args...) int name(void)
#define BPF_CALL_4(name, args...) int name(void)
#define BPF_CALL_5(name, args...) int name(void)
#define scoped_cond_guard(name, fail, args...) if (1)
