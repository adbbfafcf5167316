#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Right code of two real kernels is broken in known ways: the right rule says so, and a rewrite
# that changes nothing is not reported.  README.md in this folder tells how.
exec "${GUPCHECK_SRC:?}/tests/mutate/mutate.py" --tap
