// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/proc/status.h"

#include "runtime/proc/number.h"

namespace ckpt::proc {
namespace {

bool parse_dec(StringView value, u64 &out) {
  u64 number;
  if (!take_dec(value, number) || !only_blanks(value))
    return false;
  out = number;
  return true;
}

bool parse_set(StringView value, u64 &out) {
  u64 set;
  if (!take_hex(value, set) || !only_blanks(value))
    return false;
  out = set;
  return true;
}

bool is_letter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

// "S (sleeping)".
bool parse_state(StringView value, char &out) {
  StringView letter = take_word(value);
  if (letter.size != 1 || !is_letter(letter[0]))
    return false;
  out = letter[0];
  return true;
}

bool parse_umask(StringView value, TaskStatus &status) {
  u32 umask;
  if (!take_oct(value, umask) || !only_blanks(value))
    return false;
  status.umask = umask;
  status.has_umask = true;
  return true;
}

} // namespace

bool parse_status_line(StringView line, TaskStatus &status) {
  StringView key;
  StringView value;
  if (!split_field(line, key, value))
    return true;
  if (key == "State")
    return parse_state(value, status.state);
  if (key == "Tgid")
    return parse_dec(value, status.tgid);
  if (key == "Pid")
    return parse_dec(value, status.pid);
  if (key == "Threads")
    return parse_dec(value, status.threads);
  if (key == "SigPnd")
    return parse_set(value, status.pending_thread);
  if (key == "ShdPnd")
    return parse_set(value, status.pending_process);
  if (key == "SigBlk")
    return parse_set(value, status.blocked);
  if (key == "Seccomp")
    return parse_dec(value, status.seccomp);
  if (key == "Umask")
    return parse_umask(value, status);
  return true;
}

} // namespace ckpt::proc
