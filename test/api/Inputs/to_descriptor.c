/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* to_descriptor N COUNT: COUNT images to descriptor N. */
#include "ckpt_test.h"
#include <ckpt.h>

int main(int argc, char **argv) {
  CHECK(argc == 3);
  init_image_with_file_descriptor(atoi(argv[1]));
  for (int i = atoi(argv[2]); i > 0; --i)
    ckpt();
  puts("end");
}
