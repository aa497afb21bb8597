// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A thousand requests in one wait: the stack does not grow, nor do restarts in
// between change that.
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: %ckpt gcc -O2 -static -I %src/test/Inputs -I %src/runtime/include %s -o job
// RUN: for how in pause poll sleep alternate; do \
// RUN:   %python %src/test/support/waiting_job.py ./job $how 34,271,230,130 \
// RUN:   request stack request*10 stack restart stack request stack \
// RUN:   signal=USR1 end || exit 1; done
// Those that are put off are fast.
// RUN: %python %src/test/support/waiting_job.py ./job epoll 232,281 \
// RUN:   refused stack refused*1000 stack signal=USR1 end
#include "ckpt_test.h"
#include <ckpt.h> // _condor_ckpt_disable
#include <poll.h>
#include <sys/epoll.h>

static volatile int seen;
static char other[1 << 16];
static void on_signal(int sig) {
  char here;
  seen += sig == SIGUSR1 && !(&here > other && &here < other + sizeof other);
}

int main(int argc, char **argv) {
  const char *how = argv[argc - 1];
  stack_t alternate = {.ss_sp = other, .ss_size = sizeof other};
  struct epoll_event event;
  signal(SIGUSR1, on_signal);
  if (!strcmp(how, "pause"))
    pause();
  else if (!strcmp(how, "poll"))
    CHECK(poll(0, 0, -1) == -1 && errno == EINTR);
  else if (!strcmp(how, "sleep"))
    CHECK(sleep(1000) > 900);
  else if (!strcmp(how, "epoll"))
    _condor_ckpt_disable(), CHECK(epoll_wait(epoll_create1(0), &event, 1, -1) == -1);
  else // the handler stays on the interrupted stack
    CHECK(!sigaltstack(&alternate, 0) && pause() == -1);
  CHECK(seen == 1);
}
