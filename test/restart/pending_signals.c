// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Blocked signals stay pending: in order, with their values, several of one
// number, for the process and for the thread.
// RUN: %job %s %t --at-least 2
#include "ckpt_test.h"
#include <sys/syscall.h>

static void on_signal(int sig, siginfo_t *info, void *context) {
  (void)context;
  printf("%d code %d value %d uid %d\n", sig, info->si_code,
         info->si_value.sival_int, (int)info->si_uid);
}

static void to_thread(int sig, int value) {
  siginfo_t info = {.si_signo = sig, .si_code = SI_QUEUE};
  info.si_pid = getpid(), info.si_uid = getuid(), info.si_value.sival_int = value;
  CHECK(!syscall(SYS_rt_tgsigqueueinfo, getpid(), gettid(), sig, &info));
}

int main(void) {
  struct sigaction action = {.sa_sigaction = on_signal, .sa_flags = SA_SIGINFO};
  sigset_t all, pending, old;
  sigfillset(&all);
  sigdelset(&all, SIGTSTP), sigdelset(&all, SIGUSR2);
  for (int sig = SIGRTMIN; sig <= SIGRTMIN + 3; ++sig)
    sigaction(sig, &action, 0);
  sigaction(SIGUSR1, &action, 0), sigaction(SIGALRM, &action, 0);
  sigprocmask(SIG_BLOCK, &all, &old);
  for (int i = 0; i < 5; ++i) {
    sigqueue(getpid(), SIGRTMIN + 1, (union sigval){.sival_int = i});
    sigqueue(getpid(), SIGRTMIN, (union sigval){.sival_int = 10 + i});
    to_thread(SIGRTMIN + 1, 20 + i);
  }
  sigqueue(getpid(), SIGUSR1, (union sigval){.sival_int = 30});
  to_thread(SIGUSR1, 31);
  kill(getpid(), SIGALRM);
  checkpoint();
  sigqueue(getpid(), SIGRTMIN, (union sigval){.sival_int = 15});
  checkpoint();
  sigpending(&pending);
  CHECK(sigismember(&pending, SIGUSR1) && sigismember(&pending, SIGALRM));
  CHECK(sigismember(&pending, SIGRTMIN) && !sigismember(&pending, SIGHUP));
  siginfo_t info;
  sigset_t one;
  sigemptyset(&one), sigaddset(&one, SIGRTMIN);
  CHECK(sigwaitinfo(&one, &info) == SIGRTMIN && info.si_value.sival_int == 10);
  sigprocmask(SIG_SETMASK, &old, 0);
}
