-- SPDX-License-Identifier: GPL-2.0-or-later
INSERT INTO files (path) VALUES (:path)
ON CONFLICT (path) DO UPDATE SET path = excluded.path
RETURNING id;
