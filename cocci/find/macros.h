/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Macros that stand for the head of a function: with `--macro-file` Coccinelle parses the
 * bodies that it would otherwise skip.  gupcheck inventory passes this file.
 */
#define BPF_CALL_0(name, args...) int name(void)
#define BPF_CALL_1(name, args...) int name(void)
#define BPF_CALL_2(name, args...) int name(void)
#define BPF_CALL_3(name, args...) int name(void)
#define BPF_CALL_4(name, args...) int name(void)
#define BPF_CALL_5(name, args...) int name(void)
