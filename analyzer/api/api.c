// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdlib.h>
#include <string.h>

#include "api/api.h"

struct context_field {
	const char *record, *field;
	enum api_kind kind;
};

#include "api_records.inc"
#include "api_rows.inc"

static int row_compare(const void *key, const void *row)
{
	return strcmp(key, ((const struct api_row *)row)->name);
}

static const struct api_row *row_find(const char *name)
{
	return bsearch(name, api_rows, api_nr_rows, sizeof(api_rows[0]), row_compare);
}

const struct api_row *api_find(const char *name)
{
	const struct api_row *row = row_find(name);

	for (size_t i = 0; !row && i < sizeof(families) / sizeof(families[0]); i++)
		if (!strncmp(name, families[i], strlen(families[i]) - 1))
			row = row_find(families[i]);
	return row;
}

static int name_compare(const void *key, const void *name)
{
	return strcmp(key, *(const char *const *)name);
}

bool api_is_carrier(const char *record)
{
	return bsearch(record, carriers, sizeof(carriers) / sizeof(carriers[0]),
		       sizeof(carriers[0]), name_compare);
}

enum api_kind api_context_field(const char *record, const char *field)
{
	for (size_t i = 0; i < sizeof(context_fields) / sizeof(context_fields[0]); i++)
		if (!strcmp(context_fields[i].field, field) &&
		    !strcmp(context_fields[i].record, record))
			return context_fields[i].kind;
	return K_NONE;
}

bool api_is_gup(const struct api_row *row)
{
	return row && row->user;
}

/* Does word @w of length @len say where in the prototype the argument is?  A position is the
 * last resort of a spec: it counts whatever name the prototype (or the definition) gives. */
static int word_position(const char *w, size_t len, const char *const *params, int n)
{
	char *end;

	if (w[0] == '#') {
		long at = strtol(w + 1, &end, 10);

		return at < n ? (int)at : -1;
	}
	for (int i = 0; i < n; i++)
		if (params[i] && strlen(params[i]) == len && !memcmp(params[i], w, len))
			return i;
	return -1;
}

int api_arg(const char *spec, const char *const *params, int n)
{
	for (const char *w = spec; w && *w;) {
		size_t len = strcspn(w, "/");
		int at = word_position(w, len, params, n);

		if (at >= 0)
			return at;
		w += len;
		w += *w == '/';
	}
	return -1;
}

long api_fixed_count(const char *spec)
{
	char *end;
	long n;

	if (!spec || *spec < '0' || *spec > '9')
		return -1;
	n = strtol(spec, &end, 10);
	return *end ? -1 : n;
}

enum api_dir api_dir(const struct api_row *row, long value)
{
	static const char *const fixed[] = {
		[DIR_BOTH] = "both",
		[DIR_TO_DEVICE] = "to",
		[DIR_FROM_DEVICE] = "from",
	};

	if (!row->dir)
		return DIR_UNKNOWN;
	for (int d = DIR_BOTH; d <= DIR_FROM_DEVICE; d++)
		if (!strcmp(row->dir, fixed[d]))
			return (enum api_dir)d;
	return value >= DIR_BOTH && value <= DIR_FROM_DEVICE ? (enum api_dir)value : DIR_UNKNOWN;
}

bool api_always_dirties(const struct api_row *row, const char *const *params, int n)
{
	const char *last;

	if (!row->dirty || api_arg(row->dirty, params, n) >= 0)
		return false;
	last = strrchr(row->dirty, '/');
	return !strcmp(last ? last + 1 : row->dirty, "yes");
}

const char *api_digest(void)
{
	return table_digest;
}

const char *api_role_name(enum api_role r)
{
	static const char *const names[API_NR_ROLES] = {
		[API_ACQUIRE] = "acquire", [API_REF] = "ref",		[API_RELEASE] = "release",
		[API_DIRTY] = "dirty",	   [API_ACCESS] = "access",	[API_PUT] = "put",
		[API_GET] = "get",	   [API_NOTIFIER] = "notifier", [API_QUERY] = "query",
		[API_VALUE] = "value",	   [API_ALLOC] = "alloc",	[API_FREE] = "free",
		[API_COPY] = "copy",	   [API_LOCK] = "lock",		[API_CONTEXT] = "context",
		[API_INERT] = "inert",
	};

	return (unsigned int)r < API_NR_ROLES ? names[r] : "?";
}

const char *api_kind_name(enum api_kind k)
{
	static const char *const names[K_NR] = {
		[K_NONE] = "NONE",
		[K_GET] = "GET",
		[K_PIN] = "PIN",
		[K_EXTRACT] = "EXTRACT",
		[A_DMA] = "dma",
		[A_CPU_MAP] = "cpu-map",
		[A_CPU_READ] = "cpu-read",
		[A_CPU_WRITE] = "cpu-write",
		[A_STRUCT_PAGE] = "struct-page",
		[V_SAME] = "same",
		[V_IS_ERR] = "is-err",
		[V_IS_ERR_OR_NULL] = "is-err-or-null",
		[V_ERR_PTR] = "err-ptr",
		[V_PTR_ERR] = "ptr-err",
		[V_PTR_ERR_OR_ZERO] = "ptr-err-or-zero",
		[V_ADDRESS] = "address",
		[V_FOLIO] = "folio",
		[V_UNKNOWN] = "unknown",
		[D_UNLOCKED] = "nolock",
		[D_LOCKED] = "locks",
		[M_ZEROED] = "zeroed",
		[A_DMA_END] = "dma-end",
		[V_PFN] = "pfn",
		[L_LOCK] = "lock",
		[L_UNLOCK] = "unlock",
		[L_TRYLOCK] = "trylock",
		[C_HARDIRQ] = "hardirq",
		[C_SOFTIRQ] = "softirq",
		[C_PROCESS] = "process",
		[I_WRITES] = "writes",
		[I_LINKS] = "links",
		[C_CALLED] = "called",
		[C_LAST] = "last",
	};

	return (unsigned int)k < K_NR ? names[k] : "?";
}
