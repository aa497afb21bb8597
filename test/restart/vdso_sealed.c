// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// This kernel's vDSO is sealed and cannot be moved to the saved one's place:
// the saved bytes stay there and lead to it, whatever kernel they are from.
// REQUIRES: mseal
// RUN: mkdir -p %t && %cc -O1 -Wall -Werror \
// RUN:   %src/test/Inputs/with_sealed_vdso.c -o %t/sealed
// RUN: %job %s %t/job --at-least 5 --prefix %t/sealed
// RUN: %job %s %t/job --at-least 5 --prefix %t/sealed \
// RUN:   --between "%unit/vdso_image change image"
// RUN: %job %s %t/job --at-least 5 --restart-prefix %t/sealed
#include "vdso_self.h"
#include <sys/mman.h>

// Changing nothing about a sealed mapping is refused too.
static int is_sealed(struct range r) {
  return mprotect((void *)r.start, r.end - r.start, PROT_READ | PROT_EXEC);
}

int main(void) {
  clockid_t clocks[] = {CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_BOOTTIME};
  for (int round = 0; round < 5; ++round) {
    checkpoint();
    struct range vdso = mapping_named("[vdso]");
    CHECK(request_signal() != SIGTSTP ||
          (is_sealed(vdso) && vdso.start != vdso_at_start()));
    for (int i = 0; i < 3; ++i) {
      int64_t before = clock_by_kernel(clocks[i]);
      int64_t now = clock_by_libc(clocks[i]);
      CHECK(before <= now && now <= clock_by_kernel(clocks[i]));
    }
  }
  puts("good");
}
