-- SPDX-License-Identifier: GPL-2.0-or-later
INSERT INTO people (name) VALUES (:name)
ON CONFLICT (name) DO UPDATE SET name = excluded.name
RETURNING id;
