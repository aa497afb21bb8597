// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The interrupted context as the kernel wrote it (asm/ucontext.h).
// Phase: signal.
#pragma once
#include <asm/signal.h>
#include <asm/sigcontext.h>
#include <asm/ucontext.h>

#include "runtime/abi/types.h"
