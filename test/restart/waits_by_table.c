// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Waits that have no form with a signal mask: one that never restarts by itself
// is made again, the others are left to the kernel.  None reports EINTR, each
// takes effect once.  The requests are refused: a child runs, which ends the
// wait after a while.
// REQUIRES: strace
// RUN: rm -rf %t && mkdir %t && %ckpt gcc -O2 -static -I \
// RUN:   %src/test/Inputs %s -o %t/job
// RUN: cd %t && for pair in accept connect tcp:connect recv:recvfrom read \
// RUN:   send:sendto write msgrcv msgsnd semop:semop,semtimedop \
// RUN:   mq_receive:mq_timedreceive mq_send:mq_timedsend wait:wait4 waitid \
// RUN:   flock lock:fcntl sem:futex clock:futex cond:futex getevents:io_getevents ; do \
// RUN:   strace -o trace -e trace=${pair#*:} ./job -_condor_nowarn \
// RUN:     -_condor_ckpt im nothing ; \
// RUN:   first=$(($(grep -c = trace) + 1)) ; \
// RUN:   strace -o trace -e inject=${pair#*:}:signal=SIGUSR2:when=$first ./job \
// RUN:     -_condor_nowarn -_condor_ckpt im ${pair%:*} 2>err || \
// RUN:     { echo $pair; cat err; exit 1; } ; \
// RUN:   grep -q 'no checkpoint was written' err || \
// RUN:     { echo $pair: no request; tail -20 trace; exit 1; } ; done
#include "Inputs/waits_by_table.h"

int main(int argc, char **argv) {
  const char *name = argv[argc - 1];
  if (!strcmp(name, "nothing")) // what the start alone calls
    return 0;
  for (const struct wait *w = waits; w->name; ++w)
    if (!strcmp(w->name, name)) {
      w->prepare();
      pid_t child = fork();
      if (!child) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        poll(0, 0, 60);
        w->release();
        while (w->wait != wait_child && w->wait != wait_id)
          pause(); // under strace SIGCHLD interrupts calls
        _exit(0);
      }
      CHECK(w->wait(child));
      kill(child, SIGKILL);
      clean_up();
      return 0;
    }
  CHECK(!"a known name");
}
