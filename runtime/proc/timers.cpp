// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/proc/timers.h"

#include "runtime/proc/number.h"

namespace ckpt::proc {
namespace {

constexpr i32 kNotifySignal = 0, kNotifyNone = 1, kNotifyCallback = 2,
              kNotifyThread = 4; // SIGEV_*
constexpr i64 kLargest = 0x7fffffff;

bool take_int(StringView &s, i32 &out) {
  i64 number;
  if (!take_signed(s, number) || number > kLargest || number < -kLargest - 1)
    return false;
  out = static_cast<i32>(number);
  return true;
}

bool parse_int(StringView value, i32 &out) {
  return take_int(value, out) && only_blanks(value);
}

bool parse_signal(StringView value, PosixTimer &timer) {
  return take_int(value, timer.signal) && take_char(value, '/') &&
         take_hex(value, timer.value) && only_blanks(value);
}

bool take_text(StringView &s, StringView text) {
  if (!s.starts_with(text))
    return false;
  s = s.drop(text.size);
  return true;
}

bool parse_notify(StringView value, PosixTimer &timer) {
  if (take_text(value, "signal/"))
    timer.notify = kNotifySignal;
  else if (take_text(value, "none/"))
    timer.notify = kNotifyNone;
  else if (take_text(value, "thread/"))
    timer.notify = kNotifyCallback;
  else
    return false;
  if (take_text(value, "tid."))
    timer.notify |= kNotifyThread;
  else if (!take_text(value, "pid."))
    return false;
  return parse_int(value, timer.receiver);
}

bool parse_field(StringView line, PosixTimer &timer) {
  StringView key, value;
  if (!split_field(line, key, value))
    return true;
  if (key == "ID") {
    timer = {};
    return parse_int(value, timer.id) && timer.id >= 0;
  }
  if (key == "signal")
    return parse_signal(value, timer);
  if (key == "notify")
    return parse_notify(value, timer);
  if (key != "ClockID")
    return true;
  timer.whole = timer.id >= 0 && parse_int(value, timer.clock);
  return timer.whole;
}

} // namespace

bool parse_timer_line(StringView line, PosixTimer &timer) {
  PosixTimer next = timer;
  if (!parse_field(line, next))
    return false;
  timer = next;
  return true;
}

} // namespace ckpt::proc
