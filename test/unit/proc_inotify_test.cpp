// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/proc/fdinfo_inotify.h"
#include "test/unit/check.h"
#include <iostream>

using namespace ckpt;
using namespace ckpt::proc;

namespace {

InotifyLine watch;
bool is_watch;

bool parse(const char *line) {
  return parse_inotify_line(line, watch, is_watch);
}

} // namespace

TEST(a_watch) {
  CHECK(parse("inotify wd:1f ino:ebaad sdev:fe00001 mask:84000fff "
              "ignored_mask:0 fhandle-bytes:8 fhandle-type:1 f_handle:aa") &&
        is_watch);
  CHECK(watch.wd == 31 && watch.inode == 0xebaad);
  CHECK(watch.device == 0xfe00001 && watch.mask == 0x84000fff);
  CHECK(parse("inotify wd:1 ino:3c51a sdev:fe00000 mask:2") && is_watch);
}

TEST(other_lines) {
  for (const char *line : {"pos:\t0", "fanotify ino:1 sdev:2", "inotif", ""})
    CHECK(parse(line) && !is_watch);
}

TEST(what_makes_no_sense_is_refused) {
  watch = {7, 7, 7, 7};
  for (const char *line :
       {"inotify ", "inotify wd:0 ino:1 sdev:1 mask:1",
        "inotify wd:80000000 ino:1 sdev:1 mask:1", "inotify wd:1 sdev:1 mask:1",
        "inotify wd:1 ino: sdev:1 mask:1", "inotify wd:1 ino:1 mask:1",
        "inotify wd:1 ino:1 sdev:100000000 mask:1",
        "inotify wd:1 ino:1 sdev:1 mask:x", "inotify wd:1 ino:1 sdev:1",
        "inotify wd:1 ino:1 sdev:1 mask:1x"})
    if (!CHECK(!parse(line) && !is_watch))
      std::cout << "  " << line << '\n';
  CHECK(watch.wd == 7 && watch.mask == 7);
}

TEST(device_numbers) {
  CHECK_EQ(kernel_device(0xfe00), 0xfe00000u); // 254:0
  CHECK_EQ(kernel_device(0x1), 1u);
  CHECK_EQ(kernel_device(0x12345678), 0x45600000u + 0x12378);
}
