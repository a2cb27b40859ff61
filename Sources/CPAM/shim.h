#include <security/pam_appl.h>
#include <sys/prctl.h>

// Variadic: no core file and no debugger of the same user, for a process that holds passwords.
static inline int gwanmun_forbid_dumps(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }
