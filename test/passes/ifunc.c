// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The resolver of an indirect function may make calls, before anything else runs;
// also at a link with -flto, where LLVM 14 forgets what a resolver refers to.
// REQUIRES: pass
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: %each_llvm 'for how in -O0 -O2 "-O2 -static" "-O2 -fuse-ld=gold -flto"; do %ckpt --ckpt-instrument {clang} $how %s -o p; ./p; ./p -_condor_nowarn -_condor_aggravate_bugs; done'
#include <unistd.h>

static int good(void) { return 0; }
static int bad(void) { return 1; }
static int (*resolve(void))(void) { return getpid() > 0 && access("/", F_OK) == 0 ? good : bad; }
int chosen(void) __attribute__((ifunc("resolve")));

int main(void) { return chosen() + (getppid() < 0); }
