// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Leases come back, with the signal that tells of their end; not while another
// process has the file open.
// RUN: %job %s %t --at-least 2 --modes pie,static --stderr any
// RUN: cd %t/pie0 && bash -c './job -_condor_ckpt image >out 2>err; [ $? = 140 ]'
// RUN: bash -c 'exec 5<>%t/pie0/read; cd %t/pie0; ./job -_condor_restart image 2>err; [ $? = 255 ]'
// RUN: FileCheck --input-file %t/pie0/err %s
// CHECK: the lease on {{.*}}read cannot be had again
#include "ckpt_test.h"
#include <fcntl.h>

static volatile sig_atomic_t told, who;

static void tell(int signal, siginfo_t *info, void *context) {
  (void)context, told = signal, who = info->si_fd;
}

int main(void) {
  struct sigaction action = {.sa_sigaction = tell, .sa_flags = SA_SIGINFO};
  int reads = open("read", O_RDONLY | O_CREAT, 0600);
  int writes = open("write", O_RDWR | O_CREAT | O_APPEND, 0600);
  CHECK(!sigaction(SIGRTMIN + 1, &action, NULL));
  CHECK(!fcntl(writes, F_SETSIG, SIGRTMIN + 1) && write(writes, "x", 1) == 1);
  CHECK(!fcntl(reads, F_SETLEASE, F_RDLCK));
  CHECK(!fcntl(writes, F_SETLEASE, F_WRLCK));
  for (int round = 0; round < 2; ++round) {
    if (getenv("JOB_SIGNAL"))
      checkpoint();
    else
      raise(SIGTSTP);
    CHECK(fcntl(reads, F_GETLEASE) == F_RDLCK && !told);
    CHECK(fcntl(writes, F_GETLEASE) == F_WRLCK);
  }
  CHECK(open("write", O_RDONLY | O_NONBLOCK) == -1 && errno == EWOULDBLOCK);
  CHECK(told == SIGRTMIN + 1 && who == writes);
  CHECK(!fcntl(writes, F_SETLEASE, F_UNLCK));
  puts("done");
}
