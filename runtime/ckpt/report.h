// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Lines for the user, on the descriptor that was stderr at start.
//   Condor: Error: / Condor: Notice: / Condor: Warning: KIND:
// Never blocks for more than a second, never raises SIGPIPE, never writes when
// fd 2 has become another file.
// Phase: pre-libc, normal, signal.  Needs: nothing; before stderr is known:
// fd 2.
#pragma once
#include "runtime/abi/text.h"
#include "runtime/ckpt/state.h"

namespace ckpt {

// Where lines go while descriptor 2 is being replaced at a restart; -1: fd 2.
void report_to(int fd);

// A line is one write up to a kilobyte.  Needs 2 KiB of stack: shims call it on that
// of a thread, which may have PTHREAD_STACK_MIN.
void report_line(StringView prefix, StringView text);
bool warning_wanted(WarningKind kind);
void warn(WarningKind kind, StringView text);
void debug_line(DebugLevel level, StringView text);

template <class... Ts> void error(const Ts &...parts) {
  Reason text(parts...);
  report_line("Condor: Error: ", text.view());
}
template <class... Ts> void notice(const Ts &...parts) {
  Reason text(parts...);
  warn(WarningKind::kNotice, text.view());
}
template <class... Ts> void unsup(const Ts &...parts) {
  Reason text(parts...);
  warn(WarningKind::kUnsup, text.view());
}

} // namespace ckpt
