// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Lines of /proc/PID/fdinfo of kernel objects, and frames of bytes: whatever
// they hold, what is taken is inside of them.
#include "runtime/image/frames.h"
#include "runtime/proc/fdinfo_inotify.h"
#include "runtime/proc/fdinfo_objects.h"
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

using namespace ckpt;

namespace {

void require(bool holds, const char *what) {
  if (holds)
    return;
  std::fprintf(stderr, "proc_objects_fuzz: violated: %s\n", what);
  std::abort();
}

void read_frames(const std::vector<u64> &copy, size_t size) {
  Bytes rest{reinterpret_cast<const u8 *>(copy.data()), size};
  const u8 *end = rest.end();
  image::FrameView frame;
  while (image::next_frame(rest, frame)) {
    require(frame.bytes.end() <= end && rest.end() == end, "a frame is inside");
    image::OptionView option;
    if (image::read_option(frame.bytes, option))
      require(option.value.end() == frame.bytes.end(), "a value is inside");
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  StringView line(reinterpret_cast<const char *>(data), size);
  proc::ObjectInfo info;
  proc::WatchLine watch;
  bool is_watch = false;
  bool good = proc::parse_object_line(line, info, watch, is_watch);
  require(good || !is_watch, "a line that is refused is no watch");
  require(!is_watch || watch.target >= 0, "a watch has a target");
  proc::InotifyLine inotify;
  good = proc::parse_inotify_line(line, inotify, is_watch);
  require(good || !is_watch, "a line that is refused is no inotify watch");
  require(!is_watch || inotify.wd > 0, "an inotify watch has a number");
  u64 before = size, rights = before;
  good = proc::parse_rights_line(line, rights);
  require(good || rights == before, "a line that is refused counts nothing");
  std::vector<u64> copy(size / 8 + 1);
  if (size)
    std::memcpy(copy.data(), data, size);
  read_frames(copy, size);
  return 0;
}
