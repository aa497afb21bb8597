// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/abi/api.h"

extern "C" void init_image_relocatable(int on) {
  __ckpt_set_relocatable(on);
}
