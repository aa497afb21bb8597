// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A restart that falls behind any of the calls of getpid and gettid which the
// program and its libc make for a signal to itself: it gets that signal, once,
// and nobody else does that has the number now.
// REQUIRES: strace
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: gcc -O2 %src/test/Inputs/with_number.c -o with
// RUN: for mode in "-static" "-pie -fPIE"; do \
// RUN:   %ckpt gcc -O2 $mode -I %src/test/Inputs %s -o job || exit 1; \
// RUN:   for call in getpid gettid; do strace -o trace ./job; \
// RUN:   n=$(sed '/(SIGUSR1, {/,$d' trace | grep -c "^$call("); \
// RUN:   while :; do rm -f im; n=$((n + 1)); \
// RUN:     strace -qq -o trace -e inject=$call:signal=SIGTSTP:when=$n \
// RUN:       ./job -_condor_nowarn -_condor_ckpt im 2> err; ended=$?; \
// RUN:     [ $ended = 140 ] || [ $ended = 0 ] || { cat err; exit 1; }; \
// RUN:     [ $ended = 140 ] || break; echo $call >> stopped; \
// RUN:     pid=$(%inspect --json im | sed -n 's/.*"pid": \([0-9]*\).*/\1/p'); \
// RUN:     ./with $pid hit ./job -_condor_nowarn -_condor_restart im 2>> err \
// RUN:       && [ $pid -gt 0 ] && [ ! -e hit ] || { cat err; exit 1; }; \
// RUN:   done; done; done
// RUN: [ $(grep -c getpid stopped) -ge 16 ]
#include "ckpt_test.h"

static volatile int seen;
static void on_signal(int sig) { seen += sig == SIGUSR1; }

int main(void) {
  CHECK(signal(SIGUSR1, on_signal) != SIG_ERR);
  CHECK(!kill(getpid(), SIGUSR1) && seen == 1);
  CHECK(!sigqueue(getpid(), SIGUSR1, (union sigval){0}) && seen == 2);
  CHECK(!tgkill(getpid(), gettid(), SIGUSR1) && seen == 3);
  CHECK(!raise(SIGUSR1) && seen == 4);
}
