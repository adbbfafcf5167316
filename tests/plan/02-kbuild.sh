#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The plan of real kernels by their own build: every candidate is accounted for, the flags
# parse, nothing is written to the tree or the object directory.
. "$(dirname "$0")/lib.sh"

for v in 6.12 6.1; do
	tree=$cache/trees/linux-source-$v
	obj=$cache/obj/$v-x86_64
	state=$tmp/state-$v
	touch "$tmp/before"
	sleep 0.05
	"$gup" plan -O "$obj" --state "$state" "$tree" >"$tmp/out" 2>"$tmp/err"
	report $? "$v: plan" "$tmp/err"
	units=$(grep -c '^unit	' "$tmp/out")
	skips=$(grep -c '^skip	' "$tmp/out")
	echo "# $v: $units units, $skips skipped, $(grep -c '^header	' "$tmp/out") headers"
	[ "$units" -gt 80 ]
	report $? "$v: the units are those that x86 allmodconfig builds ($units)"
	[ -z "$(find "$tree" "$obj" -newer "$tmp/before" -print -quit)" ]
	report $? "$v: nothing was written to the tree or the object directory"
	! grep '^skip	' "$tmp/out" | cut -f3 | grep -v -E '^(other architecture: [a-z0-9]+|option off: CONFIG_[A-Z0-9_]+)$' >"$tmp/odd"
	report $? "$v: each skipped file has a definite reason" "$tmp/odd"
	! grep '^unit	' "$tmp/out" | grep -v '		clean	' >"$tmp/odd"
	report $? "$v: each unit can be read cleanly" "$tmp/odd"

	# every file that names one of them in its code is in the plan, once; gcc knows what a comment is
	names='(pin_user_pages|get_user_pages)(_fast|_remote|_unlocked)?|unpin_user_pages?(_dirty_lock)?|iov_iter_(get|extract)_pages2?'
	(cd "$tree" && grep -r -l -w -E --include='*.[ch]' "$names" \
		arch block crypto drivers fs init io_uring ipc kernel lib mm net security sound virt include samples |
		grep -v '/generated/' | sort | while read -r f; do
			gcc -fpreprocessed -dD -E -P -w "$f" 2>/dev/null | sed 's/"\([^"\\]\|\\.\)*"//g' |
				grep -q -w -E "$names" && echo "$f"
		done) >"$tmp/want"
	cut -f2 "$tmp/out" | sort >"$tmp/have"
	[ -s "$tmp/want" ] && [ -z "$(comm -23 "$tmp/want" "$tmp/have")" ] && [ -z "$(uniq -d "$tmp/have")" ]
	report $? "$v: every file that names such a function is accounted for ($(wc -l <"$tmp/want") of $(wc -l <"$tmp/have"))"

	# flags of a few units do parse
	: >"$tmp/odd"
	for u in mm/gup.c virt/kvm/kvm_main.c drivers/infiniband/core/umem.c; do
		i=$(awk -F'\t' -v p=$u '$2 == p { print $5 }' "$tmp/out")
		perl -e 'my ($f, @more) = @ARGV; open my $h, "<", $f or die; chomp(my @a = <$h>); chdir shift @a or die; exec "clang-19", "-w", "-fsyntax-only", @a, @more' \
			"$state/args/$i.args" "$tree/$u" >>"$tmp/odd" 2>&1 || echo "$u" >>"$tmp/odd"
	done
	[ ! -s "$tmp/odd" ]
	report $? "$v: clang reads units with these flags without an error" "$tmp/odd"

	cp "$state/plan.tsv" "$tmp/plan.tsv"
	find "$state/args" -newer "$state/plan.key" >"$tmp/odd"
	start=$(date +%s%N)
	"$gup" plan -O "$obj" --state "$state" "$tree" >"$tmp/out2" 2>>"$tmp/odd"
	took=$((($(date +%s%N) - start) / 1000000))
	cmp -s "$tmp/out" "$tmp/out2" && [ -z "$(find "$state/args" "$state/plan.tsv" -newer "$state/plan.key")" ]
	report $? "$v: planning again changes nothing ($took ms)" "$tmp/odd"
done
finish
