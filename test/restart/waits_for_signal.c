// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Waits that the program's own signal ends: not a checkpoint, but SIGUSR1
// does, with EINTR where that is the call's answer.
// RUN: %job %s %t --modes static,pie --at-least 2 --blocked 2 \
// RUN:   --in 7,34,35,128,130,230,271 --release signal --args pause \
// RUN:   --args sigsuspend --args sigwait --args nanosleep --args poll \
// RUN:   --args ppoll
#include "ckpt_test.h"
#include <poll.h>
#include <time.h>

static volatile int seen;
static void on_signal(int sig) { seen = sig; }

int main(int argc, char **argv) {
  const char *call = argv[argc - 1];
  struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
  struct timespec t = {1000, 0};
  sigset_t one, old;
  int sig = 0;
  sigaction(SIGUSR1, &action, 0);
  sigemptyset(&one), sigaddset(&one, SIGUSR1);
  if (!strcmp(call, "pause"))
    CHECK(pause() == -1 && errno == EINTR);
  else if (!strcmp(call, "nanosleep"))
    CHECK(nanosleep(&t, &t) == -1 && errno == EINTR && t.tv_sec > 900);
  else if (!strcmp(call, "poll"))
    CHECK(poll(0, 0, -1) == -1 && errno == EINTR);
  sigprocmask(SIG_BLOCK, &one, &old);
  if (!strcmp(call, "sigsuspend"))
    CHECK(sigsuspend(&old) == -1 && errno == EINTR);
  else if (!strcmp(call, "ppoll"))
    CHECK(ppoll(0, 0, 0, &old) == -1 && errno == EINTR);
  else if (!strcmp(call, "sigwait"))
    CHECK(!sigwait(&one, &sig) && sig == SIGUSR1 && (seen = sig));
  CHECK(seen == SIGUSR1);
  sigprocmask(SIG_BLOCK, 0, &one);
  CHECK(sigismember(&one, SIGUSR1)); // the mask of before the call
  printf("%s is over\n", call);
}
