// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/api/variable.h"

extern "C" unsigned int _condor_numrestarts;
unsigned int _condor_numrestarts = 0;
CKPT_KNOW_VARIABLE(kRestartCount, _condor_numrestarts)
