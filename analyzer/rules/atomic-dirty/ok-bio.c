// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

struct bio {
	void (*bi_end_io)(struct bio *bio);
};
void bio_release_pages(struct bio *bio, bool mark_dirty);
void bio_check_pages_dirty(struct bio *bio);

static void read_done(struct bio *bio)
{
	bio_check_pages_dirty(bio);
}

static void write_done(struct bio *bio)
{
	bio_release_pages(bio, false);
}

void start(struct bio *bio, bool write)
{
	if (write)
		bio->bi_end_io = write_done;
	else
		bio->bi_end_io = read_done;
}
