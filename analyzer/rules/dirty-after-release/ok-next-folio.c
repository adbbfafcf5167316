// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

struct bio;
struct folio_iter {
	struct folio *folio;
	unsigned long length;
};
void bio_first_folio(struct folio_iter *fi, struct bio *bio, int i);
void bio_next_folio(struct folio_iter *fi, struct bio *bio);
void folio_lock(struct folio *folio);
void folio_unlock(struct folio *folio);
bool folio_mark_dirty(struct folio *folio);
void unpin_user_folio(struct folio *folio, unsigned long npages);

/* Each round has a folio of its own. */
void release(struct bio *bio)
{
	struct folio_iter fi;

	for (bio_first_folio(&fi, bio, 0); fi.folio; bio_next_folio(&fi, bio)) {
		folio_lock(fi.folio);
		folio_mark_dirty(fi.folio);
		folio_unlock(fi.folio);
		unpin_user_folio(fi.folio, 1);
	}
}
