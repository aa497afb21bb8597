// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/restart/files.h"

#include "runtime/abi/shown_number.h"
#include "runtime/ckpt/report.h"
#include "runtime/fd/describe.h"
#include "runtime/restart/same_content.h"
#include "runtime/sys/keeper.h"

namespace ckpt::restart {

namespace {

constexpr int kSeekEnd = 2; // lseek(2)

bool is_regular(u32 mode) {
  return (mode & fd::kTypeMask) == fd::kTypeRegular;
}

// Whether this process was started with it.  A descriptor that the runtime has
// opened since then may have the number of one that is missing.
bool was_given(int number) {
  for (u32 i = 0; i < state.inherited_count; ++i)
    if (state.inherited[i].number == number)
      return true;
  return false;
}

bool is_our_line(StringView line) {
  return line.starts_with("Condor: ") || line.starts_with("ckpt_run: ") ||
         line == "Ckpt exit" || line == "About to return to user code";
}

// What follows in the file was said by the runtime and by ckpt_run alone.
bool only_our_lines(int fd, u64 from, u64 to) {
  Text<64> link("/proc/thread-self/fd/", fd);
  SysResult opened = sys::open_own(link.c_str(), O_RDONLY | O_CLOEXEC);
  char text[8192];
  u64 size = to - from;
  bool ours = opened.ok() && size <= sizeof text &&
              sys::pread(opened.fd(), text, size, from).value() ==
                  static_cast<i64>(size) &&
              text[size - 1] == '\n';
  for (StringView rest(text, size); ours && !rest.empty();) {
    StringView line = rest.take(rest.find('\n'));
    ours = is_our_line(line);
    rest = rest.drop(line.size + 1);
  }
  if (opened.ok())
    sys::close(opened.fd()).ignore();
  return ours;
}

} // namespace

// The same number of the new process if it is open.
bool Files::take_inherited(const image::Descriptor &d, int &fd, Reason &why) {
  struct stat st;
  bool open = was_given(d.inherited) && sys::fstat(d.inherited, st).ok();
  bool useless = !open || fd::is_plain_device(st) ||
                 (st.st_mode & fd::kTypeMask) == fd::kTypeCharacter;
  // Input that came from a file goes on from that file, unless something else
  // was given to read from.
  if (is_regular(d.mode) && !is_writable(d) && useless) {
    notice("descriptor ", __ckpt_shown_number(d.number), " goes on reading ",
           view_.path(d));
    same_file_[static_cast<size_t>(&d - view_.descriptors.data)] = true;
    return open_path(d, fd, why) &&
           same_content(fd, d, view_.path(d), false, why);
  }
  if (!open) {
    unsup("descriptor ", __ckpt_shown_number(d.number), " (", view_.path(d),
          ") was given to the job when it started and is not open now: it "
          "becomes /dev/null");
    SysResult null = sys::open("/dev/null", O_RDWR | O_CLOEXEC);
    fd = null.fd();
    if (!null.ok())
      why.set("/dev/null cannot be opened (errno ", null.error(), ")");
    return null.ok();
  }
  SysResult copy = copy_aside(d.inherited, d.number);
  if (!copy.ok())
    return refuse_full(why);
  fd = copy.fd();
  return !is_regular(d.mode) || !is_regular(st.st_mode) ||
         continue_stream(d, fd, why);
}

// Goes on where the saved one was if it holds what that held; else it is a new
// file, used as it was opened.
bool Files::take_given(const image::Descriptor &d, int number, int &fd,
                       Reason &why) {
  SysResult copy = copy_aside(number, d.number);
  fd = copy.fd();
  if (!copy.ok())
    return refuse_full(why);
  struct stat st;
  if (!is_regular(d.mode) || !sys::fstat(fd, st).ok() ||
      !is_regular(st.st_mode))
    return true;
  bool same_inode = st.st_dev == d.device && st.st_ino == d.inode;
  Reason difference;
  // The content of an empty file says nothing.
  if ((!d.length && !same_inode) ||
      !same_content(fd, d, view_.path(d), false, difference)) {
    Text<4200> path;
    fd::link_path(fd, path);
    notice("descriptor ", __ckpt_shown_number(d.number), ": ", path,
           " is not the file that the job "
           "had there; it is used as the command stream opened it");
    return true;
  }
  go_on_in(d, fd, static_cast<u64>(st.st_size));
  return true;
}

// The file is the saved one: offset and length are put back, unless all that
// follows is what the runtime said after the image was written.
void Files::go_on_in(const image::Descriptor &d, int fd, u64 size) {
  if (size > d.length && only_our_lines(fd, d.length, size))
    sys::lseek(fd, 0, kSeekEnd).ignore();
  else
    same_file_[static_cast<size_t>(&d - view_.descriptors.data)] = true;
}

// A stream redirected to the same file continues where it was.
bool Files::continue_stream(const image::Descriptor &d, int fd, Reason &why) {
  Text<8300> path;
  relocate(d, path);
  struct stat here, saved;
  if (!sys::fstat(fd, here).ok() || !sys::stat(path.c_str(), saved).ok() ||
      here.st_dev != saved.st_dev || here.st_ino != saved.st_ino)
    return true;
  u64 size = static_cast<u64>(here.st_size);
  if (size < d.length) {
    notice("descriptor ", __ckpt_shown_number(d.number), ": ", path,
           " is shorter (", size, " bytes) than at the checkpoint (", d.length,
           " bytes); the job goes on at its end");
    sys::lseek(fd, 0, kSeekEnd).ignore();
    return true;
  }
  if (state.config.no_rollback && is_writable(d)) {
    sys::lseek(fd, 0, kSeekEnd).ignore();
    return true;
  }
  if (!same_content(fd, d, path.view(), false, why)) {
    // A log that was begun anew, and is longer by now; what it holds stays.
    if (!is_writable(d))
      return false;
    why.clear();
    notice("descriptor ", __ckpt_shown_number(d.number), ": ", path,
           " is not the file that the job "
           "had there; the job goes on at its end");
    sys::lseek(fd, 0, kSeekEnd).ignore();
    return true;
  }
  go_on_in(d, fd, size);
  return true;
}

} // namespace ckpt::restart
