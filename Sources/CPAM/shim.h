#include <security/pam_appl.h>
#include <sys/auxv.h>
#include <sys/prctl.h>

// Variadic: no core file and no debugger of the same user, for a process that holds passwords.
static inline int gwanmun_forbid_dumps(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

// Not seen by Swift's module map of glibc: whether the process has rights that its starter has not (getauxval(3)).
static inline int gwanmun_has_foreign_rights(void) { return getauxval(AT_SECURE) != 0; }
