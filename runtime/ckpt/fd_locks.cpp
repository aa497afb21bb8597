// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/fd_locks.h"

namespace ckpt {

bool FdLocks::add(FdRecord &record, const proc::LockLine &lock) {
  if (lock.kind == proc::LockLine::kLease)
    return record.refuse("has a lease, which is not saved");
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
                  : image::LockOwner::kProcess;
  if (out.owner == image::LockOwner::kFlock) // of the whole file
    return true;
  out.start = lock.start;
  out.length = lock.to_eof ? 0 : lock.end - lock.start + 1;
  return true;
}

void FdLocks::drop_repeated(const FdRecord &record, size_t recorded) {
  if (!any())
    return;
  bool known = false;
  for (size_t i = 0; i < recorded && !known; ++i)
    known = record.to.descriptors[i].device == record.d.device &&
            record.to.descriptors[i].inode == record.d.inode;
  size_t kept = start_;
  for (size_t i = start_; known && i < count_; ++i)
    if (locks_[i].owner != image::LockOwner::kProcess)
      locks_[kept++] = locks_[i];
  if (known)
    count_ = kept;
}

} // namespace ckpt
