// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Waits by instruction keep their time limit, however often a checkpoint comes:
// were it to begin anew, they would last as long as the requests do.
// RUN: %job %s %t --random 300 --storm 0.2 --at-least 2 --requests periodic --modes static,pie \
// RUN:   --stderr any --env "CKPT_FLAGS=-_condor_aggravate_bugs" --limit 100
#include "ckpt_test.h"
#include <sys/epoll.h>
#include <sys/sem.h>
#include <time.h>

static long by_instruction(long number, long a, long b, long c, long d) {
  register long r10 __asm__("r10") = d, r8 __asm__("r8") = 0, r9 __asm__("r9") = 8;
  __asm__ volatile("syscall"
                   : "+a"(number)
                   : "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                   : "rcx", "r11", "memory");
  return number;
}

static long wait_for(int way, int set, int semaphores) {
  const struct timespec time = {1, 500000000};
  struct epoll_event event;
  struct sembuf take = {0, -1, 0};
  uint64_t mask = 1ull << (SIGUSR1 - 1);
  switch (way) {
  case 0: return by_instruction(SYS_semtimedop, semaphores, (long)&take, 1, (long)&time);
  case 1: return by_instruction(SYS_epoll_wait, set, (long)&event, 1, 1500);
  case 2: return by_instruction(SYS_epoll_pwait, set, (long)&event, 1, 1500);
  case 3: return by_instruction(SYS_epoll_pwait2, set, (long)&event, 1, (long)&time);
  default: return by_instruction(SYS_rt_sigtimedwait, (long)&mask, 0, (long)&time, 8);
  }
}

int main(void) {
  int set = epoll_create1(0), semaphores = semget(IPC_PRIVATE, 1, 0600);
  struct timespec begin, end;
  CHECK(set >= 0 && semaphores >= 0);
  for (int way = 0; way < 5; ++way) {
    clock_gettime(CLOCK_MONOTONIC, &begin);
    long got = wait_for(way, set, semaphores);
    CHECK(got == (way % 4 ? 0 : -EAGAIN));
    clock_gettime(CLOCK_MONOTONIC, &end);
    double seconds = (double)(end.tv_sec - begin.tv_sec) + (end.tv_nsec - begin.tv_nsec) / 1e9;
    CHECK(seconds >= 1.499 && seconds < 40);
    // What is gone is not there for a restart from the last image.
    CHECK(way || !semctl(semaphores, 0, IPC_RMID));
    printf("%d\n", way);
  }
}
