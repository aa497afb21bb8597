// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// -_ckpt_status FILE: what the job is doing, for scripts; docs/limits.md says
// what it cannot tell.  Lines KEY=VALUE, replaced as a whole by rename.
// Phase: pre-libc, signal.  Needs: state.config.status is absolute.
// Never: makes anything fail; that the file cannot be written is said once.
// Never: is called while an image is written.
#pragma once
#include "runtime/abi/text.h"
#include "runtime/ckpt/state.h"

namespace ckpt {

enum class JobState : u8 { kRunning, kCheckpointing, kVacated, kRestarting,
                           kRefused };

// Nothing without the flag, and in a program that shares its parent's files.
void write_status(JobState now);

// What the next write_status says about the newest image.
void note_checkpoint(u64 time, u64 bytes, u64 nanoseconds);
// Why there is none; empty: it went well.
void note_failure(StringView why);

} // namespace ckpt
