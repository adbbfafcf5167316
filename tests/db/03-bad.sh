#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Every command against a database that is locked, read-only, corrupt, foreign, empty or from the future:
# one line, exit status 2, and the file as it was.  Writers at once.  A disk that is full.
. "$(dirname "$0")/lib.sh"

"$probe" import good.db d 60 2 >/dev/null
"$gup" diff --db good.db --write-baseline list >/dev/null
site=$(sql good.db 'SELECT min(fingerprint) FROM sites')
: >reviews

# every command that opens a database, with options that are right
commands() { # DATABASE
	cat <<-EOF
		report --db $1
		report --db $1 --format json
		report --db $1 --format html
		report --db $1 --format sarif
		report --db $1 --since 1
		export --db $1
		show --db $1 $site
		diff --db $1
		diff --db $1 --baseline list
		diff --db $1 --write-baseline new
		review --db $1 --list
		review --db $1 --export
	EOF
}
writers() { # DATABASE
	cat <<-EOF
		review --db $1 $site --status exempt --note x
		review --db $1 --import reviews
		review --db $1 --remove $site
		merge --db $1 good.db
	EOF
}
# all of standard input is refused with TEXT
all_refused() { # TEXT
	while read -r line; do
		# shellcheck disable=SC2086
		run 2 $line && refused "$1" || echo "# $line: $(cat err)"
	done | grep '^#' >bad
	cat bad
	[ ! -s bad ]
}

commands good.db | while read -r line; do
	# shellcheck disable=SC2086
	"$gup" $line >out 2>err || [ $? -eq 1 ] || echo "# $line: $(cat err)"
done | grep '^#' >bad
[ ! -s bad ]
report $? "all are right with a good database"
cat bad

commands none.db | all_refused "'none.db'.*no such file"
report $? "missing"
writers none.db | grep -v '^merge' | all_refused "'none.db'.*no such file"
report $? "missing, to writers: none is made"
: >empty.db
commands empty.db | all_refused "'empty.db': it is empty"
report $? "empty"
echo "some text that is no database and longer than a header of one would be, to be on the safe side of it all" >text.db
{ commands text.db; writers text.db; } | all_refused "'text.db': it is not a SQLite database"
report $? "no database"
sql foreign.db 'CREATE TABLE recipes (title)'
{ commands foreign.db; writers foreign.db; } | all_refused "'foreign.db': it is a SQLite database, but not one of gupcheck's"
report $? "another program's"
cp good.db future.db && sql future.db 'PRAGMA user_version = 999'
{ commands future.db; writers future.db; } | all_refused "'future.db': a newer gupcheck wrote it"
report $? "from the future"
cp good.db old.db && sql old.db 'PRAGMA user_version = 1'
commands old.db | all_refused "'old.db': an older gupcheck wrote it"
report $? "from the past, to readers"

# Some pages are overwritten: nothing crashes, and what is told is one line.
cp good.db torn.db
dd if=/dev/urandom of=torn.db bs=4096 seek=2 count=30 conv=notrunc 2>/dev/null
sum=$(cksum <torn.db)
commands torn.db | all_refused "torn.db.*damaged"
report $? "damaged"
[ "$(cksum <torn.db)" = "$sum" ]
report $? "and left as it was"
head -c 20000 good.db >short.db
commands short.db | all_refused "short.db.*damaged"
report $? "cut off"
size=$(wc -c <good.db)
i=0
while [ $i -lt 40 ]; do
	i=$((i + 1))
	cp good.db flip.db
	at=$(((i * 7919 * 4096 / 13) % size))
	printf '\377\376\375' | dd of=flip.db bs=1 seek=$at conv=notrunc 2>/dev/null
	"$gup" report --db flip.db --format json >out 2>err
	status=$?
	[ $status -eq 0 ] || { [ $status -eq 2 ] && [ "$(grep -c . err)" -ge 1 ]; } || echo "# byte $at: status $status"
