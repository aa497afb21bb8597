// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The image a restart reads: opened, its head verified and decoded.
// Phase: pre-libc, signal.  Errors: false and `why`.
#pragma once
#include "runtime/ckpt/arena.h"
#include "runtime/image/decode.h"

namespace ckpt::restart {

struct ImageFile {
  int fd = -1;
  image::Commit commit = {};
  image::View view;
};

// `arena` is reserved here, with room for the head and `extra` bytes.
bool open_image(const char *path, ImageFile &file, Arena &arena, u64 extra,
                Reason &why);

// Reads a run's pages to `to` and compares their checksum.
bool read_run(const ImageFile &file, const image::Run &run, void *to,
              Reason &why);

// The same for a piece of a content.
bool read_content_run(const ImageFile &file, const image::ContentRun &run,
                      void *to, Reason &why);

// Reads them all.
bool pages_are_intact(const ImageFile &file, Arena &arena, Reason &why);

// Every byte of the data area that no run of either kind covers must be zero.
bool gaps_are_zero(const ImageFile &file, Reason &why);

} // namespace ckpt::restart
