// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * SARIF 2.1.0 in two profiles.  "github" holds what that site's code scanning reads and shows: only
 * active results, relative addresses without a base, all four numbers of a region.  "full" is the
 * whole story: what became of each result since an earlier run, suppressions with their reason,
 * what could not be analysed.
 */
#include <stdlib.h>
#include <string.h>

#include <xxhash.h>

#include "base/version.h"
#include "reports/json.h"
#include "reports/lines.h"
#include "reports/pages.h"
#include "reports/sarif.h"
#include "rules/rules.h"

#define SARIF_SCHEMA \
	"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
#define BASE_ID "SRCROOT"
/* GitHub refuses more, and keeps less */
#define MAX_RESULTS 25000
#define MAX_STEPS 1000

/**
 * struct sarif - one file under way
 * @s: the sources, for columns and line hashes
 */
struct sarif {
	const struct report *rep;
	const struct since *since;
	bool github;
	struct sources s;
};

static json_t *message(const char *text)
{
	json_t *o = json_object();
	struct buf b = { 0 };

	/* brackets would be a link */
	for (; *text; text++) {
		if (strchr("[]\\", *text))
			buf_addch(&b, '\\');
		buf_addch(&b, *text);
	}
	j_put(o, "text", j_text(b.len ? b.p : "-"));
	buf_release(&b);
	return o;
}

static json_t *plain(const char *text)
{
	json_t *o = json_object();

	j_put(o, "text", j_text(text));
	return o;
}

/* A path as part of an address. */
static void add_uri(struct buf *b, const char *path)
{
	for (; *path; path++) {
		unsigned char c = (unsigned char)*path;

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		    strchr("-._~/", c))
			buf_addch(b, (char)c);
		else
			buf_addf(b, "%%%02X", c);
	}
}

static json_t *uri_of(const char *prefix, const char *path, const char *suffix)
{
	struct buf b = { 0 };
	json_t *j;

	buf_add(&b, prefix);
	add_uri(&b, path);
	buf_add(&b, suffix);
	j = json_string(buf_str(&b));
	buf_release(&b);
	return j;
}

/* Equal text, equal identity: reports of one run do not differ. */
static json_t *guid_of(const struct db_run *run)
{
	struct buf b = { 0 };
	XXH128_hash_t h;
	json_t *j;

	buf_addf(&b, "%s\n%s\n%s\n%s", run->tree, run->arch, run->digest, run->finished);
	h = XXH3_128bits(b.p, b.len);
	buf_reset(&b);
	/* version 5: made of a name */
	buf_addf(&b, "%08x-%04x-5%03x-%04x-%012llx", (unsigned int)(h.high64 >> 32),
		 (unsigned int)(h.high64 >> 16) & 0xffff, (unsigned int)h.high64 & 0xfff,
		 (unsigned int)(h.low64 >> 48 & 0x3fff) | 0x8000,
		 (unsigned long long)h.low64 & 0xffffffffffffull);
	j = json_string(buf_str(&b));
	buf_release(&b);
	return j;
}

/* ---- rules ---- */

static const char *level_of(const char *rule)
{
	static const char *const levels[] = {
		[GRADE_FORCE] = "error", [GRADE_WARN] = "warning", [GRADE_ADVISE] = "note"
	};
	const struct rule *r = rule_find(rule);

	return r ? levels[r->grade] : "warning";
}

static json_t *rule_help(const struct rule_page *p)
{
	json_t *o = json_object();

	j_put(o, "text", j_text(p->page));
	j_put(o, "markdown", j_text(p->page));
	return o;
}

