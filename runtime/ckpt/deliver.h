// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An image for a descriptor (init_image_with_file_descriptor).  It is made
// whole in the temporary file first, so that every reason not to write it comes
// before the descriptor is touched; then it is copied.
// Phase: signal.  Errors: false and `why`.
#pragma once
#include <asm/stat.h>

#include "runtime/abi/text.h"

namespace ckpt {

// Whether the descriptor can take an image.
bool can_deliver(Reason &why);

// Copies `size` bytes of `from`.  A regular file is emptied, written from its
// start and made durable; anything else gets the bytes as they come.
bool deliver_image(int from, u64 size, Reason &why);

// An image that must be in the named file, whatever the program has said.
class ImageToFile {
public:
  ImageToFile();
  ~ImageToFile();
  ImageToFile(const ImageToFile &) = delete;
  ImageToFile &operator=(const ImageToFile &) = delete;

private:
  bool before_;
};

// Whether this descriptor leads to the file or stream that images go to.  In
// an image it is /dev/null: rolling that file back would destroy the image.
bool takes_images(int number, const struct stat &st);

} // namespace ckpt
