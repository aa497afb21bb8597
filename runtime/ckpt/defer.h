// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// -_ckpt_defer: a checkpoint that a child or a connection of the moment refuses
// is asked for again, by a timer of our own, until a deadline.  The program
// runs meanwhile.
// Phase: signal.  Never: has a timer while a checkpoint looks for the program's.
#pragma once
#include "runtime/abi/text.h"

namespace ckpt {

// What a request finds that was put off before; it is served with it.
struct Deferral {
  u64 until; // CLOCK_MONOTONIC in nanoseconds; 0: none
  u64 pause; // until the next try
  bool vacate;
};

// Takes it, and its timer, out of the state.
Deferral take_deferral();

// Asks again later.  False: it may not, or the time is over; then the reason
// stands.
bool put_off(Deferral before, bool vacate, const Reason &why);

} // namespace ckpt
