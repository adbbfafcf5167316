-- SPDX-License-Identifier: GPL-2.0-or-later
INSERT INTO notices (run_id, kind, path, text) VALUES (:run, :kind, :path, :text);
