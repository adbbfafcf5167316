#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The converting patches run unmodified through a real kernel's `make coccicheck` in every mode.
# O= names an empty folder, so that the tree stays as it is.
set -u
. "${GUPCHECK_SRC:?}/tests/cocci/lib.sh"
tree=$cache/trees/linux-source-6.12

check() { # PATCH MODE FOLDER
	mkdir -p "$tmp/obj"
	make -s -C "$tree" O="$tmp/obj" coccicheck COCCI="$src/cocci/convert/$1.cocci" MODE="$2" \
		M="$tree/$3" J=2 >"$tmp/out" 2>&1 && ! grep -q 'coccicheck failed' "$tmp/out"
}

# The patch in every mode over a folder; the calls that it is to find match PATTERN in FILE.
modes() { # PATCH FOLDER FILE PATTERN
	grep -nE "$4" "$tree/$3" | sed "s|^\([0-9]*\):.*|$3:\1|" | sort >"$tmp/want"
	check "$1" report "$2" && grep "^$tree/" "$tmp/out" >"$tmp/lines"
	! grep -qvE '^[^: ]+:[0-9]+:[0-9]+-[0-9]+: [^ ].*$' "$tmp/lines" &&
		sed "s|^$tree/||; s|^\([^:]*:[0-9]*\):.*|\1|" "$tmp/lines" | sort | diff "$tmp/want" - >"$tmp/diff"
	report $? "$1 over $2, report: $(wc -l <"$tmp/want") calls" "$tmp/diff"

	check "$1" org "$2"
	grep -o "view:$tree/[^:]*::face=ovl-face1::linb=[0-9]*" "$tmp/out" |
		sed "s|^view:$tree/||; s|::.*linb=|:|" | sort | diff "$tmp/want" - >"$tmp/diff"
	report $? "$1 over $2, org" "$tmp/diff"

	check "$1" context "$2"
	[ "$(sed -n "s|^--- $tree/||p" "$tmp/out")" = "$3" ] && ! grep -q '^+[^+]' "$tmp/out"
	report $? "$1 over $2, context" "$tmp/out"

	# a patch that applies where it is meant to, and leaves no call as it was
	check "$1" patch "$2"
	mkdir -p "$tmp/copy/$(dirname "$3")"
	cp "$tree/$3" "$tmp/copy/$3"
	(cd "$tmp/copy" && sed -n '/^diff /,$p' "$tmp/out" | patch -s -p1) >"$tmp/diff" 2>&1 &&
		diff "$tree/$3" "$tmp/copy/$3" | grep -c '^<' >"$tmp/changed" &&
		[ "$(cat "$tmp/changed")" -eq "$(wc -l <"$tmp/want")" ]
	report $? "$1 over $2, patch" "$tmp/diff"
}

echo 1..11
touch "$tmp/before"
modes pin drivers/accel/qaic drivers/accel/qaic/qaic_control.c '\b(put_page|get_user_pages_fast)\('
! grep -nE '\b(put_page|get_user_pages_fast)\(' "$tmp/copy/drivers/accel/qaic/qaic_control.c" >"$tmp/left"
report $? "get and put are gone from the driver" "$tmp/left"
modes arguments drivers/misc drivers/misc/bcm-vk/bcm_vk_sg.c 'err = get_user_pages_fast\('
check pin report drivers/misc && ! grep -q "^$tree/" "$tmp/out"
report $? "pin over drivers/misc: no file there shows all there is to know" "$tmp/out"
find "$tree" -newer "$tmp/before" >"$tmp/touched"
[ ! -s "$tmp/touched" ]
report $? "the kernel tree was left alone" "$tmp/touched"
exit $fail
