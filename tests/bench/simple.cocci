// SPDX-License-Identifier: GPL-2.0-or-later
// What a plain semantic patch costs: one rule, one position, no include is read.
@r@
expression E;
position p;
@@

(
  put_page@p(E)
|
  unpin_user_page@p(E)
)

@script:python@
p << r.p;
@@

print(f"{p[0].file}:{p[0].line}")
