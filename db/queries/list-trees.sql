-- SPDX-License-Identifier: GPL-2.0-or-later
SELECT path FROM trees ORDER BY path;
