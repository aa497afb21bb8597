// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/abi/api.h"

extern "C" int _condor_warning_config_byname(const char *kind,
                                             const char *mode) {
  return kind && mode && __ckpt_set_warning(kind, mode);
}
