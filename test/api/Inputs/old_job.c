/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* A C program as they were written for HTCondor's library. */
#include <stdio.h>

extern unsigned int _condor_numrestarts;
extern int condor_compress_ckpt;

int
main(argc, argv)
     int argc;
     char **argv;
{
  int i;

  condor_compress_ckpt = 0;
  init_image_with_file_name("old.ckpt");
  for (i = 0; i < 5; i++) {
    _condor_ckpt_disable();
    printf("%d %s\n", i, argc > 1 ? argv[1] : "no argument");
    _condor_ckpt_enable();
    ckpt();
    if (i == 2)
      ckpt_and_exit();
  }
  printf("%u restart\n", _condor_numrestarts);
  return 0;
}
