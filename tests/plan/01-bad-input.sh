#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Hostile and broken inputs of plan and scan: one line naming file and cause, exit status 2,
# and nothing that a tree or a compile database says is ever run.
. "$(dirname "$0")/lib.sh"

tree=$tmp/tree
mini_tree "$tree"
canary=$tmp/canary
export CANARY="$canary"

plan() { # ARGUMENT...
	"$gup" plan --state "$tmp/state" "$@" >"$tmp/out" 2>"$tmp/err"
	status=$?
}
compdb() { # ENTRIES
	printf '[%s]' "$1" >"$tmp/cc.json"
	plan --compile-commands "$tmp/cc.json" "$tree"
}
unit() { # PATH: it is a unit of the plan
	grep -q "^unit	$1	" "$tmp/out"
}

mkdir "$tmp/empty"
plan "$tmp/empty"
[ $status -eq 2 ] && one_line "$tmp/err" "$tmp/empty" "is no kernel tree"
report $? "a folder that is no kernel tree" "$tmp/err"

plan "$tmp/nowhere"
[ $status -eq 2 ] && one_line "$tmp/err" "$tmp/nowhere" "no such folder"
report $? "a folder that is not there" "$tmp/err"

plan "$src"
[ $status -eq 2 ] && one_line "$tmp/err" "is no kernel tree"
report $? "our own source is no kernel tree" "$tmp/err"

plan -O "$tmp/nowhere" "$tree"
[ $status -eq 2 ] && one_line "$tmp/err" "$tmp/nowhere" "no such object directory"
report $? "an object directory that is not there" "$tmp/err"

plan --arch ../../etc "$tree"
[ $status -eq 2 ] && one_line "$tmp/err" "has no architecture"
report $? "an architecture that is no name" "$tmp/err"

plan --arch riscv "$tree"
[ $status -eq 2 ] && one_line "$tmp/err" "has no architecture 'riscv'"
report $? "an architecture that the tree lacks" "$tmp/err"

plan --compile-commands "$tmp/gone.json" "$tree"
[ $status -eq 2 ] && one_line "$tmp/err" "$tmp/gone.json" "No such file"
report $? "a compile database that is not there" "$tmp/err"

printf '[{"file": "drivers/mini.c", ' >"$tmp/cc.json"
plan --compile-commands "$tmp/cc.json" "$tree"
[ $status -eq 2 ] && one_line "$tmp/err" "$tmp/cc.json:1:" "no valid JSON"
report $? "a compile database that is cut off" "$tmp/err"

printf '{"a": 1}' >"$tmp/cc.json"
plan --compile-commands "$tmp/cc.json" "$tree"
[ $status -eq 2 ] && one_line "$tmp/err" "$tmp/cc.json" "no JSON array"
report $? "a compile database that is something else" "$tmp/err"

