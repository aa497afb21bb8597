// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Parses one line of /proc/PID/fdinfo/FD.  Pure.
// Phase: any.  Needs: a line without its '\n'.  Never: allocates.
// Source: seq_show in fs/proc/fd.c, lock_get_status in fs/locks.c.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt::proc {

struct FdInfo {
  // Printed signed: the kernel has files (/proc/PID/mem) with positions from
  // 2^63 on, which then come out negative.  Here as two's complement.
  u64 pos = 0;
  u32 flags = 0; // O_ bits; octal in the text, O_CLOEXEC is the descriptor's
  u64 mount_id = 0;
  u64 inode = 0; // 0 before Linux 5.14, which does not print it
  bool has_pos = false;
  bool has_flags = false;
};

struct LockLine {
  enum Kind : u8 {
    kPosix, // fcntl F_SETLK, owned by the process
    kFlock, // flock()
    kOfd,   // fcntl F_OFD_SETLK, owned by the open file
    kLease, // fcntl F_SETLEASE
    kOther, // a delegation of nfsd, a mandatory-access marker, one unknown
  };
  Kind kind = kOther;
  bool write = false;  // READ and UNLCK are false
  bool unlock = false; // a lease that is being broken down to nothing
  i64 pid = 0;         // -1 for kOfd
  u64 start = 0;
  u64 end = 0; // the last byte, not one past it; 2^63 - 1 with to_eof
  bool to_eof = false;
};

// Adds what one line says to info, or fills lock and sets is_lock for a
// "lock:" line.  Lines of other kinds (eventfd, inotify, ...) are ignored.
// False when one of ours is malformed; info and lock are then as they were.
[[nodiscard]] bool parse_fdinfo_line(StringView line, FdInfo &info,
                                     LockLine &lock, bool &is_lock);

} // namespace ckpt::proc
