// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a request for a checkpoint is to do: SIGUSR2's and SIGTSTP's own
// meaning, or what a command stream says at SIGTSTP.
// Phase: signal.  Needs: all signals blocked, the runtime's own stack.
#pragma once
#include "runtime/ckpt/snapshot.h"
#include "runtime/migrate/migrate.h"
#include "runtime/stream/reader.h"

namespace ckpt {

enum class Then : u8 { kGoOn, kDie, kExit };

struct Orders {
  Then then;  // once the checkpoint is written or sent
  i32 status; // for kExit
  bool named; // write it to `image`
  bool migrates;
  bool may_wait; // nobody stands still for it: it may be put off
  migrate::Target target;
  char image[kPathMax]; // absolute
};

// A silent starter keeps the program waiting no longer than this.
inline constexpr u64 kStreamSeconds = 10;

// The orders of a request: `vacate` is SIGTSTP, or the program's own call.  At
// SIGTSTP the program's command stream is read, if it has one.
void find_orders(bool vacate, bool called, Orders &orders);

// Makes the checkpoint, or migrates, and says so.  Then tells what is due now:
// orders.then if all went well, else kGoOn.
Then carry_out(const Interrupted &interrupted, const Orders &orders);

// Says why; `then` is what was due after it.
void report_failed(Then then, const Reason &why);

} // namespace ckpt
