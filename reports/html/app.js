// SPDX-License-Identifier: GPL-2.0-or-later
// Draws the report from the data in the page.  Text from a tree only ever becomes a text node: there is
// no place in here where it is parsed as markup.
"use strict";
(() => {
const data = JSON.parse(document.getElementById("data").textContent);
const STATUS = ["converted", "unconverted", "mixed", "unknown", "exempt", "core", "test"];
const CASES = ["none of the five", "direct I/O", "held beyond the call", "MMU notifier", "struct page only", "CPU writes the data"];
const CHUNK = 100;
const main = document.getElementById("main");
const runs = data.runs;
let run = runs[data.main];
// what occurs many times is in the page once: texts in data.words, steps of paths in run.steps
const word = (i) => data.words[i];
for (const r of runs) {
	for (const f of r.files) {
		f.subsystems = f.subsystems.map(word);
		f.people = f.people.map(word);
	}
	for (const s of r.sites)
		s.ev = s.ev.map(word);
}

// ---- small helpers ----

function el(name, props, ...kids) {
	const e = document.createElement(name);
	for (const [k, v] of Object.entries(props || {})) {
		if (v === null || v === undefined || v === false)
			continue;
		if (k === "class")
			e.className = v;
		else if (k.startsWith("on"))
			e.addEventListener(k.slice(2), v);
		else
			e.setAttribute(k, v === true ? "" : v);
	}
	e.append(...kids.flat(Infinity).filter((k) => k !== null && k !== undefined));
	return e;
}

function svg(name, attrs, ...kids) {
	const e = document.createElementNS("http://www.w3.org/2000/svg", name);
	for (const [k, v] of Object.entries(attrs || {}))
		e.setAttribute(k, v);
	e.append(...kids);
	return e;
}

const file = (i) => run.files[i];
const place = (f, line) => `${file(f).path}:${line}`;
// a path breaks between folders, not within a name
const placeParts = (f, line) => place(f, line).split("/").flatMap((p, i, all) => i < all.length - 1 ? [p + "/", el("wbr")] : [p]);
const subsystem = (f) => file(f).subsystems[0] || "(no subsystem)";
const percent = (n) => {
	const all = n.converted + n.unconverted + n.mixed;
	return all ? Math.floor(100 * n.converted / all) : null;
};
const percentText = (p) => p === null ? "-" : `${p}%`;

function count(sites) {
	const n = Object.fromEntries(STATUS.map((s) => [s, 0]));
	for (const s of sites)
		n[s.status]++;
	n.total = sites.length;
	return n;
}

function groups(r) {
	const by = new Map();
	for (const s of r.sites) {
		const name = r.files[s.file].subsystems[0] || "(no subsystem)";
		if (!by.has(name))
			by.set(name, []);
		by.get(name).push(s);
	}
	return by;
}

function link(hash, params) {
	const q = new URLSearchParams(params || {});
	if (run !== runs[data.main])
		q.set("run", run.name);
	const s = q.toString();
	return `#${hash}${s ? "?" + s : ""}`;
}

const tag = (word) => el("span", {class: `tag ${word}`}, word);

// ---- charts ----

function legend(words) {
	return el("div", {class: "legend"}, words.map((w) =>
		el("span", {}, el("i", {style: `background: var(--${w})`}), w)));
}

// Sites by status over kernel versions, and the progress as a line.
function versionChart() {
	const words = STATUS.slice(0, 5);
	const W = 640, H = 260, left = 36, right = 40, top = 14, bottom = 34;
	const counts = runs.map((r) => count(r.sites));
	const most = Math.max(1, ...counts.map((n) => words.reduce((a, w) => a + n[w], 0)));
	const step = (W - left - right) / runs.length;
	const wide = Math.min(64, step * .6);
	const y = (v) => H - bottom - v / most * (H - top - bottom);
	const yp = (p) => H - bottom - p / 100 * (H - top - bottom);
	const g = svg("svg", {viewBox: `0 0 ${W} ${H}`, role: "img", "aria-label": "Sites by status over kernel versions"});
	for (let i = 0; i <= 4; i++) {
		const v = Math.round(most * i / 4);
		g.append(svg("line", {class: "grid", x1: left, x2: W - right, y1: y(v), y2: y(v)}),
			svg("text", {class: "dim", x: left - 4, y: y(v) + 4, "text-anchor": "end"}, String(v)),
			svg("text", {class: "dim", x: W - right + 4, y: yp(25 * i) + 4}, `${25 * i}%`));
	}
	const points = [];
	runs.forEach((r, i) => {
		const x = left + step * (i + .5);
		let sum = 0;
		for (const w of words) {
			const n = counts[i][w];
			if (!n)
				continue;
			const rect = svg("rect", {x: x - wide / 2, width: wide, y: y(sum + n), height: y(sum) - y(sum + n), fill: `var(--${w})`});
			rect.append(svg("title", {}, `${r.version}: ${n} ${w}`));
			g.append(rect);
			sum += n;
		}
		if (runs.length <= 12 || i % Math.ceil(runs.length / 12) === 0)
			g.append(svg("text", {x, y: H - bottom + 16, "text-anchor": "middle"}, r.version));
		const p = percent(counts[i]);
		if (p !== null)
			points.push([x, yp(p), p, r.version]);
	});
	g.append(svg("polyline", {class: "trend", points: points.map((p) => `${p[0]},${p[1]}`).join(" ")}));
	for (const p of points) {
		const dot = svg("circle", {class: "dot", cx: p[0], cy: p[1], r: 4});
		dot.append(svg("title", {}, `${p[3]}: ${p[2]}% converted`));
		g.append(dot);
	}
	return el("figure", {}, el("figcaption", {}, "Sites over kernel versions; the line is progress"), g, legend(words));
}

function ruleChart() {
	const by = new Map();
	for (const f of run.findings)
		if (!f.suppressed)
			by.set(f.rule, (by.get(f.rule) || 0) + 1);
	const rows = [...by].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
	const most = Math.max(1, ...rows.map((r) => r[1]));
	const H = Math.max(1, rows.length) * 24 + 4;
	const g = svg("svg", {viewBox: `0 0 640 ${H}`, role: "img", "aria-label": "Findings by rule"});
	rows.forEach(([rule, n], i) => {
		const grade = (data.rules.find((r) => r.id === rule) || {grade: "warn"}).grade;
		const color = {force: "unconverted", warn: "unknown", advise: "exempt"}[grade];
		const a = svg("a", {href: link("findings", {rule})});
		a.append(svg("text", {x: 170, y: i * 24 + 16, "text-anchor": "end"}, rule),
			svg("rect", {x: 178, y: i * 24 + 4, height: 16, width: Math.max(2, n / most * 420), fill: `var(--${color})`}),
			svg("text", {x: 184 + Math.max(2, n / most * 420), y: i * 24 + 16}, String(n)));
		g.append(a);
	});
	return el("figure", {}, el("figcaption", {}, `Findings by rule, Linux ${run.version}`),
		rows.length ? g : el("p", {class: "note"}, "none"));
}

// Progress of one subsystem over the versions, as a line without axes.
function spark(name, all) {
	const points = [];
	all.forEach((by, i) => {
		const p = by.has(name) ? percent(count(by.get(name))) : null;
		if (p !== null)
			points.push([runs.length < 2 ? 30 : 3 + i * 54 / (runs.length - 1), 17 - p * .14, p, runs[i].version]);
	});
	if (points.length < 2)
		return null;
	const text = points.map((p) => `${p[3]} ${p[2]}%`).join(", ");
	const g = svg("svg", {viewBox: "0 0 60 20", style: "width: 60px", role: "img", "aria-label": text});
	g.append(svg("title", {}, text), svg("polyline", {class: "trend", points: points.map((p) => `${p[0]},${p[1]}`).join(" ")}));
	return g;
}

function bar(n) {
	const all = n.converted + n.unconverted + n.mixed;
	return all ? el("div", {class: "bar"}, ["converted", "mixed", "unconverted"].map((w) =>
		el("i", {style: `width: ${100 * n[w] / all}%; background: var(--${w})`, title: `${n[w]} ${w}`}))) : null;
}

// ---- tables ----

// columns: {name, value(row) to sort by, cell(row), num}.  More rows come as one scrolls.
function table(columns, rows, opts) {
	const state = {sort: opts.sort, up: opts.up !== false, shown: 0, rows};
	const body = el("tbody");
	const more = el("button", {type: "button", onclick: () => fill(CHUNK)}, "more");
	const heads = columns.map((c, i) => el("th", {class: c.num ? "num" : null, scope: "col"},
		el("button", {type: "button", onclick: () => sortBy(i)}, c.name)));
	const label = el("p", {class: "count", role: "status"});
	const box = el("div", {}, label, el("div", {class: "scroll"},
		el("table", {class: "cards"}, el("thead", {}, el("tr", {}, heads)), body)), more);

	function fill(n) {
		const to = Math.min(state.rows.length, state.shown + n);
		const part = document.createDocumentFragment();
		for (; state.shown < to; state.shown++) {
			const row = state.rows[state.shown];
			part.append(el("tr", {class: opts.rowClass ? opts.rowClass(row) : null, "data-href": opts.href(row)},
				columns.map((c) => {
					const cell = c.cell(row);
					return el("td", {class: [c.num ? "num" : "", c.class || ""].join(" ").trim() || null, "data-label": c.name},
						typeof cell === "number" ? String(cell) : cell);
				})));
		}
		body.append(part);
		more.hidden = state.shown >= state.rows.length;
	}
	function show() {
		body.replaceChildren();
		state.shown = 0;
		label.textContent = `${state.rows.length} of ${rows.length}`;
		fill(CHUNK);
	}
	function sortBy(i, keep) {
		if (!keep) {
			state.up = state.sort === i ? !state.up : !columns[i].num;
			state.sort = i;
		}
		const value = columns[state.sort].value, dir = state.up ? 1 : -1;
		state.rows.sort((a, b) => {
			const x = value(a), y = value(b);
			return x < y ? -dir : x > y ? dir : opts.order(a) - opts.order(b);
		});
		heads.forEach((h, k) => k === state.sort ?
			h.setAttribute("aria-sort", state.up ? "ascending" : "descending") : h.removeAttribute("aria-sort"));
		show();
	}
	new IntersectionObserver((seen) => {
		if (seen.some((s) => s.isIntersecting) && state.shown < state.rows.length)
			fill(CHUNK);
	}, {rootMargin: "600px"}).observe(more);
	sortBy(state.sort, true);
	return {box, filter(keep) {
		state.rows = rows.filter(keep);
		sortBy(state.sort, true);
	}};
}

// Filters live in the address, so that a view can be sent to somebody.
function filters(page, specs, params, apply) {
	const inputs = specs.map((s) => {
		const input = s.values ?
			el("select", {"aria-label": s.name}, el("option", {value: ""}, `any ${s.name}`),
				s.values.map((v) => el("option", {value: v}, v))) :
			el("input", {type: "search", placeholder: "search (/)", "aria-label": "search"});
		input.value = params.get(s.key) || "";
		input.addEventListener("input", () => {
			const q = {};
			specs.forEach((x, i) => inputs[i].value && (q[x.key] = inputs[i].value));
			history.replaceState(null, "", link(page, q));
			apply(q);
		});
		return input;
	});
	const q = {};
	specs.forEach((x, i) => inputs[i].value && (q[x.key] = inputs[i].value));
	apply(q);
	return el("div", {class: "filters"}, inputs);
}

const uniq = (list) => [...new Set(list)].sort();
const matches = (words, text) => words.toLowerCase().split(/\s+/).every((w) => text.includes(w));

// ---- pages ----

function overview() {
	const n = count(run.sites), told = run.findings.filter((f) => !f.suppressed).length;
	const all = runs.map(groups);
	const mine = all[runs.indexOf(run)];
	const rows = [...mine].map(([name, sites], i) => ({name, i, n: count(sites),
		findings: run.findings.filter((f) => !f.suppressed && subsystem(f.file) === name).length}));
	const left = (r) => r.n.unconverted + r.n.mixed;
	const num = (name, get) => ({name, num: true, value: get, cell: (r) => get(r) || ""});
	const t = table([
		{name: "subsystem", value: (r) => r.name, cell: (r) => el("a", {href: link("sites", {subsystem: r.name})}, r.name)},
		num("left", left), ...STATUS.map((s) => num(s, (r) => r.n[s])), num("findings", (r) => r.findings),
		{name: "progress", num: true, value: (r) => percent(r.n) === null ? -1 : percent(r.n), cell: (r) => [percentText(percent(r.n)), bar(r.n)]},
		{name: "over versions", value: (r) => r.name, cell: (r) => spark(r.name, all)},
	], rows, {sort: 1, up: false, order: (r) => r.i, href: (r) => link("sites", {subsystem: r.name})});
	const tile = (value, name, href) => el("div", {class: "tile"}, el("b", {}, String(value)), href ? el("a", {href}, name) : el("span", {}, name));
	return ["Overview", [
		el("h1", {}, `Page references in Linux ${run.version}, ${run.arch}`),
		el("p", {class: "count"}, `run of ${run.finished}, ${run.tree}${run.commit ? ", " + run.commit : ""}`),
		el("div", {class: "tiles"}, tile(percentText(percent(n)), "converted of what is to be"),
			tile(n.total, "sites", link("sites")), ...["unconverted", "mixed", "unknown"].map((s) => tile(n[s], s, link("sites", {status: s}))),
			tile(told, "findings", link("findings")), attemptTile(tile)),
		el("h2", {}, "Progress"), el("div", {class: "charts"}, versionChart(), ruleChart()),
		el("h2", {}, "By subsystem"), t.box]];
}

// What gupcheck convert came to, if it was asked.
const OUTCOMES = ["proved", "failed", "not-cleared"];

function attemptTile(tile) {
	const tried = run.sites.filter((s) => s.conv);
	return tried.length ? tile(`${tried.filter((s) => s.conv.outcome === "proved").length} of ${tried.length}`, "have a proved patch",
		link("sites", {patch: "proved"})) : null;
}

function attempts(s) {
	const all = [s.conv, s.dirt].filter((c) => c);
	return all.length ? [el("h2", {}, "Conversion"), all.map((c) => [el("p", {}, tag(c.outcome), ` ${c.text} (${c.made})`),
		c.patch ? el("p", {}, "patch: ", el("code", {}, c.patch)) : null, el("ul", {}, c.checks.map((k) => el("li", {}, k)))])] : [];
}

function siteText(s) {
	return [file(s.file).path, s.fn, s.api, s.status, s.id, file(s.file).subsystems.join(" "), file(s.file).people.join(" ")].join(" ").toLowerCase();
}

function sitesPage(params) {
	const t = table([
		{name: "place", class: "path", value: (s) => place(s.file, String(s.line).padStart(6, "0")), cell: (s) => el("a", {href: link(`site-${s.id}`)}, placeParts(s.file, s.line))},
		{name: "function", value: (s) => s.fn, cell: (s) => s.fn},
		{name: "call", value: (s) => s.api, cell: (s) => el("code", {}, s.api)},
		{name: "status", value: (s) => STATUS.indexOf(s.status), cell: (s) => tag(s.status)},
		{name: "kind", value: (s) => s.foll, cell: (s) => s.foll + (s.longterm ? " longterm" : "")},
		{name: "case", value: (s) => s.case === null ? -1 : s.case, cell: (s) => s.case === null ? "" : `${s.case}, ${CASES[s.case]}`},
		{name: "confidence", num: true, value: (s) => s.conf, cell: (s) => s.conf.toFixed(2)},
		{name: "subsystem", value: (s) => subsystem(s.file), cell: (s) => subsystem(s.file)},
	], run.sites.slice(), {sort: 0, order: (s) => s.n, href: (s) => link(`site-${s.id}`)});
	const f = filters("sites", [{key: "q"}, {key: "status", name: "status", values: STATUS},
		{key: "subsystem", name: "subsystem", values: uniq(run.sites.map((s) => subsystem(s.file)))},
		{key: "call", name: "call", values: uniq(run.sites.map((s) => s.api))},
		...run.sites.some((s) => s.conv) ? [{key: "patch", name: "patch", values: OUTCOMES}] : []], params,
	(q) => t.filter((s) => (!q.q || matches(q.q, siteText(s))) && (!q.status || s.status === q.status) &&
		(!q.subsystem || subsystem(s.file) === q.subsystem) && (!q.call || s.api === q.call) &&
		(!q.patch || (s.conv && s.conv.outcome === q.patch))));
	return ["Sites", [el("h1", {}, `Sites in Linux ${run.version}`), f, t.box]];
}

function findingText(f) {
	return [file(f.file).path, f.fn, f.rule, f.msg, f.id, file(f.file).subsystems.join(" "), file(f.file).people.join(" ")].join(" ").toLowerCase();
}

const grade = (rule) => (data.rules.find((r) => r.id === rule) || {grade: "warn"}).grade;

function findingsPage(params) {
	const grades = ["force", "warn", "advise"];
	const t = table([
		{name: "place", class: "path", value: (f) => place(f.file, String(f.line).padStart(6, "0")), cell: (f) => el("a", {href: link(`finding-${f.id}`)}, placeParts(f.file, f.line))},
		{name: "rule", value: (f) => f.rule, cell: (f) => f.rule},
		{name: "grade", value: (f) => grades.indexOf(grade(f.rule)), cell: (f) => tag(grade(f.rule))},
		{name: "message", class: "path", value: (f) => f.msg, cell: (f) => f.msg},
		{name: "confidence", num: true, value: (f) => f.conf, cell: (f) => f.conf.toFixed(2)},
		{name: "subsystem", value: (f) => subsystem(f.file), cell: (f) => subsystem(f.file)},
		{name: "verdict", value: (f) => f.suppressed ? 2 : f.review ? 1 : 0, cell: (f) => f.suppressed ? "suppressed" : f.review ? "confirmed" : ""},
	], run.findings.slice(), {sort: 2, order: (f) => f.n, href: (f) => link(`finding-${f.id}`), rowClass: (f) => f.suppressed ? "suppressed" : null});
	const box = filters("findings", [{key: "q"}, {key: "rule", name: "rule", values: uniq(run.findings.map((f) => f.rule))},
		{key: "grade", name: "grade", values: grades},
		{key: "subsystem", name: "subsystem", values: uniq(run.findings.map((f) => subsystem(f.file)))},
		{key: "suppressed", name: "verdict", values: ["active", "suppressed"]}], params,
	(q) => t.filter((f) => (!q.q || matches(q.q, findingText(f))) && (!q.rule || f.rule === q.rule) &&
		(!q.grade || grade(f.rule) === q.grade) && (!q.subsystem || subsystem(f.file) === q.subsystem) &&
		(!q.suppressed || (q.suppressed === "suppressed") === f.suppressed)));
	return ["Findings", [el("h1", {}, `Findings in Linux ${run.version}`), box, t.box]];
}

// ---- one site, one finding ----

function excerpt(f, line, around) {
	const lines = file(f).lines, out = el("pre");
	for (let i = line - around; i <= line + around; i++)
		if (lines[i] !== undefined)
			out.append(el("span", {class: i === line ? "here" : null}, el("span", {class: "nr"}, String(i)), el("span", {class: "src"}, word(lines[i]))));
	if (!out.childNodes.length)
		return file(f).note ? el("p", {class: "note"}, `${file(f).path} ${file(f).note}`) : null;
	return out;
}

function steps(list, around) {
	return el("ol", {class: "steps"}, list.map((i) => run.steps[i]).map(([f, line, col, text]) =>
		el("li", {}, el("code", {}, `${place(f, line)}:${col}`), ": ", word(text), excerpt(f, line, around))));
}

function people(f) {
	return file(f).people.length ? [el("dt", {}, "maintainers"), el("dd", {}, file(f).people.join("; "))] : [];
}

function verdict(x) {
	return x.review ? [el("dt", {}, "verdict"), el("dd", {}, `${x.review.what}: ${x.review.note} (${x.review.origin})`)] : [];
}

// The same site in other kernels, also where its file, its names or its call changed.
function siteHistory(s) {
	const rows = [];
	for (const r of runs)
		for (const x of r.sites)
			if (x.chain === s.chain)
				rows.push([r, x]);
	if (rows.length < 2)
		return [];
	return [el("h2", {}, "Over kernel versions"), el("div", {class: "scroll"}, el("table", {}, el("tbody", {}, rows.map(([r, x]) =>
		el("tr", {class: r === run ? "here" : null}, el("td", {}, r.version), el("td", {}, tag(x.status)), el("td", {}, el("code", {}, x.api)),
			el("td", {class: "path"}, el("a", {href: `#site-${x.id}?run=${encodeURIComponent(r.name)}`}, `${r.files[x.file].path}:${x.line}`)), el("td", {}, x.fn))))))];
}

function findingItem(f) {
	return el("li", {}, el("a", {href: link(`finding-${f.id}`)}, place(f.file, f.line)), ": ", f.msg, ` [${f.rule}]`, f.suppressed ? " (suppressed)" : "");
}

function sitePage(id) {
	const s = run.sites.find((x) => x.id === id);
	if (!s)
		return lost(id);
	const found = run.findings.filter((f) => f.site === id);
	return [`${place(s.file, s.line)}`, [
		el("h1", {}, `${place(s.file, s.line)}:${s.col} in ${s.fn}()`), excerpt(s.file, s.line, 4),
		el("dl", {}, el("dt", {}, "status"), el("dd", {}, tag(s.status), ` confidence ${s.conf.toFixed(2)}${s.analysed ? `; the analysis said ${s.analysed}` : ""}`),
			el("dt", {}, "call"), el("dd", {}, el("code", {}, `${s.api}(${s.args})`)),
			el("dt", {}, "reference"), el("dd", {}, `${s.foll}${s.longterm ? ", long term" : ""}, write: ${s.write}`),
			el("dt", {}, "case"), el("dd", {}, s.case === null ? "not decided" : `${s.case}, ${CASES[s.case]}`),
			el("dt", {}, "role"), el("dd", {}, s.role), el("dt", {}, "seen by"), el("dd", {}, s.seen.join(", ")),
			el("dt", {}, "subsystem"), el("dd", {}, file(s.file).subsystems.join("; ") || "-"), people(s.file), verdict(s),
			el("dt", {}, "site"), el("dd", {}, el("code", {}, s.id))),
		el("h2", {}, "Evidence"), s.ev.length ? el("ul", {}, s.ev.map((e) => el("li", {}, e))) : el("p", {class: "note"}, "none"),
		el("h2", {}, "Findings"), found.length ? el("ul", {}, found.map(findingItem)) : el("p", {class: "note"}, "none"),
		el("h2", {}, "Releases"), s.rel.length ? el("ul", {}, s.rel.map(([f, line, col, fn, api]) =>
			el("li", {}, el("code", {}, `${place(f, line)}:${col}`), ` in ${fn}(): `, el("code", {}, api), excerpt(f, line, 1)))) :
			el("p", {class: "note"}, "none was tied to this site"),
		el("h2", {}, "Paths"), s.paths.length ? s.paths.map(([kind, list]) => el("details", {}, el("summary", {}, word(kind)), steps(list, 0))) :
			el("p", {class: "note"}, "none"),
		attempts(s), siteHistory(s)]];
}

function findingPage(id) {
	const f = run.findings.find((x) => x.id === id);
	if (!f)
		return lost(id);
	const s = run.sites.find((x) => x.id === f.site);
	return [`${f.rule} ${place(f.file, f.line)}`, [
		el("h1", {}, `${place(f.file, f.line)}:${f.col} in ${f.fn}()`), el("p", {}, f.msg, " ", el("a", {href: link(`rule-${f.rule}`)}, `[${f.rule}]`)), excerpt(f.file, f.line, 4),
		el("dl", {}, el("dt", {}, "grade"), el("dd", {}, tag(grade(f.rule)), ` confidence ${f.conf.toFixed(2)}`),
			el("dt", {}, "subsystem"), el("dd", {}, file(f.file).subsystems.join("; ") || "-"), people(f.file), verdict(f),
			s ? [el("dt", {}, "site"), el("dd", {}, el("a", {href: link(`site-${s.id}`)}, place(s.file, s.line)), " ", tag(s.status))] : [],
			el("dt", {}, "finding"), el("dd", {}, el("code", {}, f.id))),
		el("h2", {}, "Path"), f.trace.length ? steps(f.trace, 1) : el("p", {class: "note"}, "none")]];
}

function rulePage(id) {
	const r = data.rules.find((x) => x.id === id);
	return r ? [r.id, [el("h1", {}, r.id), el("p", {}, tag(r.grade), ` ${r.title} `, el("a", {href: link("findings", {rule: r.id})}, "findings")),
		el("pre", {class: "page"}, r.page)]] : lost(id);
}

function rulesPage() {
	const n = (id) => run.findings.filter((f) => f.rule === id && !f.suppressed).length;
	const t = table([
		{name: "rule", value: (r) => r.id, cell: (r) => el("a", {href: link(`rule-${r.id}`)}, r.id)},
		{name: "grade", value: (r) => ["force", "warn", "advise"].indexOf(r.grade), cell: (r) => tag(r.grade)},
		{name: "says", class: "path", value: (r) => r.title, cell: (r) => r.title},
		{name: "findings", num: true, value: (r) => n(r.id), cell: (r) => n(r.id) || ""},
	], data.rules.slice(), {sort: 3, up: false, order: (r) => data.rules.indexOf(r), href: (r) => link(`rule-${r.id}`)});
	return ["Rules", [el("h1", {}, "Rules"), t.box]];
}

function coveragePage() {
	const u = run.units, t = (name, value) => [el("dt", {}, name), el("dd", {}, String(value))];
	const judged = run.notices.filter((n) => n[0] === "rule"), others = run.notices.filter((n) => n[0] !== "rule");
	return ["Coverage", [el("h1", {}, `What was read of Linux ${run.version}`),
		el("dl", {}, t("units", u.total), t("clean", u.clean), t("recovered", u.recovered), t("not parsed", u.not_parsed),
			t("functions", run.functions), t("of these touch page references", run.touching)),
		el("h2", {}, "Not clean"), el("ul", {}, u.reasons.map((r) => el("li", {}, `${r[2]} ${r[0]}: ${r[1]}`))),
		judged.length ? [el("h2", {}, "What each rule could judge"), el("ul", {}, judged.map((n) => el("li", {}, n[2])))] : null,
		el("h2", {}, "Notices"), el("ul", {}, others.map((n) => el("li", {}, `${n[0]}: ${n[1]}${n[1] ? ": " : ""}${n[2]}`)))]];
}

function lost(id) {
	return ["not here", [el("h1", {}, "Not in this report"), el("p", {}, el("code", {}, id), ` is not in Linux ${run.version}.`)]];
}

// ---- addresses ----

const PAGES = {overview, sites: sitesPage, findings: findingsPage, rules: rulesPage, coverage: coveragePage};

// A link to a site or finding finds the kernel that has it.
function runOf(page, name) {
	const named = runs.find((r) => r.name === name);
	const m = /^(site|finding)-(.*)$/.exec(page);
	const has = (r) => !m || r[m[1] + "s"].some((x) => x.id === m[2]);
	if (named)
		return named;
	return has(runs[data.main]) ? runs[data.main] : runs.findLast(has) || runs[data.main];
}

function show() {
	const [page, query] = (location.hash.slice(1) || "overview").split("?");
	const params = new URLSearchParams(query || "");
	run = runOf(page, params.get("run"));
	document.getElementById("run").value = run.name;
	const m = /^(site|finding|rule)-(.*)$/.exec(page);
	const [title, parts] = m ? {site: sitePage, finding: findingPage, rule: rulePage}[m[1]](m[2]) : (PAGES[page] || (() => lost(page)))(params);
	document.title = `${title} - page references in Linux ${run.version}`;
	main.replaceChildren(...parts.flat(Infinity).filter((p) => p));
	const section = m ? m[1] + "s" : page;
	for (const a of document.querySelectorAll("nav a")) {
		const name = a.getAttribute("href").slice(1).split("?")[0];
		a.href = link(name);
		a.toggleAttribute("aria-current", name === section);
	}
	scrollTo(0, 0);
}

// ---- keys, theme, print ----

const KEYS = [["/", "search"], ["j k", "next and previous row"], ["Enter", "open it"], ["o s f r", "overview, sites, findings, rules"], ["t", "dark or light"], ["Esc", "leave the search"], ["?", "this list"]];

function step(by) {
	const rows = [...main.querySelectorAll("tr[data-href]")];
	if (!rows.length)
		return;
	const old = rows.findIndex((r) => r.classList.contains("here"));
	const now = Math.max(0, Math.min(rows.length - 1, old + by));
	if (old >= 0)
		rows[old].classList.remove("here");
	rows[now].classList.add("here");
	rows[now].scrollIntoView({block: "nearest"});
}

function setTheme(name) {
	document.documentElement.dataset.theme = name;
	try {
		localStorage.setItem("gupcheck-theme", name);
	} catch (e) {
		// a page from disk may have no storage
	}
}

function toggleTheme() {
	setTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark");
}

function startTheme() {
	let name = null;
	try {
		name = localStorage.getItem("gupcheck-theme");
	} catch (e) {
		// the same
	}
	document.documentElement.dataset.theme = name || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
}

function showKeys() {
	const box = document.getElementById("keys");
	box.replaceChildren(el("h2", {}, "Keys"), el("dl", {}, KEYS.map(([k, what]) => [el("dt", {}, k.split(" ").map((x) => el("kbd", {}, x))), el("dd", {}, what)])),
		el("form", {method: "dialog"}, el("button", {}, "Close")));
	box.showModal();
}

const ACTIONS = {
	"/": () => (main.querySelector("input[type=search]") || {focus() {}}).focus(),
	j: () => step(1), k: () => step(-1), t: toggleTheme, "?": showKeys,
	o: () => { location.hash = link("overview"); }, s: () => { location.hash = link("sites"); },
	f: () => { location.hash = link("findings"); }, r: () => { location.hash = link("rules"); },
};

document.addEventListener("keydown", (e) => {
	const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(e.target.tagName);
	if (e.key === "Escape" && typing)
		e.target.blur();
	if (typing || e.ctrlKey || e.metaKey || e.altKey)
		return;
	const here = main.querySelector("tr.here[data-href]");
	if (e.key === "Enter" && here && !/^(A|BUTTON|SUMMARY)$/.test(e.target.tagName))
		location.hash = here.dataset.href;
	if (Object.hasOwn(ACTIONS, e.key)) {
		e.preventDefault();
		ACTIONS[e.key]();
	}
});
addEventListener("beforeprint", () => main.querySelectorAll("details").forEach((d) => { d.open = true; }));
addEventListener("hashchange", show);
document.getElementById("theme").addEventListener("click", toggleTheme);
document.getElementById("help").addEventListener("click", showKeys);
document.getElementById("run").append(...runs.map((r) => el("option", {value: r.name}, r.name)));
document.getElementById("run").addEventListener("change", (e) => {
	run = runs.find((r) => r.name === e.target.value);
	const page = (location.hash.slice(1) || "overview").split("?")[0];
	const q = new URLSearchParams({run: run.name});
	location.hash = `#${page}?${q}`;
});
startTheme();
show();
})();
