// What a program says to callgrind when it runs under it, without a need for valgrind's headers to build.
//
// A request is a sequence of instructions that does nothing on a processor and that valgrind looks for (valgrind manual,
// section 3.1, "The Client Request mechanism"; numbers as in callgrind.h). Elsewhere every request answers 0.
#ifndef GWANMUN_CCALLGRIND_SHIM_H
#define GWANMUN_CCALLGRIND_SHIM_H

#include <stdint.h>

#define GW_REQUEST_OF(a, b) (((uint64_t)(a) << 24) | ((uint64_t)(b) << 16))

enum {
    GW_RUNNING_ON_VALGRIND = 0x1001,
    GW_CALLGRIND_ZERO_STATS = GW_REQUEST_OF('C', 'T') + 1,
    GW_CALLGRIND_DUMP_STATS_AT = GW_REQUEST_OF('C', 'T') + 3,
    GW_CALLGRIND_START = GW_REQUEST_OF('C', 'T') + 4,
    GW_CALLGRIND_STOP = GW_REQUEST_OF('C', 'T') + 5,
};

static inline uint64_t gw_valgrind_request(uint64_t request, const char *argument) {
    volatile uint64_t message[6] = {request, (uint64_t)(uintptr_t)argument, 0, 0, 0, 0};
    uint64_t answer = 0;
#if defined(__x86_64__) && defined(__linux__)
    __asm__ volatile("rolq $3, %%rdi; rolq $13, %%rdi; rolq $61, %%rdi; rolq $51, %%rdi; xchgq %%rbx, %%rbx"
                     : "=d"(answer)
                     : "a"(&message[0]), "0"(answer)
                     : "cc", "memory");
#elif defined(__aarch64__) && defined(__linux__)
    __asm__ volatile("mov x3, %1; mov x4, %2; "
                     "ror x12, x12, #3; ror x12, x12, #13; ror x12, x12, #51; ror x12, x12, #61; "
                     "orr x10, x10, x10; mov %0, x3"
                     : "=r"(answer)
                     : "r"(answer), "r"(&message[0])
                     : "cc", "memory", "x3", "x4");
#else
    (void)message;
#endif
    return answer;
}

static inline uint64_t gw_running_on_valgrind(void) { return gw_valgrind_request(GW_RUNNING_ON_VALGRIND, 0); }
static inline void gw_callgrind_start(void) { gw_valgrind_request(GW_CALLGRIND_START, 0); }
static inline void gw_callgrind_zero(void) { gw_valgrind_request(GW_CALLGRIND_ZERO_STATS, 0); }
static inline void gw_callgrind_dump(const char *label) { gw_valgrind_request(GW_CALLGRIND_DUMP_STATS_AT, label); }
static inline void gw_callgrind_stop(void) { gw_valgrind_request(GW_CALLGRIND_STOP, 0); }

#endif
