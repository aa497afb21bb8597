// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A library that comes and goes: its data, its thread-local variables, its
// constructor and destructor, and the descriptors that are closed meanwhile.
// RUN: %job %s %t --random 40 --at-least 3 --limit 120 --modes pie,no-pie --library %S/Inputs/plugin.c --build "gcc -O2 -ldl"
#include "ckpt_test.h"
#include <dlfcn.h>
#include <fcntl.h>

static unsigned long sum;

static void use(void *library, unsigned round) {
  unsigned (*step)(unsigned) =
      (unsigned (*)(unsigned))(uintptr_t)dlsym(library, "plugin_step");
  unsigned *data = dlsym(library, "plugin_data");
  CHECK(step && data);
  for (unsigned i = 0; i < 200; ++i)
    sum = sum * 31 + step(round + i) + data[i % 1024];
}

int main(void) {
  // Nothing is open but what the program's result goes to.
  for (int fd = 3; fd < 256; ++fd)
    close(fd);
  close(0);
  for (unsigned round = 0; round < 3000; ++round) {
    void *library = dlopen("./lib.so", round % 2 ? RTLD_NOW : RTLD_LAZY);
    if (!library)
      dprintf(2, "%s\n", dlerror());
    CHECK(library);
    use(library, round);
    if (round % 3 == 0) {
      void *again = dlopen("./lib.so", RTLD_NOW | RTLD_NOLOAD);
      CHECK(again == library && !dlclose(again));
    }
    CHECK(!dlclose(library));
    if (round % 100 == 0)
      printf("%u %lu\n", round, sum);
  }
  printf("%lu\n", sum);
}
