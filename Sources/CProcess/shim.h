#include <sys/prctl.h>
#include <sys/timex.h>
#include <string.h>

// Variadic, and so out of Swift's reach: no core file and no debugger of the same user (prctl(2), PR_SET_DUMPABLE).
static inline int gwanmun_forbid_dumps(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

// Which Swift's view of the C library leaves out: how well the kernel's clock is kept (adjtimex(2)). Reads alone.
// 1: it is kept, 0: it is not, -1: nobody knows. Nanoseconds; the kernel tells the largest error in microseconds.
static inline int gwanmun_clock_discipline(long long *offset, long long *largest_error) {
    struct timex state;
    memset(&state, 0, sizeof state);
    int result = adjtimex(&state);
    if (result < 0) return -1;
    *offset = (state.status & STA_NANO) ? state.offset : (long long)state.offset * 1000;
    *largest_error = (long long)state.maxerror * 1000;
    return (result == TIME_ERROR || (state.status & STA_UNSYNC)) ? 0 : 1;
}
