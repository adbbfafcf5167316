-- SPDX-License-Identifier: GPL-2.0-or-later
INSERT INTO units (run_id, file_id, trust, reason, functions, touching, unknown_nodes, errors)
VALUES (:run, :file, :trust, :reason, :functions, :touching, :unknown, :errors);
