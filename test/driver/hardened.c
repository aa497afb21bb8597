// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The flags that distributions build with: stack protector, fortified calls,
// control-flow protection, read-only relocations, sections of their own.
// RUN: flags="-g -O2 -fstack-protector-strong -D_FORTIFY_SOURCE=2 \
// RUN:   -fcf-protection -fstack-clash-protection -Wl,-z,relro -Wl,-z,now \
// RUN:   -Wl,-z,noexecstack -Wl,-z,separate-code -Wl,--as-needed"; \
// RUN: %job %s %t --at-least 3 --build "gcc $flags" \
// RUN:   --build "gcc $flags -Wl,--gc-sections -ffunction-sections \
// RUN:     -fdata-sections -s -Wl,-O1 -Wl,--hash-style=gnu -Wl,--sort-common"
#include "ckpt_test.h"

__attribute__((noinline)) static void fill(char *text, const char *from) {
  char local[40];
  strcpy(local, from);
  checkpoint();
  snprintf(text, sizeof local, "%s", local);
}

int main(int argc, char **argv) {
  (void)argv;
  char text[40];
  for (int i = 0; i < 3; ++i) {
    fill(text, argc == 1 ? "some text" : "other");
    printf("%d %s\n", i, text);
  }
  return 0;
}