done >bad
[ ! -s bad ]
report $? "40 flipped bytes: a report or a message, never a crash"
cat bad

# Locked by another program.
python3 - good.db <<'P' &
import sqlite3, sys, time
c = sqlite3.connect(sys.argv[1], isolation_level=None)
c.execute("BEGIN EXCLUSIVE")
open("held", "w").close()
time.sleep(7)
P
while [ ! -e held ]; do sleep 0.05; done
run 2 report --db good.db && refused "'good.db': it is locked by another program"
report $? "locked"
wait
run 0 report --db good.db
report $? "and no more"

# Read-only, to a user who is not root.
mkdir shelf && cp good.db shelf/ro.db && chmod 755 "$tmp" shelf && chmod 444 shelf/ro.db && chmod 555 shelf
as_user=
[ "$(id -u)" -ne 0 ] || as_user="setpriv --reuid=65534 --regid=65534 --clear-groups"
$as_user "$gup" review --db shelf/ro.db "$site" --status exempt --note x >out 2>err
[ $? -eq 2 ] && refused "read-only"
report $? "read-only, to a writer"
$as_user "$gup" report --db shelf/ro.db >out 2>err
report $? "read-only, to a reader: no harm"
chmod 755 shelf

# Several writers at once.
rm -f many.db
for who in a b c; do "$probe" import many.db $who 40 4 >done.$who 2>err.$who & done
wait
cat err.a err.b err.c >err
# a writer that waits for longer than five seconds gives up, and says so; what it said was done is there
cat done.a done.b done.c | sort -n | uniq >out
[ "$(wc -l <out)" -eq "$(sql many.db 'SELECT count(*) FROM runs')" ] && [ "$(wc -l <out)" -ge 4 ] &&
	[ "$(sql many.db 'SELECT count(*) FROM sites')" -eq $((40 * $(wc -l <out))) ] && sound many.db &&
	{ [ "$(wc -l <out)" -eq 12 ] || grep -q "locked by another program" err; }
report $? "three writers at once: every run that was reported as done is there"

# A full disk: a file system of its own where that is allowed.
if mkdir disk && mount -t tmpfs -o size=2m none disk 2>/dev/null; then
	"$probe" import disk/gup.db d 60 1 >out 2>err
	"$probe" import disk/gup.db e 4000 1 >out 2>err
	[ $? -eq 2 ] && [ "$(wc -l <err)" -eq 1 ] && grep -q "no space is left" err && [ "$(sql disk/gup.db 'SELECT count(*) FROM runs')" -eq 1 ] && sound disk/gup.db
	report $? "a full disk: the runs from before are intact"
	umount disk
else
	report 0 "a full disk # SKIP mounts are not allowed here; tests/unit/test_db.c limits the file's size"
fi

# Lists and options with wrong content.
printf 's1-00 exempt a.c f\n' >noreason
run 2 review --db good.db --import noreason && grep -q 'nothing was imported' err
report $? "a review file without reasons"
head -c 300 /dev/urandom >noise
for line in "review --db good.db --import noise" "diff --db good.db --baseline noise" "report --db good.db --baseline noise"; do
	# shellcheck disable=SC2086
	run 2 $line && [ -s err ] || echo "# $line"
done >bad
[ ! -s bad ]
report $? "files of noise"
cat bad
for line in "report --since 99" "report --since 6.7" "report --since 1 --baseline list" "report --profile none --format sarif" \
	"report --by nothing" "report --min-confidence 1.5" "report --min-confidence nan" "diff 1 77" "diff --format xml" "merge"; do
	# shellcheck disable=SC2086
	run 2 ${line%% *} --db good.db $(echo "$line" | cut -s -d' ' -f2-) && refused . || echo "# $line: $(cat err)"
done | grep '^#' >bad
[ ! -s bad ]
report $? "wrong options, one line each"
cat bad
finish
