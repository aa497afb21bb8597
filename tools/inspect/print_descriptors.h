// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The parts of print_image that are about descriptors.
#pragma once
#include "tools/inspect/image_file.h"

namespace ckpt::inspect {

// The heading of a part.
void section(const char *name);

void print_descriptors(const image::View &view);
// By the numbers that the program knows; nothing if it knows the real ones.
void print_virtual(const image::View &view);

} // namespace ckpt::inspect
