// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/restart/files.h"

#include <asm/errno.h>

#include "runtime/abi/shown_number.h"
#include "runtime/fd/describe.h"
#include "runtime/fd/list.h"
#include "runtime/fd/owner.h"

namespace ckpt::restart {

namespace {

constexpr int kSeekSet = 0; // lseek(2)

bool contains(Span<const int> numbers, int wanted) {
  for (int number : numbers)
    if (number == wanted)
      return true;
  return false;
}

} // namespace

bool Files::has_offset(const image::Descriptor &d) {
  return d.kind == image::FdKind::kRegular ||
         d.kind == image::FdKind::kMemfd ||
         d.kind == image::FdKind::kUnlinked ||
         d.kind == image::FdKind::kDirectory ||
         d.kind == image::FdKind::kKernelFile;
}

int Files::opened(int number) const {
  const image::Descriptor *d =
      image::find_descriptor(view_.descriptors, number);
  return d ? temporary_[static_cast<size_t>(d - view_.descriptors.data)] : -1;
}

bool Files::refuse_full(Reason &why) const {
  why.set("no descriptor is left above ", base_ - 1,
          "; raise the limit of open files (ulimit -n)");
  return false;
}

bool Files::move_away(int &fd, Reason &why) {
  if (fd >= base_)
    return true;
  SysResult moved =
      sys::fcntl(fd, F_DUPFD_CLOEXEC, static_cast<u64>(base_));
  if (!moved.ok())
    return refuse_full(why);
  sys::close(fd).ignore();
  fd = moved.fd();
  return true;
}

// The numbers above the saved ones, while there are any.  Then wherever it is:
// place_all makes way.
bool Files::set_aside(int &fd, Reason &why) {
  if (!tight_ && move_away(fd, why))
    return true;
  why.clear();
  tight_ = true;
  return true;
}

SysResult Files::copy_aside(int fd, int wanted) {
  SysResult copy(-EMFILE);
  if (in_place_)
    return fd == wanted ? SysResult(fd) : sys::fcntl(fd, F_DUPFD_CLOEXEC, 3);
  if (!tight_)
    copy = sys::fcntl(fd, F_DUPFD_CLOEXEC, static_cast<u64>(base_));
  if (copy.ok())
    return copy;
  tight_ = true;
  return sys::fcntl(fd, F_DUPFD_CLOEXEC, 3);
}

bool Files::make_tables(Arena &arena, Reason &why) {
  temporary_ = arena.array<int>(view_.descriptors.size);
  same_file_ = arena.array<bool>(view_.descriptors.size);
  cuts_ = arena.array<CutDone>(view_.descriptors.size);
  renamed_ = arena.array<RenamedTo>(view_.descriptors.size);
  gone_ = arena.array<int>(view_.file_watches.size);
  if (!view_.descriptors.empty() &&
      (!temporary_.data || !same_file_.data || !cuts_.data || !renamed_.data ||
       !objects_.reserve(arena) ||
       (!gone_.data && !view_.file_watches.empty()))) {
    why.set("no room for its table of descriptors");
    return false;
  }
  if (!view_.descriptors.empty())
    base_ = max(3, view_.descriptors[view_.descriptors.size - 1].number + 1);
  limit_known_ = sys::prlimit(RLIMIT_NOFILE, nullptr, &limit_).ok();
  rlimit64 raised = {limit_.rlim_max, limit_.rlim_max};
  if (limit_known_)
    sys::prlimit(RLIMIT_NOFILE, &raised, nullptr).ignore();
  return settle_given(view_, why);
}

bool Files::open_all(Reason &why) {
  for (int &fd : temporary_)
    fd = -1;
  if (in_place_ && !open_in_place(why))
    return false;
  if (in_place_)
    return objects_.fill_queues({temporary_.data, temporary_.size}, why);
  for (size_t i = 0; i < view_.descriptors.size; ++i) {
    const image::Descriptor &d = view_.descriptors[i];
    if (!leads(d))
      continue;
    same_file_[i] = has_offset(d) && given_for(d.number) < 0;
    int fd = -1;
    if (!open_one(d, fd, why) || !set_aside(fd, why))
      return false;
    temporary_[i] = fd;
    if (tight_)
      objects_.close_finished(i + 1);
  }
  objects_.close_unused();
  return objects_.fill_queues({temporary_.data, temporary_.size}, why);
}

bool Files::open_one(const image::Descriptor &d, int &fd, Reason &why) {
  if (given_for(d.number) >= 0)
    return take_given(d, given_for(d.number), fd, why);
  if (d.kind == image::FdKind::kInherited)
    return given_by_stream(d.inherited)
               ? take_given(d, d.inherited, fd, why)
               : take_inherited(d, fd, why);
  if (!Objects::makes(d.kind))
    return open_path(d, fd, why);
  Text<8300> path;
  relocate(d, path);
  return objects_.open(d, path, fd, why);
}

// The first thread is there already.
bool Files::is_of_other_thread(const image::Descriptor &d) const {
  return d.owner_kind == image::FdOwner::kThread &&
         d.owner != view_.threads[0].tid;
}

void Files::own_by_threads(Span<const StoppedThread> threads) const {
  for (const image::Descriptor &d : view_.descriptors)
    if (d.shares < 0 && is_of_other_thread(d))
      for (const StoppedThread &thread : threads)
        if (thread.saved_tid == d.owner)
          fd::set_owner(d.number, d, thread.tid);
}

// The temporary descriptor that is at saved number `i` steps aside.
bool Files::make_way(size_t i) {
  int number = view_.descriptors[i].number;
  for (size_t j = i + 1; j < temporary_.size; ++j)
    if (temporary_[j] == number) {
      SysResult moved = sys::fcntl(number, F_DUPFD_CLOEXEC, 3);
      temporary_[j] = moved.fd();
      return moved.ok();
    }
  return true;
}

bool Files::place(size_t i) {
  const image::Descriptor &d = view_.descriptors[i];
  int from = temporary_[i] >= 0 ? temporary_[i] : d.shares;
  bool closes = d.flags & image::kCloseOnExec;
  if (from == d.number) // dup3 refuses that
    return sys::fcntl(from, F_SETFD, closes ? FD_CLOEXEC : 0).ok();
  if ((tight_ && !make_way(i)) ||
      !sys::dup3(from, d.number, closes ? O_CLOEXEC : 0).ok())
    return false;
  if (tight_ && temporary_[i] >= 0)
    sys::close(from).ignore();
  return true;
}

bool Files::place_all(Span<const int> kept, Reason &why) {
  for (size_t i = 0; i < view_.descriptors.size; ++i) {
    const image::Descriptor &d = view_.descriptors[i];
    bool leads = temporary_[i] >= 0;
    if (!place(i)) {
      why.set("descriptor ", __ckpt_shown_number(d.number),
              " cannot be used here; raise the limit of open files (ulimit "
              "-n)");
      return false;
    }
    if (leads && same_file_[i])
      sys::lseek(d.number, d.offset, kSeekSet).ignore();
    if (leads && !is_of_other_thread(d))
      fd::set_owner(d.number, d, sys::getpid());
  }
  bool listed = fd::each_descriptor([&](u64 number) {
    int fd = static_cast<int>(number);
    if (!contains(kept, fd) && given_for(fd) < 0 &&
        !image::find_descriptor(view_.descriptors, fd))
      sys::close(fd).ignore();
    return true;
  });
  if (!listed)
    why.set("cannot read /proc/thread-self/fd; is /proc mounted?");
  return listed && objects_.finish(why) && place_watches(why);
}

void Files::close_flights() const {
  for (const image::Descriptor &d : view_.descriptors)
    if (d.flags & image::kInFlight)
      sys::close(d.number).ignore();
}

void Files::lower_limit() {
  if (limit_known_)
    sys::prlimit(RLIMIT_NOFILE, &limit_, nullptr).ignore();
}

} // namespace ckpt::restart
