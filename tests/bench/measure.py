# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs programs and measures them: wall and processor seconds, largest process, instructions."""
import concurrent.futures
import glob
import os
import platform
import re
import statistics
import subprocess
import tempfile
import time

JOBS = os.cpu_count()
NULL = subprocess.DEVNULL


class Cost:
    """What a command took.  @mb is its largest process."""

    def __init__(self, wall, cpu, mb):
        self.wall, self.cpu, self.mb = wall, cpu, mb


def run(argv, cwd=None, env=None, stdin=None, ok=(0, 1)):
    """Run one program to its end; an exit status that is not in @ok is an error, None allows all."""
    with tempfile.TemporaryFile() as log:
        start = time.perf_counter()
        p = subprocess.Popen(argv, cwd=cwd, env=env, stdin=stdin or NULL, stdout=log, stderr=log)
        _, status, used = os.wait4(p.pid, 0)
        wall = time.perf_counter() - start
        p.returncode = os.waitstatus_to_exitcode(status)
        if ok is not None and p.returncode not in ok:
            log.seek(0)
            raise SystemExit(f"{' '.join(argv[:3])} ended with status {p.returncode}:\n" + log.read().decode(errors="replace")[-2000:])
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def run_all(commands):
    """Run (argv, cwd) each, as many at a time as there are processors, whatever their status."""
    start = time.perf_counter()
    with concurrent.futures.ThreadPoolExecutor(JOBS) as pool:
        costs = list(pool.map(lambda c: run(c[0], cwd=c[1], ok=None), commands))
    return Cost(time.perf_counter() - start, sum(c.cpu for c in costs), max((c.mb for c in costs), default=0))


def median(costs):
    return Cost(*(statistics.median(getattr(c, k) for c in costs) for k in ("wall", "cpu", "mb")))


def instructions(argv, functions=(), cwd=None, env=None):
    """Instructions of a program and its children by callgrind: {"": all, function: with what it calls}."""
    with tempfile.TemporaryDirectory() as tmp:
        run(["valgrind", "--quiet", "--tool=callgrind", "--trace-children=yes", f"--callgrind-out-file={tmp}/out.%p", *argv],
            cwd=cwd, env=env, ok=None)
        out = dict.fromkeys(["", *functions], 0)
        for path in glob.glob(tmp + "/out.*"):
            text = subprocess.run(["callgrind_annotate", "--inclusive=yes", "--threshold=100", path], stdout=subprocess.PIPE,
                                  stderr=NULL, text=True, check=False).stdout
            total = re.search(r"^\s*([\d,]+) .*PROGRAM TOTALS", text, re.M)
            out[""] += int(total.group(1).replace(",", "")) if total else 0
            for name in functions:
                # recursion is told as NAME'2
                found = re.findall(rf"^\s*([\d,]+) .*:{name} \[", text, re.M)
                out[name] += max((int(x.replace(",", "")) for x in found), default=0)
    return out


def machine():
    """One line on the machine."""
    model = "unknown processor"
    with open("/proc/cpuinfo", encoding="utf-8") as f:
        found = re.search(r"^model name\s*:\s*(.*)$", f.read(), re.M)
    if found:
        model = found.group(1)
    gb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} processors ({model}), {gb:.0f} GB, Linux {platform.release().split('-')[0]}"


def load():
    return os.getloadavg()[0]


def plot(title, xlabel, ylabel, lines):
    """A small SVG: @lines is {name: [(x, y)]}, both axes logarithmic."""
    import math
    w, h, left, bottom, top, right = 560, 330, 60, 40, 30, 150
    xs = [x for line in lines.values() for x, _ in line]
    ys = [max(y, 1e-3) for line in lines.values() for _, y in line]
    x0, x1 = math.floor(math.log10(min(xs))), math.ceil(math.log10(max(xs)))
    y0, y1 = math.floor(math.log10(min(ys))), math.ceil(math.log10(max(ys)))

    def px(x):
        return left + (math.log10(x) - x0) / max(x1 - x0, 1) * (w - left - right)

    def py(y):
        return h - bottom - (math.log10(max(y, 1e-3)) - y0) / max(y1 - y0, 1) * (h - top - bottom)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" font-family="sans-serif" font-size="11">',
           f'<rect width="{w}" height="{h}" fill="#fff"/><text x="{left}" y="18" font-size="13">{title}</text>']
    for e in range(x0, x1 + 1):
        out.append(f'<path d="M{px(10**e):.0f} {top}V{h - bottom}" stroke="#ddd"/><text x="{px(10**e):.0f}" y="{h - bottom + 15}" text-anchor="middle">{10**e}</text>')
    for e in range(y0, y1 + 1):
        out.append(f'<path d="M{left} {py(10**e):.0f}H{w - right}" stroke="#ddd"/><text x="{left - 6}" y="{py(10**e) + 4:.0f}" text-anchor="end">{10**e:g}</text>')
    out.append(f'<text x="{(left + w - right) / 2:.0f}" y="{h - 8}" text-anchor="middle">{xlabel}</text>'
               f'<text transform="translate(14 {(top + h - bottom) / 2:.0f}) rotate(-90)" text-anchor="middle">{ylabel}</text>')
    for (name, line), colour in zip(lines.items(), ("#1f6fb4", "#c0392b", "#2e8b57", "#8e44ad", "#b8860b")):
        points = " ".join(f"{px(x):.1f},{py(y):.1f}" for x, y in line)
        x, y = line[-1]
        out.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>'
                   f'<text x="{px(x) + 6:.0f}" y="{py(y) + 4:.0f}" fill="{colour}">{name}</text>')
    return "\n".join(out) + "\n</svg>\n"
