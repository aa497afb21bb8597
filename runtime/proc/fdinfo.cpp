// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/proc/fdinfo.h"

#include "runtime/proc/number.h"

namespace ckpt::proc {
namespace {

constexpr u64 kLastOffset = INT64_MAX;

StringView next_word(StringView &s) {
  skip_blanks(s);
  return take_word(s);
}

bool is_lock_mode(StringView mode) {
  return mode == "ADVISORY" || mode == "MANDATORY" || mode == "*NOINODE*" ||
         mode == "MSNFS" || mode == "ACTIVE" || mode == "BREAKING" ||
         mode == "BREAKER" || mode == "UNKNOWN";
}

LockLine::Kind kind_of(StringView name, StringView mode) {
  // A share reservation of kernels before 5.15: no program can set it again.
  if (mode == "MSNFS")
    return LockLine::kOther;
  if (name == "POSIX")
    return LockLine::kPosix;
  if (name == "FLOCK")
    return LockLine::kFlock;
  if (name == "OFDLCK")
    return LockLine::kOfd;
  if (name == "LEASE")
    return LockLine::kLease;
  return LockLine::kOther;
}

bool is_lock_name(StringView name) {
  return kind_of(name, StringView("ADVISORY")) != LockLine::kOther ||
         name == "DELEG" || name == "ACCESS" || name == "UNKNOWN";
}

bool take_lock_type(StringView &s, LockLine &lock) {
  StringView type = next_word(s);
  lock.write = type == "WRITE" || type == "RW";
  lock.unlock = type == "UNLCK" || type == "NONE";
  return lock.write || lock.unlock || type == "READ";
}

// "08:01:1234", or "<none>:0" when the kernel has no inode for it.
bool take_lock_file(StringView &s) {
  StringView file = next_word(s);
  if (file == "<none>:0")
    return true;
  u32 device;
  u64 inode;
  return take_hex(file, device) && take_char(file, ':') &&
         take_hex(file, device) && take_char(file, ':') &&
         take_dec(file, inode) && file.empty();
}

bool take_lock_range(StringView &s, LockLine &lock) {
  skip_blanks(s);
  if (!take_dec(s, lock.start) || !take_char(s, ' '))
    return false;
  StringView end = next_word(s);
  lock.to_eof = end == "EOF";
  if (lock.to_eof)
    lock.end = kLastOffset;
  else if (!take_dec(end, lock.end) || !end.empty())
    return false;
  return lock.start <= lock.end && lock.end <= kLastOffset && only_blanks(s);
}

bool parse_lock(StringView s, LockLine &out) {
  LockLine lock;
  u64 number;
  if (!take_dec(s, number) || !take_char(s, ':'))
    return false;
  StringView name = next_word(s);
  StringView mode = next_word(s);
  if (!is_lock_name(name) || !is_lock_mode(mode))
    return false;
  lock.kind = kind_of(name, mode);
  if (!take_lock_type(s, lock))
    return false;
  skip_blanks(s);
  if (!take_signed(s, lock.pid) || !take_char(s, ' '))
    return false;
  if (!take_lock_file(s) || !take_lock_range(s, lock))
    return false;
  out = lock;
  return true;
}

bool parse_position(StringView value, FdInfo &info) {
  u64 pos;
  if (!value.empty() && value[0] == '-') {
    i64 negative;
    if (!take_signed(value, negative))
      return false;
    pos = static_cast<u64>(negative);
  } else if (!take_dec(value, pos)) {
    return false;
  }
  if (!only_blanks(value))
    return false;
  info.pos = pos;
  info.has_pos = true;
  return true;
}

bool parse_flags(StringView value, FdInfo &info) {
  u32 flags;
  if (!take_oct(value, flags) || !only_blanks(value))
    return false;
  info.flags = flags;
  info.has_flags = true;
  return true;
}

bool parse_number(StringView value, u64 &out) {
  u64 number;
  if (!take_dec(value, number) || !only_blanks(value))
    return false;
  out = number;
  return true;
}

} // namespace

bool parse_fdinfo_line(StringView line, FdInfo &info, LockLine &lock,
                       bool &is_lock) {
  is_lock = false;
  StringView key;
  StringView value;
  if (!split_field(line, key, value))
    return true;
  if (key == "pos")
    return parse_position(value, info);
  if (key == "flags")
    return parse_flags(value, info);
  if (key == "mnt_id")
    return parse_number(value, info.mount_id);
  if (key == "ino")
    return parse_number(value, info.inode);
  if (key == "lock")
    return is_lock = parse_lock(value, lock);
  return true;
}

} // namespace ckpt::proc
