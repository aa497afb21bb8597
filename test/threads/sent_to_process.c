// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A signal that waits for the whole process is given back as it was sent,
// whichever thread serves the request, also when the first one has ended.
// RUN: %job %s %t --build "gcc -O2 -pthread" --at-least 2
// RUN: %job %s %t --build "gcc -O2 -pthread -DENDS" --at-least 2 --modes pie
#include "ckpt_test.h"
#include <pthread.h>

static void *work(void *set) {
  struct timespec none = {0, 0};
  for (int i = 0; i < 2; ++i) {
    siginfo_t info = {0};
    pid_t before = getpid();
    CHECK(!kill(getpid(), SIGUSR1));
    CHECK(!kill(getpid(), SIGALRM));
    CHECK(!pthread_kill(pthread_self(), request_signal()));
    CHECK(request_signal() != SIGTSTP || getpid() != before);
    CHECK(sigtimedwait(set, &info, &none) == SIGUSR1);
    CHECK(info.si_code == SI_USER && info.si_pid == getpid());
    CHECK(sigtimedwait(set, &info, &none) == SIGALRM);
    CHECK(sigtimedwait(set, &info, &none) == -1 && errno == EAGAIN);
  }
  puts("as they were sent");
  exit(0);
}

int main(void) {
  static sigset_t set;
  pthread_t thread;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  sigaddset(&set, SIGALRM);
  CHECK(!pthread_sigmask(SIG_BLOCK, &set, 0));
  CHECK(!pthread_create(&thread, 0, work, &set));
#ifdef ENDS
  pthread_exit(0);
#endif
  CHECK(!pthread_join(thread, 0));
}
