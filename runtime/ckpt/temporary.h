// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The file NAME.tmp that becomes the image NAME: opened and locked, published
// by rename, removed when anything fails.  NAME itself is never touched before.
// Phase: signal, pre-libc.  Errors: false, and `why` names the file.
#pragma once
#include "runtime/abi/config.h"
#include "runtime/abi/text.h"

namespace ckpt {

class TemporaryImage {
public:
  // Two programs with one image name collide here, not in the image.
  bool open(StringView image, Reason &why);
  bool enough_space(u64 bytes, Reason &why) const;
  bool write(const void *from, u64 size, u64 at, Reason &why) const;
  // All that was written is on the disk.
  bool sync(Reason &why) const;
  // Lets the disk begin with what was written there: publish waits less.
  void start_writeback(u64 from, u64 to) const;
  // fsync, rename, fsync of the directory.
  bool publish(Reason &why);
  // Removes the file if it is still there.
  void discard();

  int fd() const { return fd_; }

private:
  bool lock(Reason &why);
  void sync_directory();
  void close_file();

  int fd_ = -1;
  mutable bool synced_ = false; // since the last write
  Text<kPathMax> image_;
  Text<kPathMax + 8> path_;
};

// Removes a NAME.tmp that a killed writer left.  Silent.
void remove_stale_temporary(StringView image);

} // namespace ckpt
