// SPDX-License-Identifier: GPL-2.0-or-later
/* The .sql files of this folder, as text in the program. */
#include <stddef.h>

#include "db/internal.h"

#include "db_sql.inc"

const struct sql_text *const db_schema = sql_schema;
const struct sql_text *const db_queries = sql_queries;

int db_schema_version(void)
{
	return (int)(sizeof(sql_schema) / sizeof(sql_schema[0])) - 1;
}
