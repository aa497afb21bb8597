// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A restart is refused where two watches would be one.
// RUN: rm -rf %t && mkdir %t && cd %t && %ckpt gcc %s -o job
// RUN: bash -c './job -_condor_ckpt image 2>err; [ $? = 140 ] && ls'
// RUN: ln -f one two
// RUN: bash -c './job -_condor_restart image 2>err; [ $? = 255 ]'
// RUN: FileCheck --input-file err %s
// CHECK: two is one that the job watches under another name
// RUN: rm two && touch two && ./job -_condor_restart image | grep done
#include <signal.h>
#include <stdio.h>
#include <sys/inotify.h>

int main(void) {
  int set = inotify_init();
  if (!fopen("one", "w") || !fopen("two", "w") ||
      inotify_add_watch(set, "one", IN_DELETE_SELF) != 1 ||
      inotify_add_watch(set, "two", IN_DELETE_SELF) != 2)
    return 1;
  raise(SIGTSTP);
  puts("done");
}
