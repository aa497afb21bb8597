/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* library: uses a shared library of its own, which is this file with -DLIBRARY. */
#ifdef LIBRARY
int answer(int question);
int answer(int question) { return question * VERSION; }
#else
#include "peers.h"

int answer(int question);

int main(void) {
  int first = answer(21);
  checkpoint_here();
  printf("%d %d\n", first, answer(21));
}
#endif
