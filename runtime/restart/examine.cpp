// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/restart/examine.h"

#include <asm/errno.h>

#include "runtime/ckpt/owner.h"
#include "runtime/ckpt/program.h"
#include "runtime/fd/describe.h"
#include "runtime/restart/image_file.h"

namespace ckpt::restart {

namespace {

// The decoder and the reader say so in these words; a reader on another machine
// or with less memory would say the same.  test/options/auto_damage.py damages
// every part of an image.
bool is_damage(StringView why) {
  return why.starts_with("the image is damaged: ") ||
         why.starts_with("the image is incomplete: ") ||
         why.starts_with("it is damaged: ");
}

bool read_all(const ImageFile &file, Arena &arena, Reason &why) {
  Span<u8> buffer = arena.array<u8>(image::kMaxRunPages * kPageSize);
  if (!buffer.data) {
    why.set("no room to read it");
    return false;
  }
  for (const image::Run &run : file.view.runs)
    if (!read_run(file, run, buffer.data, why))
      return false;
  return gaps_are_zero(file, why);
}

Found judge(const ImageFile &file, Arena &arena, Reason &why) {
  if (!read_all(file, arena, why))
    return is_damage(why.view()) ? Found::kDamaged : Found::kUnusable;
  StringView program = image::text_value(file.view.provenance, "program");
  if (program != program_identity().view()) {
    why.set("it belongs to another program, or to another build of this one (",
            image::text_value(file.view.provenance, "exe"), ")");
    return Found::kForeign;
  }
  u64 writer = running_writer(file.view);
  if (writer)
    why.set("the job that wrote it is running (process ", writer, ")");
  return writer ? Found::kRunning : Found::kWhole;
}

} // namespace

Found examine_image(const char *path, Reason &why) {
  struct stat st;
  SysResult there = sys::stat(path, st);
  bool empty = there.ok() && st.st_size == 0 &&
               (st.st_mode & fd::kTypeMask) == fd::kTypeRegular;
  if (there.error() == ENOENT || empty)
    return Found::kNothing;
  Arena arena;
  ImageFile file;
  constexpr u64 kRoom = (image::kMaxRunPages + 1) * kPageSize;
  Found found;
  if (open_image(path, file, arena, kRoom, why))
    found = judge(file, arena, why);
  else
    found = is_damage(why.view()) ? Found::kDamaged : Found::kUnusable;
  arena.release();
  if (file.fd >= 0)
    sys::close(file.fd).ignore();
  return found;
}

} // namespace ckpt::restart
