/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The one table of functions that take, drop, dirty, access or carry page
 * references.  The data is gup_api.tbl beside this file (gup_api.md explains
 * each column); scripts/gen-api turns it into C rows.  Nothing else in the
 * project names such a function.  Layer 1 (base).
 */
#ifndef API_API_H
#define API_API_H

#include <stdbool.h>
#include <stddef.h>

/* What a call of the function means. */
enum api_role {
	API_ACQUIRE, /* takes references to user pages: each call is a site */
	API_REF, /* takes one more reference to a page that the caller already has (get_page) */
	API_RELEASE, /* drops references */
	API_DIRTY, /* marks pages dirty */
	API_ACCESS, /* device or CPU looks at or changes the data, see enum api_kind A_* */
	API_PUT, /* stores pages into a carrier (sg_set_page) */
	API_GET, /* reads pages out of a carrier (sg_page) */
	API_NOTIFIER, /* registers a range with an mmu notifier */
	API_QUERY, /* answers a question about a reference (iov_iter_extract_will_pin) */
	API_VALUE, /* pure arithmetic on a value (IS_ERR, PTR_ERR, __builtin_expect), see V_* */
	API_ALLOC, /* allocates memory that may hold page pointers */
	API_FREE, /* frees such memory */
	API_COPY, /* what `pages` leads to becomes reachable through `carrier`, too; NULL: the result */
	API_LOCK, /* begins or ends a section in which nothing may sleep, see L_*; not mutexes */
	API_CONTEXT, /* registers the callback `pages`, which runs in the context C_* */
	API_INERT, /* neither keeps, releases nor changes what the arguments lead to, but see I_WRITES */
	API_NR_ROLES
};

/* Reference kind (acquire, ref, release), access kind, or value operation. */
enum api_kind {
	K_NONE,
	K_GET,
	K_PIN,
	K_EXTRACT, /* pinned only if the iterator is user-backed */
	A_DMA, /* a device reads or writes the data */
	A_CPU_MAP, /* the CPU maps the data: it may read or write */
	A_CPU_READ,
	A_CPU_WRITE,
	A_STRUCT_PAGE, /* only the struct page is looked at */
	V_SAME, /* the result is the first argument */
	V_IS_ERR,
	V_IS_ERR_OR_NULL,
	V_ERR_PTR,
	V_PTR_ERR,
	V_PTR_ERR_OR_ZERO,
	V_ADDRESS, /* address-like arithmetic on the first argument: same object */
	V_FOLIO, /* another view of the same page (page_folio, folio_page, compound_head) */
	V_UNKNOWN, /* pure, result not modelled */
	D_UNLOCKED, /* dirty: takes no page lock, the caller must hold it (set_page_dirty) */
	D_LOCKED, /* dirty: takes the page lock itself, so it may sleep (set_page_dirty_lock) */
	M_ZEROED, /* alloc: the memory is zeroed */
	A_DMA_END, /* access: a device is done with the data (dma_unmap_sg) */
	V_PFN, /* value: the frame number of a page, or an address made from it */
	L_LOCK, /* lock: a spin lock and the like; access: the lock of the page */
	L_UNLOCK,
	L_TRYLOCK, /* locks if the result says so, see @held */
	C_HARDIRQ,
	C_SOFTIRQ,
	C_PROCESS,
	I_WRITES, /* inert: changes the memory that the argument `pages` points to, nothing behind it */
	I_LINKS, /* inert, copy: changes the links (list_head, hlist_node, rb_node, ...) of the node
		  * `pages` and of its neighbours */
	C_CALLED, /* context: the call itself may call the callback; @held: the result says that */
	C_LAST, /* context: no callback; @held: the result says that this was the last reference */
	K_NR
};

/* How the `pages` parameter holds page references. */
enum api_shape {
	S_NONE,
	S_PAGE, /* struct page * or struct folio * */
	S_PAGEP, /* struct page **: one page, stored there by the call */
	S_ARRAY, /* struct page **: the elements */
	S_ARRAYP, /* struct page ***: the array the pointer points to, maybe allocated by the call */
	S_RESULT, /* the call's result is the page */
	S_BIO, /* the bio's vector */
	S_OTHER, /* another carrier */
	S_NR
};

/* Which result means that references are held. */
enum api_held {
	H_NONE,
	H_COUNT, /* < 0 nothing; 0 <= n <= asked: n pages */
	H_BYTES, /* <= 0 nothing; n > 0: the pages that cover n bytes */
	H_TRUE, /* non-zero: one page */
	H_NONNULL, /* non-NULL: one page */
	H_NOT_ERR, /* neither NULL nor ERR_PTR: one page */
	H_ZERO, /* zero: held (bio_iov_iter_get_pages); else nothing */
	H_ALWAYS,
	H_NO_ERR, /* anything but an error, NULL included */
	H_NR
};

