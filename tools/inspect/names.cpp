// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tools/inspect/names.h"
#include <cstdio>
#include <iterator>
#include "tools/common/cli.h"
#include <bit>
#include <csignal>
#include <cstring>
#include <fcntl.h>

namespace ckpt::inspect {
namespace {

struct Bit {
  u64 bit;
  const char *name;
};

// The names of the bits that are set, then what has no name in hex.
std::string join_bits(u64 value, Span<const Bit> names, const char *between,
                      std::string out, const char *nothing) {
  for (const Bit &b : names) {
    if ((value & b.bit) != b.bit)
      continue;
    value &= ~b.bit;
    out += (out.empty() ? "" : between) + std::string(b.name);
  }
  if (value)
    out += (out.empty() ? "" : between) + cli::hex(value);
  return out.empty() ? nothing : out;
}

template <size_t N> constexpr Span<const Bit> table(const Bit (&bits)[N]) {
  return {bits, N};
}

constexpr Bit kMappingBits[] = {
    {image::kGrowsDown, "growsdown"},
    {image::kNoReserve, "noreserve"},
    {image::kAccounted, "accounted"},
    {image::kHugePage, "hugepage"},
    {image::kNoHugePage, "nohugepage"},
    {image::kDontFork, "dontfork"},
    {image::kDontDump, "dontdump"},
    {image::kWipeOnFork, "wipeonfork"},
    {image::kMergeable, "mergeable"},
    {image::kNamed, "file"},
    {image::kVdso, "vdso"},
    {image::kSeqRead, "sequential"},
    {image::kRandRead, "random"},
    {image::kShared, "shared"},
    {image::kLocked, "locked"},
    {image::kLockOnFault, "lockonfault"},
    {image::kHugeTlb, "hugetlb"},
    {image::kDroppable, "droppable"},
    {image::kAnonymousName, "name"},
    {image::kOnlyRead, "onlyread"},
    {image::kUnwritten, "unwritten"},
    {image::kSharedView, "sharedview"},
};

// The kernel's values (<asm-generic/signal-defs.h>): libc hides SA_RESTORER.
constexpr Bit kActionBits[] = {
    {0x1, "SA_NOCLDSTOP"},        {0x2, "SA_NOCLDWAIT"},
    {0x4, "SA_SIGINFO"},          {0x400, "SA_UNSUPPORTED"},
    {0x800, "SA_EXPOSE_TAGBITS"}, {0x04000000, "SA_RESTORER"},
    {0x08000000, "SA_ONSTACK"},   {0x10000000, "SA_RESTART"},
    {0x40000000, "SA_NODEFER"},   {0x80000000, "SA_RESETHAND"},
};

// x86-64's O_LARGEFILE is 0 in libc's headers and 0100000 in the kernel.
constexpr Bit kOpenBits[] = {
    {O_APPEND, "O_APPEND"},     {O_NONBLOCK, "O_NONBLOCK"},
    {04010000, "O_SYNC"},       {O_DSYNC, "O_DSYNC"},
    {O_ASYNC, "O_ASYNC"},       {040000, "O_DIRECT"},
    {0100000, "O_LARGEFILE"},   {O_DIRECTORY, "O_DIRECTORY"},
    {O_NOFOLLOW, "O_NOFOLLOW"}, {01000000, "O_NOATIME"},
    {O_CLOEXEC, "O_CLOEXEC"},   {010000000, "O_PATH"},
};

} // namespace

std::string signal_name(u32 number) {
  constexpr u32 kFirstRealTime =
      34; // SIGRTMIN of glibc and musl differ: 34, 35
  if (number > kFirstRealTime)
    return "SIGRTMIN+" + std::to_string(number - kFirstRealTime);
  if (number == kFirstRealTime)
    return "SIGRTMIN";
  const char *name = sigabbrev_np(static_cast<int>(number));
  return "SIG" + (name ? std::string(name) : std::to_string(number));
}

std::string signal_set(u64 mask) {
  // The kernel takes SIGKILL and SIGSTOP out of every mask.
  constexpr u64 kNever = u64{1} << (SIGKILL - 1) | u64{1} << (SIGSTOP - 1);
  if (std::popcount(mask) > static_cast<int>(image::kSignals / 2)) {
    u64 missing = ~(mask | kNever);
    return missing ? "all but " + signal_set(missing) : "all";
  }
  std::string out;
  for (u32 i = 1; i <= image::kSignals; ++i)
    if (mask >> (i - 1) & 1)
      out += (out.empty() ? "" : " ") + signal_name(i);
  return out.empty() ? "-" : out;
}

std::string protection(u32 prot) {
  return {prot & 1 ? 'r' : '-', prot & 2 ? 'w' : '-', prot & 4 ? 'x' : '-'};
}

std::string mapping_flags(u32 flags) {
  return join_bits(flags, table(kMappingBits), " ", "", "-");
}

std::string action_flags(u64 flags) {
  return join_bits(flags, table(kActionBits), "|", "", "0");
}

std::string open_flags(u32 flags) {
  constexpr const char *kAccess[] = {"O_RDONLY", "O_WRONLY", "O_RDWR",
                                     "O_ACCMODE"};
  return join_bits(flags & ~u32{O_ACCMODE}, table(kOpenBits), "|",
                   kAccess[flags & O_ACCMODE], "");
}

std::string shared_kind(image::SharedKind kind) {
  switch (kind) {
  case image::SharedKind::kAnonymous:
    return "memory";
  case image::SharedKind::kFile:
    return "file";
  case image::SharedKind::kDescriptor:
    return "descriptor";
  case image::SharedKind::kSystemV:
    return "segment";
  }
  return "unknown";
}

std::string descriptor_kind(image::FdKind kind) {
  switch (kind) {
  case image::FdKind::kInherited:
    return "inherited";
  case image::FdKind::kRegular:
    return "file";
  case image::FdKind::kDevice:
    return "device";
  case image::FdKind::kTerminal:
    return "terminal";
  case image::FdKind::kPipe:
    return "pipe";
  case image::FdKind::kEventfd:
    return "eventfd";
  case image::FdKind::kEpoll:
    return "epoll";
  case image::FdKind::kSignalfd:
    return "signalfd";
  case image::FdKind::kTimerfd:
    return "timerfd";
  case image::FdKind::kMemfd:
    return "memfd";
  case image::FdKind::kUnlinked:
    return "unlinked";
  case image::FdKind::kDirectory:
    return "directory";
  case image::FdKind::kPathOnly:
    return "path";
  case image::FdKind::kKernelFile:
    return "kernel-file";
  case image::FdKind::kSocket:
    return "socket";
  case image::FdKind::kInotify:
    return "inotify";
  case image::FdKind::kMaster:
    return "master";
  case image::FdKind::kSlave:
    return "slave";
  case image::FdKind::kSelf:
    return "pidfd";
  case image::FdKind::kQueue:
    return "queue";
  }
  return "unknown";
}

std::string timer_kind(image::TimerKind kind) {
  switch (kind) {
  case image::TimerKind::kPosix:
    return "posix";
  case image::TimerKind::kReal:
    return "real";
  case image::TimerKind::kVirtual:
    return "virtual";
  case image::TimerKind::kProf:
    return "prof";
  }
  return "?";
}

std::string clock_name(i32 clock) {
  // linux/time.h
  static const char *const kNames[] = {
      "CLOCK_REALTIME",         "CLOCK_MONOTONIC",
      "CLOCK_PROCESS_CPUTIME_ID", "CLOCK_THREAD_CPUTIME_ID",
      "CLOCK_MONOTONIC_RAW",    "CLOCK_REALTIME_COARSE",
      "CLOCK_MONOTONIC_COARSE", "CLOCK_BOOTTIME",
      "CLOCK_REALTIME_ALARM",   "CLOCK_BOOTTIME_ALARM",
      "clock 10",               "CLOCK_TAI"};
  if (clock >= 0 && clock < static_cast<i32>(std::size(kNames)))
    return kNames[clock];
  if (clock >= 0)
    return "clock " + std::to_string(clock);
  // Three low bits: thread or process, and what is counted; above them the
  // complement of the number (kernel/time/posix-cpu-timers.c).
  static const char *const kCounted[] = {"profiling", "user", "CPU", "?"};
  std::string of = clock & 4 ? "thread" : "process";
  i32 number = ~(clock >> 3);
  return std::string(kCounted[clock & 3]) + " time of " + of +
         (number ? " " + std::to_string(number) : "");
}

std::string seconds(i64 nanoseconds) {
  char text[40];
  std::snprintf(text, sizeof text, "%lld.%09lld",
                static_cast<long long>(nanoseconds / 1000000000),
                static_cast<long long>(nanoseconds % 1000000000));
  return text;
}

std::string owner_kind(image::FdOwner owner) {
  return owner == image::FdOwner::kThread    ? "thread"
         : owner == image::FdOwner::kProcess ? "process"
                                             : "group";
}

std::string lock_owner(image::LockOwner owner) {
  return owner == image::LockOwner::kProcess ? "process"
         : owner == image::LockOwner::kFlock ? "flock"
         : owner == image::LockOwner::kLease ? "lease"
                                             : "description";
}

} // namespace ckpt::inspect
