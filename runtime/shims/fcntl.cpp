// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/shims/descriptor_owner.h"

extern "C" int fcntl(int fd, int what, ...) {
  va_list rest;
  va_start(rest, what);
  ckpt::u64 argument = va_arg(rest, ckpt::u64);
  va_end(rest);
  return ckpt::shim::descriptor_control(fd, what, argument);
}

// By this the pass tells it from the program's own (runtime/abi/wrappers.def).
extern "C" [[gnu::alias("fcntl"), gnu::visibility("hidden")]] int
__ckpt_fcntl_shim(int fd, int what, ...);
