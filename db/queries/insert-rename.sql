-- SPDX-License-Identifier: GPL-2.0-or-later
INSERT INTO renames (run_id, fingerprint, was) VALUES (:run, :fingerprint, :was)
ON CONFLICT (run_id, fingerprint) DO NOTHING;
