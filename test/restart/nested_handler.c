// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The program's handler runs in the midst of a wait that checkpoints and
// restarts have interrupted: it may return, jump out, be checkpointed itself,
// and be seen by an unwinder all the way to main().
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: for mode in static pie; do %ckpt gcc -O2 -g -$mode -I %src/test/Inputs \
// RUN:   %s -o job || exit 1; for how in return longjmp siglongjmp backtrace; do \
// RUN:   %python %src/test/support/waiting_job.py ./job $how 34,271,230,130 \
// RUN:   request restart signal=USR1 request*2 signal=USR1 signal=USR1 \
// RUN:   restart request signal=USR1 end || exit 1; done; done
// RUN: %python %src/test/support/waiting_job.py ./job wait 34,271,230,130 \
// RUN:   request restart signal=USR1 request restart request signal=USR2 \
// RUN:   signal=USR2 signal=ALRM request signal=USR1 restart signal=ALRM \
// RUN:   signal=USR1 signal=ALRM signal=USR1 signal=ALRM end
#include "ckpt_test.h"
#include <execinfo.h>
#include <poll.h>
#include <setjmp.h>
#include <time.h>

int main(int argc, char **argv);
static sigjmp_buf out;
static const char *how;
static volatile int seen;

static void on_signal(int sig) {
  void *frames[64];
  int count, found = 0;
  seen += sig == SIGUSR1;
  if (!strcmp(how, "longjmp"))
    longjmp(out, 1);
  if (!strcmp(how, "siglongjmp"))
    siglongjmp(out, 1);
  if (!strcmp(how, "wait") && sig == SIGUSR1)
    pause();
  if (strcmp(how, "backtrace"))
    return;
  count = backtrace(frames, 64);
  for (int i = 0; i < count; ++i)
    found += (char *)frames[i] > (char *)main &&
             (char *)frames[i] < (char *)main + 1024;
  CHECK(found);
}

int main(int argc, char **argv) {
  struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_NODEFER};
  how = argv[argc - 1];
  CHECK(!sigaction(SIGUSR1, &action, 0) && !sigaction(SIGALRM, &action, 0));
  for (volatile int i = 0; i < 4; ++i) {
    struct timespec t = {1000, 0};
    if (!sigsetjmp(out, how[0] == 's'))
      CHECK((i & 1 ? nanosleep(&t, 0) : pause()) == -1 && errno == EINTR);
    CHECK(seen == i + 1);
  }
}
