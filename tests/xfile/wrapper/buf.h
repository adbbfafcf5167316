/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef BUF_H
#define BUF_H

#include "mini/gup.h"

int buf_pin(unsigned long addr, int nr, struct page **pages);
void buf_unpin(struct page **pages, int nr);
int buf_use(struct page **pages, int nr);

#endif
