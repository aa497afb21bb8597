// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The part of a restart that runs while memory is replaced.  A flat blob,
// copied into the window; it has no data, no constants in memory and no
// relocations.  Everything that can be refused was refused before: what is
// left to do cannot fail on a kernel that keeps its word, and ends the process
// with a message if it does.
// Phase: restorer.  Never: touches the old program, a stack but its own, TLS.
#include <linux/mman.h>
#include <asm/unistd.h>

#include "runtime/abi/restore_args.h"
#include "runtime/arch/x86_64/syscall_arch.h"

namespace ckpt {

namespace {

constexpr int kFatal = 255;

bool failed(i64 result) { return result < 0 && result >= -4095; }

[[noreturn]] void die(const RestoreArgs &args) {
  arch::syscall6(__NR_write, static_cast<u64>(args.report_fd),
                 reinterpret_cast<u64>(args.failure.data), args.failure.size, 0,
                 0, 0);
  for (;;)
    arch::syscall6(__NR_exit_group, kFatal, 0, 0, 0, 0, 0);
}

} // namespace

extern "C" void __ckpt_restorer(const RestoreArgs *args) {
  // From here on the restarting program is gone.
  for (const Range &range : args->unmap)
    if (failed(arch::syscall6(__NR_munmap, range.start,
                              range.end - range.start, 0, 0, 0, 0)))
      die(*args);
  for (const Move &move : args->moves)
    if (failed(arch::syscall6(__NR_mremap, move.from, move.size, move.size,
                              MREMAP_MAYMOVE | MREMAP_FIXED, move.to, 0)))
      die(*args);
  // From here on the saved program's memory is complete.
  arch::jump_with_stack(args->resume_entry,
                        reinterpret_cast<u64>(args->handover),
                        args->resume_stack);
}

} // namespace ckpt
