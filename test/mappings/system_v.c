// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A System V segment that is removed as soon as it is attached, as is the
// custom: its memory comes back, with a part detached, and a child shares it.
// RUN: %job %s %t --at-least 2
#include "ckpt_test.h"
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/wait.h>

int main(void) {
  int id = shmget(IPC_PRIVATE, 8 * 4096, IPC_CREAT | 0640);
  char *at = shmat(id, 0, 0), *reader = shmat(id, 0, SHM_RDONLY);
  CHECK(id >= 0 && at != (char *)-1 && reader != (char *)-1);
  CHECK(!shmctl(id, IPC_RMID, 0));
  CHECK(!munmap(at + 4096, 4096));
  at[3] = 'x';
  for (int round = 0; round < 3; ++round) {
    pid_t child = fork();
    CHECK(child >= 0);
    if (!child) {
      at[3 * 4096] = (char)('a' + round);
      _exit(0);
    }
    CHECK(waitpid(child, 0, 0) == child && reader[3] == 'x');
    CHECK(reader[3 * 4096] == 'a' + round);
    if (round < 2)
      checkpoint();
    CHECK(reader[3 * 4096] == 'a' + round && !reader[4096]);
  }
  CHECK(!shmdt(reader) && !shmdt(at));
  puts("good");
}
