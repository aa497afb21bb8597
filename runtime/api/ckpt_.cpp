// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/abi/api.h"

extern "C" void ckpt_() { __ckpt_request(ckpt::api::kCheckpoint); }
