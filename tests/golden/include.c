/* What is lowered: all of the main file and of included .c files, of headers what touches pages. */
#include "include.h"
#include "include-part.c"

int main_file(struct page *p)
{
	return part(p);
}
