// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A program that defines functions of libc's names, also ones the shims have:
// it gets its own, and the link has no duplicate.
//
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: for cc in %cc %clang; do for mode in -static -static-pie -pie -no-pie; do \
// RUN:   %ckpt $cc $mode -fno-builtin %s -o prog && \
// RUN:   { ./prog -_condor_nowarn -_condor_ckpt im; test $? = 140; } && \
// RUN:   ./prog -_condor_nowarn -_condor_restart im > out && \
// RUN:   grep -q '^1001 1002 1003 1004 1005$' out || { echo $mode; exit 1; }; \
// RUN: done; done
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

unsigned sleep(unsigned n) { return n + 1000; }
int poll(void *fds, unsigned long n, int t) { return fds ? (int)n : t + 1000; }
int ppoll(void *fds, unsigned long n) { return fds ? (int)n : 1003; }
long syscall(long n, ...) { return n + 1000; }
int sigsuspend(const sigset_t *set) { return set ? 0 : 1005; }

int main(void) {
  kill(getpid(), SIGTSTP);
  printf("%u %d %d %ld %d\n", sleep(1), poll(0, 0, 2), ppoll(0, 0), syscall(4),
         sigsuspend(0));
}
