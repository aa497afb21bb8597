// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// init_image_with_file_descriptor: a regular file, also with copies of the
// descriptor, gets each image whole; restarts do not touch it, have /dev/null
// there, and checkpoint to the named file.  restart() reads it.
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: for mode in -static -pie; do for append in "" append; do rm -f im prog.ckpt; \
// RUN:   echo garbage > im && \
// RUN:   %ckpt gcc $mode -I%src/runtime/include -I%src/test/Inputs %s -o prog && \
// RUN:   { ./prog $append > out; test $? = 140; } && test ! -e prog.ckpt && \
// RUN:   test ! -e prog.ckpt.tmp && %inspect verify im && cp im copy && \
// RUN:   { ./prog -_condor_nowarn -_condor_restart im -_condor_ckpt im > again; test $? = 140; } && \
// RUN:   grep -q '^null$' again && ! cmp -s im copy && %inspect verify im && \
// RUN:   ./prog -_condor_nowarn -_condor_restart im > again && grep end again || exit 1; \
// RUN: done; done
#include "ckpt_test.h"
#include <ckpt.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

int main(int argc, char **argv) {
  struct stat st;
  int mode = argc > 1 && argv[1] ? O_APPEND : 0;
  int image = open("im", O_WRONLY | mode);
  CHECK(image >= 0 && dup(image) == 4);
  init_image_with_file_descriptor(image);
  ckpt(); // the second is shorter or longer; both are whole
  if (_condor_numrestarts == 0) {
    char *more = malloc(3 << 20);
    memset(more, 1, 3 << 20);
    ckpt();
    free(more);
    if (_condor_numrestarts == 0)
      restart();
  }
  CHECK(_condor_numrestarts == 1 && !fstat(4, &st));
  CHECK(!fstat(image, &st) && S_ISCHR(st.st_mode) && minor(st.st_rdev) == 3);
  init_image_with_file_descriptor(image = open("im", O_WRONLY | mode));
  ckpt_and_exit();
  if (_condor_numrestarts == 2) {
    puts("null");
    fflush(stdout);
    ckpt_and_exit();
  }
  puts("end");
}
