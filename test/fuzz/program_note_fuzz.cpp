// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Any bytes as an executable's head and as its notes: nothing outside of them
// is read, and what is found lies in them.
#include "runtime/start/program_note.h"
#include <cstdlib>
#include <cstring>
#include <memory>

using namespace ckpt;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  // A block of its own size: a sanitizer sees one byte too many.
  std::unique_ptr<u8[]> copy(new u8[size]);
  if (size)
    std::memcpy(copy.get(), data, size);
  Bytes bytes = {copy.get(), size};
  start::NoteRange range;
  size_t segments = 0;
  while (start::nth_note_range(bytes, segments, range))
    if (++segments > size / 56)
      std::abort();
  image::ProgramNote note;
  if (start::find_program_note(bytes, note) && size < sizeof note)
    std::abort();
  return 0;
}
