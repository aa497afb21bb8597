// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Apart from both who use it: neither brings the other into a program.
#include "runtime/shims/signal_styles.h"

constinit ckpt::u64 __ckpt_interrupting;
