-- SPDX-License-Identifier: GPL-2.0-or-later
DELETE FROM reviews WHERE fingerprint = :fingerprint RETURNING id;
