#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Layers, headers, formatting, unsafe calls: scripts/check-tree prints TAP itself.
exec "${GUPCHECK_SRC:?}/scripts/check-tree"
