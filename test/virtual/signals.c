// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Signals where every call is trapped: handlers on either stack, in masks that
// hold everything, left by longjmp, with a mask that they edit, and in waits.
// RUN: %job %s %t --random 6 --requests vacate --stderr any \
// RUN:   --build "gcc -O2 -pthread" \
// RUN:   --env "CKPT_FLAGS=-_condor_aggravate_bugs"
#include "ckpt_test.h"
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <ucontext.h>

static volatile int seen;
static sigjmp_buf back;
static int ends[2];

static void on_signal(int sig, siginfo_t *info, void *context) {
  int fd = open("/dev/null", O_RDWR);
  CHECK(fd >= 33 && write(fd, "x", 1) == 1 && !close(fd));
  sigfillset(&((ucontext_t *)context)->uc_sigmask); // SIGSYS too
  seen = sig + info->si_signo;
}
static void jump(int sig) { siglongjmp(back, sig); }
static void quiet(int sig) { seen = sig; }

static void handlers(int flags) {
  sigset_t all, none;
  sigfillset(&all);
  sigemptyset(&none);
  struct sigaction action = {.sa_sigaction = on_signal, .sa_mask = all,
                             .sa_flags = SA_SIGINFO | flags};
  CHECK(!sigaction(SIGUSR1, &action, NULL));
  sigprocmask(SIG_SETMASK, &none, NULL);
  seen = 0;
  CHECK(!raise(SIGUSR1) && seen == 2 * SIGUSR1);
  CHECK(getpid() > 0 && !sigprocmask(SIG_SETMASK, &all, NULL));
  CHECK(!kill(getpid(), SIGUSR1) && sigsuspend(&none) == -1 && errno == EINTR);
  CHECK(!kill(getpid(), SIGUSR1));
  CHECK(ppoll(NULL, 0, NULL, &none) == -1 && errno == EINTR);
  sigprocmask(SIG_SETMASK, &none, NULL);
  signal(SIGALRM, jump);
  if (!sigsetjmp(back, 1)) {
    ualarm(2000, 2000);
    char byte;
    for (;;)
      CHECK(read(ends[0], &byte, 1) == -1);
  }
  struct sigaction interrupts = {.sa_handler = quiet};
  CHECK(!sigaction(SIGALRM, &interrupts, NULL));
  char byte; // the timer goes on: one may come before the call
  CHECK(read(ends[0], &byte, 1) == -1 && errno == EINTR);
  ualarm(0, 0);
  sigprocmask(SIG_SETMASK, &none, NULL);
}

static void *waits(void *unused) {
  char byte;
  pthread_cleanup_push((void (*)(void *))jump, NULL);
  pthread_cleanup_pop(0);
  return (void *)(long)read(ends[0], &byte, 1);
}

int main(void) {
  static char stack[1 << 16];
  stack_t alternate = {.ss_sp = stack, .ss_size = sizeof stack};
  CHECK(!pipe(ends));
  for (int i = 0; i < 60; ++i) {
    handlers(0);
    CHECK(!sigaltstack(&alternate, NULL));
    handlers(SA_ONSTACK);
    CHECK(!sigaltstack(&(stack_t){.ss_flags = SS_DISABLE}, NULL));
    pthread_t thread;
    void *how;
    CHECK(!pthread_create(&thread, NULL, waits, NULL) && !pthread_cancel(thread));
    CHECK(!pthread_join(thread, &how) && how == PTHREAD_CANCELED);
  }
  CHECK(signal(SIGSYS, jump) == SIG_DFL && signal(SIGSYS, SIG_DFL) == jump);
  signal(SIGSYS, jump);
  CHECK(sigsetjmp(back, 1) == SIGSYS || (raise(SIGSYS), 0));
  puts("good");
}
