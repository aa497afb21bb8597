// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A wait with a time limit lasts as long as was asked, whatever interrupts it
// late: not less, and not as long again.
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: %ckpt gcc -O2 -static -I %src/test/Inputs %s -o job
// RUN: n=7,23,270,271,34,35,230,232,281,441,128,220 ; \
// RUN: run() { mkdir $1 && cp job $1 && %python \
// RUN:   %src/test/support/waiting_job.py $1/job $* end 2>$1/err || echo $1; } ; \
// RUN: for call in poll ppoll select pselect sleep usleep nanosleep clock \
// RUN:   thrd_sleep sigtimedwait semtimedop; do \
// RUN:   run $call $n after=2.5 request*2 restart request & done ; \
// RUN: for call in epoll_wait epoll_pwait epoll_pwait2; do \
// RUN:   run $call $n after=2.5 refused*5 & done ; wait
// RUN: cat */err >all; cat all; ! grep 'does not hold' all
// RUN: [ $(grep -c ' of .* ms' all) = 14 ]
#include "ckpt_test.h"
#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/sem.h>
#include <threads.h>
#include <time.h>

int main(int argc, char **argv) {
  struct timespec t = {3, 0}, begin, end;
  struct timeval v = {3, 0};
  struct epoll_event event;
  struct sembuf take = {0, -1, 0};
  const char *call = argv[argc - 1];
  int set = -1, epoll = -1;
  sigset_t none;
  sigemptyset(&none), sigaddset(&none, SIGHUP), sigprocmask(SIG_BLOCK, &none, 0);
  if (!strcmp(call, "semtimedop"))
    set = semget(IPC_PRIVATE, 1, 0600);
  if (!strncmp(call, "epoll", 5))
    epoll = epoll_create1(0);
  clock_gettime(CLOCK_MONOTONIC, &begin);
  int done = !strcmp(call, "poll")           ? poll(0, 0, 3000)
             : !strcmp(call, "ppoll")        ? ppoll(0, 0, &t, 0)
             : !strcmp(call, "select")       ? select(0, 0, 0, 0, &v)
             : !strcmp(call, "pselect")      ? pselect(0, 0, 0, 0, &t, &none)
             : !strcmp(call, "sleep")        ? (int)sleep(3)
             : !strcmp(call, "usleep")       ? usleep(3000000)
             : !strcmp(call, "nanosleep")    ? nanosleep(&t, 0)
             : !strcmp(call, "clock")        ? clock_nanosleep(1, 0, &t, 0)
             : !strcmp(call, "thrd_sleep")   ? thrd_sleep(&t, 0)
             : !strcmp(call, "epoll_wait")   ? epoll_wait(epoll, &event, 1, 3000)
             : !strcmp(call, "epoll_pwait")  ? epoll_pwait(epoll, &event, 1, 3000, 0)
             : !strcmp(call, "epoll_pwait2") ? epoll_pwait2(epoll, &event, 1, &t, 0)
             : !strcmp(call, "semtimedop")   ? 1 + semtimedop(set, &take, 1, &t)
                                             : 1 + sigtimedwait(&none, 0, &t);
  int error = errno;
  clock_gettime(CLOCK_MONOTONIC, &end);
  if (set >= 0)
    semctl(set, 0, IPC_RMID), CHECK(error == EAGAIN);
  CHECK(done == 0);
  long ms = (end.tv_sec - begin.tv_sec) * 1000 +
            (end.tv_nsec - begin.tv_nsec) / 1000000;
  dprintf(2, "%s: %ld of 3000 ms\n", call, ms);
  CHECK(ms >= 2999 && ms < 4300);
}
