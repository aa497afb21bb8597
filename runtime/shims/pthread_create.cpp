// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A new thread of a restarted program may get an id by which libc still knows
// another one: it is given one of its own before it runs.
#include <mqueue.h>
#include <stdlib.h>

#include "runtime/shims/next.h"
#include "runtime/shims/thread_id.h"

using namespace ckpt;

extern "C" {
using Create = int(pthread_t *, const pthread_attr_t *, void *(*)(void *),
                   void *) noexcept;
__attribute__((weak)) Create __pthread_create;
}

namespace {

#ifdef CKPT_STATIC
// Needs __pthread_create, and brings it out of libc.a.  A dynamic program has it
// in any case, and this shim though it may make no thread (driver/link_line.cpp).
[[gnu::used]] int (*const volatile kBring)(mqd_t, const struct sigevent *) =
    mq_notify;
#endif

struct Start {
  void *(*function)(void *);
  void *argument;
};

void *begin(void *at) {
  Start start = *static_cast<Start *>(at);
  free(at);
  __ckpt_thread_begins();
  return start.function(start.argument);
}

Create find, *next = find;
int find(pthread_t *thread, const pthread_attr_t *attributes,
         void *(*function)(void *), void *argument) noexcept {
  shim::find_next(next, __pthread_create, "pthread_create");
  return next(thread, attributes, function, argument);
}

} // namespace

extern "C" int pthread_create(pthread_t *thread,
                              const pthread_attr_t *attributes,
                              void *(*function)(void *),
                              void *argument) noexcept {
  if (!__ckpt_life)
    return next(thread, attributes, function, argument);
  Start *start = static_cast<Start *>(malloc(sizeof *start));
  if (!start)
    return EAGAIN;
  *start = {function, argument};
  int error = next(thread, attributes, begin, start);
  if (error)
    free(start);
  return error;
}
