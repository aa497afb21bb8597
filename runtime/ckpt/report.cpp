// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/report.h"

#include <asm/errno.h>
#include <linux/poll.h>

#include "runtime/sys/keeper.h"
#include "runtime/syscall/trap.h"

namespace ckpt {

namespace {

constexpr int kSigpipe = 13;
constexpr int kBlock = 0;
constexpr int kSetMask = 2;
int redirected = -1;

// The program may have closed fd 2 and opened its data there.
bool is_our_stderr(int fd) {
  struct stat st;
  if (!sys::fstat(fd, st).ok())
    return false;
  return !state.stderr_known ||
         (st.st_dev == state.stderr_device && st.st_ino == state.stderr_inode);
}

bool writable_soon(int fd) {
  short found = 0;
  return sys::poll_one(fd, POLLOUT, 1000, found).value() == 1;
}

// With SIGPIPE blocked a broken pipe leaves it pending; it is ours, not the
// program's, unless it was pending before.
void write_quietly(int fd, StringView text) {
  u64 all = ~0ull, old = 0, pending = 0;
  sys::rt_sigprocmask(kSetMask, &all, &old).ignore();
  sys::call(__NR_rt_sigpending, &pending, sys::kSigsetSize).ignore();
  bool had_sigpipe = pending & signal_bit(kSigpipe);
  while (!text.empty() && writable_soon(fd)) {
    // poll promises room for one page of a pipe, not for more.
    SysResult n = sys::write(fd, text.data, min<size_t>(text.size, kPageSize));
    if (n.error() == EPIPE && !had_sigpipe) {
      u64 set = signal_bit(kSigpipe);
      __kernel_timespec none = {};
      sys::rt_sigtimedwait(&set, nullptr, &none).ignore();
    }
    if (!n.ok())
      break;
    text = text.drop(static_cast<size_t>(n.value()));
  }
  sys::rt_sigprocmask(kSetMask, &old, nullptr).ignore();
}

StringView kind_name(WarningKind kind) {
  if (kind == WarningKind::kNotice)
    return "NOTICE";
  if (kind == WarningKind::kReadWrite)
    return "READWRITE";
  if (kind == WarningKind::kUnsup)
    return "UNSUP";
  return "BADURL";
}

// Names and words of others are in the text: none of them may drive the terminal
// or look like a further message.
bool is_control(char c) {
  return (static_cast<u8>(c) < 0x20 && c != '\t') || c == 0x7f;
}

// The one message that has a second line, of start/flag_apply.cpp.
bool begins_second_line(StringView rest) {
  return rest.starts_with("\nMODE must be one of ");
}

} // namespace

void report_to(int fd) { redirected = fd; }

void report_line(StringView prefix, StringView text) {
  int fd = redirected >= 0 ? redirected : syscall::real_if_on(2);
  if (redirected < 0 && !is_our_stderr(fd))
    return;
  constexpr size_t kPiece = 1024;
  Text<kPiece> piece(prefix);
  for (; !text.empty(); text = text.drop(1)) {
    if (piece.view().size + 2 > kPiece) {
      write_quietly(fd, piece.view());
      piece.clear();
    }
    piece.add(is_control(text[0]) && !begins_second_line(text) ? '?' : text[0]);
  }
  piece.add("\n");
  write_quietly(fd, piece.view());
}

bool warning_wanted(WarningKind kind) {
  WarningMode mode = state.config.warning[static_cast<size_t>(kind)];
  return mode == WarningMode::kOn || mode == WarningMode::kOnce;
}

void warn(WarningKind kind, StringView text) {
  if (!warning_wanted(kind))
    return;
  if (kind == WarningKind::kNotice) {
    report_line("Condor: Notice: ", text);
  } else {
    Text<64> prefix("Condor: Warning: ", kind_name(kind), ": ");
    report_line(prefix.view(), text);
  }
  WarningMode &mode = state.config.warning[static_cast<size_t>(kind)];
  if (mode != WarningMode::kOnce)
    return;
  mode = WarningMode::kOnceDone;
  report_line("Condor: Warning: ",
              "Further messages of this type suppressed.");
}

void debug_line(DebugLevel level, StringView text) {
  if (logs(state.config, level))
    report_line("", text);
}

} // namespace ckpt
