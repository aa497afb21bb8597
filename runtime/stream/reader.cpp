// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/stream/reader.h"

#include <asm/errno.h>
#include <linux/fs.h>
#include <linux/poll.h>
#include <linux/uio.h>

#include "runtime/fd/describe.h"
#include "runtime/sys/calls.h"

namespace ckpt::stream {

namespace {

constexpr int kMonotonic = 1;      // CLOCK_MONOTONIC
constexpr int kDontWait = 0x40;    // MSG_DONTWAIT, recv(2)
constexpr u64 kNanoseconds = 1'000'000'000;

u64 now() {
  __kernel_timespec t = {};
  sys::clock_gettime(kMonotonic, t).ignore();
  return static_cast<u64>(t.tv_sec) * kNanoseconds +
         static_cast<u64>(t.tv_nsec);
}

// False: the deadline is over.
bool wait(const Source &source) {
  pollfd p = {source.fd, POLLIN, 0};
  for (;;) {
    int timeout = -1;
    if (source.deadline != kNoDeadline) {
      u64 t = now();
      if (t >= source.deadline)
        return false;
      timeout = static_cast<int>((source.deadline - t) / 1'000'000 + 1);
    }
    SysResult ready = sys::call(__NR_poll, &p, 1, timeout);
    if (ready.value() > 0)
      return true;
    // What poll cannot be asked is told by the read.
    if (!ready.ok() && ready.error() != EINTR)
      return true;
  }
}

// Somebody who shares it may have read what poll saw, so the read itself must
// not wait either.  Files do not wait; a terminal has no such flag.
SysResult take_byte(const Source &source, char &c) {
  if (source.type == fd::kTypeSocket)
    return sys::call(__NR_recvfrom, source.fd, &c, 1, kDontWait, nullptr,
                     nullptr);
  if (source.type == fd::kTypeFifo) {
    struct iovec room = {&c, 1};
    SysResult n =
        sys::call(__NR_preadv2, source.fd, &room, 1, -1, -1, RWF_NOWAIT);
    if (n.error() != EOPNOTSUPP && n.error() != ENOSYS)
      return n; // a kernel without the flag for pipes: plainly
  }
  return sys::read(source.fd, &c, 1);
}

} // namespace

Source source_of(int fd, u64 deadline) {
  struct stat st = {};
  sys::fstat(fd, st).ignore(); // the first read says what is wrong
  return {fd, st.st_mode & fd::kTypeMask, deadline, 0};
}

u64 deadline_in(u64 seconds) { return now() + seconds * kNanoseconds; }

ReadEnd read_line(Source &source, Line &line) {
  for (;;) {
    if (!wait(source))
      return ReadEnd::kSilent;
    char c = 0;
    SysResult n = take_byte(source, c);
    if (n.error() == EAGAIN || n.error() == EINTR)
      continue;
    if (!n.ok()) {
      source.error = n.error();
      return ReadEnd::kError;
    }
    if (n.value() == 0)
      return ReadEnd::kEndOfFile;
    if (line.add(c))
      return ReadEnd::kLine;
  }
}

} // namespace ckpt::stream
