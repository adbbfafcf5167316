#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# gupcheck diff over scans of a miniature tree that grows older: each word of its table, --fail-on,
# baselines, runs named in every way.
. "$(dirname "$0")/../plan/lib.sh"

tree=$tmp/tree
mini_tree "$tree"
cat >"$tree/drivers/head.h" <<'EOF'
struct page;
long pin_user_pages_fast(unsigned long start, int nr_pages, unsigned int gup_flags, struct page **pages);
int get_user_pages_fast(unsigned long start, int nr_pages, unsigned int gup_flags, struct page **pages);
void unpin_user_pages(struct page **pages, unsigned long npages);
void put_page(struct page *page);
void *kmap(struct page *page);
EOF
# NAME, ARRAY: a function that gives up on a partial result and forgets the pages
leaky() {
	printf '\nint %s(unsigned long addr, int nr)\n{\n\tstruct page *%s[8];\n\tlong n = pin_user_pages_fast(addr, nr, 0, %s);\n\n\tif (n != nr)\n\t\treturn -14;\n\tunpin_user_pages(%s, nr);\n\treturn 0;\n}\n' \
		"$1" "$2" "$2" "$2"
}
# NAME: a function that gets a page and writes to it
getter() {
	printf '\nint %s(unsigned long addr)\n{\n\tstruct page *page;\n\n\tif (get_user_pages_fast(addr, 1, 1, &page) != 1)\n\t\treturn -14;\n\t*(char *)kmap(page) = 1;\n\tput_page(page);\n\treturn 0;\n}\n' "$1"
}
cd "$tree/drivers" || exit 1
mkdir sub
{ echo '#include "head.h"'; leaky stays pages; leaky goes pages; getter turns; } >one.c
{ echo '#include "head.h"'; leaky moves pages; leaky alters pages; } >two.c
compdb() { # FILE...
	printf '['
	sep=
	for f; do
		printf '%s{"directory": "%s", "file": "%s", "command": "gcc -Idrivers -c %s"}' "$sep" "$tree" "$f" "$f"
		sep=,
	done
	printf ']'
}
db=$tmp/gup.db
scan() { # DATABASE, FILE...
	to=$1
	shift
	compdb "$@" >"$tmp/cc.json"
	"$gup" scan --state "$tmp/state" --db "$to" --compile-commands "$tmp/cc.json" "$tree" >"$tmp/out" 2>"$tmp/err"
	[ $? -le 1 ] || { echo "# scan failed"; sed 's/^/# /' "$tmp/err"; }
}
run() { # EXPECTED STATUS, COMMAND, ARGUMENT...
	want=$1
	shift
	"$gup" "$@" >"$tmp/out" 2>"$tmp/err"
	status=$?
	[ $status -eq "$want" ] || echo "# exit status $status, not $want: $*"
	[ $status -eq "$want" ]
}
refused() { # TEXT
	[ ! -s "$tmp/out" ] && one_line "$tmp/err" "$1"
}
words() { # the counts of diff --format json, compact
	python3 -c '
import json, sys
d = json.load(open(sys.argv[1]))
for k in ("sites", "findings"):
    print(k, *(f"{w}={n}" for w, n in d["summary"][k].items() if n))
print("converted", sum(s["converted"] for s in d["sites"]))' "$tmp/out" | paste -sd' '
}

scan "$db" drivers/one.c drivers/two.c drivers/mini.c
run 2 diff --db "$db" && refused "there is no run of"
report $? "one run has nothing to be compared with" "$tmp/err"
run 0 diff --db "$db" 1 1 --format json && [ "$(words)" = "sites same=6 findings same=5 converted 0" ]
report $? "a run compared with itself" "$tmp/out"
run 0 diff --db "$db" --write-baseline "$tmp/base" && [ "$(grep -vc '^#' "$tmp/base")" -eq 11 ] &&
	grep -q '^f1-[0-9a-f]* partial-leak drivers/one.c stays$' "$tmp/base"
report $? "a baseline is written" "$tmp/base"

