// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// One, two and three flags, first, in the middle and last: main() and a
// constructor see the program's own words, and envp and auxv are right.
//
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: for mode in -static -static-pie -pie -no-pie; do \
// RUN:   %ckpt %cc $mode %s -o prog$mode || exit 1; \
// RUN:   for line in "a b" "-_condor_nowarn a b" "a -_condor_nowarn b" \
// RUN:     "a b -_condor_nowarn" "-_condor_ckpt f a b" "a -_ckpt_file f b" \
// RUN:     "a b -_condor_warning ALL OFF" \
// RUN:     "-_condor_nowarn a -_condor_ckpt f b" \
// RUN:     "-_condor_nowarn -_condor_relocatable a b" \
// RUN:     "a -_condor_ckpt f -_ckpt_cpu strict b" \
// RUN:     "a b -_condor_warning NOTICE OFF -_condor_relocatable" \
// RUN:     "-_condor_nowarn -_condor_ckpt f -_condor_relocatable a b" \
// RUN:     "-_condor_nowarn a -_condor_ckpt f b -_condor_relocatable" \
// RUN:     "a -_ckpt_cpu strict -_ckpt_rollback off -_condor_nowarn b" \
// RUN:     "a b -_condor_nowarn -_condor_nowarn -_condor_ckpt f"; do \
// RUN:     env -i CKPT_FLAGS=-_condor_nowarn MARK=1 LAST=2 \
// RUN:       ./prog$mode $line > out || { echo "$mode: $line"; exit 1; }; \
// RUN:     echo "[a][b] MARK=1 LAST=2" | diff - out || \
// RUN:       { echo "$mode: $line"; exit 1; }; \
// RUN:   done; \
// RUN: done
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>

extern char **environ;
static int early_argc;
static char *early_last;

__attribute__((constructor)) static void early(int argc, char **argv,
                                               char **envp) {
  early_argc = argc;
  early_last = argv[argc - 1];
  if (argv[argc] || !envp[0])
    early_argc = -1;
}

int main(int argc, char **argv, char **envp) {
  if (argv[argc] || early_argc != argc || early_last != argv[argc - 1])
    return 2;
  if (environ != envp || getenv("CKPT_FLAGS"))
    return 3;
  if (getauxval(AT_PAGESZ) != 4096 || !getauxval(AT_RANDOM) ||
      !getauxval(AT_PHNUM) || !strstr((char *)getauxval(AT_EXECFN), "prog-"))
    return 4;
  for (int i = 1; i < argc; ++i)
    printf("[%s]", argv[i]);
  for (int i = 0; envp[i]; ++i)
    printf(" %s", envp[i]);
  puts("");
  return 0;
}
