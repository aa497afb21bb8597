// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/abi/api.h"

extern "C" char **environ;
extern "C" void restart() { __ckpt_restart(environ); }
