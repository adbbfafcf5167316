/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the parts of the link share; private to it. */
#ifndef LINK_LINKER_H
#define LINK_LINKER_H

#include "ir/ir.h"
#include "link/link.h"
#include "plan/plan.h"
#include "solve/site.h"

/* A site together with what the solver said of it, until it is judged. */
struct link_site {
	struct site site;
	const struct api_row *row;
	const struct ir_func *f; /* NULL if only cocci saw the call */
	const struct ir_node *node;
	struct site_view *view; /* NULL if the function was not walked */
	const char *why; /* why there is no better verdict, NULL if nothing stands against it */
	bool mixed; /* a release of the wrong kind was reported */
};

struct linker {
	const struct link_opts *o;
	struct record *r;
	struct plan plan;
	VEC(struct ir_unit *) units;
	VEC(struct link_site) sites;
	struct spot *spots; /* the first @known sites by position */
	size_t known;
	site_views views;
	struct program *prog;
	strings_vec core; /* files that define functions of the table */
	unsigned int incomplete;
};

/* Position of a site or release: one entry per call in the source, however often it was seen. */
void linker_fill(struct linker *l, struct ir_unit *u); /* fill.c: sites, releases, units */
void linker_inventory(struct linker *l); /* inventory.c: what cocci saw */
/* link_inventory_hash() - over all files of the inventory */
uint64_t link_inventory_hash(const char *state, struct arena *a);
void linker_judge(struct linker *l, struct link_site *s); /* judge.c: kind, role, status */
/* linker_views() - everything that the program knows of each site, and what the rules say of it */
void linker_views(struct linker *l); /* sites.c */
/* linker_rules() - the rules, and one that watches for linker_paths(); kept by the record */
const struct rule *const *linker_rules(struct linker *l, size_t *n);
/* linker_watches() - a report by @r says nothing but how a path ends */
bool linker_watches(const struct rule *r);
void linker_paths(struct linker *l); /* paths.c: the classes of paths of each site */
void linker_judged(struct linker *l); /* judged.c: what each rule could judge */
int linker_joined(struct linker *l); /* wanted.c: notices of what joined the plan */
int linker_wanted(struct linker *l); /* wanted.c: STATE/wanted.tsv, see plan/join.h */
void linker_findings(struct linker *l); /* report.c: the solver's reports become findings */
/* linker_site() - the site at a position, NULL if there is none; spots.c */
struct link_site *linker_site(struct linker *l, const char *path, unsigned int line,
			      unsigned int col);
/* linker_forget_spots() - the order of the sites has changed, or they are gone */
void linker_forget_spots(struct linker *l);
/* linker_notice() - @text is copied */
void linker_notice(struct linker *l, const char *kind, const char *path, const char *text);
bool linker_is_core(const struct linker *l, const char *path);
const char *linker_path(const struct ir_unit *u, struct ir_loc loc);

#endif
