// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The job's images: F, the newest, and F.1, F.2 ... that -_ckpt_keep left
// behind it, newest first.  Which of them is good, and was a new one written?
// Never: deletes an image.
#pragma once
#include "runtime/abi/types.h"
#include "tools/run/diagnostics.h"
#include <array>
#include <vector>

namespace ckpt::run {

// Which checkpoint of which job an image is.
struct ImageId {
  bool known = false;
  std::array<u8, 16> job = {};
  u64 generation = 0;
};

// Whether `now` is a later checkpoint than `before`, or one of another job.
bool is_newer(const ImageId &now, const ImageId &before);

struct ImageChoice {
  std::string from;   // what to restart from; empty: from the beginning
  bool older = false; // it is not F itself
  std::vector<std::string> damaged; // newer ones, which were refused
  ImageId before; // of the image that will be there when the job starts
};

// Reads every byte of F; where it is damaged or missing, of the older ones.
// Says on standard error what is wrong with each that is refused.  An empty
// file is none: some make one so that there is something to transfer.
MaybeFailure choose_image_to_restart(const std::string &image,
                                     ImageChoice &out);

// Makes an older image F, because the next checkpoint goes there; a damaged F
// becomes F.damaged, and so do others, which newer images would push out.
MaybeFailure put_in_place(const std::string &image, const ImageChoice &choice);

// The head of an image that is complete; else what is wrong with it.
ImageId identify(const std::string &image, std::string &problem);

} // namespace ckpt::run
