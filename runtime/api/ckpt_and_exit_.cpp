// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/abi/api.h"

extern "C" void ckpt_and_exit_() { __ckpt_request(ckpt::api::kVacate); }