# Lines shift; a function goes, one comes; a local is renamed; a file moves; a site is converted.
{ printf '/* shifted */\n\n'; echo '#include "head.h"'; leaky stays pages; leaky comes found; getter turns |
	sed -e 's/get_user_pages_fast/pin_user_pages_fast/' -e 's/put_page(page)/unpin_user_pages(\&page, 1)/'; } >one.c
{ echo '#include "head.h"'; leaky moves pages; } >sub/two.c
{ echo '#include "head.h"'; leaky alters vector; } >three.c
rm two.c
scan "$db" drivers/one.c drivers/sub/two.c drivers/three.c drivers/mini.c
run 1 diff --db "$db" --format json
[ "$(words)" = "sites new=1 gone=1 changed=1 moved=2 same=2 findings new=1 fixed=2 moved=2 same=1 converted 1" ]
report $? "new, gone, changed, moved, same and converted" "$tmp/out"
words | sed 's/^/# /'
run 1 diff --db "$db" && grep -q '^drivers/one.c:[0-9]*:[0-9]*: warning: .*\[partial-leak\]$' "$tmp/out" &&
	grep -q 'turns(): get_user_pages_fast() -> pin_user_pages_fast(), unconverted -> ' "$tmp/out" &&
	grep -q '^  drivers/sub/two.c:[0-9]*: moves(): .*, was in drivers/two.c$' "$tmp/out" &&
	grep -q '^total  *1 ' "$tmp/out"
report $? "the same for people" "$tmp/out"
run 1 diff --db "$db" --format md && grep -q '^## new findings$' "$tmp/out" && grep -q '^| total | 1 |' "$tmp/out" &&
	run 1 diff --db "$db" --format mail && [ "$(grep -c '^>> ' "$tmp/out")" -eq 1 ] &&
	grep -q '^   drivers/one.c:[0-9]*:[0-9]*: note: .*\[partial-leak\]$' "$tmp/out"
report $? "Markdown, and a mail that marks what is new" "$tmp/out"
run 1 diff --db "$db" --baseline "$tmp/base" --format json &&
	[ "$(words)" = "sites new=1 gone=1 changed=1 moved=2 same=2 findings new=1 fixed=2 moved=2 same=1 converted 1" ]
report $? "a baseline says the same as the run that it was made of" "$tmp/out"
words | sed 's/^/# /'
sed 's/ .*//' "$tmp/base" >"$tmp/bare"
run 1 diff --db "$db" --baseline "$tmp/bare" --format json && words | grep -q 'findings new=3 fixed=4 same=1'
report $? "fingerprints alone find nothing that moved" "$tmp/out"

run 1 diff --db "$db" --fail-on new:partial-leak && run 0 diff --db "$db" --fail-on new:mixed-release &&
	run 1 diff --db "$db" --fail-on new:mixed-release,fixed:get-and-access && run 0 diff --db "$db" --fail-on none &&
	run 1 diff --db "$db" --fail-on new:converted && run 0 diff --db "$db" --fail-on new:unconverted &&
	run 0 diff --db "$db" --only drivers/mini.c
report $? "--fail-on by rule and by status, --only"
run 2 diff --db "$db" --fail-on newer && refused "the words are new" && run 2 diff --db "$db" --fail-on new:nothing &&
	refused "'nothing' is neither a rule nor a status" && run 2 diff --db "$db" --fail-on '' && refused "is empty"
report $? "a --fail-on that means nothing" "$tmp/err"

# A comment suppresses: told before, not now.
sed -i '/n != nr/i\	/* gupcheck: ignore partial-leak: nr is 1 */' one.c
scan "$db" drivers/one.c drivers/sub/two.c drivers/three.c drivers/mini.c
run 0 diff --db "$db" --format json && words | grep -q 'findings changed=2 same=2'
report $? "what is suppressed is told so, and is neither new nor fixed" "$tmp/out"
words | sed 's/^/# /'
run 1 diff --db "$db" 3 2 --format json && words | grep -q 'findings new=2 same=2'
report $? "a suppression that is taken away brings a new one" "$tmp/out"
# A file that could not be read: nothing is fixed.
compdb drivers/one.c drivers/sub/two.c drivers/mini.c >"$tmp/cc.json"
"$gup" scan --state "$tmp/state" --db "$db" --compile-commands "$tmp/cc.json" "$tree" >"$tmp/out" 2>"$tmp/err"
run 0 diff --db "$db" --format json && words >"$tmp/words" && grep -q 'findings unseen=1 ' "$tmp/words" &&
	! grep -q 'fixed=' "$tmp/words"
