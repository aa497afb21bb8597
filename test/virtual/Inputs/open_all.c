// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Opens each of its arguments for writing, and says what came of it.
#include "ckpt_test.h"
#include <fcntl.h>

int main(int argc, char **argv) {
  for (int i = 1; i < argc; ++i) {
    int fd = open(argv[i], O_WRONLY | O_CREAT, 0600);
    printf("%s: %d %s\n", argv[i], fd < 0 ? errno : 0,
           fd < 0 ? strerror(errno) : "open");
  }
}
