// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Random command streams: every line is a command, nothing, or refused with a
// reason; and a path that was accepted is read again from its quoted form.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>

#include "runtime/stream/line.h"
#include "runtime/stream/parse.h"

using namespace ckpt;
using namespace ckpt::stream;

namespace {

void require(bool holds, const char *what) {
  if (holds)
    return;
  std::fprintf(stderr, "stream_fuzz: violated: %s\n", what);
  std::abort();
}

std::string quoted(const std::string &path) {
  std::string out = "\"";
  for (char c : path) {
    char code[8];
    std::snprintf(code, sizeof code, "\\x%02x", static_cast<unsigned char>(c));
    out += code;
  }
  return out + "\"";
}

void check_command(const Command &command) {
  const CommandRow &row = kCommands[static_cast<size_t>(command.id)];
  size_t path = strnlen(command.path, kPathMax);
  require(path < kPathMax, "a path ends");
  require(command.has_path == (path > 0), "a path is not empty");
  require(strnlen(command.host, kHostMax) < kHostMax, "a host's name ends");
  require(command.number >= 0, "a number is not negative");
  require(row.kinds[0] != Operand::kStatus || command.number < 256,
          "a status fits");
  require((command.port > 0) == (command.id == CommandId::kMigrateTo),
          "a port where one belongs");
}

void check_line(StringView text) {
  std::unique_ptr<Command> command(new Command), again(new Command);
  std::unique_ptr<Reason> why(new Reason);
  // A copy on the heap: what is read behind its end is noticed.
  std::string copy(text.data, text.size);
  std::unique_ptr<char[]> exact(new char[text.size]);
  std::memcpy(exact.get(), text.data, text.size);
  Parsed parsed = parse_command({exact.get(), text.size}, *command, *why);
  require((parsed == Parsed::kError) == !why->empty(),
          "a refusal has a reason, only a refusal");
  require(!says_nothing(text) || parsed == Parsed::kNothing,
          "what says nothing is no command");
  if (parsed != Parsed::kCommand)
    return;
  check_command(*command);
  if (!command->has_path)
    return;
  std::string line = "ckpt " + quoted(command->path);
  require(parse_command({line.data(), line.size()}, *again, *why) ==
                  Parsed::kCommand &&
              !std::strcmp(again->path, command->path),
          "a quoted path is the path");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  std::unique_ptr<Line> line(new Line);
  for (size_t i = 0; i < size; ++i) {
    if (!line->add(static_cast<char>(data[i])))
      continue;
    require(line->text().size <= kLineMax, "a line has a limit");
    if (line->fault() == LineFault::kNone)
      check_line(line->text());
  }
  if (line->begun() && line->fault() == LineFault::kNone)
    check_line(line->text());
  return 0;
}
