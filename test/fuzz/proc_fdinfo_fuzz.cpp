// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A lock that was taken, printed as fs/locks.c prints it, is taken again; a
// refused line changes nothing; no range is outside of the kernel's offsets.
#include "runtime/proc/fdinfo.h"
#include "test/fuzz/proc_property.h"

using namespace ckpt;
using namespace ckpt::proc;

namespace {

bool same(const LockLine &a, const LockLine &b) {
  return a.kind == b.kind && a.write == b.write && a.unlock == b.unlock &&
         a.pid == b.pid && a.start == b.start && a.end == b.end &&
         a.to_eof == b.to_eof;
}

bool same(const FdInfo &a, const FdInfo &b) {
  return a.pos == b.pos && a.flags == b.flags && a.mount_id == b.mount_id &&
         a.inode == b.inode && a.has_pos == b.has_pos &&
         a.has_flags == b.has_flags;
}

StringView kind_text(LockLine::Kind kind) {
  switch (kind) {
  case LockLine::kPosix:
    return "POSIX  ADVISORY  ";
  case LockLine::kFlock:
    return "FLOCK  ADVISORY  ";
  case LockLine::kOfd:
    return "OFDLCK ADVISORY  ";
  case LockLine::kLease:
    return "LEASE  ACTIVE    ";
  case LockLine::kOther:
    break;
  }
  return "DELEG  ACTIVE    ";
}

void check_lock(const LockLine &lock) {
  PROPERTY(lock.start <= lock.end && lock.end <= INT64_MAX);
  PROPERTY(!lock.to_eof || lock.end == INT64_MAX);
  PROPERTY(!(lock.write && lock.unlock));
  test::Line text("lock:\t1: ", kind_text(lock.kind),
                  lock.write    ? "WRITE "
                  : lock.unlock ? "UNLCK "
                                : "READ ",
                  lock.pid, " fe:00:12 ", lock.start, ' ');
  if (lock.to_eof)
    text.add("EOF");
  else
    text.add(lock.end);
  FdInfo info;
  LockLine again;
  bool is_lock = false;
  PROPERTY(parse_fdinfo_line(text.view(), info, again, is_lock));
  PROPERTY(is_lock && same(lock, again));
}

void check_info(const FdInfo &info) {
  FdInfo again;
  LockLine lock;
  bool is_lock;
  test::Line pos("pos:\t", static_cast<i64>(info.pos));
  if (info.has_pos)
    PROPERTY(parse_fdinfo_line(pos.view(), again, lock, is_lock));
  char octal[32];
  std::snprintf(octal, sizeof octal, "flags:\t0%o", info.flags);
  if (info.has_flags)
    PROPERTY(parse_fdinfo_line(octal, again, lock, is_lock));
  test::Line mount("mnt_id:\t", info.mount_id);
  PROPERTY(parse_fdinfo_line(mount.view(), again, lock, is_lock));
  test::Line inode("ino:\t", info.inode);
  PROPERTY(parse_fdinfo_line(inode.view(), again, lock, is_lock));
  PROPERTY(same(info, again));
}

} // namespace

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  FdInfo info;
  test::for_each_line(data, size, [&](StringView line) {
    FdInfo before = info;
    LockLine lock;
    bool is_lock = true;
    bool ok = parse_fdinfo_line(line, info, lock, is_lock);
    PROPERTY(ok || (same(before, info) && !is_lock));
    PROPERTY(is_lock || same(lock, LockLine()));
    if (is_lock)
      check_lock(lock);
    check_info(info);
  });
  return 0;
}
