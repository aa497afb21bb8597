// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// -_ckpt_auto: HTCondor and others start a job again with the same arguments,
// so the program itself must find out whether it goes on or begins.
//
//   FILE               what happens
//   none, or empty     the next older one is tried, then a fresh start
//   whole              a restart from it
//   damaged            kept as FILE.damaged, said; the next older one is tried,
//                      and without one: a fresh start, said
//   another program's, refused: nobody's work is thrown away or done again
//   running, or not    unasked
//   to be judged here
//
// What a restart then refuses (processor, limits, files that are missing) is
// not the image's fault: it is refused.
// Phase: pre-libc.  Needs: state.config has the image's name.
#pragma once
#include "runtime/abi/text.h"

namespace ckpt::start {

// Sets state.config.restart, or not.  False: do not start at all, and why.
[[nodiscard]] bool choose_start(Reason &why);

} // namespace ckpt::start
