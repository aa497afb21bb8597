// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/api/variable.h"

extern "C" int condor_slow_ckpt;
int condor_slow_ckpt = 0;
CKPT_KNOW_VARIABLE(kWriteSpeed, condor_slow_ckpt)
