-- SPDX-License-Identifier: GPL-2.0-or-later
INSERT INTO run_file_subsystems (run_id, file_id, rank, subsystem_id)
VALUES (:run, :file, :rank, :subsystem);
