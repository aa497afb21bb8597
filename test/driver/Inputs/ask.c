// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A checkpoint for programs in other languages: call ask_ (Fortran's name).
#include "ckpt_test.h"

void ask_(void) { checkpoint(); }
