// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The number by which the program, and whoever reads a message, knows a real
// descriptor: another one where descriptors are virtual.
// Phase: any.
#pragma once
#include "runtime/abi/types.h"

#pragma GCC visibility push(hidden)
extern "C" ckpt::i32 __ckpt_shown_number(ckpt::i32 real);
#pragma GCC visibility pop
