-- SPDX-License-Identifier: GPL-2.0-or-later
INSERT INTO functions (file_id, name) VALUES (:file, :name)
ON CONFLICT (file_id, name) DO UPDATE SET name = excluded.name
RETURNING id;
