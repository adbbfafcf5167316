/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The headers of libsparse.  Its die() is not ours: the copy of the library that we link has it
 * under another name (front_sparse/dir.ninja), and so have these declarations.
 */
#ifndef FRONT_SPARSE_SPARSE_H
#define FRONT_SPARSE_SPARSE_H

#pragma GCC system_header
#define die sparse_die
#include <sparse/lib.h>
#include <sparse/allocate.h>
#include <sparse/token.h>
#include <sparse/parse.h>
#include <sparse/symbol.h>
#include <sparse/expression.h>
#include <sparse/evaluate.h>
#include <sparse/scope.h>
#include <sparse/target.h>
#undef die
#undef ARRAY_SIZE

#endif
