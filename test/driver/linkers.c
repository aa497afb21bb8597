// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Every linker, compiler and link mode at hand gives a program that starts in
// the runtime and survives a restart, stripped or not.  gold has no
// -static-pie.
// RUN: rm -rf %t && mkdir -p %t && cd %t
// RUN: for cc in gcc clang; do command -v $cc || continue; \
// RUN:   for ld in bfd gold lld mold; do command -v ld.$ld || continue; \
// RUN:     for mode in -pie -no-pie -static -static-pie '-s -Wl,--gc-sections'; \
// RUN:     do \
// RUN:       test "$ld$mode" != gold-static-pie || continue; \
// RUN:       echo "$cc $ld $mode"; \
// RUN:       %ckpt $cc -fuse-ld=$ld $mode -I %src/test/Inputs %s -o prog \
// RUN:         || exit 1; \
// RUN:       ./prog; test $? -eq 7 || exit 1; \
// RUN:       JOB_SIGNAL=20 ./prog -_condor_ckpt image; \
// RUN:       test $? -eq 140 || exit 1; \
// RUN:       ./prog -_condor_restart image; test $? -eq 7 || exit 1; \
// RUN:       rm image; \
// RUN:     done; \
// RUN:   done; \
// RUN: done
#include "ckpt_test.h"

int main(void) {
  checkpoint();
  return 7;
}
