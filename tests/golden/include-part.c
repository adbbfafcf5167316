static int part(struct page *p)
{
	drop(p);
	return 1;
}
