// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/abi/api.h"

extern "C" void init_image_with_file_descriptor(int descriptor) {
  __ckpt_set_image(nullptr, descriptor);
}
