-- SPDX-License-Identifier: GPL-2.0-or-later
INSERT INTO trace_steps (finding_id, seq, file_id, line, col, text)
VALUES (:finding, :seq, :file, :line, :col, :text);
