-- SPDX-License-Identifier: GPL-2.0-or-later
INSERT INTO evidence (site_id, seq, text) VALUES (:site, :seq, :text);
