// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An image file that is open and whose head is decoded.
// Never: maps the file (another process may cut it: SIGBUS), never waits on a
// FIFO or a device.
#pragma once
#include "runtime/image/decode.h"
#include "tools/common/cli.h"
#include <memory>

namespace ckpt::inspect {

// What went wrong, and the exit code that says so.
struct Failure {
  cli::ExitCode code = cli::kGood;
  std::string text;

  explicit operator bool() const { return code != cli::kGood; }
};

class ImageFile {
public:
  ImageFile() = default;
  ~ImageFile();
  ImageFile(const ImageFile &) = delete;
  ImageFile &operator=(const ImageFile &) = delete;

  // Once only.
  Failure open(const std::string &path);

  const std::string &path() const { return path_; }
  u64 size() const { return size_; }
  const image::View &view() const { return view_; }

  // Exactly `size` bytes from `offset`.
  Failure read(u64 offset, void *to, u64 size) const;
  // The first byte of [from, to) that is not in a hole of the file, or `to`.
  u64 next_data(u64 from, u64 to) const;

private:
  Failure open_regular();
  Failure decode();
  Failure damaged(StringView why) const;
  Failure unreadable(const std::string &why) const;

  std::string path_;
  int fd_ = -1;
  u64 size_ = 0;
  std::unique_ptr<u64[]> head_;
  image::View view_;
};

} // namespace ckpt::inspect
