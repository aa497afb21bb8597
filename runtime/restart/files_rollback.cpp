// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/restart/files.h"

#include <asm/errno.h>

#include "runtime/abi/shown_number.h"
#include "runtime/ckpt/report.h"
#include "runtime/fd/describe.h"

namespace ckpt::restart {

namespace {

constexpr int kSeekSet = 0; // lseek(2)
constexpr int kSetOfd = 37; // F_OFD_SETLK
constexpr int kSetLease = 1024;
constexpr int kShared = 1, kExclusive = 2, kNow = 4; // flock(2)

SysResult take_lock(const image::RecordLock &lock) {
  if (lock.owner == image::LockOwner::kFlock)
    return sys::flock(lock.number,
                      (lock.type == F_WRLCK ? kExclusive : kShared) | kNow);
  if (lock.owner == image::LockOwner::kLease)
    return sys::fcntl(lock.number, kSetLease, lock.type);
  struct flock wanted = {};
  wanted.l_type = static_cast<short>(lock.type);
  wanted.l_whence = kSeekSet;
  wanted.l_start = static_cast<__kernel_off_t>(lock.start);
  wanted.l_len = static_cast<__kernel_off_t>(lock.length);
  bool process = lock.owner == image::LockOwner::kProcess;
  return sys::fcntl(lock.number, process ? F_SETLK : kSetOfd,
                    reinterpret_cast<u64>(&wanted));
}

} // namespace

bool Files::take_locks(Reason &why) {
  for (const image::RecordLock &lock : view_.locks) {
    const image::Descriptor *d =
        image::find_descriptor(view_.descriptors, lock.number);
    // The command stream put another file there.
    if (d && given_for(d->number) >= 0 &&
        !same_file_[static_cast<size_t>(d - view_.descriptors.data)])
      continue;
    SysResult taken = take_lock(lock);
    if (taken.ok())
      continue;
    Text<4200> named(d ? view_.path(*d) : StringView());
    if (named.empty())
      named.set("descriptor ", __ckpt_shown_number(lock.number));
    if (lock.owner == image::LockOwner::kLease) {
      why.set("the lease on ", named,
              " cannot be had again (errno ", taken.error(), "): does another "
              "process have it open?");
      return false;
    }
    why.set("the ", lock.owner == image::LockOwner::kProcess ? "record " : "",
            "lock on ", named,
            " cannot be taken again (errno ", taken.error(),
            "): does another process hold it?");
    return false;
  }
  return true;
}

bool Files::must_cut(size_t index, u64 &size) const {
  const image::Descriptor &d = view_.descriptors[index];
  struct stat st;
  bool named = d.kind == image::FdKind::kRegular ||
               d.kind == image::FdKind::kInherited;
  if (!named || temporary_[index] < 0 || !same_file_[index] ||
      !is_writable(d) ||
      !sys::fstat(d.number, st).ok())
    return false;
  size = static_cast<u64>(st.st_size);
  return size > d.length;
}

Cut Files::cut_of(size_t index) const {
  const image::Descriptor &d = view_.descriptors[index];
  return {d.number, view_.path(d), d.length, cuts_[index].size,
          view_.meta->generation, !view_.locks.empty()};
}

bool Files::cut_all(Reason &why) {
  for (size_t i = 0; i < view_.descriptors.size; ++i) {
    u64 size = 0;
    if (!must_cut(i, size))
      continue;
    cuts_[i].size = size;
    if (cut_file(cut_of(i), cuts_[i].copy, why))
      continue;
    cuts_[i].size = 0;
    return false;
  }
  return true;
}

bool Files::roll_back(Reason &why) {
  if (!rename_all_back(why))
    return false;
  if (state.config.no_rollback)
    return true;
  bool good = cut_all(why);
  for (size_t i = 0; i < cuts_.size; ++i)
    if (cuts_[i].size)
      announce_cut(cut_of(i), cuts_[i].copy);
  return good;
}

} // namespace ckpt::restart
