// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Reads lines from a descriptor that others may share: byte by byte, without
// blocking beyond the deadline, and without changing its flags.
// Phase: pre-libc, signal.  Needs: a stream socket, pipe, terminal or file.
#pragma once
#include "runtime/stream/line.h"
#include "runtime/sys/result.h"

namespace ckpt::stream {

inline constexpr u64 kNoDeadline = ~0ull;

// CLOCK_MONOTONIC in nanoseconds, `seconds` from now.
u64 deadline_in(u64 seconds);

enum class ReadEnd : u8 { kLine, kEndOfFile, kSilent, kError };

struct Source {
  int fd;
  u32 type;  // of st_mode
  u64 deadline;
  int error; // the errno behind kError
};

Source source_of(int fd, u64 deadline);

// Up to the next whole line.
ReadEnd read_line(Source &source, Line &line);

} // namespace ckpt::stream
