#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""gup-sparse built with the address and undefined behaviour sanitizers over units of a real kernel, with
every rule: nothing is reported, and it says what the plain build says.

usage: 41-sanitizers.sh [OBJECT...]    (as 40-agree.sh)
"""
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "rules")]
from kernel import OBJ, chosen, commands
from lib import GUPCHECK, Tap

BUILD = os.path.dirname(GUPCHECK)
# sparse frees nothing before it ends
ENV = dict(os.environ, ASAN_OPTIONS="detect_leaks=0", UBSAN_OPTIONS="halt_on_error=1")


def run(build, args):
    r = subprocess.run([os.path.join(build, "gup-sparse"), "-Wgup-all", *args], cwd=OBJ, env=ENV,
                       stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                       timeout=900, check=False)
    return r.returncode, r.stdout, r.stderr


def judge(args):
    plain, checked = run(BUILD, args), run(os.path.join(BUILD, "asan"), args)
    return [] if plain == checked else [*set(checked[2].splitlines()) - set(plain[2].splitlines()),
                                        f"exit status {checked[0]}, without sanitizers {plain[0]}"]


def main():
    objects = chosen(sys.argv[1:], GUPCHECK)
    units = commands(objects)
    tap = Tap(len(units) + 1)
    tap.report(f"make tells how {len(objects)} objects are checked",
               sorted(set(o[:-2] + ".c" for o in objects) - set(units)))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for path, problems in zip(units, pool.map(judge, units.values())):
            tap.report(f"{path}: clean", problems)
    return tap.failed > 0 or not units


sys.exit(main())
