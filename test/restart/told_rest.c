// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a call tells its program of the time that is left, when a signal of the
// program's own ends it after checkpoints and a restart.
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: %ckpt gcc -O2 -static -I %src/test/Inputs %s -o job
// RUN: for call in select pselect6 ppoll nanosleep clock constant; do \
// RUN:   %python %src/test/support/waiting_job.py ./job $call 270,271,35,230 \
// RUN:   request*2 restart request signal=USR1 end || exit 1; done
#include "ckpt_test.h"
#include <sys/select.h>
#include <sys/syscall.h>
#include <time.h>

static void on_signal(int sig) { (void)sig; }
static const struct timespec constant = {1000, 0};

int main(int argc, char **argv) {
  const char *call = argv[argc - 1];
  struct timespec t = {1000, 0}, left = {1000, 0};
  struct timeval v = {1000, 0};
  signal(SIGUSR1, on_signal);
  if (!strcmp(call, "select"))
    CHECK(select(0, 0, 0, 0, &v) == -1), left.tv_sec = v.tv_sec;
  else if (!strcmp(call, "pselect6"))
    CHECK(syscall(SYS_pselect6, 0, 0, 0, 0, &left, 0) == -1);
  else if (!strcmp(call, "ppoll"))
    CHECK(syscall(SYS_ppoll, 0, 0, &left, 0, 8) == -1);
  else if (!strcmp(call, "nanosleep"))
    CHECK(nanosleep(&left, &left) == -1);
  else if (!strcmp(call, "clock"))
    CHECK((errno = clock_nanosleep(CLOCK_MONOTONIC, 0, &t, &left)) == EINTR);
  else // nobody can be told
    CHECK(syscall(SYS_ppoll, 0, 0, &constant, 0, 8) == -1), left.tv_sec = 999;
  CHECK(errno == EINTR && left.tv_sec < 1000 && left.tv_sec > 900);
  CHECK(constant.tv_sec == 1000 && t.tv_sec == 1000);
}
