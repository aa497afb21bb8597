// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The action of every signal comes back: handler, flags and mask.
// RUN: %job %s %t --at-least 2
#include "ckpt_test.h"

static volatile int seen, value;
static void plain(int sig) { seen = sig; }
static void detailed(int sig, siginfo_t *info, void *context) {
  seen = sig, value = info->si_value.sival_int;
  CHECK(context && info->si_pid == getpid() && info->si_code == SI_QUEUE);
}
static void nested(int sig) {
  if (++seen < 3)
    raise(sig); // SA_NODEFER
}

static void set(int sig, void *handler, int flags, int masked) {
  struct sigaction action = {.sa_flags = flags};
  action.sa_handler = (void (*)(int))handler;
  sigemptyset(&action.sa_mask);
  if (masked)
    sigaddset(&action.sa_mask, masked);
  CHECK(!sigaction(sig, &action, 0));
}

int main(void) {
  static struct sigaction before[65], after;
  for (int sig = 1; sig <= 64; ++sig) // each another one
    if (sig != SIGKILL && sig != SIGSTOP && sig != 32 && sig != 33 &&
        sig != SIGTSTP && sig != SIGUSR2)
      set(sig, sig % 2 ? plain : nested, sig % 3 ? SA_RESTART : SA_NODEFER,
          1 + (sig + 33) % 64);
  set(SIGUSR1, plain, SA_RESTART, SIGTERM);
  set(SIGRTMIN, detailed, SA_SIGINFO | SA_ONSTACK, SIGHUP);
  set(SIGALRM, nested, SA_NODEFER, 0);
  set(SIGTERM, plain, SA_RESETHAND, SIGRTMAX);
  set(SIGPIPE, SIG_IGN, 0, 0);
  set(SIGCHLD, SIG_DFL, SA_NOCLDWAIT | SA_NOCLDSTOP, SIGINT);
  for (int sig = 1; sig <= 64; ++sig)
    if (sig != 32 && sig != 33)
      CHECK(!sigaction(sig, 0, &before[sig]));
  for (int round = 0; round < 3; ++round) {
    for (int sig = 1; sig <= 64; ++sig) {
      if (sig == 32 || sig == 33)
        continue;
      CHECK(!sigaction(sig, 0, &after));
      CHECK(after.sa_handler == before[sig].sa_handler);
      CHECK(after.sa_flags == before[sig].sa_flags);
      CHECK(!memcmp(&after.sa_mask, &before[sig].sa_mask, 8));
    }
    seen = 0, raise(SIGALRM);
    CHECK(seen == 3);
    raise(SIGUSR1);
    CHECK(seen == SIGUSR1);
    sigqueue(getpid(), SIGRTMIN, (union sigval){.sival_int = round + 5});
    CHECK(seen == SIGRTMIN && value == round + 5);
    raise(SIGPIPE);
    if (round < 2)
      checkpoint();
  }
  raise(SIGTERM);
  CHECK(!sigaction(SIGTERM, 0, &after) && after.sa_handler == SIG_DFL);
  puts("good");
}
