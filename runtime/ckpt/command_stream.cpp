// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/command_stream.h"

#include <asm/errno.h>

#include "runtime/arch/x86_64/dispatch.h"
#include "runtime/ckpt/report.h"
#include "runtime/stream/parse.h"
#include "runtime/sys/calls.h"

namespace ckpt {

namespace {

// The kernel's table of descriptors is as long as the highest number and is
// copied by every fork.
constexpr u64 kHighest = 65536;

// Above what the program may use, if it is not at its hard limit: out of reach
// of dup2, of open, and of a loop that closes everything.  Else as high as
// possible.
SysResult copy_out_of_reach(int fd) {
  rlimit64 limit = {kHighest, kHighest};
  sys::prlimit(RLIMIT_NOFILE, nullptr, &limit).ignore();
  u64 soft = limit.rlim_cur;
  rlimit64 raised = {soft + 16, max<u64>(limit.rlim_max, soft + 16)};
  if (soft < kHighest && sys::prlimit(RLIMIT_NOFILE, &raised, nullptr).ok()) {
    SysResult copy = sys::fcntl(fd, F_DUPFD_CLOEXEC, soft);
    sys::prlimit(RLIMIT_NOFILE, &limit, nullptr).ignore();
    if (copy.ok())
      return copy;
  }
  for (u64 number = min(soft, kHighest); number-- > 3;) {
    if (sys::fcntl(static_cast<int>(number), F_GETFD).ok())
      continue;
    SysResult copy = sys::fcntl(fd, F_DUPFD_CLOEXEC, number);
    if (copy.ok())
      return copy;
  }
  return SysResult(-EMFILE);
}

bool is_the_stream(int fd) {
  struct stat st;
  return sys::fstat(fd, st).ok() && st.st_dev == state.stream.device &&
         st.st_ino == state.stream.inode && st.st_rdev == state.stream.rdev;
}

bool refuse_copy(const SysResult &copy, Reason &why) {
  why.set("no descriptor is left for the command stream (errno ", copy.error(),
          "); raise the limit of open files (ulimit -n)");
  return false;
}

void free_number(int fd) {
  sys::close(fd).ignore();
  if (fd > 2)
    return;
  SysResult null = sys::open("/dev/null", O_RDWR);
  if (!null.ok() || null.fd() == fd)
    return;
  sys::dup3(null.fd(), fd, 0).ignore();
  sys::close(null.fd()).ignore();
}

void report_cut(u32 line, bool silent) {
  error("command stream, line ", line,
        silent ? ": it was begun and not finished in time; it is not executed"
               : ": it is cut by the end of the stream; it is not executed");
}

bool report_fault(u32 line, stream::LineFault fault) {
  if (fault == stream::LineFault::kNone)
    return false;
  Reason why;
  if (fault == stream::LineFault::kTooLong)
    why.set("it is too long; at most ", stream::kLineMax,
            " characters are possible");
  else
    why.set("it holds a NUL character");
  report_command(line, why);
  return true;
}

Next finish(const stream::Source &source, stream::ReadEnd end,
            const stream::Line &text, u32 line) {
  bool silent = end == stream::ReadEnd::kSilent;
  if (end == stream::ReadEnd::kError && source.error != ECONNRESET)
    error("the command stream cannot be read (errno ", source.error,
          "); this counts as its end");
  if (text.begun() && !stream::says_nothing(text.text()))
    report_cut(line + 1, silent);
  return silent ? Next::kSilent : Next::kEndOfFile;
}

} // namespace

bool keep_stream(int fd, Reason &why) {
  struct stat st;
  SysResult copy = copy_out_of_reach(fd);
  if (!copy.ok() || !sys::fstat(fd, st).ok())
    return refuse_copy(copy, why);
  state.stream = {};
  state.stream.there = true;
  state.stream.fd = copy.fd();
  state.stream.device = st.st_dev;
  state.stream.inode = st.st_ino;
  state.stream.rdev = st.st_rdev;
  free_number(fd);
  return true;
}

bool move_stream(Reason &why) {
  int from = state.stream.fd;
  SysResult copy = copy_out_of_reach(from);
  if (!copy.ok())
    return refuse_copy(copy, why);
  sys::close(from).ignore();
  state.stream.fd = copy.fd();
  return true;
}

int stream_descriptor() {
  return state.stream.there && is_the_stream(state.stream.fd)
             ? state.stream.fd
             : -1;
}

void report_command(u32 line, const Reason &why) {
  error("command stream, line ", line, ": ", why);
}

Next next_command(stream::Source &source, stream::Moment now, u32 &line,
                  stream::Command &command) {
  stream::Line text;
  for (;;) {
    stream::ReadEnd end = stream::read_line(source, text);
    if (end != stream::ReadEnd::kLine)
      return finish(source, end, text, line);
    ++line;
    if (report_fault(line, text.fault()))
      continue;
    Reason why;
    stream::Parsed parsed = stream::parse_command(text.text(), command, why);
    if (parsed == stream::Parsed::kNothing)
      continue;
    if (parsed == stream::Parsed::kCommand &&
        stream::allowed(command.id, now, why))
      return Next::kCommand;
    report_command(line, why);
  }
}

} // namespace ckpt

using namespace ckpt;

// A forked child has no use for it; where descriptors are virtual it has no number.
int __ckpt_stream_descriptor() {
  return state.stream.there && !__ckpt_dispatching &&
                 sys::getpid() == state.pid
             ? stream_descriptor()
             : -1;
}
