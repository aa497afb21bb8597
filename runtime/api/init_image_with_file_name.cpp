// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/abi/api.h"

extern "C" void init_image_with_file_name(const char *name) {
  __ckpt_set_image(name ? name : "", -1);
}
