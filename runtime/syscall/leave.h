// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A child with memory of its own goes on as a plain process: every descriptor
// has the number that the program knows it by, and nothing traps.
// Phase: normal, signal.
#pragma once

namespace ckpt::syscall {

// Without effect in the program itself, where descriptors or memory are somebody
// else's too, and where there are not as many numbers free as are in use.
void leave_virtual();

} // namespace ckpt::syscall
