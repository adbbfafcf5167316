#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What people say of sites and findings, over scans of a miniature tree that changes: comments in
# the source, the list at the tree's root, reviews in the database.
. "$(dirname "$0")/../plan/lib.sh"

tree=$tmp/tree
mini_tree "$tree"
{
	cat "$tree/drivers/mini.c"
	cat <<'EOF'

int quits(unsigned long addr, int nr)
{
	struct page *pages[8];
	long n = pin_user_pages_fast(addr, nr, 1, pages);

	if (n != nr)
		return -14;
	unpin_user_pages(pages, nr);
	return 0;
}

int stops(unsigned long addr, int nr)
{
	struct page *pages[8];
	long n;

	n = pin_user_pages_fast(addr, nr, 0, pages);
	if (n < nr)
		return -14;
	unpin_user_pages(pages, nr);
	return 0;
}
EOF
} >"$tree/drivers/two.c"
rm "$tree/drivers/mini.c"
printf '[{"directory": "%s", "file": "drivers/two.c", "command": "gcc -c drivers/two.c"}]' "$tree" >"$tmp/cc.json"

scan() { # ARGUMENT...
	"$gup" scan --state "$tmp/state" --db "$tmp/gup.db" --compile-commands "$tmp/cc.json" "$@" "$tree" \
		>"$tmp/out" 2>"$tmp/err"
	status=$?
}
run() { # EXPECTED STATUS, COMMAND, ARGUMENT...
	want=$1
	cmd=$2
	shift 2
	"$gup" "$cmd" --db "$tmp/gup.db" "$@" >"$tmp/out" 2>"$tmp/err"
	status=$?
	[ $status -eq "$want" ] || echo "# exit status $status, not $want: $cmd $*"
	[ $status -eq "$want" ]
}
refused() { # TEXT
	[ ! -s "$tmp/out" ] && one_line "$tmp/err" "$1"
}
sql() { # QUERY
	sqlite3 -batch -noheader -separator ' ' "$tmp/gup.db" "$1"
}
latest='(SELECT max(id) FROM runs)'
finding() { # FUNCTION: the fingerprint of its finding
	sql "SELECT fingerprint FROM finding_list WHERE run = $latest AND function = '$1' AND rule = 'partial-leak'"
}
json() { # EXPRESSION on d, the parsed report, and by, its sites by function
	run 0 report --format json && python3 -c '
import json, sys
d = json.load(open(sys.argv[1]))
by = {s["function"]: s for s in d["sites"]}
ok = eval(sys.argv[2])
print("" if ok else "# " + json.dumps(d["findings"] + d["suppressed"])[:500], end="")
sys.exit(not ok)' "$tmp/out" "$1"
}

scan
[ $status -eq 1 ] && grep -q '2 findings$' "$tmp/out" && [ ! -s "$tmp/err" ]
report $? "two findings to begin with" "$tmp/out"
quits=$(finding quits)
stops=$(finding stops)
site=$(sql "SELECT fingerprint FROM site_list WHERE run = $latest AND function = 'mini'")

# Comments.
sed -i '/n != nr/a\		/* gupcheck: ignore partial-leak: the caller counts */' "$tree/drivers/two.c"
scan
[ $status -eq 1 ] && grep -q '1 findings, 1 suppressed$' "$tmp/out" && [ "$(finding quits)" = "$quits" ]
report $? "a comment suppresses one of them; its fingerprint did not move" "$tmp/out"
run 1 report --findings && [ "$(grep -c warning: "$tmp/out")" -eq 1 ] && ! grep -q suppressed "$tmp/out" &&
	run 1 report --findings --suppressed &&
	grep -q '^drivers/two.c:[0-9]*:[0-9]*: note: .*\[partial-leak\]: suppressed, comment at drivers/two.c:[0-9]*: the caller counts$' "$tmp/out"
report $? "it is told on request, with the reason" "$tmp/out"
json 'len(d["findings"]) == 1 and len(d["suppressed"]) == 1 and d["suppressed"][0]["review"]["note"] == "the caller counts" and d["findings"][0]["review"] is None'
report $? "JSON has it apart"
run 0 show "$quits" && grep -q '^suppressed  the caller counts (comment at drivers/two.c:' "$tmp/out"
report $? "show tells, too" "$tmp/out"
run 0 report && grep -q '^findings   1: partial-leak 1;' "$tmp/out" && grep -q '^suppressed 1;' "$tmp/out" &&
	! grep -q 'suppression:' "$tmp/out"
