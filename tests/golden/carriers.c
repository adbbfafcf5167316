/* The loops over carriers as the headers spell them: the page that comes out is seen to. */
typedef unsigned long size_t;
struct page;
struct scatterlist {
	unsigned long page_link;
};
struct sg_table {
	struct scatterlist *sgl;
	unsigned int orig_nents;
};
struct sg_page_iter {
	struct scatterlist *sg;
};
struct bio_vec {
	struct page *bv_page;
};
struct bvec_iter_all {
	struct bio_vec bv;
};
struct bio {
	struct bio_vec *bi_io_vec;
	int bi_vcnt;
};
struct folio_iter {
	struct folio *folio;
};
struct xarray;

void __sg_page_iter_start(struct sg_page_iter *piter, struct scatterlist *sglist,
			  unsigned int nents, unsigned long pgoffset);
_Bool __sg_page_iter_next(struct sg_page_iter *piter);
struct page *sg_page_iter_page(struct sg_page_iter *piter);
struct scatterlist *sg_next(struct scatterlist *);
struct page *sg_page(struct scatterlist *sg);
struct bio_vec *bvec_init_iter_all(struct bvec_iter_all *iter_all);
_Bool bio_next_segment(const struct bio *bio, struct bvec_iter_all *iter);
void bio_first_folio(struct folio_iter *fi, struct bio *bio, int i);
void bio_next_folio(struct folio_iter *fi, struct bio *bio);
void *xa_find(struct xarray *xa, unsigned long *index, unsigned long max, int filter);
void *xa_find_after(struct xarray *xa, unsigned long *index, unsigned long max, int filter);
void put_page(struct page *page);
void folio_put(struct folio *folio);

#define for_each_sg(sglist, sg, nr, __i) \
	for (__i = 0, sg = (sglist); __i < (nr); __i++, sg = sg_next(sg))
#define for_each_sg_page(sglist, piter, nents, pgoffset)                   \
	for (__sg_page_iter_start((piter), (sglist), (nents), (pgoffset)); \
	     __sg_page_iter_next(piter);)
#define for_each_sgtable_page(sgt, piter, pgoffset) \
	for_each_sg_page((sgt)->sgl, piter, (sgt)->orig_nents, pgoffset)
#define bio_for_each_segment_all(bvl, bio, iter) \
	for (bvl = bvec_init_iter_all(&iter); bio_next_segment((bio), &iter);)
#define bio_for_each_bvec_all(bvl, bio, i) \
	for (i = 0, bvl = (bio)->bi_io_vec; i < (bio)->bi_vcnt; i++, bvl++)
#define bio_for_each_folio_all(fi, bio) \
	for (bio_first_folio(&fi, bio, 0); fi.folio; bio_next_folio(&fi, bio))
#define xa_for_each(xa, index, entry)                                \
	for (index = 0, entry = xa_find(xa, &index, ~0ul, 8); entry; \
	     entry = xa_find_after(xa, &index, ~0ul, 8))

void by_entry(struct sg_table *sgt)
{
	struct scatterlist *sg;
	unsigned int i;

	for_each_sg(sgt->sgl, sg, sgt->orig_nents, i) put_page(sg_page(sg));
}

void by_page(struct sg_table *sgt)
{
	struct sg_page_iter iter;

	for_each_sgtable_page(sgt, &iter, 0) put_page(sg_page_iter_page(&iter));
}

void by_segment(struct bio *bio)
{
	struct bvec_iter_all iter;
	struct bio_vec *bvec;

	bio_for_each_segment_all(bvec, bio, iter) put_page(bvec->bv_page);
}

void by_vec(struct bio *bio)
{
	struct bio_vec *bvec;
	int i;

	bio_for_each_bvec_all(bvec, bio, i) put_page(bvec->bv_page);
}

void by_folio(struct bio *bio)
{
	struct folio_iter fi;

	bio_for_each_folio_all(fi, bio) folio_put(fi.folio);
}

void by_index(struct xarray *xa)
{
	unsigned long index;
	struct page *page;

	xa_for_each(xa, index, page) put_page(page);
}
