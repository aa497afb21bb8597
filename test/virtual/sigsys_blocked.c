// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// SIGSYS that the program blocks: told by every call, inherited by threads,
// children and what is executed, and one that is sent waits, over a restart too.
// RUN: %job %s %t --build "gcc -O1 -w -pthread" --modes static,pie --stderr any \
// RUN:   --requests vacate,periodic --env "CKPT_FLAGS=-_condor_aggravate_bugs"
#include "ckpt_test.h"
#include <poll.h>
#include <pthread.h>
#include <sys/wait.h>

static volatile int count, code;
static void on_signal(int number, siginfo_t *info, void *context) {
  ++count;
  code = info->si_code;
}
static int blocked(void) {
  sigset_t now;
  return sigprocmask(SIG_BLOCK, NULL, &now) || sigismember(&now, SIGSYS);
}
static int waits(void) {
  sigset_t now;
  return sigpending(&now) || sigismember(&now, SIGSYS);
}
static void *thread(void *set) {
  CHECK(blocked() && !waits() && !pthread_sigmask(SIG_UNBLOCK, set, NULL));
  CHECK(!blocked());
  return NULL;
}

int main(void) {
  struct sigaction action = {.sa_sigaction = on_signal, .sa_flags = SA_SIGINFO};
  sigset_t set[1], none, old;
  siginfo_t info;
  int status;
  pthread_t other;
  sigemptyset(&none), sigfillset(set);
  CHECK(!sigaction(SIGSYS, &action, NULL) && !blocked());
  CHECK(!sigprocmask(SIG_SETMASK, set, &old) && blocked() && !sigismember(&old, SIGSYS));
  sigemptyset(set), sigaddset(set, SIGSYS);
  CHECK(!pthread_sigqueue(pthread_self(), SIGSYS, (union sigval){0}));
  CHECK(waits() && !count);
  checkpoint();
  CHECK(blocked() && waits() && !count);
  pthread_create(&other, NULL, thread, set), pthread_join(other, NULL);
  pid_t child = fork();
  if (!child)
    execl("/bin/grep", blocked() && !waits() ? "grep" : "", "-q", "SigBlk:.*[4-7]........*", "/proc/self/status", NULL);
  CHECK(waitpid(child, &status, 0) == child && status == 0);
  CHECK(ppoll(NULL, 0, NULL, &none) == -1 && errno == EINTR && count == 1);
  CHECK(code == SI_QUEUE && blocked() && !waits());
  CHECK(!raise(SIGSYS) && sigwaitinfo(set, &info) == SIGSYS && info.si_pid == getpid());
  CHECK(!raise(SIGSYS) && count == 1 && !sigprocmask(SIG_UNBLOCK, set, &old));
  CHECK(count == 2 && sigismember(&old, SIGSYS) && !blocked());
  action.sa_mask = *set;
  CHECK(!sigaction(SIGHUP, &action, NULL) && !sigaction(SIGHUP, NULL, &action));
  CHECK(sigismember(&action.sa_mask, SIGSYS) == 1);
  puts("good");
}
