// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the runtime remembers between its start and a checkpoint.  Part of
// every image, so nothing here may change while an image is written.
// Phase: any.  Needs: start/enter filled it (state.armed).
#pragma once
#include "runtime/abi/config.h"
#include "runtime/abi/image.h"
#include "runtime/abi/signal_set.h"
#include "runtime/abi/watched_paths.h"
#include "runtime/ckpt/clock_state.h"

namespace ckpt {

// A descriptor that was open when the program started.
struct Inherited {
  i32 number;
  u32 mode;
  u64 device;
  u64 inode;
  u64 rdev;
  bool by_stream; // it is there by the command stream's `fd`
  bool by_name; // ... which opened it by a path
  i32 real; // given by the stream at a restart: the restored program's, which
            // knows it as `number`
  u16 url;      // in State::given_urls
  u16 url_size; // 0: it was no URL
};
inline constexpr u32 kMaxInherited = 256;

// A range that a file backed at the first checkpoint.  Restored memory is
// anonymous; without these NT_FILE would be empty from generation 2 on.
struct FileRange {
  u64 start;
  u64 end;
  u64 offset;
  u32 path; // in State::file_paths
  u32 path_size;
};

// What a program is started with and rarely changes.
struct Origin {
  u32 users[3]; // real, effective, saved
  u32 groups[3];
  u64 root_device;
  u64 root_inode;
  i32 death_signal; // PR_GET_PDEATHSIG
  i32 memory_policy;   // get_mempolicy's mode: numactl sets one
  i32 seccomp;         // mode and number of filters: containers set one
  u32 seccomp_filters;
  image::Limit limits[image::kLimitCount];
  image::Attributes attributes;
};

// A descriptor that a READWRITE warning was given for.
struct ReadWriteTold {
  i32 number;
  u64 inode;
};
inline constexpr u32 kMaxReadWriteTold = 64;

// The command stream between its `end` and the next SIGTSTP.
struct StreamState {
  bool there;
  bool exited; // the last command was an `exit` that was not obeyed
  i32 fd;
  u32 line; // of those that were read
  u64 device; // of fd: the program may close it, and open another file there
  u64 inode;
  u64 rdev;
};

// A file under the image's name, as it was once.
struct KnownImage {
  u64 device;
  u64 inode; // 0: there was none
  u64 seconds; // st_mtim
  u64 nanoseconds;
  u32 name; // checksum of the name
  bool own; // this job wrote it
};

// Requests that the program has put off; zero: it has not.
struct Hold {
  u32 depth;
  u32 deferred; // bits, see runtime/ckpt/hold.h
};

// What the status file says.
struct StatusFacts {
  u64 time; // of the newest image, in seconds; 0: there is none
  u64 bytes;
  u64 nanoseconds; // that it took
  char error[1024]; // why the last request failed
  bool told; // that the file cannot be written
};

struct State {
  ClockState clock;
  bool entered;
  bool ready; // nothing is left to do but to arm
  bool armed;
  bool stderr_known;
  bool remote_calls; // a command stream has turned them on, in this life or before
  bool reserved_use_waits; // a warning to be given at the first checkpoint
  bool reserved_use_told;
  bool has_timer; // -_ckpt_interval's is there
  i32 timer;
  i32 pid; // a forked child has another one and must not write our image
  i32 leader; // the first thread's number, as libc knows it
  // What the program set for reserved signals, as libc gave it; signal 1 first.
  image::Action user_actions[image::kSignals];
  u64 generation; // of the newest image
  u64 restarts;
  u8 job_id[16];
  u32 argument_count; // those of the first start, without flags and argv[0]
  u32 argument_sum;
  u64 vdso_start; // this kernel's vDSO, wherever it is now; 0: none
  u64 vdso_end;
  u64 program_headers; // AT_PHDR
  u64 program_header_count;
  u64 stderr_device; // fd 2 when the program started: messages go nowhere else
  u64 stderr_inode;
  Origin origin;
  // As they were at the newest checkpoint, with what the program has set marked.
  image::Limit limits[image::kLimitCount];
  image::Attributes attributes;
  u32 read_write_told_count;
  ReadWriteTold read_write_told[kMaxReadWriteTold];
  u32 inherited_count;
  Inherited inherited[kMaxInherited];
  u32 given_urls_used;
  char given_urls[kPathMax];
  StreamState stream;
  KnownImage known_image;
  StatusFacts status;
  // A request that waits (-_ckpt_defer); see runtime/ckpt/defer.h.
  u64 defer_until, defer_pause;
  i32 defer_timer;
  bool defer_vacate;
  bool obstacle_may_pass; // what refused the last checkpoint may be gone soon
  // A process above this one that may have the same image; 0: none.
  i32 ancestor;
  // Kept in a mapping of its own that every image saves like any other.
  const FileRange *file_ranges;
  u64 file_range_count;
  u64 file_ranges_size; // of that mapping
  const char *file_paths;
  Config config; // config.image is absolute
  char executable[kPathMax];
  // What the program's own calls (ckpt.h) have set.
  Hold hold;
  bool image_to_descriptor; // the next images go to image_descriptor
  bool image_relocatable;   // may be restarted elsewhere without a flag
  i32 image_descriptor;
  const i32 *write_speed; // KiB a second, of the program; null: it has none
  u32 *restart_count;     // of the program: restarts are counted there too
  const WatchedPaths *watched_paths; // of the program; null: it has watched none
};

extern State state;

// What ends a vacated program, whichever signal asked: scripts know it by that.
inline constexpr int kDeathSignal = 12; // SIGUSR2

// What stops the program's threads: libc's SIGSETXID (ckpt/stop_signal.h).
inline constexpr int kStopSignal = 33;

inline u64 reserved_signals() {
  return state.config.vacate_signals | state.config.periodic_signals;
}

} // namespace ckpt
