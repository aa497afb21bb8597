// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// restart() of ckpt.h: the program starts itself again with -_condor_restart,
// once a copy of the process has found that this will work.  What flags and
// calls have decided goes along in a memfd whose number is in the environment.
// __ckpt_restart is declared in runtime/abi/api.h.
// Phase: normal (leaving), pre-libc (arriving).
#pragma once
#include "runtime/abi/config.h"
#include "runtime/abi/text.h"

namespace ckpt::start {

inline constexpr char kSettingsVariable[] = "CKPT_SETTINGS";

// `value` is that variable's.  Errors: false and `why`.
bool take_settings(StringView value, Config &config, Reason &why);

} // namespace ckpt::start
