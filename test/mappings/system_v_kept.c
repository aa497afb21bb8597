// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// System V segments that are not removed: the program goes on naming them by the
// numbers that it knows, in children too; nothing is left behind in the kernel.
// RUN: %job %s %t --at-least 2
// RUN: %job %s %t --at-least 2 --modes pie,static --env "CKPT_FLAGS=-_condor_nowarn -_condor_aggravate_bugs"
#include "ckpt_test.h"
#include <sys/ipc.h>
#include <sys/shm.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SIZE = 5 * 4096 + 100 };

static void look(int id, key_t key, unsigned long attached) {
  struct shmid_ds about;
  CHECK(!shmctl(id, IPC_STAT, &about) && about.shm_nattch == attached);
  CHECK(about.shm_segsz == SIZE && about.shm_perm.__key == key);
  CHECK((about.shm_perm.mode & 0777) == 0440);
}

int main(void) {
  key_t key = ftok(".", 'k');
  int named = shmget(key, SIZE, IPC_CREAT | IPC_EXCL | 0600);
  int nameless = shmget(IPC_PRIVATE, SIZE, 0600);
  char *a = shmat(named, 0, 0), *b = shmat(nameless, 0, 0);
  CHECK(key != -1 && a != (char *)-1 && b != (char *)-1);
  struct shmid_ds about;
  for (int id = named, i = 0; i < 2; id = nameless, ++i) {
    CHECK(!shmctl(id, IPC_STAT, &about));
    about.shm_perm.mode = 0440;
    CHECK(!shmctl(id, IPC_SET, &about));
  }
  for (int round = 0; round < 4; ++round) {
    look(named, key, 1);
    look(nameless, IPC_PRIVATE, 1);
    CHECK(shmget(key, 0, 0) == named);
    a[round] = b[4096 + round] = (char)('a' + round);
    pid_t child = fork();
    if (!child) {
      const char *again = (char *)syscall(SYS_shmat, nameless, 0, SHM_RDONLY);
      _exit(again == (char *)-1 || again[4096 + round] != 'a' + round);
    }
    int status;
    CHECK(waitpid(child, &status, 0) == child && !status);
    // One made since does not get a number that means another.
    int other = shmget(IPC_PRIVATE, 4096, 0600);
    CHECK(other >= 0 && other != named && other != nameless);
    CHECK(!shmctl(other, IPC_RMID, 0));
    if (round < 3)
      checkpoint();
    a[4096 * 4] += 3;
  }
  CHECK(!memcmp(a, "abcd", 5) && a[4096 * 4] == 12);
  CHECK(!memcmp(b + 4096, "abcd", 5));
  CHECK(!shmctl(named, IPC_RMID, 0) && !shmctl(nameless, IPC_RMID, 0));
  CHECK(!shmdt(a) && !shmdt(b) && shmget(key, 0, 0) == -1);
  puts("good");
}
