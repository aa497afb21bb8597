// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/owner.h"

#include "runtime/ckpt/state.h"
#include "runtime/image/checksum.h"
#include "runtime/proc/identity.h"
#include "runtime/proc/number.h"
#include "runtime/restart/image_file.h"

namespace ckpt {

namespace {

// A stream may have named another image since.
u32 name_sum() {
  StringView name(state.config.image);
  return image::crc32c(0, name.data, name.size);
}

KnownImage look() {
  KnownImage now = {};
  struct stat st;
  now.name = name_sum();
  if (!sys::lstat(state.config.image, st).ok())
    return now;
  now.device = st.st_dev;
  now.inode = st.st_ino;
  now.seconds = static_cast<u64>(st.st_mtime);
  now.nanoseconds = static_cast<u64>(st.st_mtime_nsec);
  return now;
}

bool same(const KnownImage &a, const KnownImage &b) {
  return a.device == b.device && a.inode == b.inode && a.seconds == b.seconds &&
         a.nanoseconds == b.nanoseconds;
}

bool is_our_job(const image::View &view) {
  for (size_t i = 0; i < sizeof state.job_id; ++i)
    if (view.meta->job_id[i] != state.job_id[i])
      return false;
  return true;
}

bool may_replace(const image::View &view, bool seen, Reason &why) {
  u64 writer = running_writer(view);
  if (!writer && (seen || is_our_job(view)))
    return true;
  why.set(state.config.image, " holds the checkpoint of another process, ",
          writer ? "which is running (" : "written since this one started (",
          view.meta->pid, " on ", image::text_value(view.provenance, "host"),
          "); give each job its own file with -_condor_ckpt");
  return false;
}

} // namespace

u64 running_writer(const image::View &view) {
  StringView saved = image::text_value(view.provenance, "process");
  StringView rest = saved;
  u64 pid = 0;
  if (!proc::take_dec(rest, pid) ||
      pid == static_cast<u64>(sys::getpid()))
    return 0;
  proc::ProcessIdentity now = proc::identity_of(pid);
  return !now.empty() && now.view() == saved ? pid : 0;
}

void remember_image(bool own) {
  state.known_image = look();
  state.known_image.own = own;
}

bool may_replace_image(Reason &why) {
  KnownImage now = look();
  bool seen = now.name != state.known_image.name || // named this moment
              same(now, state.known_image);
  if (!now.inode || (seen && state.known_image.own &&
                     now.name == state.known_image.name))
    return true;
  Arena arena;
  restart::ImageFile file;
  Reason unreadable;
  // What is no image, or not whole, is nobody's.
  bool good = !restart::open_image(state.config.image, file, arena, 0,
                                   unreadable) ||
              may_replace(file.view, seen, why);
  arena.release();
  if (file.fd >= 0)
    sys::close(file.fd).ignore();
  return good;
}

} // namespace ckpt
