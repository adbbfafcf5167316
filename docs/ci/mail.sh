#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A mail to a list when a scan of TREE finds something that the scan before it did not; nothing
# otherwise.  For cron:
#
#   mail.sh TREE DATABASE TO [FROM] | sendmail -t -oi
#
# FROM is the address of git in TREE, or that of the user.  SCAN_OPTIONS are for gupcheck scan.  The exit
# status is that of gupcheck: 0 nothing new, 1 a mail was written, 2 it could not be done.
set -u
if [ $# -lt 3 ]; then
	echo "usage: mail.sh TREE DATABASE TO [FROM]" >&2
	exit 2
fi
tree=$1 db=$2 to=$3
from=${4:-$(git -C "$tree" config user.email 2>/dev/null || echo "$(id -un)@$(uname -n)")}

# shellcheck disable=SC2086
gupcheck scan --db "$db" ${SCAN_OPTIONS-} "$tree" >/dev/null || [ $? -eq 1 ] || exit 2
# the first scan has nothing to be compared with
[ "$(sqlite3 "$db" "SELECT count(*) FROM runs")" -gt 1 ] || exit 0
body=$(gupcheck diff --db "$db" --tree "$tree" --format mail)
status=$?
[ $status -eq 1 ] || exit $status
subject=$(printf '%s\n' "$body" | head -1)
printf 'From: %s\nTo: %s\nSubject: [%s] %s\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n' \
	"$from" "$to" "$(basename "$(cd "$tree" && pwd)")" "$subject"
printf '%s\n' "$body"
exit 1
