// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What waits in a pseudo terminal of which this process has both sides.  The
// kernel lets nobody look at it: it is read off, and put in again.
// Phase: pre-libc, signal.  Needs: nobody else uses the terminal meanwhile.
#pragma once
#include <asm/termbits.h>

#include "runtime/image/frames.h"

namespace ckpt::fd {

struct TerminalPair {
  int master;
  int slave; // for reading and writing, not blocking
  struct termios2 modes;
};

// Reads off what the slave has not read (kLine, kBegun) and what the master has
// not read (kMessage).  `stopped`: the terminal's output is (TCOOFF, ^S).
// False: not all of it could be.  The terminal's modes are others after it.
bool empty_terminal(const TerminalPair &pair, image::FrameWriter &out,
                    bool &stopped);

// Puts such frames in, others are left out, and sets the modes.
bool fill_terminal(const TerminalPair &pair, Bytes frames);

} // namespace ckpt::fd
