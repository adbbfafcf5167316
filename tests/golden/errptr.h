static inline _Bool IS_ERR(const void *ptr) { return (unsigned long)ptr >= -4095UL; }
static inline void *ERR_PTR(long error) { return (void *)error; }
static inline long PTR_ERR(const void *ptr) { return (long)ptr; }
