// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Mappings of files that still hold what the program saw of them: they are mapped
// again.  So it sees the file where it gives pages back (MADV_DONTNEED), and what
// others write to it, as before; and several jobs share the memory of one program.
//
//     mapping of               what is compared
//     any file, not written    every page and where the file ends
//     this program, written    the same of what was not written of it; then
//                              pages that differ are the program's own copies
//     others, written          nothing: their first content is not known
//
// What differs, or is not there, gets memory of its own (restart/data_files.h).
// Phase: pre-libc.  Needs: no descriptor or lock of the program is in its place.
#pragma once
#include "runtime/restart/files.h"
#include "runtime/restart/image_file.h"

namespace ckpt::restart {

class UnchangedFiles {
public:
  UnchangedFiles(const ImageFile &image, const Files &files)
      : image_(image), files_(files) {}

  bool prepare(Arena &arena); // false: no room

  // Sets `made` where it has mapped `m`, whole and with its content, at `at`.
  // False: the image is damaged.
  bool map(const image::Mapping &m, u64 at, Span<const image::Run> runs,
           bool &made, Reason &why);

private:
  // A file, and where it is to go: a page that differs is copied there, if there
  // is such a place.
  struct Target {
    const image::Mapping &m;
    int fd;
    u64 copies;
  };

  int open(const image::Mapping &m) const;
  bool is_program(const image::Mapping &m) const;
  bool ends_alike(const image::Mapping &m, int fd) const;
  bool read_file(int fd, u64 offset, size_t size);
  bool is_hole(const Target &t, u64 from, u64 to);
  bool compare(const Target &t, Span<const image::Run> runs, bool &same,
               Reason &why);
  bool compare_run(const Target &t, const image::Run &run, bool &same,
                   Reason &why);
  bool map_program(const image::Mapping &m, int fd, u64 at,
                   Span<const image::Run> runs, bool &made, Reason &why);

  const ImageFile &image_;
  const Files &files_;
  Span<u8> saved_, there_;
  // Of the program's own file, so far: pieces that were compared.
  bool program_same_ = false, program_differs_ = false;
};

} // namespace ckpt::restart
