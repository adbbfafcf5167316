-- SPDX-License-Identifier: GPL-2.0-or-later
INSERT INTO run_verdicts (run_id, seq, fingerprint, source, place, what, kase, note)
VALUES (:run, :seq, :fingerprint, :source, :place, :what, :kase, :note);
