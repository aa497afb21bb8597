// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// As ending_handler.c: handlers that siginterrupt(3) makes so, before signal(3)
// or behind it, and such as return without our restorer.  A handler with
// SA_RESTART ends nothing: what it writes is read.  Under virtual descriptors, too.
// REQUIRES: strace
// RUN: %job %s %t --modes static,pie --limit 10 --release together \
// RUN:   --together-with 10 --together-with 14 --together-with 36 --in 0 \
// RUN:   --args before --args behind --args back --args restart
// RUN: %job %s %t --modes static --limit 10 --release together \
// RUN:   --together-with 14 --together-with 36 --in 0 --args foreign \
// RUN:   --build "gcc -O2 -DFOREIGN=__sigaction"
// RUN: %job %s %t --modes static,pie --limit 10 --release together \
// RUN:   --together-with 14 --in 0 --args before --args restart \
// RUN:   --env CKPT_FLAGS=-_condor_aggravate_bugs
#include "ckpt_test.h"

#ifndef FOREIGN
#define FOREIGN sigaction
#endif
int FOREIGN(int, const struct sigaction *, struct sigaction *);

static int ends[2];
static volatile int seen, writes;
static void on_signal(int sig) {
  seen = sig;
  if (writes)
    CHECK(write(ends[1], "x", 1) == 1);
}

int main(int argc, char **argv) {
  struct sigaction action = {.sa_handler = on_signal};
  int sig = atoi(argv[argc - 1]);
  const char *kind = argv[1];
  char byte;
  CHECK(!pipe(ends));
  if (!strcmp(kind, "before"))
    CHECK(!siginterrupt(sig, 1) && signal(sig, on_signal) != SIG_ERR);
  else if (!strcmp(kind, "behind"))
    CHECK(signal(sig, on_signal) != SIG_ERR && !siginterrupt(sig, 1));
  else if (!strcmp(kind, "foreign"))
    CHECK(!FOREIGN(sig, &action, 0));
  else {
    writes = 1;
    CHECK(!siginterrupt(sig, 1) && signal(sig, on_signal) != SIG_ERR);
    CHECK(!siginterrupt(sig, 0));
    if (!strcmp(kind, "restart"))
      CHECK(signal(sig, on_signal) == on_signal);
  }
  ssize_t got = read(ends[0], &byte, 1);
  CHECK(writes ? got == 1 : got == -1 && errno == EINTR);
  CHECK(seen == sig);
  printf("%s is over\n", kind);
}
