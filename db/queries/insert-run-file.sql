-- SPDX-License-Identifier: GPL-2.0-or-later
INSERT INTO run_files (run_id, file_id, hash) VALUES (:run, :file, :hash);
