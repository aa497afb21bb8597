// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Parses what /proc/PID/fdinfo/FD says of kernel objects: eventfd, timerfd,
// signalfd, epoll.  Pure.
// Phase: any.  Needs: a line without its '\n'.  Never: allocates.
// Source: the show_fdinfo functions of fs/eventfd.c, fs/timerfd.c,
// fs/signalfd.c, fs/eventpoll.c; proc_pid_fdinfo(5).
#pragma once
#include "runtime/abi/types.h"

namespace ckpt::proc {

struct ObjectInfo {
  u64 counter = 0; // eventfd
  bool has_counter = false;
  bool semaphore = false;
  bool has_semaphore = false; // since Linux 6.5
  u64 signals = 0;            // signalfd
  bool has_signals = false;
  u64 clock = 0; // timerfd
  u64 ticks = 0;
  u32 timer_flags = 0;
  u64 left = 0; // in nanoseconds; 0: disarmed
  u64 interval = 0;
  bool has_timer = false;
};

struct WatchLine {
  i32 target = -1;
  u32 events = 0;
  u64 data = 0;
  u64 inode = 0;
  u32 device = 0; // as the kernel has it: 20 bits of minor number
  bool has_file = false;
};

// Adds what one line says to info, or fills watch and sets is_watch for a
// "tfd:" line.  Other lines are ignored.  False when one of ours is malformed.
[[nodiscard]] bool parse_object_line(StringView line, ObjectInfo &info,
                                     WatchLine &watch, bool &is_watch);

// Adds what "scm_fds:" says: descriptors that wait in a local socket, since Linux
// 5.10 (net/unix/af_unix.c).  Other lines are ignored.
[[nodiscard]] bool parse_rights_line(StringView line, u64 &count);

} // namespace ckpt::proc
