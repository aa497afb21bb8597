// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/syscall/fd_names.h"

#include "runtime/abi/text.h"

namespace ckpt::syscall {

namespace {

class Components {
public:
  explicit Components(StringView text) : text_(text) {}

  // But ".", which leads nowhere.
  StringView next() {
    StringView word;
    do {
      while (at_ < text_.size && text_[at_] == '/')
        ++at_;
      start_ = at_;
      while (at_ < text_.size && text_[at_] != '/')
        ++at_;
      word = {text_.data + start_, at_ - start_};
    } while (word == ".");
    return word;
  }
  size_t start() const { return start_; }
  size_t end() const { return at_; }

private:
  StringView text_;
  size_t at_ = 0, start_ = 0;
};

bool take_number(StringView text, i32 &number) {
  constexpr size_t kMostDigits = 9;
  if (text.empty() || text.size > kMostDigits ||
      (text[0] == '0' && text.size > 1))
    return false;
  number = 0;
  for (char c : text) {
    if (c < '0' || c > '9')
      return false;
    number = number * 10 + (c - '0');
  }
  return true;
}

FdName entry_of(Components &parts) {
  FdName name;
  StringView word = parts.next();
  if (word.empty()) {
    name.kind = FdName::kDirectory;
    return name;
  }
  if (!take_number(word, name.number))
    return {};
  name.kind = FdName::kNumber;
  name.before = parts.start();
  name.rest = parts.end();
  return name;
}

FdName parse_dev(Components &parts) {
  StringView word = parts.next();
  if (word == "fd")
    return entry_of(parts);
  FdName name;
  name.kind = FdName::kStream;
  name.number = word == "stdin" ? 0 : word == "stdout" ? 1 : 2;
  bool stream = name.number < 2 || word == "stderr";
  return stream && parts.next().empty() ? name : FdName();
}

} // namespace

FdName parse_fd_name(StringView text, i32 pid) {
  if (text.empty() || text[0] != '/')
    return {};
  Components parts(text);
  StringView word = parts.next();
  if (word == "dev")
    return parse_dev(parts);
  if (!(word == "proc"))
    return {};
  word = parts.next();
  i32 number = -1;
  if (!(word == "self") && !(word == "thread-self") &&
      !(take_number(word, number) && number == pid))
    return {};
  word = parts.next();
  if (word == "task" && take_number(parts.next(), number))
    word = parts.next();
  return word == "fd" || word == "fdinfo" ? entry_of(parts) : FdName();
}

FdName parse_fd_name_in(StringView directory, StringView text, i32 pid) {
  constexpr size_t kMostUnderProc = 160;
  Text<kMostUnderProc> whole(directory, "/", text);
  size_t front = directory.size + 1;
  if (!directory.starts_with("/proc") || whole.cut())
    return {};
  FdName name = parse_fd_name(whole.view(), pid);
  if (name.kind == FdName::kNumber) {
    name.before -= front;
    name.rest -= front;
  }
  return name;
}

FdName parse_fd_entry(StringView text) {
  if (text.empty() || text[0] == '/')
    return {};
  Components parts(text);
  return entry_of(parts);
}

} // namespace ckpt::syscall
