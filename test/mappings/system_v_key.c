// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A System V segment with a key: a killed job's is replaced by its restart; one
// that another program has made since is left alone, and a notice tells.
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: %ckpt gcc -I %src/test/Inputs %s -o job
// RUN: { JOB_SIGNAL=12 KILLED=1 ./job -_condor_ckpt im; [ $? = 137 ]; }
// RUN: ./job -_condor_restart im > out 2> err && not grep "has the key" err
// RUN: echo same > want && diff want out
// RUN: { JOB_SIGNAL=20 ./job -_condor_ckpt im; [ $? = 140 ]; }
// RUN: perl -e 'shmget(hex "6b0f0001", 4096, 01600) // die'
// RUN: ./job -_condor_restart im > out 2> err; FileCheck %s < err
// RUN: echo other > want && diff want out
// CHECK: Notice: another System V segment has the key 0x6b0f0001, which the job's had; the job goes on with one that has no key
#include "ckpt_test.h"
#include <sys/ipc.h>
#include <sys/shm.h>

int main(void) {
  key_t key = 0x6b0f0001;
  int id = shmget(key, 8192, IPC_CREAT | IPC_EXCL | 0600);
  char *at = shmat(id, 0, 0);
  CHECK(id >= 0 && at != (char *)-1);
  strcpy(at, "ours");
  pid_t before = getpid();
  raise(request_signal());
  if (getpid() == before) {
    strcpy(at, "later");
    raise(getenv("KILLED") ? SIGKILL : 0);
  }
  CHECK(!strcmp(at, "ours"));
  int taken = shmget(key, 0, 0);
  if (taken != id) {
    const char *theirs = shmat(taken, 0, 0);
    struct shmid_ds about;
    CHECK(theirs != (char *)-1 && !*theirs && !shmctl(taken, IPC_STAT, &about));
    CHECK(about.shm_segsz == 4096 && !shmctl(taken, IPC_RMID, 0));
  }
  CHECK(!shmctl(id, IPC_RMID, 0));
  puts(taken == id ? "same" : "other");
}
