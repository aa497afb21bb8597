// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the kernel keeps for a thread beside its registers is as it was: the
// base of gs, its name, the list of robust mutexes, the address that it clears
// at the thread's end, and libc's restartable sequences.
// RUN: %job %s %t --at-least 2
#include "ckpt_test.h"
#include <asm/prctl.h>
#include <linux/rseq.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

// Absent from an older libc.
extern const long __rseq_offset __attribute__((weak));

static uint64_t words[2] = {0x1111, 0x2222};

static uint64_t at_gs(void) {
  uint64_t value;
  __asm__ volatile("mov %%gs:8, %0" : "=r"(value));
  return value;
}

// The kernel writes the processor's number there, and -1 when it stops.
static int has_rseq(void) {
  if (!&__rseq_offset)
    return 0;
  char *thread;
  __asm__("mov %%fs:0, %0" : "=r"(thread));
  const volatile struct rseq *area =
      (const volatile struct rseq *)(thread + __rseq_offset);
  return (int32_t)area->cpu_id >= 0;
}

int main(void) {
  uint64_t list[2], size[2], cleared[2];
  int rseq = has_rseq();
  char name[16];
  CHECK(!prctl(PR_SET_NAME, "a new name"));
  CHECK(!syscall(SYS_arch_prctl, ARCH_SET_GS, words));
  CHECK(!syscall(SYS_get_robust_list, 0, &list[0], &size[0]) && list[0]);
  CHECK(!prctl(PR_GET_TID_ADDRESS, &cleared[0]) && cleared[0]);
  for (int round = 0; round < 2; ++round) {
    checkpoint();
    CHECK(at_gs() == 0x2222 && has_rseq() == rseq);
    CHECK(!syscall(SYS_get_robust_list, 0, &list[1], &size[1]));
    CHECK(list[1] == list[0] && size[1] == size[0]);
    CHECK(!prctl(PR_GET_TID_ADDRESS, &cleared[1]) && cleared[1] == cleared[0]);
  }
  CHECK(!prctl(PR_GET_NAME, name) && !strcmp(name, "a new name"));
  puts("good");
}