report $? "a finding of a file that could not be read is not called fixed" "$tmp/words"

# How runs are named.
cp "$db" "$tmp/other.db"
run 1 diff --db "$db" 1 2 && cp "$tmp/out" "$tmp/want" && run 1 diff "$db:1" "$tmp/other.db:2" && cmp -s "$tmp/out" "$tmp/want" &&
	run 0 diff --db "$db" 6.99 6.99.1-mini && run 0 diff "$db" "$tmp/other.db" && run 0 diff --db "$db" "$tree" "$tree"
report $? "runs by number, database, version and tree" "$tmp/err"
run 2 diff --db "$db" 1 99 && refused "no run 99" && run 2 diff --db "$db" 5.4 1 && refused "no run of Linux 5.4" &&
	run 2 diff --db "$db" x 1 && refused "'x' is not the number of a run" && run 2 diff --db "$db" 1 2 3 && refused "what is '3'"
report $? "runs that are not there" "$tmp/err"
printf 'f1-12 a b c d\n' >"$tmp/bad"
run 2 diff --db "$db" --baseline "$tmp/bad" && refused "line 1 is not of the form" && run 2 diff --db "$db" --baseline "$tmp/none" &&
	refused "No such file" && head -c 4096 "$db" >"$tmp/bad" && run 2 diff --db "$db" --baseline "$tmp/bad" && refused "binary data"
report $? "baselines that are none" "$tmp/err"

# A person's word goes along with a renamed local and a moved file, and does not come to rest on something else.
rm -f "$db" three.c
{ echo '#include "head.h"'; leaky stays pages; leaky twin pages; } >one.c
scan "$db" drivers/one.c
id=$(sqlite3 "$db" "SELECT fingerprint FROM finding_list WHERE function = 'stays' AND rule = 'partial-leak'")
site=$(sqlite3 "$db" "SELECT fingerprint FROM site_list WHERE function = 'stays'")
run 0 review --db "$db" "$id" --verdict false --note "nr is 1" && run 0 review --db "$db" "$site" --status exempt --case 4 --note "the pfn only"
state() { # FUNCTION: its finding's verdict and its site's status in the last run
	sqlite3 -separator ' ' "$db" "SELECT coalesce(f.verdict, '-'), s.status, s.path FROM site_list s JOIN finding_list f ON f.run = s.run AND f.site = s.fingerprint
		WHERE s.run = (SELECT max(run) FROM latest_runs) AND s.function = '$1' AND f.rule = 'partial-leak'"
}
sed -i '/stays/,/^}/s/\bpages\b/vector/' one.c
scan "$db" drivers/one.c
[ "$(state stays)" = "false exempt drivers/one.c" ] && [ "$(state twin)" = "- converted drivers/one.c" ] && run 1 report --db "$db" --findings &&
	[ "$(grep -c 'warning:' "$tmp/out")" -eq 1 ] && run 0 report --db "$db" --format csv && grep -q 'the pfn only,converted' "$tmp/out"
report $? "a review goes along with a renamed local" "$tmp/out"
mv one.c sub/other.c
scan "$db" drivers/sub/other.c
[ "$(state stays)" = "false exempt drivers/sub/other.c" ] && run 0 review --db "$db" --list && [ "$(wc -l <"$tmp/out")" -eq 2 ] &&
	! grep -q 'not in this run' "$tmp/out"
report $? "and with a moved file" "$tmp/out"
id=$(sqlite3 "$db" "SELECT fingerprint FROM finding_list WHERE run = (SELECT max(run) FROM latest_runs) AND function = 'stays' AND rule = 'partial-leak'")
run 0 review --db "$db" "$id" --verdict true --note "seen it happen" && [ "$(state stays)" = "true exempt drivers/sub/other.c" ]
report $? "a review of its own outweighs the one from before"
sed -i -e '/stays/,/^}/s/\bvector\b/third/' -e 's/int stays(/int another(/' sub/other.c
scan "$db" drivers/sub/other.c
[ "$(state another)" = "- converted drivers/sub/other.c" ]
report $? "another function gets none of it"
state another | sed 's/^/# /'
finish
