// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/stream/parse.h"

#include <linux/fcntl.h>

#include "runtime/proc/number.h"
#include "runtime/stream/words.h"

namespace ckpt::stream {

namespace {

constexpr u32 kKnownFlags = O_ACCMODE | O_CREAT | O_EXCL | O_NOCTTY | O_TRUNC |
                            O_APPEND | O_NONBLOCK | O_DSYNC | O_SYNC |
                            O_DIRECT | O_LARGEFILE | O_NOFOLLOW | O_NOATIME |
                            O_CLOEXEC;

struct ModeName {
  char name[4];
  u32 flags;
};

// fopen(3)
constexpr ModeName kModeNames[] = {
    {"r", O_RDONLY},
    {"w", O_WRONLY | O_CREAT | O_TRUNC},
    {"a", O_WRONLY | O_CREAT | O_APPEND},
    {"r+", O_RDWR},
    {"w+", O_RDWR | O_CREAT | O_TRUNC},
    {"a+", O_RDWR | O_CREAT | O_APPEND},
};

// strtol(3) with base 0, without a sign.
bool parse_number(StringView word, u64 most, u64 &number) {
  bool good;
  if (word.starts_with("0x") || word.starts_with("0X")) {
    word = word.drop(2);
    good = proc::take_hex(word, number);
  } else if (word.starts_with("0")) {
    good = proc::take_oct(word, number);
  } else {
    good = proc::take_dec(word, number);
  }
  return good && word.empty() && number <= most;
}

bool parse_mode(StringView word, u32 &flags) {
  for (const ModeName &mode : kModeNames)
    if (word == StringView(mode.name)) {
      flags = mode.flags;
      return true;
    }
  u64 number = 0;
  if (!parse_number(word, kKnownFlags, number) || (number & ~u64{kKnownFlags}))
    return false;
  flags = static_cast<u32>(number);
  return (flags & O_ACCMODE) != O_ACCMODE;
}

bool parse_i32(StringView word, u64 most, i32 &to) {
  u64 number = 0;
  bool good = parse_number(word, most, number);
  to = static_cast<i32>(number);
  return good;
}

bool parse_port(StringView word, u16 &to) {
  u64 number = 0;
  bool good = parse_number(word, 65535, number) && number;
  to = static_cast<u16>(number);
  return good;
}

template <size_t N> bool parse_name(StringView word, char (&to)[N]) {
  if (word.empty() || word.size >= N)
    return false;
  for (size_t i = 0; i < word.size; ++i)
    to[i] = word[i];
  to[word.size] = 0;
  return true;
}

StringView refusal(Operand kind) {
  switch (kind) {
  case Operand::kPath:
    return "is no file's name";
  case Operand::kDescriptor:
    return "is not a descriptor's number";
  case Operand::kStatus:
    return "is not an exit status, a number from 0 to 255";
  case Operand::kPort:
    return "is not a port, a number from 1 to 65535";
  case Operand::kMode:
    return "is not an open mode: r, w, a, r+, w+, a+ or the number of "
           "open(2)'s flags";
  case Operand::kHost:
    return "is no host's name";
  case Operand::kNone:
    break;
  }
  return {};
}

bool parse_operand(Operand kind, StringView word, Command &command) {
  switch (kind) {
  case Operand::kPath:
    command.has_path = parse_name(word, command.path);
    return command.has_path;
  case Operand::kDescriptor:
    return parse_i32(word, 0x7fffffff, command.number);
  case Operand::kStatus:
    return parse_i32(word, 255, command.number);
  case Operand::kPort:
    return parse_port(word, command.port);
  case Operand::kMode:
    return parse_mode(word, command.open_flags);
  case Operand::kHost:
    return parse_name(word, command.host);
  case Operand::kNone:
    break;
  }
  return false;
}

const CommandRow *find_command(StringView word) {
  for (const CommandRow &row : kCommands)
    if (word == StringView(row.name))
      return &row;
  return nullptr;
}

Parsed refuse_unknown(StringView word, Reason &why) {
  why.set("\"", word, "\" is not a command; the commands are");
  for (const CommandRow &row : kCommands)
    why.add(&row == kCommands ? " " : ", ", row.name);
  return Parsed::kError;
}

Parsed refuse_count(const CommandRow &row, Reason &why) {
  why.set(row.name, ": wrong number of words; it is written: ", row.name);
  if (row.operands[0])
    why.add(row.required ? " " : " [", row.operands, row.required ? "" : "]");
  return Parsed::kError;
}

} // namespace

Parsed parse_command(StringView line, Command &command, Reason &why) {
  Words words(line);
  Word word;
  command = {};
  switch (words.next(word, why)) {
  case Lexed::kEnd:
    return Parsed::kNothing;
  case Lexed::kError:
    return Parsed::kError;
  case Lexed::kWord:
    break;
  }
  const CommandRow *row = find_command(word.view());
  if (!row)
    return refuse_unknown(word.view(), why);
  command.id = row->id;
  size_t count = 0;
  Lexed lexed;
  while ((lexed = words.next(word, why)) == Lexed::kWord) {
    if (count == row->operand_count())
      return refuse_count(*row, why);
    Operand kind = row->kinds[count++];
    if (parse_operand(kind, word.view(), command))
      continue;
    why.set(row->name, ": \"", word, "\" ", refusal(kind));
    return Parsed::kError;
  }
  if (lexed == Lexed::kError) {
    Reason problem(why);
    why.set(row->name, ": ", problem);
    return Parsed::kError;
  }
  return count < row->required ? refuse_count(*row, why) : Parsed::kCommand;
}

bool allowed(CommandId id, Moment now, Reason &why) {
  const CommandRow &row = kCommands[static_cast<size_t>(id)];
  if (row.moment == Moment::kAny || row.moment == now)
    return true;
  why.set(row.name, now == Moment::kVacate
                        ? ": it is too late for this; it must stand before "
                          "the first end"
                        : ": it is too early for this; send it at SIGTSTP, "
                          "behind the first end");
  return false;
}

bool says_nothing(StringView line) {
  proc::skip_blanks(line);
  return line.empty() || line[0] == '#';
}

} // namespace ckpt::stream
