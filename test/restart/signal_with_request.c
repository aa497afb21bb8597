// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A signal of the program's own that comes together with a request ends the
// wait as ever: it is not lost in the checkpoint, nor in the restart.
// REQUIRES: strace
// RUN: %job %s %t --modes static,pie --release together --together-with 36 \
// RUN:   --in 7,34,35,130,230,270,271 --args pause --args sigsuspend \
// RUN:   --args nanosleep --args poll --args select --limit 10
#include "ckpt_test.h"
#include <poll.h>
#include <sys/select.h>
#include <time.h>

static volatile int seen;
static void on_signal(int sig) { seen = sig; }

int main(int argc, char **argv) {
  const char *call = argv[1];
  struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
  struct timespec t = {1000, 0};
  sigset_t none;
  sigemptyset(&none);
  sigaction(atoi(argv[argc - 1]), &action, 0);
  if (!strcmp(call, "pause"))
    CHECK(pause() == -1 && errno == EINTR);
  else if (!strcmp(call, "nanosleep"))
    CHECK(nanosleep(&t, 0) == -1 && errno == EINTR);
  else if (!strcmp(call, "poll"))
    CHECK(poll(0, 0, -1) == -1 && errno == EINTR);
  else if (!strcmp(call, "select"))
    CHECK(select(0, 0, 0, 0, 0) == -1 && errno == EINTR);
  else
    CHECK(sigsuspend(&none) == -1 && errno == EINTR);
  CHECK(seen == atoi(argv[argc - 1]));
  printf("%s is over\n", call);
}