report $? "the table counts it" "$tmp/out"

sed -i -e 's/n != nr/n != nr \&\& n < 1/' "$tree/drivers/two.c"
printf '/* gupcheck: ignore */\n/* gupcheck: ignore leak: x */\n/* gupcheck: hide */\n' >>"$tree/drivers/two.c"
sed -i -e '1i/* gupcheck: ignore leak-on-error: nothing here */' "$tree/drivers/two.c"
scan
run 0 report && grep -q "suppression: drivers/two.c: line 1: nothing is left of leak-on-error to suppress" "$tmp/out" &&
	grep -q "line [0-9]*: there is no rule 'leak' to ignore" "$tmp/out" &&
	grep -q "line [0-9]*: 'gupcheck: hide' is not understood" "$tmp/out" &&
	[ "$(grep -c 'suppression: ' "$tmp/out")" -ge 4 ]
report $? "comments that do nothing are told" "$tmp/out"
sed -i -e '1d' -e 's/n != nr && n < 1/n != nr/' -e '/gupcheck:/d' "$tree/drivers/two.c"

# The list.
printf '# ours\n%s partial-leak drivers/two.c stops # nr is always 1\n%s exempt:4 drivers/two.c mini # no data\n' \
	"$stops" "$site" >"$tree/gupcheck.suppressions"
scan
[ $status -eq 1 ] && grep -q '1 findings, 1 suppressed$' "$tmp/out" &&
	json 'by["mini"]["status"] == "exempt" and by["mini"]["case"] == 4 and by["mini"]["review"]["analysed_status"] == "converted" and d["suppressed"][0]["review"]["place"] == "gupcheck.suppressions:2"'
report $? "a list in the tree gives a verdict on a finding and on a site" "$tmp/out"
[ "$(sql "SELECT status, analysed FROM site_list WHERE run = $latest AND function = 'mini'")" = "exempt converted" ] &&
	[ "$(sql "SELECT count(*) FROM finding_list WHERE run = $latest AND verdict = 'false'")" -eq 1 ]
report $? "the views of the database say the same"
printf 'f1-00 partial-leak drivers/two.c stops # old\n%s leak-on-error drivers/two.c stops # other\nrubbish\n' \
	"$stops" >"$tree/gupcheck.suppressions"
scan
[ $status -eq 1 ] && grep -q '2 findings$' "$tmp/out" && run 0 report &&
	grep -q 'suppression: gupcheck.suppressions: line 1: nothing has the fingerprint f1-00' "$tmp/out" &&
	grep -q "suppression: gupcheck.suppressions: line 2: $stops is a finding of partial-leak" "$tmp/out" &&
	grep -q 'suppression: gupcheck.suppressions: line 3: not of the form' "$tmp/out"
report $? "a changed list makes a new run; lines that do nothing are told" "$tmp/out"
mv "$tree/gupcheck.suppressions" "$tmp/old"
printf '%s partial-leak:false drivers/two.c stops # elsewhere\n' "$stops" >"$tmp/list"
scan --suppressions "$tmp/list"
[ $status -eq 1 ] && grep -q '1 findings, 1 suppressed$' "$tmp/out"
report $? "another list is named" "$tmp/out"
runs=$(sql 'SELECT count(*) FROM runs')
scan --suppressions "$tmp/list"
[ "$(sql 'SELECT count(*) FROM runs')" -eq "$runs" ]
report $? "the same again makes no new run"
scan --suppressions "$tmp/none"
[ $status -eq 2 ] && grep -q "$tmp/none': No such file" "$tmp/err"
report $? "a list that is not there" "$tmp/err"
scan
run 1 report --findings --suppressions "$tmp/list" && [ "$(grep -c warning: "$tmp/out")" -eq 1 ]
report $? "report takes a list for itself" "$tmp/out"

# Reviews.
run 0 review "$site" --status exempt --case 4 --note "only the pfn" --by Jane && grep -q "^$site drivers/two.c: exempt$" "$tmp/out"
report $? "a site is reviewed" "$tmp/err"
run 0 review "$quits" --verdict false --note "$(printf 'line\nend # x')" --by Jane &&
	run 0 review partial-leak@drivers/two.c:"$(sql "SELECT line FROM finding_list WHERE run = $latest AND function = 'stops' AND rule = 'partial-leak'")" \
		--verdict true --note "seen on a board" --by Jane
