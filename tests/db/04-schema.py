#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Every earlier schema is migrated to today's, with what it held; the questions of db/README.md and
the queries of the program are answered, and by indexes where tables are large."""
import glob
import os
import re
import sqlite3
import subprocess
import sys
import tempfile

SRC, GUP = os.environ["GUPCHECK_SRC"], os.environ["GUPCHECK"]
PROBE = os.path.join(os.path.dirname(GUP), "probe")
SCHEMA = sorted(glob.glob(os.path.join(SRC, "db/schema/*.sql")))
failed, count = False, 0


def report(problems, name):
    global failed, count
    count += 1
    problems = list(problems)
    failed = failed or bool(problems)
    print(f"{'not ok' if problems else 'ok'} {count} - {name}")
    for p in problems[:10]:
        print(f"# {str(p)[:300]}")


def read(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


# One row in every table that a schema has had, by table: column=value.  A table that is not named here
# makes the test fail, so that no new one is forgotten.
ROWS = {
    "trees": "id=1, path='/t'", "runs": "id=1, tree_id=1, version='6.1', arch='x86_64', digest='d', finished='2026-01-01T00:00:00Z'",
    "files": "id=1, path='a.c'", "subsystems": "id=1, name='A'", "apis": "id=1, name='get_user_pages'",
    "functions": "id=1, file_id=1, name='f'", "run_files": "run_id=1, file_id=1, hash=''",
    "run_file_subsystems": "run_id=1, file_id=1, rank=0, subsystem_id=1",
    "sites": "id=1, run_id=1, fingerprint='s1-00', function_id=1, api_id=1, line=3, col=2, foll='GET', role='consumer',"
             " longterm=0, \"write\"='no', status='unknown', confidence=0.5, seen_by=1, args=''",
    "evidence": "site_id=1, seq=0, text='x'", "site_releases": "site_id=1, seq=0, function_id=1, api_id=1, line=1, col=1",
    "releases": "id=1, run_id=1, function_id=1, api_id=1, line=1, col=1, seen_by=1", "rules": "id=1, name='leak-on-error'",
    "findings": "id=1, run_id=1, fingerprint='f1-00', rule_id=1, site_id=1, function_id=1, line=4, col=1, message='m', confidence=0.9",
    "trace_steps": "finding_id=1, seq=0, file_id=1, line=1, col=1, text='t'",
    "units": "id=1, run_id=1, file_id=1, trust='clean', reason='', functions=1, touching=1, unknown_nodes=0, errors=0",
    "notices": "id=1, run_id=1, kind='k', path='', text='t'",
    "conversion_checks": "conversion_id=1, seq=0, text='compiled'",
    "site_paths": "site_id=1, seq=0, kind='k'", "site_path_steps": "site_id=1, path_seq=0, seq=0, file_id=1, line=1, col=1, text='t'",
    "run_verdicts": "run_id=1, seq=0, fingerprint='f1-00', source='comment', place='a.c:3', what='false', note='n'",
    "renames": "run_id=1, fingerprint='s1-00', was='s1-11'",
    "people": "id=1, name='A <a@b>'", "run_file_people": "run_id=1, file_id=1, rank=0, person_id=1",
}
REVIEWS = {1: "fingerprint='s1-00', status='exempt', kase=4, note='n', reviewer='r', made='2026'",
           2: "fingerprint='s1-00', what='exempt', kase=4, rule='', path='', function='', note='n', reviewer='r', made='2026'"}
CONVERSIONS = {1: "id=1, run_id=1, fingerprint='s1-00', state='planned', reason='', made='2026'",
               4: "id=1, run_id=1, fingerprint='s1-00', kind='conversion', outcome='proved', target='t', longterm=1, reason='',"
                  " subject='s', made='2026'"}


def tables(con):
    return [r[0] for r in con.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1")]


def fill(con, version):
    for name in tables(con):
        row = REVIEWS[min(version, 2)] if name == "reviews" else CONVERSIONS[4 if version >= 4 else 1] if name == "conversions" else ROWS[name]
        pairs = [p.strip().split("=", 1) for p in re.split(r",\s*(?=[\w\"]+=)", row)]
        con.execute(f"INSERT INTO {name} ({', '.join(p[0] for p in pairs)}) VALUES ({', '.join(p[1] for p in pairs)})")


def shape(con):
    return [(t, n, " ".join(s.split()) if s else s) for t, n, s in
            con.execute("SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY 1, 2")]


def migrate(tmp, version, today):
    path = f"{tmp}/v{version}.db"
    con = sqlite3.connect(path)
    con.executescript("".join(read(s) for s in SCHEMA[:version]))
    con.execute("PRAGMA foreign_keys = OFF")
    fill(con, version)
    con.execute(f"PRAGMA user_version = {version}")
    con.commit()
    before = {t: con.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in tables(con)}
    con.close()
    run = subprocess.run([GUP, "review", "--db", path, "--import", os.devnull], stderr=subprocess.PIPE,
                         stdout=subprocess.DEVNULL, check=False)
    if run.returncode:
        yield run.stderr.decode()
    con = sqlite3.connect(path)
    if con.execute("PRAGMA user_version").fetchone()[0] != len(SCHEMA):
        yield "not the last version"
    for table, n in before.items():
        if con.execute(f"SELECT count(*) FROM {table}").fetchone()[0] != n:
            yield f"rows of {table} are gone"
    if version < 4 and con.execute("SELECT outcome, reason FROM conversions").fetchall() != [("failed", "it got as far as: planned")]:
        yield "a conversion is not what it was"
    if con.execute("PRAGMA integrity_check").fetchone()[0] != "ok" or con.execute("PRAGMA foreign_key_check").fetchall():
        yield "not sound"
    mine = shape(con)
    for a, b in zip(mine, today):
        if a[:2] != b[:2] or (a[1] != "reviews" and a[2] != b[2]):
            yield f"{a[:2]} is not as in a new database"
    if len(mine) != len(today):
        yield "other tables than a new database has"
    con.close()
    run = subprocess.run([GUP, "report", "--db", path, "--format", "csv"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if run.returncode or b",exempt," not in run.stdout:
        yield "the report does not have the site with its review: " + run.stderr.decode()


class Any(dict):
    """A value for every parameter."""

    def __missing__(self, key):
        return {"run": 1, "id": 1, "tree": "/t/tree1", "version": "6.1", "arch": "x86_64"}.get(key)


def questions():
    text = read(os.path.join(SRC, "db/README.md"))
    for block in re.findall(r"(?:^    .*\n(?:\n(?=    ))?)+", text, re.M):
        sql = re.sub(r"^    ", "", block, flags=re.M)
        if re.match(r"SELECT|PRAGMA", sql):
            yield sql


def check_queries(con):
    for path in sorted(glob.glob(os.path.join(SRC, "db/queries/*.sql"))):
        text = read(path)
        if re.search(r"^(INSERT|DELETE|UPDATE)", text, re.M):
            continue
        con.execute(text, Any()).fetchall()
        for row in con.execute("EXPLAIN QUERY PLAN " + text, Any()):
            # these hold a row per run, and no more
            m = re.match(r"SCAN (\w+)$", row[3].decode())
            if m and m.group(1) not in ("r", "t", "runs", "trees", "reviews", "v", "h", "holds"):
                yield f"{os.path.basename(path)}: reads all of {m.group(1)}"


def main():
    with tempfile.TemporaryDirectory() as tmp:
        subprocess.run([PROBE, "trees", tmp + "/new.db", "3", "60"], check=True)
        con = sqlite3.connect(tmp + "/new.db")
        con.text_factory = bytes
        today = [(a.decode(), b.decode(), c.decode() if c else c) for a, b, c in
                 con.execute("SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY 1, 2")]
        today = [(t, n, " ".join(s.split()) if s else s) for t, n, s in today]
        for version in range(1, len(SCHEMA)):
            report(migrate(tmp, version, today), f"schema {version} becomes schema {len(SCHEMA)}, with what it held")
        report(check_queries(con), "no query of the program reads a large table from end to end")
        asked = list(questions())
        bad = []
        for sql in asked:
            try:
                con.executescript(sql) if "PRAGMA" in sql else con.execute(sql).fetchall()
            except sqlite3.Error as e:
                bad.append(f"{sql.split(chr(10))[0]}: {e}")
        report(bad if len(asked) >= 10 else [f"{len(asked)} questions"], f"the {len(asked)} questions of db/README.md")
        strict = con.execute("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 "
                             "AND name NOT LIKE 'sqlite_%'").fetchall()
        report(strict, "every table is STRICT")
        con.close()
    print(f"1..{count}")
    return failed


sys.exit(main())
