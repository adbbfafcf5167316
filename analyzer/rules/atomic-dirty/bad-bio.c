// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

struct bio {
	void (*bi_end_io)(struct bio *bio);
	void *bi_private;
};
void bio_release_pages(struct bio *bio, bool mark_dirty);
void bio_put(struct bio *bio);

static void read_done(struct bio *bio)
{
	bio_release_pages(bio, true); /* expect: atomic-dirty */
	bio_put(bio);
}

void read_start(struct bio *bio)
{
	bio->bi_end_io = read_done;
}
