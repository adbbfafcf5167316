-- SPDX-License-Identifier: GPL-2.0-or-later
INSERT INTO site_paths (site_id, seq, kind) VALUES (:site, :seq, :kind);
