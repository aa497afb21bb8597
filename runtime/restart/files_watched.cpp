// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What inotify descriptors watch.
//
// Numbers.  The kernel gives the numbers of watches out one after the other:
// those in between are used up by a file of our own.  All that is done while
// the restart can still be refused.
//
// Events.  Those that waited at the checkpoint, and those of the time since,
// are lost.  The kernel has a way to say so, IN_Q_OVERFLOW: it queues that one
// itself when the queue is filled with events of our own, which are then read.
// It is done where events waited, or where what is watched is not as it was.
//
// A file that is gone.  A memory file takes its place and is closed: the kernel
// queues IN_DELETE_SELF and IN_IGNORED, as it does when a file is removed.
#include <asm/errno.h>
#include <linux/inotify.h>

#include "runtime/ckpt/report.h"
#include "runtime/fd/watched.h"
#include "runtime/proc/number.h"
#include "runtime/proc/read_file.h"
#include "runtime/restart/files.h"
#include "runtime/sys/keeper.h"

namespace ckpt::restart {

namespace {

constexpr u64 kFionread = 0x541b; // asm-generic/ioctls.h
constexpr u64 kEventSize = 16;    // of one without a name
constexpr u32 kOften = 4096;

SysResult watch_path(int instance, const char *path, u32 mask) {
  return sys::call(__NR_inotify_add_watch, instance, path, mask);
}

// A file that nobody else has, to watch.
class Dummy {
public:
  ~Dummy() {
    if (fd_ >= 0)
      sys::close(fd_).ignore();
  }
  SysResult open() {
    SysResult made = sys::make_own(__NR_memfd_create, sys::word("watched"),
                                   1 /* CLOEXEC */);
    if (made.ok())
      fd_ = made.fd();
    sys::name_link(fd_, path_);
    return made;
  }
  int fd() const { return fd_; }
  int take() {
    int fd = fd_;
    fd_ = -1;
    return fd;
  }
  SysResult watch(int instance, u32 mask) {
    return watch_path(instance, path_.c_str(), mask);
  }

private:
  int fd_ = -1;
  Text<64> path_;
};

u64 waiting(int instance) {
  i32 bytes = 0;
  return sys::ioctl(instance, kFionread, &bytes).ok() ? static_cast<u64>(bytes)
                                                      : 0;
}

void drain(int instance) {
  char events[8192];
  while (waiting(instance))
    if (!sys::read(instance, events, sizeof events).ok())
      return;
}

// Takes numbers until `wanted` is the next.
bool skip_to(int instance, Dummy &dummy, i32 &next, i32 wanted, Reason &why) {
  for (; next < wanted; ++next) {
    SysResult wd = dummy.watch(instance, IN_DELETE_SELF);
    if (wd.value() != next) {
      why.set("the number ", next,
              " of a watched file cannot be had (inotify, "
              "errno ",
              wd.error(), "); is fs.inotify.max_user_watches reached?");
      return false;
    }
    sys::call(__NR_inotify_rm_watch, instance, wd.value()).ignore();
    if (next % kOften == 0)
      drain(instance); // of each removal there is an event
  }
  return true;
}

// The queue holds `most` events of ours then, and behind them the kernel's word
// that there were more: what comes now is not kept, also that the dummy goes.
// False: another's event came first.
bool overflow(int instance, Dummy &dummy, u64 most) {
  SysResult wd = dummy.watch(instance, IN_ATTRIB | IN_MODIFY);
  drain(instance);
  for (u64 i = 0; i < most + 2; ++i) // two of a kind would be one
    (i & 1 ? sys::fchmod(dummy.fd(), 0600) : sys::ftruncate(dummy.fd(), i))
        .ignore();
  sys::call(__NR_inotify_rm_watch, instance, wd.value()).ignore();
  char events[8192];
  for (u64 left = most; left;) {
    u64 room = min<u64>(left, sizeof events / kEventSize) * kEventSize;
    SysResult n = sys::read(instance, events, room);
    if (n.value() != static_cast<i64>(room))
      return false;
    left -= room / kEventSize;
  }
  return waiting(instance) >= kEventSize;
}

u64 longest_queue() {
  char text[32];
  size_t size = proc::read_small("/proc/sys/fs/inotify/max_queued_events", text,
                                 sizeof text);
  StringView digits(text, size <= sizeof text ? size : 0);
  u64 most = 0;
  return proc::take_dec(digits, most) ? most : 16384;
}

void tell_loss(int instance) {
  constexpr int kTries = 8;
  Dummy dummy;
  u64 most = longest_queue();
  if (!dummy.open().ok())
    return;
  for (int i = 0; i < kTries && !overflow(instance, dummy, most); ++i)
    ;
}

bool refuse(const image::FileWatch &w, StringView name, int error,
            Reason &why) {
  why.set("the file ", name, " cannot be watched again (inotify, descriptor ",
          w.number, ", errno ", error, ")",
          error == ENOSPC   ? "; raise fs.inotify.max_user_watches"
          : error == EACCES ? ": permission denied"
                            : "");
  return false;
}

} // namespace

bool make_inotify(Made &made, Reason &why) {
  SysResult opened = sys::call(__NR_inotify_init1, O_CLOEXEC | O_NONBLOCK);
  if (opened.ok())
    made.first = opened.fd() + 1;
  else
    why.set("no inotify descriptor can be made (errno ", opened.error(),
            "); raise fs.inotify.max_user_instances");
  return opened.ok();
}

void Files::name_watched(const image::FileWatch &w, Text<8300> &path) const {
  if (w.descriptor >= 0)
    path.set("/proc/thread-self/fd/", w.descriptor);
  else
    relocate(view_.path(w), path);
}

bool Files::place_watch(const image::FileWatch &w, Reason &why) {
  Text<8300> path;
  name_watched(w, path);
  bool itself = w.flags & image::kDontFollow;
  SysResult wd = watch_path(w.number, path.c_str(),
                            w.mask | (itself ? u32{IN_DONT_FOLLOW} : 0));
  if (wd.error() == ENOENT || wd.error() == ENOTDIR) {
    Dummy instead;
    if (!instead.open().ok() ||
        (wd = instead.watch(w.number, w.mask)).value() != w.wd)
      return refuse(w, path.view(), wd.error(), why);
    gone_[static_cast<size_t>(&w - view_.file_watches.data)] =
        instead.take() + 1;
    notice("the file ", path,
           ", which the job watches, is gone: it is told so, "
           "as if it had been removed now");
  }
  if (wd.ok() && wd.value() != w.wd) {
    why.set("the file ", path,
            " is one that the job watches under another name, "
            "too (inotify, descriptor ",
            w.number, ")");
    return false;
  }
  return wd.ok() || refuse(w, path.view(), wd.error(), why);
}

bool Files::place_watches(Reason &why) {
  if (view_.file_watches.empty())
    return true;
  Dummy dummy;
  SysResult made = dummy.open();
  if (!made.ok()) {
    why.set("no memfd can be made (errno ", made.error(), ")");
    return false;
  }
  i32 instance = -1, next = 1;
  for (const image::FileWatch &w : view_.file_watches) {
    if (w.number != instance)
      next = 1;
    instance = w.number;
    if (!skip_to(instance, dummy, next, w.wd, why) || !place_watch(w, why))
      return false;
    ++next;
  }
  return true;
}

void Files::start_watches() {
  size_t at = 0;
  for (const image::Descriptor &d : view_.descriptors) {
    if (d.kind != image::FdKind::kInotify || d.shares >= 0)
      continue;
    bool lost = image::content_of(view_, d).value[0] != 0;
    size_t first = at;
    for (; at < gone_.size && view_.file_watches[at].number == d.number; ++at) {
      const image::FileWatch &w = view_.file_watches[at];
      Text<8300> path;
      name_watched(w, path);
      bool itself = w.flags & image::kDontFollow;
      if (!lost && !gone_[at])
        lost = !w.digest ||
               fd::digest_watched(path.c_str(), itself, w.mask) != w.digest;
    }
    drain(d.number);
    if (lost)
      tell_loss(d.number);
    for (size_t i = first; i < at; ++i)
      if (gone_[i])
        sys::close(gone_[i] - 1).ignore();
  }
}

} // namespace ckpt::restart
