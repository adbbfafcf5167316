-- SPDX-License-Identifier: GPL-2.0-or-later
INSERT INTO site_releases (site_id, seq, function_id, api_id, line, col)
VALUES (:site, :seq, :function, :api, :line, :col);
