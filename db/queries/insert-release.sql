-- SPDX-License-Identifier: GPL-2.0-or-later
INSERT INTO releases (run_id, function_id, api_id, line, col, seen_by)
VALUES (:run, :function, :api, :line, :col, :seen_by);
