-- SPDX-License-Identifier: GPL-2.0-or-later
INSERT INTO run_file_people (run_id, file_id, rank, person_id)
VALUES (:run, :file, :rank, :person);
