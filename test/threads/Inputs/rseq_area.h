/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Restartable sequences (rseq(2)) in each thread's area: libc's, a thread
 * variable's (-DOWN=1), or one in the heap under another signature (-DOWN=2).
 * The last two need GLIBC_TUNABLES=glibc.pthread.rseq=0. */
#pragma once
#include "ckpt_test.h"

#ifndef OWN
#define OWN 0
#endif
#if OWN == 2
#define SIGNATURE "0x1c2b3a49"
#else
#define SIGNATURE "0x53053053"
#endif

struct area {
  uint32_t cpu_id_start, cpu_id;
  uint64_t sequence;
  uint32_t flags, rest[3];
} __attribute__((aligned(32)));

static __thread volatile struct area *area;

/* False: there is none on this machine. */
static inline int have_area(void) {
#if OWN == 0
  extern const long __rseq_offset __attribute__((weak));
  char *thread;
  __asm__("mov %%fs:0, %0" : "=r"(thread));
  area = &__rseq_offset ? (void *)(thread + __rseq_offset) : 0;
  return area && (int32_t)area->cpu_id >= 0;
#else
  static __thread struct area of_thread;
  area = OWN == 1 ? &of_thread : aligned_alloc(32, 64);
  memset((void *)area, 0, sizeof *area);
  return !syscall(SYS_rseq, area, sizeof *area, 0,
                  (uint32_t)strtoul(SIGNATURE, 0, 0));
#endif
}

/* A sequence from 1 to 2, which goes on at 4 when it was interrupted. */
#define SEQUENCE(body)                                                         \
  ".pushsection sequences, \"aw\"\n.balign 32\n"                               \
  "3: .long 0, 0\n.quad 1f, 2f - 1f, 4f\n.popsection\n"                        \
  ".pushsection sequence_ends, \"ax\"\n.byte 0x0f, 0xb9, 0x3d\n.long " SIGNATURE     \
  "\n4: jmp %l[aborted]\n.popsection\n"                                        \
  "lea 3b(%%rip), %%rax\nmov %%rax, 8(%[area])\n"                              \
  "1: " body "\n2:\n"

/* True: the processor's count was raised. */
static inline int raise_count(long (*counts)[8]) {
  uint32_t cpu = area->cpu_id_start;
  __asm__ goto(SEQUENCE("cmp %[cpu], 4(%[area])\njne %l[aborted]\n"
                        "incq (%[count])")
               :
               : [area] "r"(area), [cpu] "r"(cpu), [count] "r"(counts[cpu])
               : "rax", "memory", "cc"
               : aborted);
  return 1;
aborted:
  return 0;
}

/* Ends when it is interrupted. */
static inline void be_interrupted(void) {
  __asm__ goto(SEQUENCE("5: pause\njmp 5b")
               :
               : [area] "r"(area)
               : "rax", "memory"
               : aborted);
aborted:;
}