static json_t *rule_object(const struct rule *r)
{
	static const char *const severities[] = {
		[GRADE_FORCE] = "error", [GRADE_WARN] = "warning", [GRADE_ADVISE] = "recommendation"
	};
	const struct rule_page *p = rule_page(r->id);
	json_t *o = json_object(), *config = json_object(), *props = json_object();
	json_t *tags = json_array();

	j_put(config, "level", j_text(level_of(r->id)));
	j_add(tags, j_text("linux"));
	j_add(tags, j_text("page-references"));
	j_add(tags, j_text(rule_grade_name(r->grade)));
	j_put(props, "tags", tags);
	j_put(props, "precision", j_text(r->grade == GRADE_FORCE ? "very-high" : "high"));
	j_put(props, "problem.severity", j_text(severities[r->grade]));
	j_put(o, "id", j_text(r->id));
	j_put(o, "shortDescription", plain(r->title));
	j_put(o, "fullDescription", plain(p ? p->why : r->title));
	if (p)
		j_put(o, "help", rule_help(p));
	j_put(o, "defaultConfiguration", config);
	j_put(o, "properties", props);
	return o;
}

static json_t *tool_object(void)
{
	json_t *o = json_object(), *driver = json_object(), *rules = json_array();

	for (size_t i = 0; i < rules_nr; i++)
		j_add(rules, rule_object(rules_all[i]));
	j_put(driver, "name", j_text("gupcheck"));
	j_put(driver, "version", j_text(GUPCHECK_VERSION));
	j_put(driver, "rules", rules);
	j_put(o, "driver", driver);
	return o;
}

/* Its place in the list of rules; -1 for a rule of another version of ours. */
static int rule_index(const char *id)
{
	for (size_t i = 0; i < rules_nr; i++)
		if (!strcmp(rules_all[i]->id, id))
			return (int)i;
	return -1;
}

/* ---- places ---- */

static json_t *artifact(const struct sarif *f, const char *path)
{
	json_t *o = json_object();

	j_put(o, "uri", uri_of("", path, ""));
	if (!f->github)
		j_put(o, "uriBaseId", j_text(BASE_ID));
	return o;
}

static json_t *physical(struct sarif *f, const char *path, unsigned int line, unsigned int col)
{
	const struct source *src = source_get(&f->s, path);
	json_t *o = json_object(), *region = json_object();
	unsigned int start = source_column(src, line, col);

	line = line ? line : 1;
	j_put(region, "startLine", j_number(line));
	j_put(region, "startColumn", j_number(start));
	j_put(region, "endLine", j_number(line));
	j_put(region, "endColumn", j_number(start + source_word(src, line, col)));
	j_put(o, "artifactLocation", artifact(f, path));
	j_put(o, "region", region);
	return o;
}

static json_t *location(struct sarif *f, const char *path, unsigned int line, unsigned int col,
			const char *function, const char *text)
{
	json_t *o = json_object(), *logical;

	j_put(o, "physicalLocation", physical(f, path, line, col));
	if (function && *function) {
		logical = json_object();
		j_put(logical, "name", j_text(function));
		j_put(logical, "kind", j_text("function"));
		j_put(o, "logicalLocations", json_pack("[o]", logical));
	}
	if (text)
		j_put(o, "message", message(text));
	return o;
}

/* One path, a message on every step. */
static json_t *code_flow(struct sarif *f, const struct finding *x)
{
	json_t *steps = json_array(), *thread = json_object(), *flow = json_object();
	size_t i, skip = x->trace.n > MAX_STEPS ? x->trace.n - MAX_STEPS : 0;

	for (i = skip; i < x->trace.n; i++) {
		const struct trace_step *t = &x->trace.v[i];
		json_t *o = json_object();

		j_put(o, "location", location(f, t->path, t->line, t->col, NULL, t->text));
		j_add(steps, o);
	}
	j_put(thread, "locations", steps);
	j_put(flow, "threadFlows", json_pack("[o]", thread));
	return json_pack("[o]", flow);
}

/* ---- results ---- */

static json_t *fingerprints(struct sarif *f, const struct finding *x)
{
	json_t *o = json_object();
	const char *hash = source_hash(source_get(&f->s, x->path), x->line ? x->line : 1);

	if (hash)
		j_put(o, "primaryLocationLineHash", j_text(hash));
	j_put(o, "gupcheck/v1", j_text(x->fingerprint));
	return o;
}

