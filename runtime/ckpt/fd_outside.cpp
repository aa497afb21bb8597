// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Pipes and sockets that another process has as well: after a restart that would
// be at the end of another one.  Whoever got them by a fork is younger than the
// job; who was sent them (SCM_RIGHTS) may be older, and is not seen.
#include "runtime/ckpt/fd_record.h"
#include "runtime/fd/holder.h"

namespace ckpt {

namespace {

bool is_shared_by_number(const image::Content &content) {
  return content.kind == image::FdKind::kPipe ||
         content.kind == image::FdKind::kSocket;
}

} // namespace

bool alone_with_contents(const Snapshot &snapshot, Reason &why) {
  bool any = false;
  for (const image::Content &content : snapshot.contents)
    any = any || is_shared_by_number(content);
  if (!any)
    return true;
  const ContentSource *shared = nullptr;
  u64 own = static_cast<u64>(state.pid);
  u64 holder =
      fd::find_holder(own, fd::start_of(own), [&](const struct stat &st) {
        u32 type = st.st_mode & fd::kTypeMask;
        if (type != fd::kTypeFifo && type != fd::kTypeSocket)
          return false;
        for (size_t i = 0; i < snapshot.contents.size; ++i)
          if (is_shared_by_number(snapshot.contents[i]) &&
              snapshot.sources[i].device == st.st_dev &&
              snapshot.sources[i].inode == st.st_ino)
            shared = &snapshot.sources[i];
        return shared != nullptr;
      });
  if (!shared)
    return true;
  state.obstacle_may_pass = true;
  why.set(fd::name_of(shared->reader() >= 0 ? shared->reader()
                                            : shared->writer()),
          " is a pipe or a socket that process ", holder, " has, too");
  return false;
}

} // namespace ckpt
