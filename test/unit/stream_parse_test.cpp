// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Every command of the command stream, right and wrong.
#include <fcntl.h>
#include <memory>

#include "runtime/stream/parse.h"
#include "test/unit/check.h"

using namespace ckpt;
using stream::Command;
using stream::CommandId;
using stream::Parsed;

namespace {

struct Line {
  explicit Line(const std::string &text) : command(new Command) {
    kind = stream::parse_command({text.data(), text.size()}, *command, why);
  }
  bool is(CommandId id) const {
    return kind == Parsed::kCommand && command->id == id && why.empty();
  }
  std::string path() const { return command->path; }
  Parsed kind;
  std::unique_ptr<Command> command;
  Reason why;
};

// The reason for refusing the line, or "accepted".
std::string refused(const std::string &text) {
  Line line(text);
  StringView why = line.why.view();
  if (line.kind != Parsed::kError)
    return why.empty() ? "accepted" : "accepted with a reason";
  return std::string(why.data, why.size);
}

u32 mode(const std::string &word) {
  Line line("fd 0 f " + word);
  return line.is(CommandId::kFd) ? line.command->open_flags : ~0u;
}

} // namespace

TEST(nothing) {
  for (const char *text :
       {"", " ", "\t \r", "#", "# end", "  # iwd x", "#end"}) {
    CHECK(Line(text).kind == Parsed::kNothing);
    CHECK(Line(text).why.empty());
  }
}

TEST(commands) {
  Line iwd("iwd /a/b");
  CHECK(iwd.is(CommandId::kIwd));
  CHECK_EQ(iwd.path(), "/a/b");
  Line ckpt("\tckpt  x.ckpt \r");
  CHECK(ckpt.is(CommandId::kCkpt));
  CHECK_EQ(ckpt.path(), "x.ckpt");
  Line restart("restart im # from there");
  CHECK(restart.is(CommandId::kRestart));
  CHECK(restart.command->has_path);
  CHECK_EQ(restart.path(), "im");
  Line again("restart");
  CHECK(again.is(CommandId::kRestart));
  CHECK(!again.command->has_path);
  Line to("migrate_to host.example 0x1F90");
  CHECK(to.is(CommandId::kMigrateTo));
  CHECK_EQ(StringView(to.command->host), "host.example");
  CHECK_EQ(to.command->port, 8080);
  Line from("migrate_from 5");
  CHECK(from.is(CommandId::kMigrateFrom));
  CHECK_EQ(from.command->number, 5);
  Line exit("exit 85");
  CHECK(exit.is(CommandId::kExit));
  CHECK_EQ(exit.command->number, 85);
  CHECK(Line("end").is(CommandId::kEnd));
}

TEST(fd_has_three_operands) {
  Line fd("fd 017 \"my file\" 0x241");
  REQUIRE(fd.is(CommandId::kFd));
  CHECK_EQ(fd.command->number, 15);
  CHECK_EQ(fd.path(), "my file");
  CHECK_EQ(fd.command->open_flags, u32(O_WRONLY | O_CREAT | O_TRUNC));
}

TEST(modes) {
  CHECK_EQ(mode("r"), u32(O_RDONLY));
  CHECK_EQ(mode("w"), u32(O_WRONLY | O_CREAT | O_TRUNC));
  CHECK_EQ(mode("a"), u32(O_WRONLY | O_CREAT | O_APPEND));
  CHECK_EQ(mode("r+"), u32(O_RDWR));
  CHECK_EQ(mode("w+"), u32(O_RDWR | O_CREAT | O_TRUNC));
  CHECK_EQ(mode("a+"), u32(O_RDWR | O_CREAT | O_APPEND));
  CHECK_EQ(mode("0"), 0u);
  CHECK_EQ(mode("577"), 577u);
  CHECK_EQ(mode("01101"), 577u);
  CHECK_EQ(mode("0x241"), 577u);
  for (const char *bad : {"", "x", "rw", "rb", "+r", "R", "3", "-1", "0x", "08",
                          "1 ", "0x241x", "010000000", "0x10000", "1e3",
                          "99999999999999999999999"})
    CHECK_EQ(mode("\"" + std::string(bad) + "\""), ~0u);
}

TEST(numbers) {
  CHECK(Line("migrate_from 2147483647").is(CommandId::kMigrateFrom));
  for (const char *bad : {"-1", "x", "2147483648", "09", "0x", "1.5", "+1"})
    CHECK_EQ(refused("migrate_from " + std::string(bad)),
             "migrate_from: \"" + std::string(bad) +
                 "\" is not a descriptor's number");
  CHECK(Line("exit 0").is(CommandId::kExit));
  CHECK(Line("exit 0xff").is(CommandId::kExit));
  CHECK_EQ(refused("exit 256"), "exit: \"256\" is not an exit status, a number "
                                "from 0 to 255");
  CHECK(Line("migrate_to h 65535").is(CommandId::kMigrateTo));
  for (const char *bad : {"0", "65536", "http", ""})
    CHECK_EQ(refused("migrate_to h \"" + std::string(bad) + "\""),
             "migrate_to: \"" + std::string(bad) +
                 "\" is not a port, a number from 1 to 65535");
}

