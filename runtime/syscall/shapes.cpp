// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/syscall/shapes.h"

#pragma GCC visibility push(hidden)
extern "C" {
extern const ckpt::syscall::CallShapes __ckpt_call_shapes;
const ckpt::syscall::CallShapes __ckpt_call_shapes;
}
#pragma GCC visibility pop
