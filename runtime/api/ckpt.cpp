// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/abi/api.h"

// In C++ the name is a namespace's here.
extern "C" void checkpoint() asm("ckpt");
extern "C" void checkpoint() { __ckpt_request(ckpt::api::kCheckpoint); }