TEST(wrong_number_of_words) {
  CHECK_EQ(refused("iwd"), "iwd: wrong number of words; it is written: iwd "
                           "PATH");
  CHECK_EQ(refused("iwd a b"), "iwd: wrong number of words; it is written: "
                               "iwd PATH");
  CHECK_EQ(refused("fd 1 f"), "fd: wrong number of words; it is written: fd N "
                              "PATH MODE");
  CHECK_EQ(refused("fd 1 f r x"), "fd: wrong number of words; it is written: "
                                  "fd N PATH MODE");
  CHECK_EQ(refused("restart a b"), "restart: wrong number of words; it is "
                                   "written: restart [PATH]");
  CHECK_EQ(refused("end now"), "end: wrong number of words; it is written: "
                               "end");
  for (const char *text : {"ckpt", "ckpt a b", "migrate_to", "migrate_to h",
                           "migrate_to h 1 2", "migrate_from",
                           "migrate_from 1 2", "exit", "exit 1 2", "fd"})
    CHECK(refused(text).find("wrong number of words") != std::string::npos);
}

TEST(unknown_commands) {
  std::string list = " is not a command; the commands are iwd, fd, ckpt, "
                     "restart, migrate_to, migrate_from, exit, end";
  for (const char *word : {"foo", "END", "iwd\\", "migrate", "\x7f"})
    CHECK_EQ(refused(std::string(word) + " x"), "\"" + std::string(word) +
                                                    "\"" + list);
}

TEST(quotes) {
  CHECK_EQ(Line("iwd \"a b\"").path(), "a b");
  CHECK_EQ(Line("iwd \"a\\tb\\\\\\\"\\x41\\101\\7\"").path(), "a\tb\\\"AA\a");
  CHECK_EQ(Line("iwd \"#x\" # y").path(), "#x");
  CHECK_EQ(Line("iwd a#b").path(), "a#b");
  CHECK_EQ(Line("iwd a\\b").path(), "a\\b");
  CHECK_EQ(Line("\"iwd\" \"\\x41\\x4\"").path(), "A\x04");
  CHECK_EQ(Line("iwd \"\\x414\"").path(), "A4");
  CHECK_EQ(Line("iwd \"\\1018\"").path(), "A8");
  CHECK_EQ(refused("iwd \"\""), "iwd: \"\" is no file's name");
  CHECK_EQ(refused("iwd \"a"), "iwd: a closing quote is missing");
  CHECK_EQ(refused("iwd \"a\\\""), "iwd: a closing quote is missing");
  CHECK_EQ(refused("iwd \"a\"b"),
           "iwd: a blank is missing behind a closing quote");
  CHECK_EQ(refused("iwd a\"b\""), "iwd: a quote stands inside a word; put the "
                                  "whole word into quotes");
  for (const char *bad : {"\\q", "\\8", "\\X41", "\\ "})
    CHECK_EQ(refused("iwd \"" + std::string(bad) + "x\""),
             "iwd: a backslash stands before what is no escape of C; write "
             "two");
  for (const char *bad : {"\\0", "\\x0", "\\x", "\\400", "\\xg"})
    CHECK_EQ(refused("iwd \"" + std::string(bad) + "\""),
             "iwd: an escape stands for no character of a name");
  CHECK_EQ(refused("\"iwd"), "a closing quote is missing");
}

TEST(longest_names) {
  std::string longest(kPathMax - 1, 'x');
  CHECK_EQ(Line("iwd " + longest).path(), longest);
  CHECK_EQ(Line("iwd \"" + longest + "\"").path(), longest);
  CHECK_EQ(refused("iwd " + longest + "x"),
           "iwd: a word is too long; at most 4095 characters are possible");
  CHECK(Line("migrate_to " + std::string(255, 'h') + " 1")
            .is(CommandId::kMigrateTo));
  CHECK(refused("migrate_to " + std::string(256, 'h') + " 1")
            .ends_with(" is no host's name"));
}

TEST(moments) {
  using stream::Moment;
  Reason why;
  for (CommandId id : {CommandId::kIwd, CommandId::kFd, CommandId::kRestart,
                       CommandId::kMigrateFrom}) {
    CHECK(stream::allowed(id, Moment::kStart, why));
    CHECK(!stream::allowed(id, Moment::kVacate, why));
  }
  CHECK_EQ(why.view(), StringView("migrate_from: it is too late for this; it "
                                  "must stand before the first end"));
  CHECK(!stream::allowed(CommandId::kMigrateTo, Moment::kStart, why));
  CHECK_EQ(why.view(), StringView("migrate_to: it is too early for this; send "
                                  "it at SIGTSTP, behind the first end"));
  for (Moment now : {Moment::kStart, Moment::kVacate})
    for (CommandId id : {CommandId::kCkpt, CommandId::kExit, CommandId::kEnd})
      CHECK(stream::allowed(id, now, why));
}

TEST(rows) {
  for (const stream::CommandRow &row : stream::kCommands) {
    CHECK(&row == &stream::kCommands[static_cast<size_t>(row.id)]);
    CHECK(row.required <= row.operand_count());
    size_t named = row.operands[0] != 0;
    for (const char *c = row.operands; *c; ++c)
      named += *c == ' ';
    CHECK_EQ(named, row.operand_count());
  }
}
