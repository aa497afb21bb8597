// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A message queue with what it holds, by its name; an empty one that is gone is
// made again; handles of the process itself.
// RUN: %job %s %t --at-least 1 --modes pie,static --build "gcc -O2 -lrt" --requests vacate --between "rm -f /dev/mqueue/ckpt-*-empty"
#include "ckpt_test.h"
#include <fcntl.h>
#include <mqueue.h>
#include <poll.h>

#ifndef PIDFD_NONBLOCK
#define PIDFD_NONBLOCK O_NONBLOCK
#endif

int main(void) {
  char full[40], empty[40], text[100];
  struct mq_attr attributes = {.mq_maxmsg = 5, .mq_msgsize = 100}, now;
  sprintf(full, "/ckpt-%d-full", getpid()), sprintf(empty, "/ckpt-%d-empty", getpid());
  mqd_t two = mq_open(empty, O_RDWR | O_CREAT | O_NONBLOCK, 0600, &attributes);
  mqd_t one = mq_open(full, O_WRONLY | O_CREAT, 0600, &attributes), reader;
  if (one < 0 && errno == ENOSYS)
    return puts("done"), 0;
  CHECK(one >= 0 && two >= 0 && (reader = mq_open(full, O_RDONLY)) >= 0);
  int self = (int)syscall(SYS_pidfd_open, getpid(), PIDFD_NONBLOCK);
  CHECK(self >= 0 && !mq_send(one, "late", 4, 1) && !mq_send(one, "first", 5, 9));
  checkpoint();
  CHECK(!mq_getattr(two, &now) && now.mq_maxmsg == 5 && now.mq_flags == O_NONBLOCK);
  CHECK(mq_receive(two, text, 100, NULL) == -1 && errno == EAGAIN);
  CHECK(mq_receive(reader, text, 100, NULL) == 5 && !memcmp(text, "first", 5));
  CHECK(mq_send(reader, "x", 1, 0) == -1 && errno == EBADF);
  CHECK(mq_receive(reader, text, 100, NULL) == 4);
  CHECK(fcntl(self, F_GETFL) & O_NONBLOCK && fcntl(self, F_GETFD) == FD_CLOEXEC);
  CHECK(!syscall(SYS_pidfd_send_signal, self, 0, NULL, 0));
  struct pollfd asked = {self, POLLIN, 0};
  CHECK(!poll(&asked, 1, 0)); // it runs
  CHECK(!mq_unlink(full)), mq_unlink(empty);
  puts("done");
}