compdb "{\"directory\": \"$tree\", \"file\": \"drivers/mini.c\", \"command\": \"gcc -c -o x.o drivers/mini.c\"},
	{\"directory\": \"$tree\", \"file\": \"drivers/gone.c\", \"command\": \"gcc -c drivers/gone.c\"}"
[ $status -eq 2 ] && grep -v '^[0-9]* units' "$tmp/err" >"$tmp/err1"
one_line "$tmp/err1" "$tmp/cc.json" "drivers/gone.c" "no such file" && unit drivers/mini.c
report $? "an entry that names a missing file: told, the others are used" "$tmp/err"

for bad in "gcc drivers/mini.c; touch $canary" "gcc drivers/mini.c && touch $canary" \
	"gcc \$(touch $canary) drivers/mini.c" "gcc \`touch $canary\` drivers/mini.c" \
	"touch $canary | gcc drivers/mini.c" "gcc drivers/mini.c > $canary" \
	"gcc \\\"\$(touch $canary)\\\" drivers/mini.c"; do
	compdb "{\"directory\": \"$tree\", \"file\": \"drivers/mini.c\", \"command\": \"$bad\"}"
	grep -v '^[0-9]* units' "$tmp/err" >"$tmp/err1"
	[ $status -eq 2 ] && [ ! -e "$canary" ] && one_line "$tmp/err1" "$tmp/cc.json" "drivers/mini.c" "shell" &&
		! unit drivers/mini.c
	report $? "a command for a shell is refused: $bad" "$tmp/err"
done

# As arguments the same characters are plain text; no shell sees them, plan and scan alike.
printf '[{"directory": "%s", "file": "drivers/mini.c", "arguments": ["gcc", "-DX=$(touch %s)", "-DY=;touch %s;", "-DZ=`touch %s`", "drivers/mini.c"]}]' \
	"$tree" "$canary" "$canary" "$canary" >"$tmp/cc.json"
plan --compile-commands "$tmp/cc.json" "$tree"
[ $status -eq 0 ] && unit drivers/mini.c && [ ! -e "$canary" ]
report $? "shell characters in arguments are text" "$tmp/err"
"$gup" scan --state "$tmp/state" --db "$tmp/gup.db" --compile-commands "$tmp/cc.json" "$tree" >"$tmp/out" 2>"$tmp/err"
[ $? -le 1 ] && [ ! -e "$canary" ] && grep -q ' 1 sites' "$tmp/out"
report $? "and a scan with them works and runs nothing" "$tmp/err"

compdb "{\"directory\": \"$tree\", \"file\": \"drivers/mini.c\", \"command\": \"gcc -fplugin=$tmp/evil.so -Xclang -load -Xclang $tmp/evil.so -fconserve-stack -DA drivers/mini.c\"},
	{\"directory\": \"$tree\", \"file\": \"drivers/mini.c\", \"command\": \"gcc -DB drivers/mini.c\"}"
cat "$tmp"/state/args/mini.c-*.args >"$tmp/args"
[ $status -eq 0 ] && grep -q -x -e -DA "$tmp/args" && ! grep -q -E 'evil|conserve|-DB' "$tmp/args"
report $? "no option that loads code passes, the first entry of a file counts" "$tmp/args"
[ "$(grep -c -e '-fconserve-stack' "$tmp/err")" -eq 1 ] && grep -q -e '-fplugin' "$tmp/err" && grep -q 'second entry' "$tmp/err"
report $? "each removed option and the second entry are told once" "$tmp/err"

compdb "{\"directory\": \"$tmp/nodir\", \"file\": \"$tree/drivers/mini.c\", \"command\": \"gcc drivers/mini.c\"}"
grep -v '^[0-9]* units' "$tmp/err" >"$tmp/err1"
[ $status -eq 2 ] && one_line "$tmp/err1" "$tmp/cc.json" "nodir"
report $? "an entry whose directory is not there" "$tmp/err"

# Names in the tree that a shell, make or ninja would take for something else.
i=0
for name in 'a b.c' 'x;touch $CANARY;.c' '$(touch $CANARY).c' "q'uote.c" 'colon:name.c' 'dollar$$.c' 'back`touch $CANARY`.c' '-rf.c' 'pipe|x.c'; do
	i=$((i + 1))
	cp "$tree/drivers/mini.c" "$tree/drivers/$name"
done
printf '[{"directory": "%s", "file": "drivers/mini.c", "command": "gcc drivers/mini.c"}]' "$tree" >"$tmp/cc.json"
"$gup" scan --state "$tmp/state" --db "$tmp/gup.db" --compile-commands "$tmp/cc.json" "$tree" >"$tmp/out" 2>"$tmp/err"
status=$?
plan --compile-commands "$tmp/cc.json" "$tree"
[ $status -eq 2 ] && [ ! -e "$canary" ] && [ "$(grep -c 'cannot carry' "$tmp/err")" -ge $((i - 1)) ] && unit drivers/mini.c
report $? "hostile file names: $i names, each told, none run, the rest goes on" "$tmp/err"
rm -f "$tree"/drivers/*' '* "$tree"/drivers/*[\;\$\`\'\|:]* "$tree/drivers/-rf.c"

# A tree and a state folder with a hostile path.
evil="$tmp/tree \$(touch canary2) 'x' ;touch canary3"
mini_tree "$evil"
(cd "$tmp" && "$gup" scan --state "$tmp/state \$x 'y'" --db "$tmp/evil.db" "$evil" >"$tmp/out" 2>"$tmp/err")
[ $? -le 1 ] && [ ! -e "$tmp/canary2" ] && [ ! -e "$tmp/canary3" ] && grep -q ' 1 sites' "$tmp/out"
report $? "a tree and a state folder whose names hold shell and ninja characters" "$tmp/err"

# An unreadable state folder, a second scan at once.
: >"$tmp/file"
plan --state "$tmp/file/x" "$tree"
[ $status -eq 2 ] && one_line "$tmp/err" "$tmp/file/x"
report $? "a state folder that cannot be made" "$tmp/err"

mkdir -p "$tmp/state"
(
	flock 9
	sleep 5
) 9>>"$tmp/state/lock" &
locker=$!
sleep 0.3
plan "$tree"
[ $status -eq 2 ] && one_line "$tmp/err" "another scan" "$tmp/state"
report $? "a second scan in the same state folder" "$tmp/err"
wait $locker
finish
