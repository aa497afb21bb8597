// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// System V semaphores and message queues: told of once at a checkpoint; a restart
// finds those that are there, and tells of the others.
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: %ckpt gcc -I %src/test/Inputs %s -o job
// RUN: { JOB_SIGNAL=20 ./job -_condor_ckpt im > out 2> err; [ $? = 140 ]; }
// RUN: FileCheck %s < err && [ $(grep -c UNSUP err) = 2 ]
// RUN: cp im im2 && ./job -_condor_restart im > out 2> err && not grep UNSUP err
// RUN: echo 'there there' > want && diff want out
// RUN: ./job -_condor_restart im2 > out 2> err
// RUN: FileCheck %s --check-prefix=GONE < err && [ $(grep -c UNSUP err) = 2 ]
// RUN: echo 'gone gone' > want && diff want out
// CHECK-DAG: UNSUP: the set of System V semaphores {{[0-9]+}} (key 0x6b0f0002) is not saved
// CHECK-DAG: UNSUP: the System V message queue {{[0-9]+}} (key 0x0) is not saved
// GONE-DAG: UNSUP: the set of System V semaphores {{[0-9]+}} (key 0x6b0f0002) that the job has used is gone
// GONE-DAG: UNSUP: the System V message queue {{[0-9]+}} (key 0x0) that the job has used is gone
#include "ckpt_test.h"
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>

int main(void) {
  struct { long type; char text[4]; } message = {7, "abc"};
  int set = semget(0x6b0f0002, 2, IPC_CREAT | 0600);
  int queue = msgget(IPC_PRIVATE, IPC_CREAT | 0600);
  int removed = semget(IPC_PRIVATE, 1, 0600);
  CHECK(set >= 0 && queue >= 0 && !semctl(removed, 0, IPC_RMID));
  CHECK(set == semget(0x6b0f0002, 0, 0) && !semctl(set, 1, SETVAL, 5));
  CHECK(!msgsnd(queue, &message, 4, 0));
  checkpoint();
  const char *there = semctl(set, 1, GETVAL) == 5 ? "there" : "gone";
  int got = msgrcv(queue, &message, 4, 7, IPC_NOWAIT) == 4;
  printf("%s %s\n", there, got ? "there" : "gone");
  semctl(set, 0, IPC_RMID);
  msgctl(queue, IPC_RMID, NULL);
}
