// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/migrate/image_name.h"

#include <asm/errno.h>

#include "runtime/ckpt/state.h"
#include "runtime/restart/image_file.h"
#include "runtime/sys/calls.h"
#include "runtime/sys/keeper.h"
#include "runtime/sys/memory.h"

namespace ckpt::migrate {

namespace {

StringView directory_of(StringView path) {
  size_t size = path.size;
  while (size > 1 && path[size - 1] != '/')
    --size;
  return path.take(size);
}

// 0, or an errno.
int sync_directory(StringView path) {
  ImageName directory(directory_of(path));
  SysResult opened =
      sys::open_own(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (opened.error() == EACCES)
    return 0; // may be written but not read: nothing can be done
  if (!opened.ok())
    return opened.error();
  SysResult synced = sys::fsync(opened.fd());
  sys::close(opened.fd()).ignore();
  // EINVAL: file systems that have nothing to write for a directory.
  return synced.error() == EINVAL ? 0 : synced.error();
}

struct Which {
  u8 job[16];
  u64 generation;
};

bool identify(ImageName &name, Which &which) {
  restart::ImageFile file;
  Arena arena;
  Reason ignored;
  bool good = restart::open_image(name.c_str(), file, arena, 0, ignored);
  if (good) {
    memcpy(which.job, file.view.meta->job_id, sizeof which.job);
    which.generation = file.view.meta->generation;
  }
  if (file.fd >= 0)
    sys::close(file.fd).ignore();
  arena.release();
  return good;
}

} // namespace

bool move_image(ImageName &from, ImageName &to, Reason &why) {
  SysResult renamed = to.cut() ? SysResult(-ENAMETOOLONG)
                               : sys::rename(from.c_str(), to.c_str());
  int error = renamed.ok() ? sync_directory(to.view()) : renamed.error();
  if (!error)
    return true;
  if (renamed.ok())
    sys::rename(to.c_str(), from.c_str()).ignore();
  why.set("cannot rename ", from, " to ", to, " durably (errno ", error, ")");
  return false;
}

bool is_outdated(ImageName &old, ImageName &fresh) {
  Which a, b;
  return identify(old, a) && identify(fresh, b) &&
         !memcmp(a.job, b.job, sizeof a.job) && a.generation < b.generation;
}

bool FirstImage::put_aside(ImageName &fresh, Reason &why) {
  ImageName first(state.config.first_image), aside(first, kMigrated);
  if (first.view() == fresh.view() || !is_outdated(first, fresh))
    return true;
  moved_ = move_image(first, aside, why);
  return moved_;
}

void FirstImage::put_back() {
  ImageName first(state.config.first_image), aside(first, kMigrated);
  Reason ignored; // it is older than the image that stays
  if (moved_)
    moved_ = !move_image(aside, first, ignored);
}

bool has_left(StringView image) {
  ImageName here(image), migrated(image, kMigrated);
  struct stat st;
  return !sys::lstat(here.c_str(), st).ok() &&
         sys::lstat(migrated.c_str(), st).ok();
}

} // namespace ckpt::migrate
