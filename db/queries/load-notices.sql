-- SPDX-License-Identifier: GPL-2.0-or-later
SELECT kind, path, text FROM notices WHERE run_id = :run ORDER BY id;
