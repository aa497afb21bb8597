// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Reads the operand of -_ckpt_signals: VACATE,PERIODIC, each a list of signals
// joined by '+'.  A signal is a name of runtime/abi/signals.def with or without
// SIG, in upper or lower case, a number, RTMIN, RTMIN+n, RTMAX or RTMAX-n.  A
// number right behind RTMIN+ is its offset.  One of the lists may be empty.
// Pure.
// Phase: any.  Needs: nothing.
// Errors: false, and `why` says which word is wrong and what may stand there.
#pragma once
#include "runtime/abi/text.h"

namespace ckpt::start {

// Bit n-1 for signal n; never both 0, never a bit in both.
struct SignalLists {
  u64 vacate = 0;
  u64 periodic = 0;
};

[[nodiscard]] bool parse_signal_lists(StringView text, SignalLists &out,
                                      Reason &why);

} // namespace ckpt::start
