// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The order of steps, with NAME.1 .. NAME.older there:
//   NAME.(i) -> NAME.(i+1), the oldest first    a crash leaves a gap in the
//                                               row, which the next time fills
//   link NAME as NAME.1.tmp, rename to NAME.1   two names of one image
//   rename NAME.tmp to NAME
// Without hard links (FAT): NAME.tmp and NAME exchanged, then NAME.tmp renamed
// to NAME.1.  Without exchange: NAME renamed to NAME.1, NAME.tmp to NAME; then
// alone NAME is gone for a moment.
#include "runtime/ckpt/generations.h"

#include <asm/errno.h>

#include "runtime/ckpt/report.h"
#include "runtime/fd/describe.h"
#include "runtime/sys/calls.h"

namespace ckpt {

namespace {

constexpr u32 kExchange = 2; // RENAME_EXCHANGE, renameat2(2)

bool same_file(const struct stat &a, const struct stat &b) {
  return a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

// Makes NAME.1 free, unless every place is taken.
SysResult shift(StringView image, u32 older) {
  u32 last = 1;
  struct stat st;
  while (last < older && sys::lstat(older_name(image, last).c_str(), st).ok())
    ++last;
  for (; last > 1; --last) {
    SysResult moved = sys::rename(older_name(image, last - 1).c_str(),
                                  older_name(image, last).c_str());
    if (!moved.ok())
      return moved;
  }
  return SysResult(0);
}

// The image gets NAME.1 as a second name.
SysResult link_as_first(const char *image) {
  GenerationName first = older_name(image, 1), aside(first, ".tmp");
  sys::unlink(aside.c_str()).ignore();
  SysResult linked = sys::link(image, aside.c_str());
  if (!linked.ok())
    return linked;
  SysResult named = sys::rename(aside.c_str(), first.c_str());
  if (!named.ok())
    sys::unlink(aside.c_str()).ignore();
  return named;
}

SysResult publish_without_links(const char *temporary, const char *image,
                                SysResult &kept) {
  GenerationName first = older_name(image, 1);
  if (sys::call(__NR_renameat2, AT_FDCWD, temporary, AT_FDCWD, image, kExchange)
          .ok()) {
    kept = sys::rename(temporary, first.c_str());
    return SysResult(0);
  }
  kept = sys::rename(image, first.c_str());
  SysResult named = sys::rename(temporary, image);
  if (!named.ok() && kept.ok())
    sys::rename(first.c_str(), image).ignore();
  return named;
}

void report_lost(const char *image, const SysResult &kept) {
  error("earlier checkpoints could not be kept as ", image,
        ".1 and so on (errno ", kept.error(),
        "); the new one is there. Are those names other files' or "
        "directories?");
}

} // namespace

GenerationName older_name(StringView image, u32 number) {
  GenerationName name(image);
  if (number)
    name.add(".", number);
  return name;
}

SysResult publish_image(const char *temporary, const char *image, u32 older) {
  struct stat newest, first;
  bool keeps = older && sys::lstat(image, newest).ok() &&
               (newest.st_mode & fd::kTypeMask) == fd::kTypeRegular;
  // A crash came between the second step and the third.
  bool is_kept = keeps &&
                 sys::lstat(older_name(image, 1).c_str(), first).ok() &&
                 same_file(newest, first);
  if (!keeps || is_kept)
    return sys::rename(temporary, image);
  SysResult kept = shift(image, older);
  if (kept.ok())
    kept = link_as_first(image);
  SysResult named(0);
  bool no_links = kept.error() == EPERM || kept.error() == EOPNOTSUPP ||
                  kept.error() == ENOSYS || kept.error() == EMLINK;
  if (no_links)
    named = publish_without_links(temporary, image, kept);
  else
    named = sys::rename(temporary, image);
  if (named.ok() && !kept.ok())
    report_lost(image, kept);
  return named;
}

} // namespace ckpt