/* May the call sleep?  Only releases and dirty calls say so. */
enum api_sleeps {
	SLEEP_NO,
	SLEEP_DIRTY, /* if it dirties */
	SLEEP_ALWAYS,
};

/* What a release does if its count is a negative errno. */
enum api_negative {
	NEG_NONE, /* not stated: the count is fixed, or there is none */
	NEG_NOTHING, /* it is an int, and no page is dropped */
	NEG_WARNS, /* the kernel warns and drops no page */
	NEG_HUGE, /* it is taken for a huge number */
};

/* Direction of a device access, with the numbers of enum dma_data_direction. */
enum api_dir { DIR_UNKNOWN = -1, DIR_BOTH, DIR_TO_DEVICE, DIR_FROM_DEVICE };

/**
 * struct api_row - one function
 * @name: the function
 * @role: see enum api_role
 * @kind: see enum api_kind
 * @shape: how @pages holds pages
 * @pages: name of the parameter that carries pages; alternatives over the versions are
 *         separated by '/'; "#N" is the position (from 0) where a prototype has no name;
 *         NULL: the result carries them, in the given shape
 * @count: name of the parameter that says how many, same form; a number for a fixed
 *         count; NULL for none; "-" among the alternatives: some versions have none
 * @flags: name of the gup flags (or boolean `write`) parameter; NULL for none
 * @dirty: name of the make-dirty parameter, "yes" if it always dirties (as an alternative: in
 *         versions without that parameter, see api_always_dirties()); NULL for never
 * @carrier: name of the parameter that is the other end of put, get and copy; the lock; what a
 *           callback gets; the notifier; NULL for none
 * @bytes: name of the parameter that says how many bytes; where @held is H_BYTES, all of it was
 *         taken if the result equals it
 * @dir: name of the parameter with the DMA direction, or "to", "from", "both", see api_dir()
 * @keeps: name of a parameter that the call keeps beyond its return: it is known to others now
 * @process: context: name of a second callback, which runs in process context
 * @held: see enum api_held; of a query: the result that means that there are references (H_TRUE,
 *        H_ZERO), H_NONE if it says more than yes or no; of a put: the result that means that the carrier took the pages,
 *        H_NONE if the result does not say
 * @sleeps, @negative: see there
 * @own_ref: a put that takes a reference of its own; the caller's stays the caller's
 * @user: only user pages are given to it (every acquire, unpin_*, put_user_page*): its name in
 *        a file makes the file worth scanning
 * @until: version before which (only) it is right, "" for always; documentation only, the
 *         tree under analysis decides by what it declares
 */
struct api_row {
	const char *name;
	enum api_role role;
	enum api_kind kind;
	enum api_shape shape;
	const char *pages, *count, *flags, *dirty, *carrier, *bytes, *dir, *keeps, *process;
	enum api_held held;
	enum api_sleeps sleeps;
	enum api_negative negative;
	bool user, own_ref;
	const char *until;
};

/* All rows, sorted by name. */
extern const struct api_row api_rows[];
extern const size_t api_nr_rows;

/* api_find() - the row of function @name, or of its family (trace_*); NULL if the table lacks it */
const struct api_row *api_find(const char *name);
/* api_is_gup() - a row of the families that this tool is about: acquire, or a release that only
 * user pages know (unpin_*, put_user_page*); these names decide which files are scanned */
bool api_is_gup(const struct api_row *row);
/**
 * api_arg() - position of a parameter
 * @spec: one of the name fields of a row; NULL gives -1
 * @params: the names in the prototype that the tree declares; entries may be NULL
 * @n: their number
 *
 * Names are tried in the order of the spec, "#N" stands for position N whatever its name.
 *
 * Return: position from 0, or -1 if no name matches.
 */
int api_arg(const char *spec, const char *const *params, int n);
/* api_fixed_count() - the number that a count field states; -1 if it names a parameter or is NULL */
long api_fixed_count(const char *spec);
/**
 * api_dir() - the DMA direction of a call
 * @value: of the argument that row->dir names, or -1 if that is not known
 *
 * Return: the direction, DIR_UNKNOWN if the row states none and the argument says none
 */
enum api_dir api_dir(const struct api_row *row, long value);
/* api_is_carrier() - a record ("struct sg_table") that does nothing but carry pages: a field that
 * leads from one to another stays in the same carrier (records.tbl) */
bool api_is_carrier(const char *record);
/* api_context_field() - the context C_* that a callback in this field may run in, K_NONE if
 * nothing is known of it */
enum api_kind api_context_field(const char *record, const char *field);
/* api_always_dirties() - does a call with this prototype dirty the pages whatever its arguments? */
bool api_always_dirties(const struct api_row *row, const char *const *params, int n);
/* api_digest() - identifies the table's content; part of every cache key */
const char *api_digest(void);
const char *api_role_name(enum api_role r);
const char *api_kind_name(enum api_kind k);

#endif