static json_t *suppressions(const struct finding *x)
{
	json_t *o;

	if (!verdict_suppresses(x->verdict))
		return json_array();
	o = json_object();
	j_put(o, "kind", j_text(!strcmp(x->verdict->source, "comment") ? "inSource" : "external"));
	j_put(o, "status", j_text("accepted"));
	j_put(o, "justification", j_text(x->verdict->note));
	return json_pack("[o]", o);
}

static const char *baseline_word(const struct sarif *f, const struct finding *x)
{
	switch (since_state(f->since, x->fingerprint)) {
	case DIFF_NEW:
		return "new";
	case DIFF_SAME:
		return "unchanged";
	default:
		return "updated";
	}
}

static json_t *result_properties(const struct sarif *f, const struct finding *x)
{
	json_t *o = json_object();

	j_put(o, "confidence", json_real(x->confidence));
	j_put(o, "subsystem", j_text(record_subsystem(f->rep->r, x->path)));
	if (x->site)
		j_put(o, "site", j_text(x->site));
	return o;
}

static json_t *result(struct sarif *f, const struct finding *x, const char *baseline)
{
	json_t *o = json_object();
	int index = rule_index(x->rule);

	j_put(o, "ruleId", j_text(x->rule));
	if (index >= 0)
		j_put(o, "ruleIndex", json_integer(index));
	j_put(o, "level", j_text(level_of(x->rule)));
	j_put(o, "message", message(x->message));
	j_put(o, "locations",
	      json_pack("[o]", location(f, x->path, x->line, x->col, x->function, NULL)));
	j_put(o, "partialFingerprints", fingerprints(f, x));
	if (x->trace.n)
		j_put(o, "codeFlows", code_flow(f, x));
	j_put(o, "rank", json_real(x->confidence * 100));
	if (!f->github) {
		if (baseline)
			j_put(o, "baselineState", j_text(baseline));
		j_put(o, "suppressions", suppressions(x));
	}
	j_put(o, "properties", result_properties(f, x));
	return o;
}

static json_t *results(struct sarif *f)
{
	const struct record *r = f->rep->r;
	json_t *a = json_array();
	const struct finding *x;

	vec_each (x, &r->findings) {
		if (f->github && verdict_suppresses(x->verdict))
			continue;
		if (f->github && json_array_size(a) == MAX_RESULTS) {
			warn("only %d results are written: GitHub takes no more", MAX_RESULTS);
			break;
		}
		j_add(a, result(f, x, f->since ? baseline_word(f, x) : NULL));
	}
	if (!f->github)
		vec_each (x, &r->suppressed)
			j_add(a, result(f, x, f->since ? baseline_word(f, x) : NULL));
	if (!f->github && f->since)
		for (size_t i = 0; i < f->since->absent.n; i++)
			j_add(a, result(f, f->since->absent.v[i], "absent"));
	return a;
}

/* ---- what went wrong ---- */

/* A file of another architecture or configuration is no failure. */
static bool is_left_out(const struct unit *u)
{
	return str_starts(u->reason, "other architecture") || str_starts(u->reason, "option off") ||
	       str_starts(u->reason, "no entry in the compile database");
}

static json_t *notification(const struct sarif *f, const char *level, const char *path,
			    const char *text)
{
	json_t *o = json_object(), *place;

	if (*path) {
		place = json_object();
		j_put(place, "artifactLocation", artifact(f, path));
		j_put(o, "locations",
		      json_pack("[o]", json_pack("{so}", "physicalLocation", place)));
	}
	j_put(o, "message", message(text));
	j_put(o, "level", j_text(level));
	return o;
}

