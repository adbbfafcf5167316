#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Trees whose own build cannot help: never configured, or prepared only in part.  Flags, a
# configuration and generated headers are made up; clang reads nearly all units cleanly.
. "$(dirname "$0")/lib.sh"

# errors UNIT: how many errors clang has with the unit's flags
errors() {
	i=$(awk -F'\t' -v p="$1" '$2 == p { print $5 }' "$tmp/out")
	perl -e 'my ($f, @more) = @ARGV; open my $h, "<", $f or die; chomp(my @a = <$h>); chdir shift @a or die; exec "clang-19", "-w", "-fsyntax-only", "-ferror-limit=0", @a, @more' \
		"$state/args/$i.args" "$tree/$1" 2>&1 | grep -c 'error:'
}

# Every eighth unit, so that all parts of the tree are met.
sample() {
	n_units=0 n_clean=0 n_few=0
	for u in $(grep '^unit	' "$tmp/out" | cut -f2 | awk 'NR % 8 == 1'); do
		e=$(errors "$u")
		n_units=$((n_units + 1))
		[ "$e" -ne 0 ] || n_clean=$((n_clean + 1))
		[ "$e" -gt 10 ] || n_few=$((n_few + 1))
		[ "$e" -eq 0 ] || echo "# $u: $e errors"
	done
	echo "# $n_clean of $n_units without an error, $n_few with at most 10"
}

for v in 6.12 6.1; do
	tree=$cache/trees/linux-source-$v
	state=$tmp/state-$v
	"$gup" plan --state "$state" "$tree" >"$tmp/out" 2>"$tmp/err"
	[ $? -eq 0 ] && grep -q 'synthesised for x86_64: the tree is not configured' "$tmp/err"
	report $? "$v: a tree that was never configured is planned, and that is said" "$tmp/err"
	! grep '^unit	' "$tmp/out" | grep -v '	flags synthesised: [^	]*	recovered	' >"$tmp/odd"
	report $? "$v: no unit is trusted more than recovered" "$tmp/odd"
	sample
	[ $n_units -gt 10 ] && [ $((n_clean * 10)) -ge $((n_units * 7)) ] && [ $((n_few * 10)) -ge $((n_units * 9)) ]
	report $? "$v: most units are read without an error ($n_clean of $n_units)"
done

# Preparation stopped half way: the configuration is there, generated headers are not.
tree=$cache/trees/linux-source-6.12
state=$tmp/state-part
part=$tmp/part
mkdir -p "$part/include/config" "$part/include/generated"
cp "$cache/obj/6.12-x86_64/.config" "$part"
cp "$cache/obj/6.12-x86_64/include/config/auto.conf" "$part/include/config"
cp "$cache/obj/6.12-x86_64/include/generated/autoconf.h" "$part/include/generated"
"$gup" plan -O "$part" --state "$state" "$tree" >"$tmp/out" 2>"$tmp/err"
[ $? -eq 0 ] && [ "$(grep -c '^unit	' "$tmp/out")" -gt 90 ] &&
	! grep '^unit	' "$tmp/out" | grep -v 'generated headers were missing.*	recovered	' >"$tmp/odd"
report $? "half prepared: kbuild's flags, missing headers made up, units recovered" "$tmp/err"
sample
[ $n_units -gt 10 ] && [ $((n_clean * 10)) -ge $((n_units * 7)) ]
report $? "half prepared: most units are read without an error ($n_clean of $n_units)"

# The same without make.
mkdir "$tmp/bin"
for p in rg clang-19 git; do
	ln -s "$(command -v $p)" "$tmp/bin/$p"
done
PATH=$tmp/bin "$gup" plan -O "$part" --state "$tmp/state-make" "$tree" >"$tmp/out3" 2>"$tmp/err"
[ $? -eq 0 ] && grep -q 'make is not installed' "$tmp/err" && [ "$(grep -c '^unit	' "$tmp/out3")" -gt 90 ]
report $? "without make: flags are made up, and why is said" "$tmp/err"

# Without ripgrep the same files are found.
rm "$tmp/bin/rg"
cut -f2 "$tmp/out3" >"$tmp/want"
PATH=$tmp/bin "$gup" plan -O "$part" --state "$tmp/state-rg" "$tree" 2>"$tmp/err" | cut -f2 >"$tmp/have"
[ -s "$tmp/have" ] && cmp -s "$tmp/want" "$tmp/have"
report $? "without ripgrep the same files are found" "$tmp/err"
finish
