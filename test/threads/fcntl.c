// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// fcntl is libc's, before and after restarts: results, errors, waits for locks
// and their cancellation.  And owners may be named by numbers of earlier lives.
// RUN: %job %s %t --build "gcc -O2 -pthread" --at-least 3 --modes pie,static
// RUN: %job %s %t --build "gcc -O2 -pthread -D_FILE_OFFSET_BITS=64" \
// RUN:   --at-least 3 --modes pie,static
#include "ckpt_test.h"
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>

static int holds, waits; // two descriptions of one file
static pid_t of_thread;
static sem_t known, end;

static int lock(int fd, int what, int type) {
  struct flock whole = {.l_type = (short)type};
  return fcntl(fd, what, &whole);
}

static void *wait_for_lock(void *argument) {
  of_thread = argument ? of_thread : gettid();
  sem_post(&known);
  CHECK(!lock(waits, F_OFD_SETLKW, F_WRLCK) && !lock(waits, F_OFD_SETLK, F_UNLCK));
  while (sem_wait(&end))
    CHECK(errno == EINTR);
  return 0;
}

static void results(int fd) {
  int copy = fcntl(fd, F_DUPFD_CLOEXEC, 100);
  struct flock all = {.l_type = F_WRLCK};
  CHECK(copy >= 100 && fcntl(copy, F_GETFD) == FD_CLOEXEC);
  CHECK(!fcntl(copy, F_SETFD, 0) && !fcntl(copy, F_GETFD) && !close(copy));
  CHECK(fcntl(copy, F_GETFD) == -1 && errno == EBADF);
  CHECK((fcntl(fd, F_GETFL) & O_ACCMODE) == O_WRONLY);
  CHECK(fcntl(fd, F_SETOWN_EX, 0) == -1 && errno == EFAULT);
  CHECK(fcntl(fd, 9999) == -1 && errno == EINVAL);
  CHECK(!fcntl(fd, F_GETLK, &all) && all.l_type == F_WRLCK && all.l_pid == -1);
  CHECK(!fcntl(fd, F_SETOWN, -getpgrp()) && fcntl(fd, F_GETOWN) == -getpgrp());
}

static void owners(int fd, pid_t process) {
  struct f_owner_ex owner = {F_OWNER_TID, of_thread}, now;
  CHECK(!fcntl(fd, F_SETOWN, process) && fcntl(fd, F_GETOWN) == getpid());
  CHECK(!fcntl(fd, F_SETOWN_EX, &owner) && owner.pid == of_thread);
  CHECK(!fcntl(fd, F_GETOWN_EX, &now) && now.type == F_OWNER_TID);
  CHECK(now.pid != getpid() && !tgkill(getpid(), now.pid, 0));
  CHECK(fcntl(fd, F_SETOWN, 1 << 23) == -1 && errno == ESRCH);
}

int main(void) {
  pid_t process = getpid();
  pthread_t gets, cancelled;
  void *result;
  holds = open("data", O_WRONLY | O_CREAT, 0600), waits = open("data", O_WRONLY);
  CHECK(holds >= 0 && waits >= 0 && !lock(holds, F_OFD_SETLK, F_WRLCK));
  CHECK(!pthread_create(&gets, 0, wait_for_lock, 0) && !sem_wait(&known));
  CHECK(!pthread_create(&cancelled, 0, wait_for_lock, "") && !sem_wait(&known));
  for (int life = 0; life < 3; ++life) {
    results(holds), owners(holds, process);
    checkpoint();
  }
  results(waits), owners(waits, process);
  CHECK(!pthread_cancel(cancelled) && !pthread_join(cancelled, &result));
  CHECK(result == PTHREAD_CANCELED);
  CHECK(!lock(holds, F_OFD_SETLK, F_UNLCK) && !sem_post(&end));
  CHECK(!pthread_join(gets, &result) && !result);
  puts("as libc's");
}
