// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A thread that is cancelled in a routed call is unwound through it: destructors
// run, and catch (...) is passed; at every level, and behind a link with -flto,
// where the compiler sees the routed functions' bodies.
// REQUIRES: pass
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: %each_llvm 'for how in -O0 -O1 -O2 -O3 "-O2 -static" "-O2 -flto" "-O3 -flto -static" "-O2 -flto=thin" "-O0 -flto"; do %ckpt --ckpt-instrument {clangxx} -w -pthread $how %s -o p; ./p; ./p -_condor_nowarn -_condor_aggravate_bugs; done'
#include <pthread.h>
#include <unistd.h>

static int ends[2], ready[2], destroyed, caught;

struct Held {
  ~Held() { ++destroyed; }
};

__attribute__((noinline)) static long wait_by(ssize_t (*reads)(int, void *, size_t)) {
  Held held;
  char c;
  write(ready[1], "", 1);
  return reads(ends[0], &c, 1);
}

static void *waits(void *by_pointer) {
  Held held;
  char c;
  try {
    Held inner;
    if (by_pointer)
      wait_by(read);
    write(ready[1], "", 1);
    read(ends[0], &c, 1);
  } catch (...) {
    ++caught;
    throw;
  }
  return nullptr;
}

int main() {
  if (pipe(ends) || pipe(ready))
    return 1;
  for (int i = 0; i < 20; ++i) {
    pthread_t thread;
    void *result;
    char c;
    destroyed = caught = 0;
    pthread_create(&thread, nullptr, waits, i % 2 ? &thread : nullptr);
    read(ready[0], &c, 1);
    pthread_cancel(thread);
    pthread_join(thread, &result);
    if (result != PTHREAD_CANCELED || destroyed != 2 + i % 2 || caught != 1)
      return 2;
  }
  return 0;
}
