// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <stdint.h>
#include <stdlib.h>
#include <threads.h>

#include "runtime/shims/thread_id.h"

using namespace ckpt;

namespace {

struct Start {
  thrd_start_t function;
  void *argument;
};

// thrd_join takes the number out of the pointer again.
void *begin(void *at) {
  Start start = *static_cast<Start *>(at);
  free(at);
  return reinterpret_cast<void *>(
      static_cast<intptr_t>(start.function(start.argument)));
}

} // namespace

// By pthread_create, which is a shim too.
extern "C" int thrd_create(thrd_t *thread, thrd_start_t function,
                           void *argument) {
  Start *start = static_cast<Start *>(malloc(sizeof *start));
  if (!start)
    return thrd_nomem;
  *start = {function, argument};
  int error = pthread_create(thread, nullptr, begin, start);
  if (!error)
    return thrd_success;
  free(start);
  return error == ENOMEM ? thrd_nomem : thrd_error;
}
