// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A program whose links are compared with and without the runtime.
#include <math.h>
#include <stdio.h>

#ifdef PADDING
const char padding[PADDING] = {1};
#endif

int main(int argc, char **argv) {
  printf("%s %g\n", argc > 1 ? argv[1] : "-", sqrt(argc));
  return 0;
}
