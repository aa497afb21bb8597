// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A signal of the program's own that comes at whatever step of the handler
// ends the wait: it is never lost, and its handler runs once.  One without
// SA_RESTART ends what the kernel would make again (accept).  By instructions,
// with the request put off: all of the handler but the checkpoint; by system
// calls with one.  signal_at_every_step.test leaves no step out.
// REQUIRES: strace
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: gcc -O2 %src/test/Inputs/signal_at_step.c -o step
// RUN: %ckpt gcc -O2 -static -I %src/test/Inputs -I %src/runtime/include \
// RUN:   %s -o job
// RUN: n=,23,34,7,271,270,130,230,281,232,128,220,65,43, ; \
// RUN: for call in pause sigsuspend poll ppoll select nanosleep epoll semop \
// RUN:   semtimedop sigtimedwait accept; do \
// RUN:   ./step steps $n 3 9999 61 ./job off $call || exit 1; \
// RUN:   ./step calls $n 1 9999 61 ./job -_condor_nowarn \
// RUN:     -_condor_ckpt im $call 2>err || exit 1; done
// A handler that has libc's restorer, as those of libraries have: only waits that
// are finished in the handler.
// RUN: %ckpt gcc -O2 -static -I %src/test/Inputs -I %src/runtime/include \
// RUN:   -DSIGACTION=__sigaction %s -o other
// RUN: n=,23,34,7,271,270,130,230,281,232, ; \
// RUN: for call in pause sigsuspend poll ppoll select nanosleep epoll; do \
// RUN:   ./step steps $n 1 9999 83 ./other off $call || exit 1; done
#include "ckpt_test.h"
#include <ckpt.h> // _condor_ckpt_disable
#include <poll.h>
#include <sys/epoll.h>
#include <sys/sem.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>

#ifndef SIGACTION
#define SIGACTION sigaction
#endif
int SIGACTION(int, const struct sigaction *, struct sigaction *);

static int set; // of semaphores; or an epoll descriptor or a socket
static volatile int seen;
static void on_signal(int sig) {
  seen += sig == SIGUSR1;
  if (sig == SIGTERM)
    _exit(semctl(set, 0, IPC_RMID));
}

static int wait_in(char *call, sigset_t *none, sigset_t *one) {
  struct timespec t = {1000, 0};
  struct epoll_event event;
  struct sembuf take = {0, -1, 0};
  return !strcmp(call, "pause")        ? syscall(SYS_pause)
         : !strcmp(call, "sigsuspend") ? sigsuspend(none)
         : !strcmp(call, "poll")       ? poll(0, 0, 1000000)
         : !strcmp(call, "ppoll")      ? ppoll(0, 0, &t, none)
         : !strcmp(call, "select")     ? syscall(SYS_pselect6, 0, 0, 0, 0, &t, 0)
         : !strcmp(call, "nanosleep")  ? nanosleep(&t, 0)
         : !strcmp(call, "epoll")      ? epoll_wait(set, &event, 1, 1000000)
         : !strcmp(call, "accept")     ? accept(set, 0, 0)
         : !strcmp(call, "semop")      ? syscall(SYS_semop, set, &take, 1)
         : !strcmp(call, "semtimedop") ? semtimedop(set, &take, 1, &t)
                                       : sigtimedwait(one, 0, &t);
}

int main(int argc, char **argv) {
  struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
  char *call = argv[argc - 1];
  sigset_t none, one;
  sigemptyset(&none), sigemptyset(&one), sigaddset(&one, SIGHUP);
  sigprocmask(SIG_BLOCK, &one, 0);
  if (!strcmp(call, "accept"))
    action.sa_flags = 0;
  CHECK(!SIGACTION(SIGUSR1, &action, 0));
  sigaction(SIGTERM, &action, 0);
  set = !strcmp(call, "epoll") ? epoll_create1(0) : -1;
  if (!strcmp(call, "accept"))
    CHECK((set = socket(AF_UNIX, SOCK_STREAM, 0)) >= 0 &&
          !bind(set, (void *)&(struct sockaddr){AF_UNIX, ""}, 2) &&
          !listen(set, 1));
  if (!strncmp(call, "sem", 3))
    set = semget(IPC_PRIVATE, 1, 0600);
  if (!strcmp(argv[1], "off"))
    _condor_ckpt_disable();
  for (int i = 1;; ++i) {
    CHECK(write(1, "w", 1) == 1);
    CHECK(wait_in(call, &none, &one) == -1 && errno == EINTR);
    CHECK(seen == i);
    CHECK(write(1, "e", 1) == 1);
  }
}
