// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/proc/fdinfo_objects.h"

#include "runtime/proc/number.h"

namespace ckpt::proc {
namespace {

constexpr u64 kSecond = 1000000000; // in nanoseconds
constexpr u64 kMostSeconds = u64{1} << 32;

bool is_dec(StringView value, u64 &out) {
  skip_blanks(value);
  return take_dec(value, out) && only_blanks(value);
}

bool is_hex(StringView value, u64 &out) {
  skip_blanks(value);
  return take_hex(value, out) && only_blanks(value);
}

// "(1, 500000000)"; what is longer than a century is cut to that.
bool is_time(StringView value, u64 &out) {
  u64 seconds, rest;
  if (!take_char(value, '(') || !take_dec(value, seconds) ||
      !take_char(value, ','))
    return false;
  skip_blanks(value);
  if (!take_dec(value, rest) || rest >= kSecond || !take_char(value, ')') ||
      !only_blanks(value))
    return false;
  out = min(seconds, kMostSeconds) * kSecond + rest;
  return true;
}

// Skips blanks, takes "NAME:" and blanks behind it.
bool take_name(StringView &s, StringView name) {
  skip_blanks(s);
  if (!s.starts_with(name))
    return false;
  s = s.drop(name.size);
  skip_blanks(s);
  return true;
}

// Behind "tfd:": "5 events: 19 data: ff  pos:0 ino:61af sdev:7".
bool parse_watch(StringView s, WatchLine &out) {
  WatchLine watch;
  i64 target, position;
  skip_blanks(s);
  if (!take_signed(s, target) || target < 0 || target > INT32_MAX ||
      !take_name(s, "events:") || !take_hex(s, watch.events) ||
      !take_name(s, "data:") || !take_hex(s, watch.data))
    return false;
  watch.target = static_cast<i32>(target);
  if (!only_blanks(s)) { // since Linux 4.13
    if (!take_name(s, "pos:") || !take_signed(s, position) ||
        !take_name(s, "ino:") || !take_hex(s, watch.inode) ||
        !take_name(s, "sdev:") || !take_hex(s, watch.device) ||
        !only_blanks(s))
      return false;
    watch.has_file = true;
  }
  out = watch;
  return true;
}

bool parse_semaphore(StringView value, ObjectInfo &info) {
  u64 on;
  if (!is_dec(value, on) || on > 1)
    return false;
  info.semaphore = on == 1;
  return info.has_semaphore = true;
}

bool parse_timer_flags(StringView value, ObjectInfo &info) {
  u32 flags;
  if (!take_oct(value, flags) || !only_blanks(value))
    return false;
  info.timer_flags = flags;
  return true;
}

} // namespace

bool parse_object_line(StringView line, ObjectInfo &info, WatchLine &watch,
                       bool &is_watch) {
  is_watch = false;
  StringView key, value;
  if (!split_field(line, key, value))
    return true;
  if (key == "tfd")
    return is_watch = parse_watch(value, watch);
  if (key == "eventfd-count")
    return info.has_counter = is_hex(value, info.counter);
  if (key == "eventfd-semaphore")
    return parse_semaphore(value, info);
  if (key == "sigmask")
    return info.has_signals = is_hex(value, info.signals);
  if (key == "clockid")
    return info.has_timer = is_dec(value, info.clock);
  if (key == "ticks")
    return is_dec(value, info.ticks);
  if (key == "settime flags")
    return parse_timer_flags(value, info);
  if (key == "it_value")
    return is_time(value, info.left);
  if (key == "it_interval")
    return is_time(value, info.interval);
  return true;
}

bool parse_rights_line(StringView line, u64 &count) {
  u64 number = 0;
  if (!take_name(line, "scm_fds:"))
    return true;
  if (!is_dec(line, number))
    return false;
  count += number;
  return true;
}

} // namespace ckpt::proc
