/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* log: writes a file, before the checkpoint and after it. */
#include "peers.h"

int main(void) {
  FILE *log = fopen("record", "w");
  for (int i = 0; i < 2000; ++i) {
    fprintf(log, "step %d\n", i);
    if (i == 999) {
      fflush(log);
      checkpoint_here();
    }
  }
  return fclose(log);
}
