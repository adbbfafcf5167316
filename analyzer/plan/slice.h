/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What spatch need not see of a source.  Layer 4 (base, lower). */
#ifndef PLAN_SLICE_H
#define PLAN_SLICE_H

#include "plan/calltext.h"

/**
 * slice_text() - empty the bodies of functions that call nothing of the table
 * @text: the source, @n bytes; all positions stay
 * @calls: what calltext_scan() found in it
 *
 * Coccinelle parses every body with care, and takes most of its time for that.
 */
void slice_text(char *text, size_t n, const text_calls *calls);

#endif
