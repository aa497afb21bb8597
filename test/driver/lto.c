// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Link-time optimisation by each compiler with each linker: the shims are
// found behind what is compiled at the link.  lld cannot read gcc's objects.
// RUN: rm -rf %t && mkdir -p %t && cd %t
// RUN: build() { builds+=(--build "$1"); }; \
// RUN: for ld in bfd gold mold; do command -v ld.$ld || continue; \
// RUN:   for f in -flto '-flto=auto -ffat-lto-objects'; do \
// RUN:     build "gcc -O2 $f -fuse-ld=$ld"; done; done; \
// RUN: command -v ld.lld && build "gcc -flto -ffat-lto-objects -fuse-ld=lld"; \
// RUN: %job %s $PWD/gcc --modes pie,static --at-least 3 --stderr any "${builds[@]}"
// RUN: command -v clang || exit 0; command -v ld.lld || exit 0; \
// RUN: %job %s $PWD/clang --modes pie,static --at-least 3 --stderr any \
// RUN:   --build "clang -O2 -flto -fuse-ld=lld" \
// RUN:   --build "clang -O2 -flto=thin -fuse-ld=lld"
#include "ckpt_test.h"

static volatile sig_atomic_t seen;
static void count(int sig) { seen += sig == SIGUSR1; }

int main(void) {
  struct sigaction action = {.sa_handler = count};
  CHECK(!sigaction(SIGUSR1, &action, NULL));
  sigset_t all;
  sigfillset(&all);
  CHECK(!sigprocmask(SIG_BLOCK, &all, NULL));
  for (int i = 0; i < 3; ++i) {
    checkpoint();
    raise(SIGUSR1);
    printf("%d\n", i);
  }
  sigemptyset(&all);
  sigprocmask(SIG_SETMASK, &all, NULL);
  return seen != 1;
}
