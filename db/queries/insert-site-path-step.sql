-- SPDX-License-Identifier: GPL-2.0-or-later
INSERT INTO site_path_steps (site_id, path_seq, seq, file_id, line, col, text)
VALUES (:site, :path, :seq, :file, :line, :col, :text);
