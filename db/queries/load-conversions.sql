-- SPDX-License-Identifier: GPL-2.0-or-later
SELECT fingerprint, state, reason, patch, made FROM conversions WHERE run_id = :run ORDER BY id;
