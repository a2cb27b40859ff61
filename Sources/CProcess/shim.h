#include <sys/prctl.h>

// Variadic, and so out of Swift's reach: no core file and no debugger of the same user (prctl(2), PR_SET_DUMPABLE).
static inline int gwanmun_forbid_dumps(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }
