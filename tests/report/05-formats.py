#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""JSON against its checked-in schema, SARIF against that of OASIS, which scripts/sarif-schema fetches.

Both by Debian's python3-jsonschema.  Besides, the names that SARIF's objects have are compared with
Debian's python3-sarif-python-om, as a schema lets through what it does not know; values by hand below.
Without the network, and with nothing in the cache, what needs the schema is skipped and says so.
"""
import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile

import jsonschema
import sarif_om

SRC = os.environ["GUPCHECK_SRC"]
GUP = os.environ["GUPCHECK"]
PROBE = os.path.join(os.path.dirname(GUP), "probe")
failed = False
count = 0


def report(problems, name):
    global failed, count
    count += 1
    problems = list(problems)
    failed = failed or bool(problems)
    print(f"{'not ok' if problems else 'ok'} {count} - {name}")
    for p in problems[:10]:
        print(f"# {str(p)[:300]}")


def gup(*args, want=0):
    run = subprocess.run([GUP, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if run.returncode != want:
        print(f"# exit status {run.returncode}, not {want}: {' '.join(args)}")
        print("# " + run.stderr.decode()[:300])
    return run.stdout.decode()


def schema_problems(name, data):
    with open(os.path.join(SRC, "reports/schema", name + ".schema.json"), encoding="utf-8") as f:
        schema = json.load(f)
    jsonschema.Draft7Validator.check_schema(schema)
    for e in jsonschema.Draft7Validator(schema).iter_errors(data):
        yield f"{list(e.absolute_path)}: {e.message}"


# ---- SARIF ----

# which class of the object model the value of a name is
CLASS_OF = {
    "runs": "Run", "tool": "Tool", "driver": "ToolComponent", "rules": "ReportingDescriptor",
    "shortDescription": "MultiformatMessageString", "fullDescription": "MultiformatMessageString",
    "help": "MultiformatMessageString", "defaultConfiguration": "ReportingConfiguration",
    "invocations": "Invocation", "toolExecutionNotifications": "Notification", "message": "Message",
    "locations": "Location", "physicalLocation": "PhysicalLocation", "region": "Region",
    "artifactLocation": "ArtifactLocation", "logicalLocations": "LogicalLocation",
    "codeFlows": "CodeFlow", "threadFlows": "ThreadFlow", "location": "Location",
    "suppressions": "Suppression", "results": "Result", "automationDetails": "RunAutomationDetails",
    "versionControlProvenance": "VersionControlDetails", "mappedTo": "ArtifactLocation",
}


# the object model is older than the errata of the standard
RENAMED = {("Suppression", "status")}


def walk(obj, cls, where):
    """Names that the standard does not have, and those that are missing."""
    names = {a.metadata["schema_property_name"]: a for a in getattr(sarif_om, cls).__attrs_attrs__}
    for key in obj:
        if key not in names and (cls, key) not in RENAMED:
            yield f"{where}: {cls} has no '{key}'"
    import attr
    for key, a in names.items():
        if a.default is attr.NOTHING and key not in obj:
            yield f"{where}: {cls} needs '{key}'"
    for key, value in obj.items():
        inner = CLASS_OF.get(key)
        if cls == "ThreadFlow" and key == "locations":
            inner = "ThreadFlowLocation"
        if inner is None:
            if isinstance(value, dict) and key not in ("properties", "partialFingerprints", "originalUriBaseIds"):
                yield f"{where}.{key}: an object that this test does not know"
            continue
        for n, item in enumerate(value if isinstance(value, list) else [value]):
            yield from walk(item, inner, f"{where}.{key}[{n}]")


GUID = re.compile(r"^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")


def physical_locations(x):
    if isinstance(x, dict):
        if "physicalLocation" in x:
            yield x["physicalLocation"]
        for v in x.values():
            yield from physical_locations(v)
    elif isinstance(x, list):
        for v in x:
            yield from physical_locations(v)


def result_problems(run, github):
    rules = run["tool"]["driver"]["rules"]
    for n, x in enumerate(run["results"]):
        if rules[x["ruleIndex"]]["id"] != x["ruleId"]:
            yield f"results[{n}]: ruleIndex is of another rule"
        if x["level"] not in ("error", "warning", "note") or not 0 <= x["rank"] <= 100:
            yield f"results[{n}]: level or rank"
        if len(x["locations"]) != 1:
            yield f"results[{n}]: not one location"
        if not re.match(r"^f1-[0-9a-f]+$", x["partialFingerprints"]["gupcheck/v1"]):
            yield f"results[{n}]: fingerprint"
        if not re.match(r"^[0-9a-f]+:[0-9]+$", x["partialFingerprints"].get("primaryLocationLineHash", "0:1")):
            yield f"results[{n}]: line hash"
        for flow in x.get("codeFlows", []):
            for step in flow["threadFlows"][0]["locations"]:
                if not step["location"]["message"]["text"]:
                    yield f"results[{n}]: a step without a message"
        if github and ("suppressions" in x or "baselineState" in x):
            yield f"results[{n}]: what GitHub ignores"
        if not github and not isinstance(x["suppressions"], list):
            yield f"results[{n}]: suppressions"


def sarif_problems(doc, github):
    yield from walk(doc, "SarifLog", "$")
    if doc["version"] != "2.1.0" or not doc["$schema"].endswith("sarif-schema-2.1.0.json"):
        yield "version or $schema"
    run = doc["runs"][0]
    for r in run["tool"]["driver"]["rules"]:
        for key in ("shortDescription", "fullDescription", "help"):
            if not r[key]["text"].strip():
                yield f"rule {r['id']}: {key} is empty"
        if len(r["properties"]["tags"]) > 20:
            yield f"rule {r['id']}: too many tags"
    for p in physical_locations(run):
        uri = p["artifactLocation"]["uri"]
        if uri.startswith("/") or "://" in uri or re.search(r"[^A-Za-z0-9._~/%-]", uri):
            yield f"address {uri}"
        if ("uriBaseId" in p["artifactLocation"]) == github:
            yield f"base of {uri}"
        if "region" in p:
            g = p["region"]
            if not (g["startLine"] >= 1 and g["endLine"] == g["startLine"] and g["startColumn"] >= 1 and
                    g["endColumn"] > g["startColumn"]):
                yield f"region {g}"
    if not github:
        if not run["originalUriBaseIds"]["SRCROOT"]["uri"].endswith("/"):
            yield "the base must end with a slash"
        if not GUID.match(run["automationDetails"]["guid"]):
            yield "guid"
    yield from result_problems(run, github)


def sarif_validator():
    """(the validator, None), or (None, why there is none)"""
    run = subprocess.run([os.path.join(SRC, "scripts/sarif-schema")], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                         text=True, check=False)
    if run.returncode:
        return None, run.stderr.strip()
    with open(run.stdout.strip(), encoding="utf-8") as f:
        schema = json.load(f)
    return jsonschema.validators.validator_for(schema)(schema), None


def check_oasis(docs):
    """Each of the files is as the schema of OASIS says, and that refuses what is not."""
    global count
    validator, why = sarif_validator()
    if not validator:
        for name in ("all of them are as the schema of OASIS says", "which refuses what is not"):
            count += 1
            print(f"ok {count} - {name} # SKIP {why}")
        return
    report((f"{name}, {list(e.absolute_path)}: {e.message}" for name, doc in docs.items() for e in validator.iter_errors(doc)),
           "all of them are as the schema of OASIS says")
    broken = []
    for change in (lambda d: d.pop("version"), lambda d: d["runs"][0].pop("tool"),
                   lambda d: d["runs"][0]["results"][0].update(level="bad"),
                   lambda d: d["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"].update(startLine=0)):
        bad = json.loads(json.dumps(docs["full"]))
        change(bad)
        broken += [] if list(validator.iter_errors(bad)) else ["a broken file passes"]
    report(broken, "which refuses what is not")


def states(doc):
    out = {}
    for x in doc["runs"][0]["results"]:
        out[x["baselineState"]] = out.get(x["baselineState"], 0) + 1
    return out


def main():
    tmp = tempfile.TemporaryDirectory()
    os.chdir(tmp.name)
    subprocess.run([PROBE, "fixture", "gup.db", "/no/such/tree"], check=True, stdout=subprocess.DEVNULL)
    data = json.loads(gup("report", "--format", "json"))
    report(schema_problems("report", data), "JSON is as its schema says")
    broken = []
    for change in (lambda d: d["sites"][0].pop("status"), lambda d: d["sites"][0].update(confidence=2),
                   lambda d: d["findings"][0].update(id="x"), lambda d: d.update(schema=2),
                   lambda d: d["run"]["coverage"]["units"].pop("total")):
        bad = json.loads(json.dumps(data))
        change(bad)
        broken += [] if list(schema_problems("report", bad)) else ["a broken report passes"]
    report(broken, "the schema refuses what is not")

    gup("diff", "--write-baseline", "base")
    with open("base", encoding="utf-8") as f:
        lines = f.read().splitlines()
    with open("half", "w", encoding="utf-8") as f:
        keep = [x for x in lines if " mixed-release " not in x]
        f.write("\n".join(keep + ["f1-00 wrong-count gone.c f"]) + "\n")
    diff = json.loads(gup("diff", "--baseline", "half", "--format", "json", want=1))
    report(schema_problems("diff", diff), "so is the JSON of diff")

    full = json.loads(gup("report", "--format", "sarif"))
    report(sarif_problems(full, False), "SARIF, full")
    hub = json.loads(gup("report", "--format", "sarif", "--profile", "github"))
    report(sarif_problems(hub, True), "SARIF for GitHub")
    told = [x["message"]["text"] for x in full["runs"][0]["results"]]
    kinds = [x["suppressions"] for x in full["runs"][0]["results"]]
    ok = len(told) == 3 and len(hub["runs"][0]["results"]) == 2 and \
        sum(bool(k) for k in kinds) == 1 and [k for k in kinds if k][0][0]["kind"] == "inSource"
    report([] if ok else [kinds], "a suppressed finding is in one with its reason, and not in the other")
    notes = full["runs"][0]["invocations"][0]["toolExecutionNotifications"]
    report([] if {n["level"] for n in notes} == {"note", "warning"} and
           full["runs"][0]["invocations"][0]["executionSuccessful"] else notes, "what was not analysed is told")
    since = json.loads(gup("report", "--format", "sarif", "--baseline", "half"))
    report([] if states(since) == {"unchanged": 2, "new": 1, "absent": 1} else [states(since)],
           "what became of each since a list")
    report(sarif_problems(since, False), "and that is SARIF, too")
    new = json.loads(gup("report", "--format", "sarif", "--profile", "github", "--baseline", "base"))
    report(new["runs"][0]["results"], "nothing is new for GitHub if all is in the list")
    check_oasis({"full": full, "github": hub, "since a list": since, "github, new": new})
    quality = json.loads(gup("report", "--format", "gitlab"))
    ok = len(quality) == 2 and all(
        set(q) == {"description", "check_name", "fingerprint", "severity", "location"} and
        q["severity"] in ("info", "minor", "major", "critical", "blocker") and
        isinstance(q["location"]["lines"]["begin"], int) for q in quality)
    report([] if ok else quality, "GitLab's form")
    twice = [gup("report", "--format", f) for f in ("json", "sarif", "gitlab", "md", "csv") for _ in (0, 1)]
    report([n for n in range(0, len(twice), 2) if twice[n] != twice[n + 1]], "each is the same every time")
    with sqlite3.connect("gup.db") as con:
        con.execute("SELECT 1")
    print(f"1..{count}")
    return failed


sys.exit(main())