report $? "findings are, by fingerprint and by place" "$tmp/err"
sed -i '1i/* lines shift */\n' "$tree/drivers/two.c"
scan
[ $status -eq 1 ] && grep -q '1 findings, 1 suppressed$' "$tmp/out" &&
	json 'by["mini"]["status"] == "exempt" and by["mini"]["review"]["source"] == "review" and d["findings"][0]["review"]["verdict"] == "true" and "only the pfn" in by["mini"]["evidence"][0]'
report $? "reviews hold after lines have shifted" "$tmp/out"
run 0 report --format csv && grep -q ',only the pfn,converted' "$tmp/out" && run 1 report --findings &&
	grep -q ': note: confirmed by Jane on 20..-..-..: seen on a board$' "$tmp/out"
report $? "and show up in CSV and in the list of findings" "$tmp/out"
run 0 review --list && [ "$(wc -l <"$tmp/out")" -eq 3 ] && ! grep -q 'not in this run' "$tmp/out"
report $? "review --list" "$tmp/out"
run 0 review --export && cp "$tmp/out" "$tmp/exported" && [ "$(grep -vc '^#' "$tmp/exported")" -eq 3 ] &&
	run 0 review --remove "$site" && run 0 review --remove "$(echo "$quits" | cut -c4-20)" &&
	run 0 review --remove "$stops" && run 0 review --list && [ ! -s "$tmp/out" ] &&
	run 0 review --import "$tmp/exported" && grep -q '^3 reviews imported$' "$tmp/out" && run 0 review --export &&
	cmp -s "$tmp/out" "$tmp/exported"
report $? "what is exported is imported as it was" "$tmp/out"
cp "$tmp/exported" "$tree/gupcheck.suppressions"
for f in "$site" "$quits" "$stops"; do run 0 review --remove "$f"; done
scan
[ $status -eq 1 ] && grep -q '1 findings, 1 suppressed$' "$tmp/out" && json 'by["mini"]["status"] == "exempt"'
report $? "the same file serves as the tree's list" "$tmp/out"
run 0 review "$quits" --verdict true --note "it is one" && run 1 report --findings && [ "$(grep -c warning: "$tmp/out")" -eq 2 ]
report $? "a review outweighs the list" "$tmp/out"
rm "$tree/gupcheck.suppressions"
sed -i 's/int quits(/int quits2(/' "$tree/drivers/two.c"
scan
run 0 review --list && grep -q "^$quits .*(not in this run)$" "$tmp/out"
report $? "a review of what is gone is told so" "$tmp/out"

printf '%s exempt a.c f # fine\n%s no-such a.c f # x\n' "$site" "$quits" >"$tmp/list"
run 2 review --import "$tmp/list" && grep -q "line 2: there is no rule 'no-such'" "$tmp/err" &&
	grep -q 'nothing was imported' "$tmp/err" && run 0 review --list && ! grep -q fine "$tmp/out"
report $? "an import with a line that makes no sense imports nothing" "$tmp/err"
run 2 review && refused 'which site or finding' && run 2 review "$site" && refused '--status for a site' &&
	run 2 review "$site" --status exempt && refused '--note' && run 2 review "$site" --status no --note x &&
	refused "'no'" && run 2 review "$site" --status exempt --case 6 --note x && refused "'6'" &&
	run 2 review "$site" --verdict true --note x && refused 'is no finding' &&
	run 2 review "$stops" --status exempt --note x && refused 'is no site' &&
	run 2 review "$stops" --verdict true --case 1 --note x && refused "'1'" &&
	run 2 review --remove zzzz && refused 'no review' && run 2 review --list --export && refused 'one thing' &&
	run 2 review "$site" more --status exempt --note x && refused "'more'"
report $? "wrong options, one line each" "$tmp/err"
"$gup" review --db "$tmp/new.db" "$site" --status exempt --note x >"$tmp/out" 2>"$tmp/err"
[ $? -eq 2 ] && refused 'no such file' && [ ! -e "$tmp/new.db" ]
report $? "no database is made for a review" "$tmp/err"
finish
