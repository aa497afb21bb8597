// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "ckpt_test.h"

int main(void) {
  CHECK(execl("/bin/true", "true", NULL) == -1 && errno == ENOSYS);
}
