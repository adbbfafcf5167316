#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The semantic patches run unmodified through a real kernel's `make coccicheck`, over
# drivers/misc, in every mode.  O= names an empty folder, so that the tree stays as it is.
set -u
. "${GUPCHECK_SRC:?}/tests/cocci/lib.sh"
tree=$cache/trees/linux-source-6.12
dir=drivers/misc

check() { # PATCH MODE
	mkdir -p "$tmp/obj"
	touch "$tmp/before"
	make -s -C "$tree" O="$tmp/obj" coccicheck COCCI="$src/cocci/find/$1.cocci" MODE="$2" \
		M="$tree/$dir" J=2 >"$tmp/out" 2>&1
}

echo 1..9
(cd "$tree" && find $dir -name '*.[ch]' | sort) >"$tmp/files"
for patch in acquire release; do
	roles=$patch
	[ $patch = release ] && roles=release,user-release
	# shellcheck disable=SC2046
	"$src/tests/cocci/count_calls.py" $roles "$table" "$tree" $(cat "$tmp/files") |
		awk -F'\t' '{ print $1 ":" $2 ": " $3 }' | sort >"$tmp/want"

	check $patch report && ! grep -q 'coccicheck failed' "$tmp/out"
	report $? "make coccicheck COCCI=$patch.cocci MODE=report works" "$tmp/out"
	grep "^$tree/" "$tmp/out" | sed "s|^$tree/||" >"$tmp/lines"
	! grep -qvE '^[^: ]+:[0-9]+:[0-9]+-[0-9]+: [^ ].*$' "$tmp/lines" &&
		sed -E 's/^([^:]+):([0-9]+):[0-9]+-[0-9]+: [a-z ]+: ([a-z0-9_]+)\(\) in .*$/\1:\2: \3/' \
			"$tmp/lines" | sort >"$tmp/got"
	diff "$tmp/want" "$tmp/got" >"$tmp/diff"
	report $? "its $(wc -l <"$tmp/lines") lines have the exact form and name every call" "$tmp/diff"

	check $patch org
	grep -o "view:$tree/[^:]*::face=ovl-face1::linb=[0-9]*" "$tmp/out" |
		sed "s|^view:$tree/||; s|::.*linb=|:|" | sort >"$tmp/got"
	sed 's/: .*//' "$tmp/want" | sort >"$tmp/want.org"
	diff "$tmp/want.org" "$tmp/got" >"$tmp/diff"
	report $? "MODE=org links to every call" "$tmp/diff"

	check $patch context
	sed 's/:.*//' "$tmp/want" | sort -u >"$tmp/want.files"
	sed -n "s|^--- $tree/||p" "$tmp/out" | sort -u >"$tmp/got"
	diff "$tmp/want.files" "$tmp/got" >"$tmp/diff" && ! grep -q '^+[^+]' "$tmp/out"
	report $? "MODE=context marks lines in every file that has a call" "$tmp/diff"
done
find "$tree" -newer "$tmp/before" >"$tmp/touched"
[ ! -s "$tmp/touched" ]
report $? "the kernel tree was left alone" "$tmp/touched"
exit $fail
