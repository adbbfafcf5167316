// SPDX-License-Identifier: GPL-2.0-or-later
/* gupcheck show: one site or finding, with its source. */
#include <ctype.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "cli/cli.h"
#include "cli/pick.h"
#include "reports/report.h"

#define MIN_PREFIX 4
#define MAX_CANDIDATES 10

static const char usage[] =
	"show [OPTION]... ID...\n"
	"Show a site or a finding with its evidence, its releases or its path, and the source.\n"
	"\n"
	"  ID           the start of a fingerprint (4 characters or more), PATH:LINE,\n"
	"               or RULE@PATH:LINE\n"
	"  --db FILE    the database (gup.db)\n"
	"  --tree PATH  the last run of this tree instead of the last of all\n"
	"  --run N      this run\n"
	"\n"
	"Exit status: 0, 2 if it could not be done.\n";

/* What an ID matched. */
typedef VEC(const struct site *) site_hits;
typedef VEC(const struct finding *) finding_hits;
struct hits {
	site_hits sites;
	finding_hits findings;
};

/**
 * struct spot - an ID of the form [RULE@]PATH:LINE[:COLUMN]
 * @rule: NULL if not given
 * @path: owned
 */
struct spot {
	char *rule, *path;
	unsigned long line;
};

static void spot_release(struct spot *s)
{
	free(s->rule);
	free(s->path);
}

/* Return: whether @id has that form. */
static bool spot_parse(const char *id, struct spot *s)
{
	const char *at = strchr(id, '@'), *colon = strchr(at ? at : id, ':');
	char *end;

	*s = (struct spot){ 0 };
	if (!colon || !isdigit((unsigned char)colon[1]))
		return false;
	s->line = strtoul(colon + 1, &end, 10);
	if (*end && *end != ':')
		return false;
	if (at) {
		s->rule = strndup(id, (size_t)(at - id));
		id = at + 1;
	}
	if (str_starts(id, "./"))
		id += 2;
	s->path = strndup(id, (size_t)(colon - id));
	return true;
}

static void find_spot(const struct record *r, const struct spot *s, struct hits *h)
{
	const struct site *x;
	const struct finding *f;

	vec_each (x, &r->sites)
		if (!s->rule && x->line == s->line && !strcmp(x->path, s->path))
			vec_push(&h->sites, x);
	vec_each (f, &r->findings)
		if (f->line == s->line && !strcmp(f->path, s->path) &&
		    (!s->rule || !strcmp(f->rule, s->rule)))
			vec_push(&h->findings, f);
}

/* The version prefix ("s1-") may be left out. */
static bool id_matches(const char *fingerprint, const char *id)
{
	const char *dash = strchr(fingerprint, '-');

	return str_starts(fingerprint, id) || (dash && str_starts(dash + 1, id));
}

static void find_prefix(const struct record *r, const char *id, struct hits *h)
{
	const struct site *x;
	const struct finding *f;

	vec_each (x, &r->sites)
		if (id_matches(x->fingerprint, id))
			vec_push(&h->sites, x);
	vec_each (f, &r->findings)
		if (id_matches(f->fingerprint, id))
			vec_push(&h->findings, f);
}

static int list_candidates(const char *id, const struct hits *h)
{
	size_t n = 0, i;

	error("'%s' stands for %zu sites and %zu findings; give more of it:", id, h->sites.n,
	      h->findings.n);
	for (i = 0; i < h->sites.n && n < MAX_CANDIDATES; i++, n++)
		fprintf(stderr, "  %s %s:%u\n", h->sites.v[i]->fingerprint, h->sites.v[i]->path,
			h->sites.v[i]->line);
	for (i = 0; i < h->findings.n && n < MAX_CANDIDATES; i++, n++)
		fprintf(stderr, "  %s %s:%u\n", h->findings.v[i]->fingerprint,
			h->findings.v[i]->path, h->findings.v[i]->line);
	return -1;
}

/* Return: 0, or -1 with the message printed if nothing is meant or too much. */
static int find(const struct record *r, const char *id, struct hits *h)
{
	struct spot s;
	bool is_spot = spot_parse(id, &s);

	if (is_spot)
		find_spot(r, &s, h);
	else if (strlen(id) >= MIN_PREFIX)
		find_prefix(r, id, h);
	else
		return error("'%s' is too short to tell sites apart", id);
	spot_release(&s);
	if (!h->sites.n && !h->findings.n)
		return error("the run has no site or finding '%s'", id);
	if (!is_spot && h->sites.n + h->findings.n > 1)
		return list_candidates(id, h);
	return 0;
}

static void show_hits(struct show *sh, const struct hits *h, bool *first)
{
	size_t i;

	for (i = 0; i < h->sites.n; i++) {
		fputs(*first ? "" : "\n", sh->rep->out);
		*first = false;
		show_site(sh, h->sites.v[i]);
	}
	for (i = 0; i < h->findings.n; i++) {
		fputs(*first ? "" : "\n", sh->rep->out);
		*first = false;
		show_finding(sh, h->findings.v[i]);
	}
}

static enum cli_exit show_ids(const struct report *rep, char **ids)
{
	struct show sh = { .rep = rep };
	enum cli_exit rc = CLI_OK;
	bool first = true;

	for (; *ids; ids++) {
		struct hits h = { 0 };

		if (find(rep->r, *ids, &h))
			rc = CLI_FAILED;
		else
			show_hits(&sh, &h, &first);
		vec_release(&h.sites);
		vec_release(&h.findings);
	}
	show_release(&sh);
	return rc;
}

/* Return: 0 to go on, 1 when only help was wanted, -1 on a wrong command line. */
static int parse(int argc, char **argv, struct pick *p)
{
	static const struct option longs[] = {
		{ "db", required_argument, NULL, 'd' },
		{ "tree", required_argument, NULL, 't' },
		{ "run", required_argument, NULL, 'r' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	int opt;

	argv[0] = (char *)"gupcheck: show";
	optind = 0;
	while ((opt = getopt_long(argc, argv, "h", longs, NULL)) != -1) {
		if (opt == 'd')
			p->db = optarg;
		else if (opt == 't')
			p->tree = optarg;
		else if (opt == 'r')
			p->run = optarg;
		else
			return opt == 'h' ? 1 : -1;
	}
	if (optind == argc)
		return error("show: which site or finding? see gupcheck show --help");
	return 0;
}

int cmd_show(int argc, char **argv)
{
	struct pick pick = { .db = PICK_DEFAULT_DB };
	struct report rep = { .out = stdout };
	enum cli_exit rc = CLI_FAILED;
	struct db_run run;
	struct record r;
	int asked = parse(argc, argv, &pick);

	if (asked)
		return asked > 0 ? cli_usage(usage, 1) : CLI_FAILED;
	record_init(&r);
	if (!pick_load(&pick, &run, &r)) {
		rep.run = &run;
		rep.r = &r;
		rep.colour = pick_colour();
		rep.width = pick_width();
		rc = show_ids(&rep, argv + optind);
	}
	record_release(&r);
	return rc;
}
