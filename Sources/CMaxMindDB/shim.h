#include <linux/memfd.h>
#include <maxminddb.h>
#include <sys/syscall.h>
#include <unistd.h>

// glibc declares memfd_create(2) for GNU sources alone, which Swift's importer is not; the call itself is variadic.
static inline int gwanmun_memory_file(const char *name) {
    return (int)syscall(SYS_memfd_create, name, MFD_CLOEXEC);
}
