// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What shared memory holds that no mapping shows: put into the new object while
// there is a descriptor of it, or all of it is attached.
#include "runtime/ckpt/room.h"
#include "runtime/restart/objects.h"
#include "runtime/restart/shared.h"

namespace ckpt::restart {

bool SharedMemory::fill_hidden(size_t index, int fd, Reason &why) const {
  const image::Hidden *hidden =
      image::hidden_of(image_.view, static_cast<u32>(index));
  Room length(RLIMIT_FSIZE);
  return !hidden || fill_file(image_, hidden->content, fd, why);
}

bool SharedMemory::fill_hidden(size_t index, u64 segment, Reason &why) const {
  const image::Hidden *hidden =
      image::hidden_of(image_.view, static_cast<u32>(index));
  if (!hidden)
    return true;
  for (const image::ContentRun &run :
       runs_of(image_.view.content_runs, hidden->content))
    if (!read_content_run(image_, run,
                          reinterpret_cast<void *>(segment + run.position),
                          why))
      return false;
  return true;
}

} // namespace ckpt::restart
