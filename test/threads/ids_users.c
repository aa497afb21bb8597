// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// setuid and its kin give up the rights of every thread of a restarted program,
// whichever calls them: threads from before, new ones, waiting or running.
// REQUIRES: root
// RUN: %job %s %t --build "gcc -O2 -pthread" --modes pie,no-pie --args "1 groups" --args "2 groups"
// RUN: %job %s %t --build "gcc -O2 -pthread" --modes static,static-pie --args 1 --args 2
#include "Inputs/locks.h"
#include <grp.h>
#include <sched.h>
#include <semaphore.h>

enum { kUser = 65534, kWaiting = 3 };
static sem_t go;
static _Atomic int over, checked;

static void check_ids(uid_t real, uid_t effective, int dropped) {
  uid_t u[3];
  gid_t g[3], groups[64];
  CHECK(!syscall(SYS_getresuid, &u[0], &u[1], &u[2]) && u[0] == real && u[1] == effective);
  CHECK(!syscall(SYS_getresgid, &g[0], &g[1], &g[2]));
  CHECK(g[0] == (dropped ? kUser : 0) && g[1] == g[0] && g[2] == g[0]);
  CHECK(!dropped || (u[2] == kUser && syscall(SYS_setuid, 0) == -1 && errno == EPERM));
  if (dropped == 2)
    CHECK(syscall(SYS_getgroups, 64, groups) == 1 && groups[0] == 7);
}
static int dropped;
static void wait_for_go(void) {
  while (sem_wait(&go))
    CHECK(errno == EINTR);
  check_ids(kUser, kUser, dropped);
  ++checked;
}
static void run(void) {
  while (!over)
    ;
  check_ids(kUser, kUser, dropped);
  ++checked;
}
static void drop(void) {
  gid_t group = 7;
  CHECK(seteuid(-1) == -1 && errno == EINVAL && !seteuid(kUser));
  check_ids(0, kUser, 0);
  CHECK(setuid(1) == -1 && errno == EPERM && !seteuid(0));
  check_ids(0, 0, 0);
  CHECK(!setegid(kUser) && !setegid(0) && !setreuid(-1, 0) && !setregid(0, 0));
  if (dropped == 2)
    CHECK(!setgroups(1, &group));
  CHECK(!setresgid(kUser, kUser, kUser) && !setgid(kUser) && !setuid(kUser));
  check_ids(kUser, kUser, dropped);
}
int main(int argc, char **argv) {
  struct waiter waiting[kWaiting + 1], running;
  dropped = argc > 2 ? 2 : 1;
  CHECK(argc > 1 && !sem_init(&go, 0, 0));
  for (int i = 0; i < kWaiting; ++i)
    start_asleep(&waiting[i], wait_for_go);
  start(&running, run);
  checkpoint_here();
  start(&waiting[kWaiting], wait_for_go);
  if (atoi(argv[1]) == 1)
    drop();
  else
    in_thread(drop);
  check_ids(kUser, kUser, dropped);
  over = 1;
  for (int i = 0; i <= kWaiting; ++i)
    CHECK(!sem_post(&go));
  for (int i = 0; i <= kWaiting; ++i)
    join(&waiting[i]);
  join(&running);
  printf("%d have no rights\n", checked);
}
