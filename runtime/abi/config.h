// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the run flags decided.  Filled by runtime/start/flags, kept in the
// runtime's data for the life of the job, handed over to the restored process
// at a restart.  Plain data: copied byte by byte between two processes of the
// same program.
// Phase: any.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt {

enum class WarningKind : u8 { kNotice, kReadWrite, kUnsup, kBadUrl };
inline constexpr size_t kWarningKinds = 4;

enum class WarningMode : u8 {
  kOn,
  kOff,
  kOnce,     // the next one is printed, then a line that there is no more
  kOnceDone, // it was printed: silent from now on
};

// Debug levels, bit i = 1 << i.  D_ALWAYS lines are always printed.
enum class DebugLevel : u8 {
#define CKPT_DEBUG_LEVEL(id, name) id,
#include "runtime/abi/debug_levels.def"
};

enum class OnError : u8 { kContinue, kKill };
enum class CpuCheck : u8 { kStrict, kIgnore };
enum class ClockRule : u8 { kStrict, kJump };

inline constexpr size_t kPathMax = 4096;
inline constexpr u32 kMostKept = 100;           // images of one job
inline constexpr u32 kLongestInterval = 31536000; // seconds; a year

// The pairs of -_ckpt_path_map, "OLD\0NEW\0" each.
struct PathMap {
  u32 used = 0;
  char text[kPathMax] = {};

  friend bool operator==(const PathMap &, const PathMap &) = default;
};

struct Config {
  bool flag_in_argv = false; // start-up notices are printed
  bool restart = false;      // -_condor_restart was given
  bool auto_restart = false; // -_ckpt_auto
  bool own_name = false; // the image's was given to this very program
  bool default_name = false; // the image's was made from the program's
  bool relocatable = false;
  bool aggravate_bugs = false; // virtual descriptors, unlike the real ones
  bool debug_wait = false;
  bool help = false;
  bool cmd_fd_given = false;
  bool no_rollback = false; // a zero Config is the default: it lives in .bss
  OnError on_error = OnError::kContinue;
  CpuCheck cpu = CpuCheck::kStrict;
  ClockRule clock = ClockRule::kStrict;
  bool exits = false; // a vacated program exits with exit_code
  u8 exit_code = 0;
  u32 interval = 0; // seconds; 0: no periodic checkpoints without a signal
  u32 defer = 0;    // seconds that a checkpoint may be put off
  u32 older = 0;    // how many images are kept beside the newest
  WarningMode warning[kWarningKinds] = {};
  u32 migrate_timeout = 0; // seconds; 0: kMigrateTimeout
  u64 debug_levels = 0;
  // Signals that ask for checkpoints, bit n-1 for signal n.  Both 0: the pair
  // of the contract, which start/ fills in.
  u64 vacate_signals = 0;
  u64 periodic_signals = 0;
  PathMap path_map;
  char status[kPathMax] = {}; // -_ckpt_status; start/ makes it absolute
  // Where the next checkpoint goes: the last of ckpt, file and restart.  NUL
  // terminated, as given; empty: argv[0].ckpt.  start/ makes it absolute.
  char image[kPathMax] = {};
  // `image` as it was when the program started: what -_ckpt_auto would look
  // for if it were started again.  A command or a call may change `image`.
  char first_image[kPathMax] = {};
  // What to restart from, used only with `restart`: the same name.  Apart from
  // `image`, because a command stream will name them apart.
  char restart_image[kPathMax] = {};
  // Where a command stream comes from: descriptor cmd_fd if it was given, or a
  // file; empty: from nowhere.
  i32 cmd_fd = 0;
  char cmd_file[kPathMax] = {};

  friend bool operator==(const Config &, const Config &) = default;
};

inline constexpr u32 kMigrateTimeout = 60;

constexpr u64 debug_bit(DebugLevel level) {
  return u64{1} << static_cast<unsigned>(level);
}

inline bool has_command_stream(const Config &config) {
  return config.cmd_fd_given || config.cmd_file[0];
}

inline bool wants_virtual_descriptors(const Config &config) {
  return config.aggravate_bugs || has_command_stream(config);
}

// Whether lines of this level are printed.
constexpr bool logs(const Config &config, DebugLevel level) {
  return level == DebugLevel::kAlways ||
         (config.debug_levels &
          (debug_bit(level) | debug_bit(DebugLevel::kAll)));
}

} // namespace ckpt
