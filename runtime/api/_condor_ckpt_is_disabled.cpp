// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/abi/api.h"

extern "C" int _condor_ckpt_is_disabled() { return __ckpt_hold(0); }
