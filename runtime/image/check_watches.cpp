// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What inotify descriptors watch.
#include "runtime/abi/config.h"
#include "runtime/image/check.h"

namespace ckpt::image {
namespace {

bool check_name(const FileWatch &w, const View &v, Reason &why) {
  if (w.path > v.file_watch_pool.size ||
      w.path_size > v.file_watch_pool.size - w.path || w.path_size >= kPathMax)
    return damaged(why, "watch ", w.wd, " of descriptor ", w.number,
                   " has a path out of bounds");
  StringView path = v.path(w);
  bool named = path.starts_with("/") && path.find(0) == path.size;
  bool right = w.descriptor == -1
                   ? named
                   : path.empty() &&
                         find_descriptor(v.descriptors, w.descriptor);
  return right || damaged(why, "watch ", w.wd, " of descriptor ", w.number,
                          " is of no file");
}

} // namespace

bool check_file_watches(const View &v, Reason &why) {
  const FileWatch *before = nullptr;
  for (const FileWatch &w : v.file_watches) {
    const Descriptor *d = find_descriptor(v.descriptors, w.number);
    if (!d || d->kind != FdKind::kInotify || d->shares != -1)
      return damaged(why, "descriptor ", w.number, " watches no files");
    if (w.wd < 1 || w.flags & ~u32{kAllFileWatchFlags} || w.reserved ||
        w.mask & ~kFileWatchMask)
      return damaged(why, "watch ", w.wd, " of descriptor ", w.number,
                     " holds impossible values");
    if (before && (before->number > w.number ||
                   (before->number == w.number && before->wd >= w.wd)))
      return damaged(why, "watch ", w.wd, " of descriptor ", w.number,
                     " is there twice or out of order");
    if (!check_name(w, v, why))
      return false;
    before = &w;
  }
  return true;
}

} // namespace ckpt::image
