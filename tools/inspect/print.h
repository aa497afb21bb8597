// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An image as text for people, on standard output.
#pragma once
#include "tools/inspect/image_file.h"

namespace ckpt::inspect {

void print_image(const ImageFile &file);

} // namespace ckpt::inspect
