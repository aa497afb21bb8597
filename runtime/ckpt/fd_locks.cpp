// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/fd_locks.h"

namespace ckpt {

bool FdLocks::add(FdRecord &record, const proc::LockLine &lock) {
  if (lock.kind == proc::LockLine::kLease && lock.unlock) {
    state.obstacle_may_pass = true;
    return record.refuse("has a lease that another process is breaking; give it "
                         "up first");
  }
  // A look at its content through another descriptor would break it.
  if (lock.kind == proc::LockLine::kLease && record.access() == O_WRONLY)
    return record.refuse("has a lease and is open for writing only; open it for "
                         "reading too");
  if (lock.kind == proc::LockLine::kOther)
    return record.refuse("has a lock of an unknown kind");
  if (count_ == locks_.size)
    return record.refuse("holds more locks than can be saved");
  image::RecordLock &out = locks_[count_++];
  out = {};
  out.number = record.number;
  out.type = lock.write ? F_WRLCK : F_RDLCK;
  out.owner = lock.kind == proc::LockLine::kFlock ? image::LockOwner::kFlock
              : lock.kind == proc::LockLine::kOfd
                  ? image::LockOwner::kDescription
              : lock.kind == proc::LockLine::kLease
                  ? image::LockOwner::kLease
                  : image::LockOwner::kProcess;
  if (out.owner == image::LockOwner::kFlock ||
      out.owner == image::LockOwner::kLease) // of the whole file
    return true;
  out.start = lock.start;
  out.length = lock.to_eof ? 0 : lock.end - lock.start + 1;
  return true;
}

bool FdLocks::is_said(const image::RecordLock &lock, const FdRecord &record,
                      size_t recorded) const {
  for (const image::RecordLock &other : locks_.sub(0, start_)) {
    const image::Descriptor *d = image::find_descriptor(
        {record.to.descriptors.data, recorded}, other.number);
    if (other.owner == lock.owner && other.type == lock.type &&
        other.start == lock.start && other.length == lock.length && d &&
        d->device == record.d.device && d->inode == record.d.inode)
      return true;
  }
  return false;
}

void FdLocks::drop_repeated(const FdRecord &record, size_t recorded) {
  size_t kept = start_;
  for (size_t i = start_; i < count_; ++i)
    if (locks_[i].owner != image::LockOwner::kProcess ||
        !is_said(locks_[i], record, recorded))
      locks_[kept++] = locks_[i];
  count_ = kept;
}

} // namespace ckpt
