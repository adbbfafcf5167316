-- SPDX-License-Identifier: GPL-2.0-or-later
INSERT INTO conversion_checks (conversion_id, seq, text) VALUES (:conversion, :seq, :text);
