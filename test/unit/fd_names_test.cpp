// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Names in /proc and /dev that have a descriptor's number in them.
#include "runtime/syscall/fd_names.h"

#include "test/unit/check.h"

using namespace ckpt;
using syscall::FdName;

namespace {

// "FRONT<NUMBER>REST", or the kind.
std::string parsed(const FdName &name, std::string text) {
  switch (name.kind) {
  case FdName::kOther:
    return "other";
  case FdName::kDirectory:
    return "directory";
  case FdName::kStream:
    return "stream " + std::to_string(name.number);
  case FdName::kNumber:
    break;
  }
  return text.substr(0, name.before) + "<" + std::to_string(name.number) +
         ">" + text.substr(name.rest);
}

std::string parse(std::string text) {
  return parsed(syscall::parse_fd_name({text.data(), text.size()}, 4711), text);
}

std::string entry(std::string text) {
  return parsed(syscall::parse_fd_entry({text.data(), text.size()}), text);
}

std::string below(std::string directory, std::string text) {
  return parsed(syscall::parse_fd_name_in({directory.data(), directory.size()},
                                          {text.data(), text.size()}, 4711),
                text);
}

} // namespace

TEST(numbers_in_every_spelling) {
  CHECK_EQ(parse("/proc/self/fd/5"), "/proc/self/fd/<5>");
  CHECK_EQ(parse("/proc/self/fdinfo/5"), "/proc/self/fdinfo/<5>");
  CHECK_EQ(parse("/proc/thread-self/fd/33/a/b"), "/proc/thread-self/fd/<33>/a/b");
  CHECK_EQ(parse("/proc/4711/fd/0"), "/proc/4711/fd/<0>");
  CHECK_EQ(parse("/proc/self/task/99/fd/7"), "/proc/self/task/99/fd/<7>");
  CHECK_EQ(parse("//proc///self/fd//12/"), "//proc///self/fd//<12>/");
  CHECK_EQ(parse("/dev/fd/2"), "/dev/fd/<2>");
  CHECK_EQ(parse("/proc/self/./fd/./5/."), "/proc/self/./fd/./<5>/.");
  CHECK_EQ(parse("/dev/stdin"), "stream 0");
  CHECK_EQ(parse("/dev/stderr"), "stream 2");
}

TEST(directories) {
  for (const char *text : {"/proc/self/fd", "/proc/self/fd/", "/dev/fd",
                           "/proc/4711/fd", "/proc/self/task/1/fd//",
                           "/proc/self/fdinfo", "/proc/./self/fd/."})
    CHECK_EQ(parse(text), "directory");
}

TEST(others_are_left_alone) {
  for (const char *text :
       {"", "proc/self/fd/5", "/proc", "/proc/4712/fd/5", "/proc/self/maps",
        "/proc/self/fd/x", "/proc/self/fd/5x", "/proc/self/fd/05",
        "/proc/self/fd/..", "/proc/self/fd/99999999999999999999",
        "/dev/stdinx", "/dev/stdin/x", "/dev/null",
        "/proc/self/task/x/fd/5", "/process/self/fd/5"})
    CHECK_EQ(parse(text), "other");
}

TEST(entries_of_an_open_directory) {
  CHECK_EQ(entry("5"), "<5>");
  CHECK_EQ(entry("33/name"), "<33>/name");
  CHECK_EQ(entry("."), "directory"); // the same once more
  for (const char *text : {"", "..", "/5", "x", "5x", "-1"})
    CHECK_EQ(entry(text), "other");
}

TEST(what_may_be_one_is_seen_at_its_first_bytes) {
  CHECK(syscall::may_be_fd_name("/proc/self/fd/1"));
  CHECK(syscall::may_be_fd_name("//proc/self/fd/1"));
  CHECK(!syscall::may_be_fd_name("/etc/passwd"));
  CHECK(!syscall::may_be_fd_name("file"));
}

TEST(names_below_a_directory_of_proc) {
  CHECK_EQ(below("/proc/4711", "fd/5"), "fd/<5>");
  CHECK_EQ(below("/proc/4711/task/3", "fdinfo/./5"), "fdinfo/./<5>");
  CHECK_EQ(below("/proc", "self/fd/5/x"), "self/fd/<5>/x");
  CHECK_EQ(below("/proc", "self/fd"), "directory");
  CHECK_EQ(below("/proc/4712", "fd/5"), "other");
  CHECK_EQ(below("/home", "fd/5"), "other");
  CHECK_EQ(below("/proc/4711", std::string(200, '/') + "fd/5"), "other");
}
