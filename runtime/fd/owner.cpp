// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/fd/owner.h"

#include "runtime/sys/calls.h"

namespace ckpt::fd {

namespace {

constexpr int kSetSignal = 10, kGetSignal = 11; // F_SETSIG, F_GETSIG
constexpr int kSetOwner = 15, kGetOwner = 16;   // F_SETOWN_EX, F_GETOWN_EX

enum : i32 { kTid = 0, kPid = 1, kPgrp = 2 }; // F_OWNER_*

struct OwnerEx { // struct f_owner_ex, asm-generic/fcntl.h
  i32 type;
  i32 pid;
};

} // namespace

bool read_owner(int fd, image::Descriptor &d) {
  OwnerEx owner = {};
  // F_SETSIG and O_ASYNC need no owner.
  d.owner_signal =
      static_cast<u16>(max<i64>(0, sys::fcntl(fd, kGetSignal).value()));
  if (!sys::fcntl(fd, kGetOwner, reinterpret_cast<u64>(&owner)).ok() ||
      !owner.pid)
    return true;
  i32 group = static_cast<i32>(sys::call(__NR_getpgid, 0).value());
  if (owner.type == kPid && owner.pid == sys::getpid())
    d.owner_kind = image::FdOwner::kProcess;
  else if (owner.type == kPgrp && owner.pid == group)
    d.owner_kind = image::FdOwner::kGroup;
  else if (owner.type == kTid)
    d.owner_kind = image::FdOwner::kThread;
  else
    return false;
  d.owner = owner.type == kTid ? owner.pid : 0;
  return true;
}

void set_owner(int fd, const image::Descriptor &d, i32 thread) {
  i32 group = static_cast<i32>(sys::call(__NR_getpgid, 0).value());
  OwnerEx owner = {kPid, sys::getpid()};
  if (d.owner_kind == image::FdOwner::kThread)
    owner = {kTid, thread};
  if (d.owner_kind == image::FdOwner::kGroup)
    owner = {kPgrp, group};
  if (d.owner_kind != image::FdOwner::kNone)
    sys::fcntl(fd, kSetOwner, reinterpret_cast<u64>(&owner)).ignore();
  if (d.owner_signal)
    sys::fcntl(fd, kSetSignal, d.owner_signal).ignore();
  SysResult flags = sys::fcntl(fd, F_GETFL);
  if (flags.ok() && (d.open_flags & kAsync))
    sys::fcntl(fd, F_SETFL, static_cast<u64>(flags.value()) | kAsync).ignore();
}

} // namespace ckpt::fd
