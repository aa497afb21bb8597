// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the program has set of its process is set again, restart after restart.
// RUN: %job %s %t --at-least 2 --restart-prefix 'nice -n 3'
#include "ckpt_test.h"
#include <sched.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

static int score(const char *set) {
  char text[32] = "";
  FILE *file = fopen("/proc/self/oom_score_adj", set ? "w" : "r");
  CHECK(file && (set ? fputs(set, file) >= 0 : !!fgets(text, 32, file)));
  CHECK(!fclose(file));
  return atoi(text);
}

static void check_all(void) {
  int reaper = 0, policy = sched_getscheduler(0);
  cpu_set_t cpus;
  CHECK(getpriority(PRIO_PROCESS, 0) == 7 && policy == SCHED_BATCH);
  CHECK(!sched_getaffinity(0, sizeof cpus, &cpus) && CPU_COUNT(&cpus) == 1);
  CHECK(prctl(PR_GET_TIMERSLACK) == 123456 && prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1);
  CHECK(!prctl(PR_GET_CHILD_SUBREAPER, &reaper) && reaper == 1);
  CHECK(prctl(PR_GET_THP_DISABLE, 0, 0, 0, 0) == 1);
  CHECK(prctl(PR_GET_DUMPABLE) == 0);
  CHECK(personality(0xffffffff) & ADDR_NO_RANDOMIZE);
  CHECK(syscall(SYS_ioprio_get, 1, 0) == (3 << 13 | 0) && score(0) == 555);
}

int main(void) {
  cpu_set_t cpus;
  struct sched_param none = {0};
  CHECK(!sched_getaffinity(0, sizeof cpus, &cpus));
  int first = 0;
  while (!CPU_ISSET(first, &cpus))
    ++first;
  CPU_ZERO(&cpus);
  CPU_SET(first, &cpus);
  CHECK(!sched_setaffinity(0, sizeof cpus, &cpus));
  CHECK(!sched_setscheduler(0, SCHED_BATCH, &none));
  CHECK(!setpriority(PRIO_PROCESS, 0, 7) && !prctl(PR_SET_TIMERSLACK, 123456));
  CHECK(!prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
  CHECK(!prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0));
  CHECK(!prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0));
  CHECK(!syscall(SYS_ioprio_set, 1, 0, 3 << 13));
  CHECK(personality(personality(0xffffffff) | ADDR_NO_RANDOMIZE) >= 0);
  score("555");
  CHECK(!prctl(PR_SET_DUMPABLE, 0));
  for (int round = 0; round < 2; ++round) {
    checkpoint();
    check_all();
  }
  puts("good");
}