static json_t *notifications(const struct sarif *f, bool *failed)
{
	const struct record *r = f->rep->r;
	json_t *a = json_array();
	const struct notice *n;
	const struct unit *u;
	struct buf b = { 0 };

	vec_each (u, &r->units) {
		bool bad = u->trust == TRUST_NOT_PARSED && !is_left_out(u);

		if (u->trust == TRUST_CLEAN)
			continue;
		*failed = *failed || bad;
		buf_reset(&b);
		buf_addf(&b, "%s: %s", trust_name(u->trust), *u->reason ? u->reason : "no reason");
		j_add(a, notification(f,
				      bad			  ? "error" :
				      u->trust == TRUST_RECOVERED ? "warning" :
								    "note",
				      u->path, buf_str(&b)));
	}
	vec_each (n, &r->notices) {
		bool bad = !strcmp(n->kind, "cocci") && str_starts(n->text, "spatch ");

		/* how many sites a rule could judge, which units joined: no failures */
		if (!strcmp(n->kind, "rule") || !strcmp(n->kind, "joined"))
			continue;
		*failed = *failed || bad;
		buf_reset(&b);
		buf_addf(&b, "%s: %s", n->kind, n->text);
		j_add(a, notification(f, bad ? "error" : "warning", n->path, buf_str(&b)));
	}
	buf_release(&b);
	return a;
}

static json_t *invocation(const struct sarif *f)
{
	json_t *o = json_object();
	bool failed = false;
	json_t *all = notifications(f, &failed);

	j_put(o, "executionSuccessful", json_boolean(!failed));
	j_put(o, "endTimeUtc", j_text(f->rep->run->finished));
	j_put(o, "toolExecutionNotifications", all);
	return o;
}

/* ---- the file ---- */

static json_t *automation(const struct sarif *f)
{
	json_t *o = json_object();
	struct buf b = { 0 };

	/* the part before the last slash is GitHub's category: one per architecture */
	buf_addf(&b, "gupcheck/%s/", f->rep->run->arch);
	if (!f->github)
		buf_addf(&b, "%lld", (long long)f->rep->run->id);
	j_put(o, "id", j_text(buf_str(&b)));
	if (!f->github)
		j_put(o, "guid", guid_of(f->rep->run));
	buf_release(&b);
	return o;
}

static void put_bases(json_t *run, const struct db_run *r)
{
	json_t *base = json_object(), *bases = json_object(), *control;

	j_put(base, "uri", uri_of("file://", r->tree, "/"));
	j_put(bases, BASE_ID, base);
	j_put(run, "originalUriBaseIds", bases);
	if (!r->commit)
		return;
	control = json_object();
	j_put(control, "repositoryUri", uri_of("file://", r->tree, "/"));
	j_put(control, "revisionId", j_text(r->commit));
	j_put(control, "mappedTo", json_pack("{ss}", "uriBaseId", BASE_ID));
	j_put(run, "versionControlProvenance", json_pack("[o]", control));
}

int report_sarif(const struct report *rep, const struct since *since, bool github)
{
	struct sarif f = { .rep = rep, .since = since, .github = github, .s.r = rep->r };
	json_t *root = json_object(), *run = json_object(), *props = json_object();

	j_put(run, "tool", tool_object());
	j_put(run, "invocations", json_pack("[o]", invocation(&f)));
	if (!github)
		put_bases(run, rep->run);
	j_put(run, "columnKind", j_text("utf16CodeUnits"));
	j_put(run, "automationDetails", automation(&f));
	if (!github && since && since->run)
		j_put(run, "baselineGuid", guid_of(since->run));
	j_put(run, "results", results(&f));
	j_put(props, "linux", j_text(rep->run->version));
	j_put(props, "arch", j_text(rep->run->arch));
	j_put(run, "properties", props);
	j_put(root, "$schema", j_text(SARIF_SCHEMA));
	j_put(root, "version", j_text("2.1.0"));
	j_put(root, "runs", json_pack("[o]", run));
	sources_release(&f.s);
	return j_print(rep->out, root);
}
